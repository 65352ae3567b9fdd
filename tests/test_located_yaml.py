"""YAML with places: what is read, where it stands, and that nothing in the text can do harm."""

import time

import pytest

from guongsang.manuscripts.located_yaml import MAX_CHARACTERS, MAX_DEPTH, MAX_SCALARS, parse_yaml, walk
from guongsang.rules.problem import Span


def parse(text, first_line=1):
    return parse_yaml("index.md", text, first_line)


def test_scalars_stay_the_text_that_was_written():
    located, problems = parse("year: 2024\nsample: no\ndate: 2024-09-05\nphone: 0912\nrate: 1e3\nshare: 12:30\n")
    assert problems == []
    assert located.data == {
        "year": "2024",
        "sample": "no",
        "date": "2024-09-05",
        "phone": "0912",
        "rate": "1e3",
        "share": "12:30",
    }


@pytest.mark.parametrize("written", ["role:", "role: ~", "role: null", "role: # chưa rõ"])
def test_key_without_a_value_has_none(written):
    assert parse(f"{written}\nname: An\n")[0].data == {"role": None, "name": "An"}


def test_list_entry_without_a_value_is_none():
    assert parse("fields:\n  - dat-dai\n  -\n")[0].data == {"fields": ["dat-dai", None]}


@pytest.mark.parametrize("written", ['""', "'null'", '"~"'])
def test_quoted_text_is_text_even_where_it_looks_empty(written):
    assert parse(f"role: {written}")[0].data == {"role": written[1:-1]}


def test_places_of_keys_and_values_count_characters_from_one():
    located, _ = parse("tên: Đỗ Ước\nawards:\n  - {award: huân, year: 2024}\n")
    assert located.key_span("tên") == Span(1, 1, 3)
    assert located.span("tên") == Span(1, 6, 6)
    assert located.key_span("awards", 0, "year") == Span(3, 19, 4)
    assert located.span("awards", 0, "year") == Span(3, 25, 4)


def test_places_count_from_the_line_where_the_text_begins():
    assert parse("a: 1\nb: 2\n", first_line=10)[0].span("b") == Span(11, 4, 1)


def test_place_of_what_is_absent_is_that_of_its_nearest_parent():
    located, _ = parse("x: 1\nreview:\n  by: Vụ\n")
    assert located.span("review", "date") == located.span("review")
    assert located.key_span("review", "date").line == 3
    assert located.span("khong-co") == Span(1, 1, 1)


def test_walk_yields_scalars_in_document_order():
    located, _ = parse("b: 1\na: [x, {c: y}]\n")
    assert list(walk(located.data)) == [(("b",), "1"), (("a", 0), "x"), (("a", 1, "c"), "y")]


@pytest.mark.parametrize("text", ["", "\n\n", "# chỉ có ghi chú\n"])
def test_empty_text_has_no_data_and_no_problem(text):
    located, problems = parse(text)
    assert (located.data, problems) == (None, [])


def test_repeated_key_is_reported_and_the_first_is_kept():
    located, problems = parse("name: An\nname: Bình\nrole: Kỹ sư\n")
    assert located.data == {"name": "An", "role": "Kỹ sư"}
    assert [(p.code, p.span.line, p.span.column) for p in problems] == [("DH104", 2, 1)]
    assert '"name" đã có ở dòng 1' in problems[0].message()


def test_repeated_key_with_a_group_below_it_does_not_mix_the_two():
    located, problems = parse("review:\n  by: A\nreview:\n  by: B\n  date: 2024-01-01\n")
    assert located.data == {"review": {"by": "A"}}
    assert [(p.code, p.span.line) for p in problems] == [("DH104", 3)]


def test_same_key_in_two_groups_is_no_repetition():
    assert parse("- {year: 2023}\n- {year: 2024}\n")[1] == []


@pytest.mark.parametrize(
    ("text", "found", "line", "column"),
    [
        ("a: &neo 1\n", "&neo", 1, 4),
        ("b: 1\na: *neo\n", "*neo", 2, 4),
        ("a: !!python/object/apply:os.system [ls]\n", "os.system", 1, 4),
        ("a: !ruby x\n", "!ruby", 1, 4),
    ],
)
def test_anchors_aliases_and_tags_are_refused_where_they_stand(text, found, line, column):
    _, problems = parse(text)
    assert [(p.code, p.span.line, p.span.column) for p in problems] == [("DH105", line, column)]
    assert found in problems[0].message()


