"""DH6: rules on photos."""

from guongsang.rules.rule import rule

TABLE = [
    rule(
        "DH601",
        "broken",
        'không thấy ảnh "{value}" trong thư mục của hồ sơ',
        'there is no photo "{value}" in the profile\'s folder',
        hint=("chép tệp ảnh vào cùng thư mục với index.md", "put the file beside index.md"),
    ),
    rule(
        "DH602",
        "broken",
        'ảnh "{value}" không mở được: {found}',
        'photo "{value}" cannot be opened: {found_en}',
        hint=("xuất lại ảnh dạng JPEG hoặc PNG", "export it again as JPEG or PNG"),
    ),
    rule(
        "DH603",
        "missing",
        'ảnh "{value}" phải có cạnh dài từ {limit} điểm ảnh; đang là {length}',
        'photo "{value}" needs {limit} pixels on its long side; it has {length}',
        hint=("xin ảnh gốc, không dùng ảnh tải từ mạng xã hội", "ask for the original"),
    ),
    rule(
        "DH604",
        "missing",
        'ảnh "{value}" trong bài phải được khai ở mục photos',
        'the image "{value}" in the text must be listed under photos',
        hint=("khai ảnh ở photos kèm alt, caption, credit", "list it under photos with alt, caption, credit"),
    ),
    rule(
        "DH605",
        "advice",
        'ảnh "{value}" được khai hai lần',
        'photo "{value}" is listed twice',
        hint=("bỏ một mục", "drop one"),
    ),
    rule(
        "DH606",
        "advice",
        'alt nên tả ảnh cho người không nhìn được, từ 15 ký tự, khác chú thích; đang viết "{value}"',
        'alt should describe the photo in 15 characters or more, unlike the caption; it says "{value}"',
        hint=("viết trong ảnh có ai, đang làm gì, ở đâu", "say who does what, where"),
    ),
    rule(
        "DH607",
        "broken",
        'ảnh "{value}" chỉ được là ảnh; trong tệp còn có {found}',
        'photo "{value}" must be a photo and nothing else; there is {found_en} in it',
        hint=(
            (
                "mở ảnh bằng chương trình xem ảnh, chọn Lưu thành (hoặc Xuất) một tệp JPEG mới, không kèm thông tin "
                "cũ, rồi dùng tệp ấy; không rõ ảnh từ đâu thì xin lại ảnh gốc"
            ),
            (
                "open it in a photo program, save or export it as a new JPEG without its old metadata, and use that; "
                "where nobody knows whence it came, ask for the original"
            ),
        ),
    ),
]
