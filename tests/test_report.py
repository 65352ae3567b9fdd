"""Problems as staff read them, with the line and a caret under the fault, and as tools read them."""

import json
import unicodedata

import pytest

from builders import write_tree
from guongsang.rules import problem
from guongsang.rules.problem import Span
from guongsang.rules.report import render_json, render_text


def excerpt(tmp_path, text, span, path="index.md", lang="vi"):
    """Render one problem in a file of this text; return the report's lines."""
    write_tree(tmp_path, {path: text})
    return render_text([problem(path, span, "DH302", value="x")], tmp_path, lang).split("\n")


def marked(lines):
    """Return the part of the excerpt that stands above the carets."""
    source, carets = lines[1], lines[2]
    return source[carets.index("^") : carets.rindex("^") + 1]


def test_report_is_the_one_that_the_design_shows(tmp_path):
    path = "exemplars/2024/le-hai-yen/index.md"
    write_tree(tmp_path, {path: "\n" * 13 + "  - award: chien-sy-thi-dua\n"})
    found = problem(
        path,
        Span(14, 12, 16),
        "DH301",
        value="chien-sy-thi-dua",
        near="chien-si-thi-dua-co-so",
        near_name="Chiến sĩ thi đua cơ sở",
    )
    assert (
        render_text([found], tmp_path)
        == """\
exemplars/2024/le-hai-yen/index.md:14:12: lỗi DH301: "chien-sy-thi-dua" không có trong danh mục khen thưởng
   14 |   - award: chien-sy-thi-dua
      |            ^^^^^^^^^^^^^^^^
  gợi ý: có phải "chien-si-thi-dua-co-so" (Chiến sĩ thi đua cơ sở)?"""
    )


def test_report_in_english_has_no_vietnamese_words_of_its_own(tmp_path):
    lines = excerpt(tmp_path, "unit: x\n", Span(1, 7, 1), lang="en")
    assert lines[0] == 'index.md:1:7: error DH302: "x" is not in the register of units'
    assert lines[3].startswith("  hint: ")


@pytest.mark.parametrize(("status", "word"), [("approved", "lỗi"), ("draft", "cảnh báo")])
def test_severity_is_a_word(tmp_path, status, word):
    found = problem("a.md", Span(1, 1), "DH502", status=status, value="portal")
    assert f": {word} DH502:" in render_text([found], tmp_path)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("name: Đỗ Thị Ước", "Ước"),
        ("fields: [dat-dai, nuoc]", "nuoc"),
        ("a: x", "x"),
        ("name: Đỗ", "name"),
        ("x" * 60 + " Ước", "Ước"),
        ("title: " + "chữ " * 60 + "SAI " + "chữ " * 60, "SAI"),
        ("SAI " + "chữ " * 60, "SAI"),
        ("chữ " * 60 + "SAI", "SAI"),
    ],
)
def test_caret_stands_under_the_fault(tmp_path, line, wanted):
    assert marked(excerpt(tmp_path, f"---\n{line}\n---\n", Span(2, line.index(wanted) + 1, len(wanted)))) == wanted


def test_caret_stands_under_the_fault_in_decomposed_text(tmp_path):
    line, wanted = unicodedata.normalize("NFD", "name: Đỗ Thị Ước"), unicodedata.normalize("NFD", "Ước")
    source, carets = excerpt(tmp_path, line, Span(1, line.index(wanted) + 1, len(wanted)))[1:3]
    assert unicodedata.normalize("NFC", source)[carets.index("^") : carets.rindex("^") + 1] == "Ước"


def test_caret_counts_a_tab_and_a_wide_character_as_shown(tmp_path):
    source, carets = excerpt(tmp_path, "a:\t日本 x\n", Span(1, 7, 1))[1:3]
    assert "\t" not in source
    assert carets.index("^") == source.index("x") + 2  # each of the two characters takes two cells


def test_long_line_is_cut_to_fit_a_screen(tmp_path):
    lines = excerpt(tmp_path, "title: " + "x" * 5000, Span(1, 3000, 2000))
    assert max(map(len, lines)) < 120


@pytest.mark.parametrize("span", [Span(1, 50), Span(1, 8, 500), Span(99, 1), Span(2, 1)])
def test_place_outside_the_text_is_still_reported(tmp_path, span):
    lines = excerpt(tmp_path, "unit: x\n\n", span)
    assert lines[0].startswith(f"index.md:{span.line}:{span.column}: lỗi DH302")
    assert lines[-1].startswith("  gợi ý: ")


def test_problem_in_a_missing_file_is_reported_without_an_excerpt(tmp_path):
    found = problem("khong-co.md", Span(1, 1), "DH302", value="x")
    assert len(render_text([found], tmp_path).split("\n")) == 2


@pytest.mark.parametrize(
    "text",
    ["\ufeffmột\nhai\n", "một\r\nhai\r\n", "một\u2028vẫn một\nhai\n", "một\x0cvẫn một\nhai\n", "một\x85vẫn một\nhai\n"],
)
def test_excerpt_is_the_line_that_editors_number_so(tmp_path, text):
    assert excerpt(tmp_path, text, Span(2, 1, 3))[1] == "    2 | hai"


def test_excerpt_sends_no_control_codes_to_the_terminal(tmp_path):
    assert "\x1b" not in "".join(excerpt(tmp_path, "unit: \x1b[2J\x1b[31mx\n", Span(1, 1)))


def test_nothing_found_is_an_empty_report(tmp_path):
    assert render_text([], tmp_path) == ""


@pytest.mark.parametrize(("lang", "message"), [("vi", "phiếu đồng ý"), ("en", "consent")])
def test_json_has_the_fields_that_tools_rely_on(lang, message):
    found = problem("a.md", Span(3, 5, 2), "DH502", status="approved", clause="chung-2", value="portal")
    (row,) = json.loads(render_json([found], lang))
    assert list(row) == ["path", "line", "column", "code", "severity", "clause", "message", "hint"]
    assert {key: row[key] for key in ("path", "line", "column", "code", "severity", "clause")} == {
        "path": "a.md",
        "line": 3,
        "column": 5,
        "code": "DH502",
        "severity": "error",
        "clause": "chung-2",
    }
    assert row["message"].startswith(message) and "portal" in row["message"]
    assert row["hint"]


def test_json_of_nothing_is_an_empty_list_and_vietnamese_stays_readable():
    assert json.loads(render_json([])) == []
    assert "đơn vị" in render_json([problem("a.md", Span(1, 1), "DH302", value="x")])