def test_alias_as_a_key_does_not_derail_the_keys_after_it():
    located, problems = parse("*neo : b\nname: An\nrole: Kỹ sư\n")
    assert [p.code for p in problems] == ["DH105"]
    assert located.data["name"] == "An"
    assert located.data["role"] == "Kỹ sư"


def test_aliases_that_would_grow_without_bound_are_never_expanded():
    text = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    located, problems = parse(text)
    assert len(list(walk(located.data))) < 100
    assert {p.code for p in problems} == {"DH105"}


@pytest.mark.parametrize("text", ["[a, b]: c\nname: An\n", "? {a: 1}\n: {a: 2}\nname: An\n", "x: {{ten}}\nname: An\n"])
def test_list_or_group_as_a_key_is_refused_once(text):
    located, problems = parse(text)
    assert [(p.code, p.span.line) for p in problems] == [("DH105", 1)]
    assert located.data["name"] == "An"


@pytest.mark.parametrize("text", ["[" * 10_000, "- " * 10_000, "{a: " * 10_000, "a: " + "[" * 10_000 + "]" * 10_000])
def test_ten_thousand_levels_end_quickly_with_a_problem(text):
    started = time.perf_counter()
    located, problems = parse(text)
    assert time.perf_counter() - started < 2
    assert (located.data, [p.code for p in problems]) == (None, ["DH106"])


def test_nesting_that_people_write_is_within_the_limit():
    text = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert parse(text)[1] == []


@pytest.mark.parametrize("text", ["a: " + "x" * MAX_CHARACTERS, "[" + "x," * (MAX_SCALARS + 1) + "]"])
def test_too_much_text_ends_with_a_problem(text):
    located, problems = parse(text)
    assert (located.data, [p.code for p in problems]) == (None, ["DH106"])


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("id: x\ntitle: a: b\n", 2, "dấu hai chấm"),
        ("id: x\nkind individual\nname: An\n", 2, "thiếu dấu hai chấm"),
        ("id: x\nkind individual\n", 2, "thiếu dấu hai chấm"),
        ('id: x\ntitle: "Gương sáng\nname: An\n', 2, "chưa đóng"),
        ("id: x\ntitle: 'Gương sáng\nname: An\n", 2, "chưa đóng"),
        ("id: x\nfields: [dat-dai\nname: An\n", 2, "chưa đóng"),
        ("id: x\nreview: {by: Vụ\nname: An\n", 2, "chưa đóng"),
        ("id: x\nlist:\n  - a\n - b\n", 4, "thụt lề"),
        ("\tid: x\n", 1, "tab"),
        ("id: x\n\tname: An\n", 2, "tab"),
        ("id: x\nreview:\n\tby: An\n", 3, "tab"),
        ("id: x\nname: @an\n", 2, "@"),
        ("id: x\nname: a\x00b\n", 2, "điều khiển"),
        ("id: x\nname: An\nrole: \x1b[31mđỏ\n", 3, "điều khiển"),
    ],
)
def test_broken_syntax_is_reported_on_the_line_to_mend_in_words(text, line, says):
    located, problems = parse(text)
    assert located.data is None
    assert [p.code for p in problems] == ["DH103"]
    assert says in problems[0].message()
    assert problems[0].span.line == line


def test_broken_syntax_counts_from_the_line_where_the_text_begins():
    assert parse("title: a: b\n", first_line=7)[1][0].span.line == 7


@pytest.mark.parametrize("text", ["a: 1\n---\nb: 2\n", "- a\n---\n- b\n"])
def test_second_document_is_reported_rather_than_replacing_the_first(text):
    assert parse(text)[1] != []


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "'''",
        "*",
        "&",
        "!",
        "%",
        "? ",
        ": ",
        "- - -\n-",
        "{",
        "]",
        "a: |\n\tb",
        "\ufeff\ufeffa: 1",
        "a\u2028b: c",
        "<<: *x",
        'a: "\\q"',
        "---",
        "...",
        "%YAML 9.9\n---\na: 1",
        "🌱: 🌱",
        "? - a\n  - b\n: {? [c] : d}",
    ],
)
def test_reading_never_raises_and_finds_only_faults_of_syntax(text):
    _, problems = parse(text)
    assert {p.code[:3] for p in problems} <= {"DH1"}


def test_windows_line_ends_do_not_shift_places():
    located, problems = parse("a: 1\r\nb: 2\r\n")
    assert problems == []
    assert (located.data, located.span("b")) == ({"a": "1", "b": "2"}, Span(2, 4, 1))
