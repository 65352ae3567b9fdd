"""A profile's data against the model: everything that doesn't fit is reported, once, where it stands."""

import unicodedata

import pytest

from guongsang.manuscripts.located_yaml import parse_yaml
from guongsang.manuscripts.profile import Profile
from guongsang.manuscripts.shape import check_needed, check_shape
from guongsang.registry.model import Award, Unit


def shape(text, model=Profile, **options):
    located, problems = parse_yaml("index.md", text)
    assert problems == []
    return check_shape("index.md", located, model, **options)


def needed(text, **options):
    located, _ = parse_yaml("index.md", text)
    profile, _ = check_shape("index.md", located, Profile)
    return list(check_needed("index.md", located, profile, **options))


def places(problems):
    return [(problem.code, problem.span.line, problem.span.column) for problem in problems]


def test_data_that_fit_become_the_object():
    profile, problems = shape(
        "id: DH-2024-007\nyear: 2024\nsample: true\nphotos:\n  - {file: a.jpg, taken: 2024-05-01, people: [An]}\n"
    )
    assert problems == []
    assert (profile.id, profile.year, profile.sample, profile.photos[0].people) == ("DH-2024-007", 2024, True, ["An"])
    assert profile.photos[0].taken.isoformat() == "2024-05-01"


@pytest.mark.parametrize(
    "text", ["role:\n", "role: ~\n", "year:\n", "recognition:\n", "fields:\n", "review:\n  date:\n", "kind: null\n"]
)
def test_key_without_a_value_counts_as_absent(text):
    profile, problems = shape(text)
    assert problems == []
    assert profile.model_dump(exclude_defaults=True, exclude={"review"}) == {}


@pytest.mark.parametrize(
    ("text", "code", "column", "says"),
    [
        ("kind: person", "DH203", 7, "individual, collective"),
        ("stage: recognized", "DH203", 8, '"recognized"'),
        ("year: hai nghìn", "DH204", 7, '"hai nghìn"'),
        ("year: 1900", "DH204", 7, "từ 1945"),
        ("year: 2500", "DH204", 7, "đến 2100"),
        ("recognition: {date: 5/9/2024}", "DH205", 21, '"5/9/2024"'),
        ("consent: {date: 2024-02-30}", "DH205", 17, '"2024-02-30"'),
        ("channels: {portal: {publish: mai}}", "DH205", 30, '"mai"'),
        ("summary: Ngắn quá", "DH207", 10, "80 ký tự; đang có 8"),
        ("fields: [a, b, c, d]", "DH209", 9, "nhiều nhất 3 mục; đang có 4"),
        ("sample: có", "DH210", 9, '"có"'),
        ("id: DH-24-7", "DH211", 5, "DH-2024-007"),
        ("press: {coverage: [{url: example.org}]}", "DH211", 26, "https://"),
        ("aliases: [le-hai-yen, Lê Yến]", "DH211", 23, '"Lê Yến"'),
    ],
)
def test_value_that_does_not_fit_is_reported_where_it_stands(text, code, column, says):
    _, problems = shape(text)
    assert places(problems) == [(code, 1, column)]
    assert says in problems[0].message()


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        ("name: [An]", "một dòng chữ", "một danh sách"),
        ("name: {first: An}", "một dòng chữ", "một nhóm khóa"),
        ("fields: dat-dai", "một danh sách", '"dat-dai"'),
        ("fields: [{id: dat-dai}]", "một dòng chữ", "một nhóm khóa"),
        ("ratings: {year: 2024}", "một danh sách", "một nhóm khóa"),
        ("photos: [anh.jpg]", "một nhóm khóa", '"anh.jpg"'),
        ("recognition: Hội nghị", "một nhóm khóa", '"Hội nghị"'),
        ("recognition: [Hội nghị]", "một nhóm khóa", "một danh sách"),
        ("channels: [portal]", "một nhóm khóa", "một danh sách"),
        ("channels: {portal: 2024-06-01}", "một nhóm khóa", '"2024-06-01"'),
    ],
)
def test_wrong_shape_says_what_should_stand_there_and_what_does(text, expected, found):
    _, problems = shape(text)
    assert [problem.code for problem in problems] == ["DH208"]
    assert f"phải là {expected}; đang là " in problems[0].message()
    assert found in problems[0].message().split("đang là")[1]


