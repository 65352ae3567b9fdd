"""DH4: rules on the criteria and on the file that defines them."""

from guongsang.rules.rule import rule

TABLE = [
    rule(
        "DH401",
        "missing",
        "{citation} ({title}) chưa được trả lời: {lacking}",
        "{citation} ({title}) is not answered: {lacking}",
        hint=("bổ sung hồ sơ nêu trên kèm số văn bản{statement}", "add what is named, with its document{statement_en}"),
    ),
    rule(
        "DH402",
        "missing",
        "ngày công nhận {value} không được muộn hơn ngày đăng {publish}",
        "recognition ({value}) must not be later than publication ({publish})",
        hint=("sửa ngày công nhận, hoặc lùi ngày đăng", "correct the date, or publish later"),
    ),
    rule(
        "DH403",
        "broken",
        "mỗi yêu cầu phải nêu đúng một trong: records, statement, any, all",
        "a requirement names exactly one of: records, statement, any, all",
        hint=("tách thành nhiều yêu cầu trong any hoặc all", "split it inside any or all"),
    ),
    rule(
        "DH404",
        "advice",
        "{citation} không áp dụng cho hồ sơ này, nên mục evidence này không được dùng",
        "{citation} does not apply to this profile; the statement is not used",
        hint=("bỏ mục này, hoặc chọn đúng mã tiêu chuẩn", "drop it, or choose the right clause"),
    ),
    rule(
        "DH405",
        "broken",
        'bảng {records} không có cột "{value}"',
        '{records} has no column "{value}"',
        hint=("các cột: {valid}", "columns: {valid}"),
    ),
    rule(
        "DH406",
        "missing",
        "mỗi năm chỉ có một mức xếp loại; năm {year} đã có ở dòng {first_line}",
        "a year has one rating; {year} already stands on line {first_line}",
        hint=("giữ lại mức đúng theo văn bản", "keep the one that the document gives"),
    ),
    rule(
        "DH407",
        "advice",
        '"{name}" đã thu hồi: không đăng và không tính cho tiêu chuẩn nào',
        '"{name}" was revoked: it is not shown and answers no clause',
        hint=("không cần sửa nếu đúng là đã thu hồi", "nothing to mend if that is so"),
    ),
]
