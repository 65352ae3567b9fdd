"""DH3: rules on references to the registry, to pages and to profiles."""

from guongsang.rules.rule import rule

TABLE = [
    rule(
        "DH301",
        "broken",
        '"{value}" không có trong danh mục khen thưởng',
        '"{value}" is not in the register of awards',
        hint=("xem exemplars/_registry/awards.yml", "see exemplars/_registry/awards.yml"),
    ),
    rule(
        "DH302",
        "broken",
        '"{value}" không có trong danh mục đơn vị',
        '"{value}" is not in the register of units',
        hint=("xem exemplars/_registry/units.yml", "see exemplars/_registry/units.yml"),
    ),
    rule(
        "DH303",
        "broken",
        '"{value}" không có trong danh mục lĩnh vực',
        '"{value}" is not in the register of fields',
        hint=("xem exemplars/_registry/fields.yml", "see exemplars/_registry/fields.yml"),
    ),
    rule(
        "DH304",
        "broken",
        '"{value}" không có trong danh mục phong trào',
        '"{value}" is not in the register of movements',
        hint=("xem exemplars/_registry/movements.yml", "see exemplars/_registry/movements.yml"),
    ),
    rule(
        "DH305",
        "broken",
        '"{value}" không phải là kênh đăng',
        '"{value}" is not a channel',
        hint=("các kênh: {valid}", "channels: {valid}"),
    ),
    rule(
        "DH306",
        "broken",
        '"{value}" không phải là mã tiêu chuẩn',
        '"{value}" is not a clause id',
        hint=("các tiêu chuẩn: {valid}", "clauses: {valid}"),
    ),
    rule(
        "DH307",
        "broken",
        '{registry}: mã "{value}" trùng với mục ở dòng {first_line}',
        '{registry}: id "{value}" already stands on line {first_line}',
        hint=("mỗi mã chỉ dùng cho một mục", "an id stands for one entry"),
    ),
    rule(
        "DH308",
        "advice",
        '"{value}" nên viết bằng mã chuẩn "{canonical}"',
        '"{value}" should be written by its id "{canonical}"',
        hint=('viết "{canonical}", hoặc chạy lệnh fix', 'write "{canonical}", or run fix'),
    ),
    rule(
        "DH309",
        "advice",
        'năm {year} không có đơn vị "{name}" ({period})',
        'there was no unit "{name}" in {year} ({period})',
        hint=("chọn đơn vị của năm đó{successors}", "choose the unit of that year{successors}"),
    ),
    rule(
        "DH310",
        "broken",
        '"{name}" chỉ dành cho {kinds}',
        '"{name}" is for {kinds_en} only',
        hint=("chọn hình thức dành cho {wanted}", "choose one for {wanted_en}"),
    ),
    rule(
        "DH311",
        "missing",
        '"{name}" không có vào thời điểm {value} ({period})',
        '"{name}" did not exist on {value} ({period})',
        hint=(
            "kiểm tra lại ngày, hoặc chọn danh hiệu của thời gian đó",
            "check the date, or choose an award of that time",
        ),
    ),
    rule(
        "DH312",
        "advice",
        'lúc được khen đơn vị mang tên "{former}": nên ghi ở unit_name',
        'at that time the unit was called "{former}": say so in unit_name',
        hint=('thêm unit_name: "{former}"', 'add unit_name: "{former}"'),
    ),
    rule(
        "DH313",
        "missing",
        "replicated_at không được nêu chính đơn vị của hồ sơ ({value})",
        "replicated_at must not name the profile's own unit ({value})",
        hint=("bỏ mã này, chỉ ghi nơi khác làm theo", "drop it; name others only"),
    ),
    rule(
        "DH314",
        "missing",
        'liên kết "{value}" trong bài không dẫn đến trang nào',
        'the link "{value}" in the text leads nowhere',
        hint=(
            "viết địa chỉ như trên thanh trình duyệt, tính từ /ho-so/…, hoặc bỏ liên kết",
            "write the address from /ho-so/… on, or drop the link",
        ),
    ),
    rule(
        "DH315",
        "broken",
        '"{value}" là cách viết của cả "{first}" và "{second}"',
        '"{value}" is a spelling of both "{first}" and "{second}"',
        hint=("chỉ để cách viết này ở một mục", "keep it in one entry"),
    ),
    rule(
        "DH316",
        "broken",
        'không có hồ sơ nào tên thư mục hay mã là "{value}"',
        'no profile has the folder or id "{value}"',
        hint=(
            "viết tên thư mục của hồ sơ như trong exemplars/, ví dụ le-hai-yen, hoặc mã, ví dụ DH-2024-007",
            "write the profile's folder as in exemplars/, or its id",
        ),
    ),
    rule(
        "DH317",
        "broken",
        'sổ báo chí ghi theo mã hồ sơ; không có hồ sơ nào mang mã "{value}"',
        'the press log goes by ids; no profile has the id "{value}"',
        hint=("viết mã ở khóa id của hồ sơ, ví dụ DH-2024-007", "write the id of the profile, such as DH-2024-007"),
    ),
]