@pytest.mark.parametrize(
    "text",
    [
        "kind: [individual]",
        "sample: [true]",
        "recognition: {date: {year: 2024}}",
        "year: [2024]",
        "review: {status: [draft]}",
    ],
)
def test_message_about_a_list_or_group_does_not_call_it_empty(text):
    _, problems = shape(text)
    assert len(problems) == 1
    assert '""' not in problems[0].message()


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("tittle: x", "title"),
        ("recogntion: {date: 2024-01-01}", "recognition"),
        ("reviews: {status: draft}", "review"),
        ("ratings: [{yeer: 2024}]", "year"),
        ("channels: {portal: {publsh: 2024-01-01}}", "publish"),
    ],
)
def test_unknown_key_is_reported_on_the_key_with_the_nearest(text, near):
    _, problems = shape(text)
    assert [problem.code for problem in problems] == ["DH202"]
    assert text[problems[0].span.column - 1 :].startswith(problems[0].details["key"])
    assert f'"{near}"' in problems[0].hint()


def test_unknown_key_without_a_near_one_lists_the_keys_of_its_own_group():
    _, problems = shape("review: {mau: xanh}")
    assert "status, by, date, notice" in problems[0].hint()


def test_wrong_choice_hints_at_the_nearest():
    assert '"recognised"' in shape("stage: recognized")[1][0].hint()


def test_several_faults_come_in_one_run_each_once():
    _, problems = shape(
        "kind: person\nyear: abc\ntittle: x\nratings:\n  - {year: xx, rating: tốt}\n  - {year: 2024, mức: 1}\n"
        "photos: anh.jpg\n"
    )
    assert sorted(places(problems)) == [
        ("DH202", 3, 1),
        ("DH202", 6, 18),
        ("DH203", 1, 7),
        ("DH203", 5, 24),
        ("DH204", 2, 7),
        ("DH204", 5, 12),
        ("DH208", 7, 9),
    ]


def test_what_fits_survives_beside_what_does_not():
    profile, _ = shape("name: An\nyear: abc\nratings:\n  - {year: 2023, rating: tốt, document: QĐ 1}\n")
    assert (profile.name, profile.year) == ("An", None)
    assert (profile.ratings[0].year, profile.ratings[0].rating, profile.ratings[0].document) == (2023, None, "QĐ 1")


@pytest.mark.parametrize("faulty", ["xuất sắc", "[2024]", "{yeer: 2022}", "~"])
def test_fault_in_one_list_entry_does_not_shift_the_others(faulty):
    text = f"ratings:\n  - {faulty}\n  - {{year: 2023, rating: good}}\n"
    located, _ = parse_yaml("index.md", text)
    profile, _ = check_shape("index.md", located, Profile)
    later = [problem for problem in check_needed("index.md", located, profile) if problem.span.line == 3]
    assert [problem.details["key"] for problem in later] == ["document"]
    assert "thứ 2" in later[0].message()


@pytest.mark.parametrize("written", ["[mot, [x], hai]", "[mot, ~, hai]", "[mot, {a: b}, hai]", "[[x], mot, [y], hai]"])
def test_fault_in_one_entry_keeps_the_other_entries(written):
    profile, _ = shape(f"movements: {written}")
    assert {"mot", "hai"} <= set(profile.movements)


@pytest.mark.parametrize(
    "fault",
    ["fields: [{id: dat-dai}]", "kind: person", "photos: anh.jpg", "ratings: [~]", "internal2: x", "consent: có"],
)
def test_one_fault_does_not_take_the_rest_of_the_profile_along(fault):
    profile, _ = shape(f"name: An\nreview: {{status: approved}}\n{fault}\n")
    assert (profile.name, profile.status) == ("An", "approved")


