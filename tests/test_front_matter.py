"""A profile's file becomes a document: front matter with places, body, or a problem that says why not."""

import unicodedata

import pytest

from builders import write_tree
from guongsang.manuscripts.document import MAX_BYTES, load_document, parse_document
from guongsang.rules.problem import Span


def codes(problems):
    return [problem.code for problem in problems]


def test_front_matter_and_body_are_told_apart():
    document, problems = parse_document("index.md", "---\nid: x\nname: An\n---\nBài viết.\n")
    assert problems == []
    assert document.fields.data == {"id": "x", "name": "An"}
    assert document.body.strip() == "Bài viết."


def test_places_are_lines_of_the_file():
    document, _ = parse_document("index.md", "---\nid: x\nname: An\n---\nBài\n")
    assert (document.fields.span("id"), document.fields.span("name")) == (Span(2, 5, 1), Span(3, 7, 2))


def test_blank_lines_do_not_shift_places():
    document, problems = parse_document("index.md", "---\n\n\nid: x\nid: y\n---\n\n\nBài\n")
    assert document.fields.span("id").line == 4
    assert [(p.code, p.span.line) for p in problems] == [("DH104", 5)]


@pytest.mark.parametrize("gap", ["", "\n", "\n\n\n"])
@pytest.mark.parametrize("front", ["id: x", "id: x\n\nname: An"])
def test_body_line_counts_to_where_the_body_begins(front, gap):
    text = f"---\n{front}\n---\n{gap}Đoạn đầu.\n\nĐoạn hai.\n"
    document, _ = parse_document("index.md", text)
    before = document.body[: document.body.index("Đoạn hai")]
    assert text.split("\n")[document.body_line + before.count("\n") - 1] == "Đoạn hai."


@pytest.mark.parametrize("body", ["Trên\n\n---\n\nDưới\n", "Tít\n---\n\nid: y\n\n---\n", "| a |\n|---|\n| b |\n"])
def test_three_hyphens_in_the_body_stay_in_the_body(body):
    document, problems = parse_document("index.md", f"---\nid: x\n---\n\n{body}")
    assert problems == []
    assert document.fields.data == {"id": "x"}
    assert document.body.strip() == body.strip()


def test_indented_hyphens_inside_a_value_do_not_close_the_front_matter():
    document, problems = parse_document("index.md", "---\nnote: |\n  trên\n  ---\n  dưới\nid: x\n---\nBài\n")
    assert problems == []
    assert document.fields.data == {"note": "trên\n---\ndưới\n", "id": "x"}


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_any_system_read_alike(end):
    text = "---\nid: x\nname: An\n---\n\nĐoạn đầu.\n\nĐoạn hai.\n"
    read, problems = parse_document("index.md", text.replace("\n", end))
    assert problems == []
    assert read == parse_document("index.md", text)[0]


@pytest.mark.parametrize("pasted", ["\u2028", "\u2029", "\x85"])
def test_line_separators_pasted_from_elsewhere_do_not_shift_places(pasted):
    document, _ = parse_document("index.md", f'---\ntitle: "Gương{pasted}sáng"\nid: x\n---\nBài\n')
    assert document.fields.span("id").line == 3


@pytest.mark.parametrize("end", ["---", "---\n", "---\n\n\n", "---   \n", "----\n"])
def test_file_without_a_body_has_an_empty_one(end):
    document, problems = parse_document("index.md", f"---\nid: x\n{end}")
    assert problems == []
    assert document.fields.data == {"id": "x"}
    assert document.body.strip() == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "không mở đầu bằng ---"),
        ("Chỉ có bài viết.\n", "không mở đầu bằng ---"),
        ("\n---\nid: x\n---\n", "không mở đầu bằng ---"),
        ("---\nid: x\n\nBài viết.\n", "không thấy dòng --- thứ hai"),
        ("---", "không thấy dòng --- thứ hai"),
        ("---\n---\nBài\n", "đang trống"),
        ("---\n\n# ghi chú\n---\nBài\n", "đang trống"),
    ],
)
def test_missing_front_matter_is_reported_with_the_reason(text, says):
    document, problems = parse_document("index.md", text)
    assert codes(problems) == ["DH102"]
    assert says in problems[0].message()
    assert document.fields.data is None


@pytest.mark.parametrize("front", ["chỉ một câu", "- a\n- b"])
def test_front_matter_that_is_no_group_of_keys_is_reported(front):
    assert codes(parse_document("index.md", f"---\n{front}\n---\nBài\n")[1]) == ["DH103"]


def test_key_on_the_opening_line_is_a_problem():
    assert parse_document("index.md", "---id: x\nname: An\n---\nBài\n")[1] != []


def test_broken_yaml_is_reported_on_its_line_and_the_body_is_kept():
    document, problems = parse_document("index.md", "---\nid: x\ntitle: a: b\n---\nBài\n")
    assert [(p.code, p.span.line) for p in problems] == [("DH103", 3)]
    assert document.body.strip() == "Bài"


def test_body_is_stored_composed():
    text = "---\nid: x\n---\nThuỷ điện Hoà Bình\n"
    assert (
        parse_document("index.md", unicodedata.normalize("NFD", text))[0].body
        == parse_document("index.md", text)[0].body
    )


def test_file_with_a_byte_order_mark_is_read(tmp_path):
    write_tree(tmp_path, {"a/index.md": b"\xef\xbb\xbf---\r\nid: x\r\n---\r\nB\xc3\xa0i\r\n"})
    document, problems = load_document(tmp_path, "a/index.md")
    assert [(item.code, item.severity) for item in problems] == [("DH108", "warning")]
    assert (document.path, document.fields.data, document.fields.span("id")) == (
        "a/index.md",
        {"id": "x"},
        Span(2, 5, 1),
    )


def test_byte_that_is_not_utf8_is_shown_where_it_stands(tmp_path):
    write_tree(tmp_path, {"index.md": "---\nid: x\nname: Đỗ ".encode() + b"\xd4\n---\n"})
    document, problems = load_document(tmp_path, "index.md")
    assert [(p.code, p.span.line, p.span.column) for p in problems] == [("DH101", 3, 10)]
    assert document.fields.data is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("---\nid: x\n---\n".encode("utf-16"), "DH101"),
        (b"---\nid: x\x00\n---\n", "DH103"),
        (b"x" * (MAX_BYTES + 1), "DH106"),
        (b"", "DH102"),
    ],
)
def test_unreadable_file_is_one_problem(tmp_path, content, code):
    write_tree(tmp_path, {"index.md": content})
    assert codes(load_document(tmp_path, "index.md")[1]) == [code]


def test_missing_file_and_folder_are_problems(tmp_path):
    write_tree(tmp_path, {"folder/x": ""})
    assert codes(load_document(tmp_path, "khong-co.md")[1]) == ["DH107"]
    assert codes(load_document(tmp_path, "folder")[1]) == ["DH107"]
