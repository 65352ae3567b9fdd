"""DH7: rules across profiles and on the press log."""

from guongsang.rules.rule import rule

TABLE = [
    rule(
        "DH701",
        "broken",
        'mã hồ sơ "{value}" đã dùng ở {other}',
        'the id "{value}" is already used in {other}',
        hint=("mã không bao giờ dùng lại; chọn mã kế tiếp", "ids are never reused; take the next one"),
    ),
    rule(
        "DH702",
        "broken",
        'tên thư mục "{value}" trùng với {other}, hai hồ sơ sẽ có chung địa chỉ',
        'the folder name "{value}" is also that of {other}',
        hint=("đổi tên thư mục, thêm đơn vị hoặc năm", "rename the folder"),
    ),
    rule(
        "DH703",
        "broken",
        'địa chỉ cũ "{value}" đang là địa chỉ của {other}',
        'the alias "{value}" is the address of {other}',
        hint=("bỏ địa chỉ cũ này khỏi aliases", "drop it from aliases"),
    ),
    rule(
        "DH704",
        "broken",
        'mô hình "{value}" trùng tên với mô hình ở {other}',
        'the initiative "{value}" has the same name as one in {other}',
        hint=("đặt tên riêng cho từng mô hình", "give each its own name"),
    ),
    rule(
        "DH705",
        "advice",
        '"{value}" cùng đơn vị đã có hồ sơ ở {other}; có phải cùng một người?',
        '"{value}" of the same unit already has a profile in {other}; the same person?',
        hint=("nếu cùng một người thì gộp vào một hồ sơ", "merge the two if so"),
    ),
    rule(
        "DH706",
        "advice",
        'sổ báo chí: "{outlet}" lấy {value} ngày ấy đã ghi ở dòng {first_line}',
        'press log: "{outlet}" taking {value} that day stands on line {first_line}',
        hint=("gộp hai mục làm một", "merge the two entries"),
    ),
    rule(
        "DH707",
        "advice",
        'hồ sơ {value} đã rút, sổ báo chí chưa ghi ngày đã báo cho "{outlet}"',
        'profile {value} is withdrawn; the press log has no day on which "{outlet}" was told',
        hint=(
            "báo cho nơi ấy (lệnh press-log notify {value} soạn sẵn thư), rồi ghi notified: năm-tháng-ngày",
            "tell them (press-log notify {value} drafts it), then write notified: and the day",
        ),
    ),
]