@pytest.mark.parametrize(
    ("text", "length", "over"),
    [
        ("title: " + "a" * 125, 125, 5),
        ("title: " + unicodedata.normalize("NFD", "ế" * 125), 125, 5),
        ("title: '" + "a" * 125 + "   '", 125, 5),
    ],
)
def test_too_long_a_text_is_counted_as_people_count(text, length, over):
    _, problems = shape(text)
    assert [problem.code for problem in problems] == ["DH206"]
    assert problems[0].message() == f'"title" dài nhất 120 ký tự; đang có {length}'
    assert problems[0].hint() == f"bớt {over} ký tự"


def test_decomposed_text_within_the_limit_fits():
    assert shape("title: " + unicodedata.normalize("NFD", "ế" * 120))[1] == []


@pytest.mark.parametrize(("status", "severity"), [("draft", "warning"), ("approved", "error"), (None, "warning")])
def test_what_is_missing_is_graver_once_approved(status, severity):
    assert {problem.severity for problem in needed("name: An", status=status)} == {severity}


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_what_is_broken_is_always_an_error(status):
    assert shape("year: abc", status=status)[1][0].severity == "error"


def test_every_needed_field_that_is_absent_is_reported():
    missing = {problem.details["key"] for problem in needed("name: An\nkind: individual\n")}
    assert missing == {
        "id",
        "unit",
        "fields",
        "year",
        "stage",
        "title",
        "summary",
        "recognition",
        "consent",
        "channels",
        "review",
    }


@pytest.mark.parametrize("value", ["", "~", '""', '"  "', "''"])
@pytest.mark.parametrize("key", ["name", "title", "unit"])
def test_needed_text_that_is_empty_is_missing(key, value):
    assert key in {problem.details["key"] for problem in needed(f"{key}: {value}\n")}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("consent:\n  document: ''\n  date: 2024-01-01\n", 2),
        ("ratings:\n  - {year: 2023, rating: good, document: ''}\n", 2),
    ],
)
def test_empty_document_is_a_missing_one(text, line):
    assert [(p.details["key"], p.span.line) for p in needed(text) if p.details["key"] == "document"] == [
        ("document", line)
    ]


def test_missing_inside_a_group_is_reported_on_the_group():
    found = [
        problem for problem in needed("x: 1\nrecognition:\n  body: Hội nghị\n") if "recognition" in problem.message()
    ]
    assert {(problem.details["key"], problem.span.line) for problem in found} == {("date", 2), ("document", 2)}


def test_missing_inside_a_channel_names_the_channel():
    found = [
        problem for problem in needed("channels:\n  portal: {title: Tít}\n") if problem.details["key"] == "publish"
    ]
    assert [problem.span.line for problem in found] == [2]
    assert "channels.portal" in found[0].message()


def test_value_that_did_not_fit_is_not_called_missing_too():
    assert "year" not in {problem.details["key"] for problem in needed("year: abc\n")}


def test_skipped_field_is_not_missing():
    assert "recognition" not in {
        problem.details["key"] for problem in needed("name: An", skip=frozenset({"recognition"}))
    }


@pytest.mark.parametrize("text", ["- mot\n", "chỉ một câu\n", "[]\n"])
def test_data_that_are_no_group_of_keys_are_called_so_once(text):
    _, problems = shape(text)
    assert [problem.code for problem in problems] == ["DH208"]
    assert "phải là một nhóm khóa" in problems[0].message()


def test_missing_key_of_an_entry_is_reported_once():
    _, problems = shape("id: cuc-a\n", Unit)
    assert [(problem.code, problem.details["key"]) for problem in problems] == [("DH201", "name")]


def test_wrong_value_of_an_entry_is_not_called_missing_too():
    _, problems = shape("id: a\nname: A\nkind: titel\napplies_to: [individual]\nlevel: unit\n", Award)
    assert [(problem.code, problem.details["key"]) for problem in problems] == [("DH203", "kind")]


def test_object_inside_a_list_is_checked_at_its_place():
    entry, problems = shape("- {id: a, name: A}\n- {id: b, name: B, nam: C}\n", Unit, at=(1,))
    assert places(problems) == [("DH202", 2, 20)]
    assert entry.id == "b"
