"""Explanations of DH1: syntax and encoding."""

from __future__ import annotations

import unicodedata

from guongsang.rules.explanations.explanation import PATHS, explain

_INTERNAL = "internal: Bản gốc lưu ở phòng tổng hợp."

TABLE = {
    "DH101": explain(
        vi=(
            (
                "Tệp phải lưu bằng bảng mã UTF-8. "
                "Tệp lưu bằng bảng mã cũ như Windows-1258 phải được mở đúng bảng mã rồi lưu lại."
            ),
            (
                "UTF-8 (chuẩn RFC 3629) là bảng mã chung của trang web và mọi máy. "
                "Đọc nhầm bảng mã thì chữ Việt hỏng hết dấu."
            ),
        ),
        en=(
            (
                "The file must be saved as UTF-8. "
                "A file in an older encoding such as Windows-1258 must be opened as such and saved anew."
            ),
            (
                "UTF-8 (RFC 3629) is the encoding of the web and of every machine. "
                "Read in the wrong encoding, Vietnamese loses its marks."
            ),
        ),
        bad="name: Nguyễn Minh Họa",
        good="name: Nguyễn Minh Họa",
        encoding="cp1258",
    ),
    "DH102": explain(
        vi=(
            (
                "Hồ sơ, sự kiện phải mở đầu bằng phần thông tin nằm giữa hai dòng ---. "
                "Dòng --- thứ nhất là dòng đầu tiên của tệp."
            ),
            (
                "Máy dựa vào hai dòng này để tách phần thông tin khỏi bài viết. "
                "Thiếu một dòng thì cả hồ sơ không đọc được."
            ),
        ),
        en=(
            (
                "A profile or an event must open with front matter between two --- lines. "
                "The first --- is the first line of the file."
            ),
            "These two lines part the facts from the article. Without them nothing of the profile can be read.",
        ),
        bad="id: DH-2024-001\nkind: individual",
        good="---\nid: DH-2024-001\nkind: individual",
    ),
    "DH103": explain(
        vi=(
            (
                "Phần thông tin phải đúng cú pháp YAML. Giá trị có dấu hai chấm thì đặt trong ngoặc kép; "
                "lùi dòng bằng dấu cách, không dùng phím Tab."
            ),
            (
                "Chuẩn YAML 1.2 quy định như vậy (lùi dòng: mục 6.1). "
                "Máy không đoán ý người viết, vì đoán sai thì trang đăng sai."
            ),
        ),
        en=(
            (
                "The front matter must be valid YAML. "
                "Put a value that has a colon in quotes; indent with spaces, never with tabs."
            ),
            (
                "So says YAML 1.2 (indentation: section 6.1). "
                "The program doesn't guess, since a wrong guess would be published."
            ),
        ),
        bad="title: Sáng kiến: bốn giờ thay cho hai ngày",
        good='title: "Sáng kiến: bốn giờ thay cho hai ngày"',
        instead_of="title: Bốn giờ thay cho hai ngày",
    ),
    "DH104": explain(
        vi=(
            "Mỗi khóa chỉ viết một lần trong cùng một nhóm.",
            (
                "Chuẩn YAML 1.2 (mục 3.2.1) đòi khóa không trùng. "
                "Viết hai lần thì không biết giá trị nào đúng, và một giá trị sẽ mất mà không ai hay."
            ),
        ),
        en=(
            "A key stands once in a group.",
            (
                "YAML 1.2 (section 3.2.1) wants keys to be unique. "
                "Written twice, one of the values would be lost without a word."
            ),
        ),
        bad="role: Kỹ sư\nrole: Tổ trưởng",
        good="role: Kỹ sư, tổ trưởng",
        instead_of="role: Kỹ sư",
    ),
    "DH105": explain(
        vi=(
            (
                "Không dùng neo (&), tham chiếu (*) hay nhãn (!) của YAML. "
                "Chữ bình thường mà mở đầu bằng những dấu này thì đặt trong ngoặc kép."
            ),
            (
                "Chuẩn YAML dành ba dấu này để sao chép và ra lệnh. "
                "Hồ sơ là chữ cho người đọc, nên mỗi giá trị được viết thẳng ra tại chỗ."
            ),
        ),
        en=(
            (
                "YAML anchors (&), aliases (*) and tags (!) are not used. "
                "Put plain text that begins with one of them in quotes."
            ),
            (
                "YAML keeps the three signs for copying and for commands. "
                "A profile is text for people, so each value is written out in its place."
            ),
        ),
        bad="role: &ky-su Kỹ sư",
        good="role: Kỹ sư",
    ),
    "DH106": explain(
        vi=(
            "Phần thông tin phải trong giới hạn về độ dài, số giá trị và số cấp lồng nhau. Phần dài thuộc về bài viết.",
            "Giới hạn này do phần mềm đặt ra, để một tệp hỏng không làm treo lần kiểm tra của mọi người.",
        ),
        en=(
            (
                "The front matter must stay within limits of length, of values and of nesting. "
                "What is long belongs to the article."
            ),
            "The limits are the program's own, so that one broken file can't hang everybody's check.",
        ),
        bad=f"internal: {'[' * 25}Bản gốc lưu ở phòng tổng hợp{']' * 25}",
        good=_INTERNAL,
    ),
    "DH107": explain(
        vi=(
            "Tệp phải có ở đúng chỗ, đọc được và không để trống danh mục bắt buộc.",
            (
                "Hồ sơ được đối chiếu với các danh mục trong exemplars/_registry/. "
                "Thiếu một danh mục thì không còn gì để đối chiếu."
            ),
        ),
        en=(
            "A file must be in its place, be readable, and a register that is needed must not be empty.",
            (
                "Profiles are checked against the registers in exemplars/_registry/. "
                "Where one is missing there is nothing to check against."
            ),
        ),
        bad="exemplars/_registry/phong-trao.yml",
        good="exemplars/_registry/movements.yml",
        file=PATHS,
    ),
    "DH108": explain(
        vi=(
            "Tệp không nên mở đầu bằng dấu BOM. Đây là ký tự ẩn mà một số phần mềm trên Windows tự thêm vào.",
            (
                "RFC 3629 (mục 6) khuyên bỏ dấu này khi đã biết tệp là UTF-8: "
                "nhiều công cụ coi nó là chữ của dòng đầu tiên."
            ),
        ),
        en=(
            "The file should not begin with a byte order mark. Some Windows programs add this hidden character.",
            "RFC 3629 (section 6) advises against it where the file is known to be UTF-8: many tools take it for text.",
        ),
        bad="---\nid: DH-2024-001",
        good="---\nid: DH-2024-001",
        encoding="utf-8-sig",
    ),
    "DH109": explain(
        vi=(
            (
                "Chữ có dấu phải viết dạng dựng sẵn (NFC), mỗi chữ là một ký tự. "
                "Dạng tổ hợp tách dấu khỏi chữ, hay gặp khi chép từ máy Mac hoặc từ PDF."
            ),
            (
                "Hai dạng trông như nhau mà máy coi là khác nhau, nên tìm kiếm và so sánh bị sai (Unicode, phụ lục "
                "UAX #15). Kho này lưu dạng NFC."
            ),
        ),
        en=(
            (
                "Letters with marks must be composed (NFC), one character each. "
                "Text copied from a Mac or a PDF often has the marks apart."
            ),
            (
                "The two forms look alike but are different text, so that search and comparison fail (Unicode, UAX "
                "#15). This project stores NFC."
            ),
        ),
        bad=unicodedata.normalize("NFD", "role: Kỹ sư"),
        good="role: Kỹ sư",
    ),
    "DH110": explain(
        vi=(
            "Không dùng ký tự không nhìn thấy, như dấu cách không độ rộng hay dấu gạch nối mềm.",
            (
                "Những ký tự này (nhóm Cf của Unicode) lọt vào khi chép từ trang web. "
                "Chúng làm hỏng tìm kiếm và có thể giấu chữ trong tên người."
            ),
        ),
        en=(
            "Invisible characters are not used, such as zero-width spaces and soft hyphens.",
            (
                "These characters (Unicode category Cf) come in with text copied from web pages. "
                "They break search and can hide text in a name."
            ),
        ),
        bad="name: Nguyễn Minh\u200b Họa",
        good="name: Nguyễn Minh Họa",
    ),
    "DH111": explain(
        vi=(
            "Chữ phải gõ bằng bảng mã Unicode. Chữ gõ bằng phông cũ (TCVN3, VNI) phải được chuyển mã.",
            (
                "Phông cũ mượn chỗ của ký tự khác nên trang web hiện ra chữ lạ. "
                "Tiêu chuẩn TCVN 6909:2001 chọn Unicode cho chữ Việt trên máy tính."
            ),
        ),
        en=(
            "Text must be typed in Unicode. Text typed with old fonts (TCVN3, VNI) must be converted.",
            (
                "The old fonts borrow the places of other characters, so that a web page shows gibberish. "
                "TCVN 6909:2001 chose Unicode for Vietnamese."
            ),
        ),
        bad="ChÞ Ho¹ vµo nghÒ tõ n¨m 2012",
        good="Chị Họa vào nghề từ năm 2012",
    ),
}
