"""DH1: rules on syntax and encoding of files."""

from guongsang.rules.rule import rule

TABLE = [
    rule(
        "DH101",
        "broken",
        "tệp phải là văn bản UTF-8; tệp này giống bảng mã {encoding}, byte thứ {offset} không đọc được",
        "the file must be UTF-8 text; this looks like {encoding}, byte {offset} cannot be read",
        hint=(
            "mở tệp bằng bảng mã {encoding}, chọn lưu lại với bảng mã UTF-8",
            "open it as {encoding} and save it as UTF-8",
        ),
    ),
    rule(
        "DH102",
        "broken",
        "tệp phải mở đầu bằng phần thông tin nằm giữa hai dòng ---; {found}",
        "the file must open with front matter between two --- lines; {found_en}",
        hint=(
            "dòng đầu tiên của tệp là ---, và thêm một dòng --- trước bài viết",
            "put --- on the first line and --- before the text",
        ),
    ),
    rule(
        "DH103",
        "broken",
        "phần đầu trang phải đúng cú pháp YAML; {found}",
        "the front matter must be valid YAML; {found_en}",
        hint=("{mend}", "{mend_en}"),
    ),
    rule(
        "DH104",
        "broken",
        'mỗi khóa chỉ viết một lần; "{key}" đã có ở dòng {first_line}',
        'a key stands once; "{key}" already stands on line {first_line}',
        hint=("gộp hai chỗ làm một, hoặc xóa chỗ thừa", "merge the two, or delete one"),
    ),
    rule(
        "DH105",
        "broken",
        "không dùng neo (&), tham chiếu (*) hay nhãn (!) của YAML; ở đây có {found}",
        "YAML anchors (&), aliases (*) and tags (!) are not used; here stands {found}",
        hint=(
            "viết thẳng giá trị; nếu là chữ bình thường thì đặt trong dấu ngoặc kép",
            "write the value itself; put plain text in quotes",
        ),
    ),
    rule(
        "DH106",
        "broken",
        "phần đầu trang vượt giới hạn {limit}",
        "the front matter exceeds the limit: {limit_en}",
        hint=("chuyển phần dài xuống bài viết", "move long text to the body"),
    ),
    rule(
        "DH107",
        "broken",
        "không đọc được tệp: {found}",
        "the file cannot be read: {found_en}",
        hint=("kiểm tra tên tệp và quyền đọc", "check its name and permissions"),
    ),
    rule(
        "DH108",
        "advice",
        "tệp không nên mở đầu bằng dấu BOM (ký tự ẩn của Windows)",
        "the file should not begin with a byte order mark",
        hint=("lưu lại dạng UTF-8 không BOM, hoặc chạy lệnh fix", "save it as UTF-8 without BOM, or run fix"),
    ),
    rule(
        "DH109",
        "advice",
        'chữ có dấu phải viết dạng dựng sẵn (NFC); "{value}" đang ở dạng tổ hợp, cả tệp có {count} chữ như vậy',
        'letters must be composed (NFC); "{value}" is decomposed, {count} such words in the file',
        hint=("chạy lệnh fix để đổi cả tệp", "run fix"),
    ),
    rule(
        "DH110",
        "missing",
        "không dùng ký tự không nhìn thấy; ở đây có {name}",
        "invisible characters are not used; here stands {name}",
        hint=("xóa đoạn này rồi gõ lại", "delete and retype this part"),
    ),
    rule(
        "DH111",
        "broken",
        'chữ phải gõ bằng bảng mã Unicode; "{value}" là chữ gõ bằng phông {encoding}',
        'text must be typed in Unicode; "{value}" was typed in {encoding}',
        hint=(
            "chuyển mã cả bài sang Unicode (Unikey: Ctrl+Shift+F6), có phải là: {converted}",
            "convert it to Unicode; perhaps: {converted}",
        ),
    ),
]
