"""The registry: entries found by any spelling, and faults in its files reported like faults in a profile."""

from datetime import date

import pytest

from builders import CRITERIA, make_entry, write_registry, write_tree
from guongsang.registry.loading import load_registry
from guongsang.registry.model import Award, Channel, Duty, Entry, Register, Unit
from guongsang.rules.problem import sort_problems

CLAUSE = """\
clauses:
  - id: chung-1
    name: Thành tích
    applies_to: [individual]
    citation: Mục 1
    text: Có thành tích
    answered_by: {requirement}
"""


@pytest.fixture
def load(tmp_path):
    """Load a registry of these files' texts: (registry, problems in order)."""

    def run(**texts):
        registry, problems = load_registry(tmp_path, write_registry(tmp_path, **texts))
        return registry, sort_problems(problems)

    return run


def places(problems):
    return [(problem.path.rsplit("/", 1)[-1], problem.code, problem.span.line) for problem in problems]


def test_files_become_registers_in_the_order_of_the_files(load):
    registry, problems = load(
        units="- {id: vu-b, name: Vụ B}\n- {id: cuc-a, name: Cục A}\n",
        awards=(
            "- {id: huan-chuong, name: Huân chương, kind: medal, applies_to: [individual, collective], level: state}\n"
        ),
        channels="- {id: portal, name: Cổng, publisher: vu-b, path: cong}\n",
        clusters="- {id: khoi-1, name: Khối 1, year: 2024, head: cuc-a, members: [cuc-a, vu-b]}\n",
        criteria=CLAUSE.format(requirement="{statement: true}"),
    )
    assert problems == []
    assert [unit.id for unit in registry.units] == ["vu-b", "cuc-a"]
    assert registry.awards.get("huan-chuong").level == "state"
    assert registry.channels.get("portal").publisher == "vu-b"
    assert registry.clusters.get("khoi-1").members == ["cuc-a", "vu-b"]
    assert registry.clauses.get("chung-1").answered_by.statement is True


@pytest.mark.parametrize(
    "written",
    ["chien-si-thi-dua", "Chiến sĩ thi đua", "Chiến sỹ thi đua", "CHIẾN SỸ THI ĐUA", "chien sy thi dua", "CSTĐ"],
)
def test_award_is_found_by_any_spelling(written):
    award = make_entry(Award, id="chien-si-thi-dua", name="Chiến sĩ thi đua", aliases=["Chiến sỹ thi đua", "CSTĐ"])
    assert Register.of([award]).find(written) is award


@pytest.mark.parametrize("written", ["moi-truong", "Cục Môi trường", "Cục MT", "Tổng cục Môi trường"])
def test_unit_is_found_by_abbreviation_and_former_name(written):
    unit = make_entry(
        Unit,
        id="moi-truong",
        name="Cục Môi trường",
        abbreviations=["Cục MT"],
        former_names=[{"name": "Tổng cục Môi trường"}],
    )
    assert Register.of([unit]).find(written) is unit


@pytest.mark.parametrize("written", ["", None, "cuc", "???"])
def test_nothing_is_found_for_what_no_entry_is_called(written):
    assert Register.of([make_entry(Unit, id="cuc-mt", name="Cục Môi trường")]).find(written) is None


def test_id_wins_over_the_spelling_of_another():
    first, second = make_entry(Unit, id="a", name="Cục A", aliases=["b"]), make_entry(Unit, id="b", name="Cục B")
    assert Register.of([first, second]).find("b") is second


def test_nearest_entry_is_found_through_its_names():
    register = Register.of(
        [make_entry(Unit, id="cuc-vt", name="Cục Viễn thám"), make_entry(Unit, id="cuc-mt", name="Cục Môi trường")]
    )
    assert register.nearest("cuc-vien-tam").id == "cuc-vt"
    assert register.nearest("xyzxyz") is None


@pytest.mark.parametrize(
    ("since", "until", "valid"),
    [
        (None, None, True),
        ("2024-01-01", None, True),
        (None, "2024-06-01", True),
        ("2024-06-01", "2024-06-01", True),
        ("2024-06-02", None, False),
        (None, "2024-05-31", False),
    ],
)
def test_entry_is_valid_from_its_first_to_its_last_day(since, until, valid):
    assert make_entry(Entry, id="a", since=since, until=until).is_valid_on(date(2024, 6, 1)) is valid


def test_label_is_the_short_name_where_there_is_one():
    assert make_entry(Unit, id="a", name="Vụ Tổ chức cán bộ", short="Vụ TCCB").label == "Vụ TCCB"
    assert make_entry(Channel, id="a", name="Cổng").label == "Cổng"


def test_missing_files_are_reported_each_once(tmp_path):
    registry, problems = load_registry(tmp_path, "registry")
    assert places(sort_problems(problems)) == [
        (f"{name}.yml", "DH107", 1)
        for name in ("awards", "channels", "clusters", "criteria", "fields", "movements", "units")
    ]
    assert len(registry.units) == 0


def test_file_that_is_not_utf8_is_reported(tmp_path):
    folder = write_registry(tmp_path)
    write_tree(tmp_path, {f"{folder}/units.yml": "- {id: a, name: Cục Đo}".encode("utf-16")})
    assert [(problem.path, problem.severity) for problem in load_registry(tmp_path, folder)[1]] == [
        (f"{folder}/units.yml", "error")
    ]


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ("- {id: a, name: A}\n- {id: a, name: B}\n", [("units.yml", "DH307", 2)]),
        ("- {id: a, name: A}\n- {id: b, name: B, nam: C}\n", [("units.yml", "DH202", 2)]),
        ("- {id: a, name: A, parent: khong-co}\n", [("units.yml", "DH302", 1)]),
        ("- {id: a, name: A, until: 2025}\n", [("units.yml", "DH205", 1)]),
        ("id: a\nname: A\n", [("units.yml", "DH208", 1)]),
        ("- {id: a, name: A\n", [("units.yml", "DH103", 1)]),
        ("- id: a\n  name: A\n  name: B\n", [("units.yml", "DH104", 3)]),
    ],
)
def test_fault_is_reported_where_it_stands(load, units, expected):
    assert places(load(units=units)[1]) == expected


@pytest.mark.parametrize(
    "units", ["- {id: A B, name: A}\n", "- {name: A}\n", "- {id: a}\n", "- {id: a, name: }\n", "- chỉ một chữ\n", "-\n"]
)
def test_entry_that_cannot_be_used_is_one_problem(load, units):
    registry, problems = load(units=units + "- {id: tot, name: Tốt}\n")
    assert [(problem.span.line, problem.severity) for problem in problems] == [(1, "error")]
    assert [unit.id for unit in registry.units] == ["tot"]


def test_entry_that_is_no_group_of_keys_is_called_so(load):
    assert "phải là một nhóm khóa" in load(units="- chỉ một chữ\n")[1][0].message()


def test_same_fault_is_not_repeated(tmp_path):
    _, problems = load_registry(tmp_path, write_registry(tmp_path, units="- {id: a}\n"))
    assert len(problems) == 1


@pytest.mark.parametrize("key", ["parent:", "until:", "short:", "successors:", "note: ~"])
def test_key_without_a_value_counts_as_absent(load, key):
    registry, problems = load(units=f"- id: a\n  name: A\n  {key}\n")
    assert problems == []
    assert registry.units.get("a") == make_entry(Unit, id="a", name="A")


def test_reference_to_a_unit_that_does_not_exist_hints_at_the_nearest(load):
    _, problems = load(
        units="- {id: vu-to-chuc, name: Vụ Tổ chức}\n",
        channels="- {id: portal, name: Cổng, path: cong, publisher: vu-to-chuk}\n",
    )
    assert places(problems) == [("channels.yml", "DH302", 1)]
    assert '"vu-to-chuc" (Vụ Tổ chức)' in problems[0].hint()


def test_reference_in_a_list_is_reported_on_its_own_line(load):
    _, problems = load(units="- id: a\n  name: A\n  successors:\n    - b\n    - khong-co\n- id: b\n  name: B\n")
    assert places(problems) == [("units.yml", "DH302", 5)]


@pytest.mark.parametrize(
    ("requirement", "code"),
    [
        ("{records: awards, statement: true}", "DH403"),
        ("{}", "DH403"),
        ("{any: []}", "DH403"),
        ("{lacking: thiếu}", "DH403"),
        ("{records: giai-thuong}", "DH203"),
        ("{records: awards, each_year: luôn luôn}", "DH210"),
        ("{any: [{statement: true}, {records: awards, statement: true}]}", "DH403"),
        ("có lời trả lời", "DH208"),
    ],
)
def test_requirement_that_cannot_be_read_is_one_problem_on_its_line(load, requirement, code):
    registry, problems = load(criteria=CLAUSE.format(requirement=requirement))
    assert places(problems) == [("criteria.yml", code, 7)]
    assert len(registry.clauses) == 0


def test_misspelt_requirement_is_hinted_at(load):
    _, problems = load(criteria=CLAUSE.format(requirement="{statment: true}"))
    assert '"statement"' in next(problem for problem in problems if problem.code == "DH202").hint()


@pytest.mark.parametrize(("window", "years"), [("window: {years: 3}\n", 3), ("", 2), ("window:\n", 2)])
def test_window_is_two_years_unless_said_otherwise(load, window, years):
    registry, problems = load(criteria=window + CRITERIA)
    assert problems == []
    assert registry.window_years == years


@pytest.mark.parametrize(
    "window", ["window: {years: 99}", "window: {years: hai}", "window: {year: 3}", "window: 3", "windows: {years: 3}"]
)
def test_window_that_cannot_be_used_is_reported(load, window):
    _, problems = load(criteria=f"{window}\n{CRITERIA}")
    assert [(path, line) for path, _, line in places(problems)] == [("criteria.yml", 1)]
    assert problems[0].severity == "error"


@pytest.mark.parametrize(
    ("duty", "expected"),
    [
        ("duty: {least: 1, most: 2}\n", Duty(least=1, most=2)),
        (
            "duty: {least: 2, most: 2, first_year: 2023, last_year: 2025}\n",
            Duty(least=2, most=2, first_year=2023, last_year=2025),
        ),
        ("", None),
        ("duty:\n", None),
    ],
)
def test_duty_is_what_the_criteria_file_says_and_none_unless_said(load, duty, expected):
    registry, problems = load(criteria=duty + CRITERIA)
    assert problems == []
    assert registry.duty == expected


@pytest.mark.parametrize(
    ("duty", "codes"),
    [
        ("{least: 2, most: 1}", {"DH204"}),
        ("{least: 0, most: 1}", {"DH204"}),
        ("{least: 1, most: hai}", {"DH204"}),
        ("{least: 1}", {"DH201"}),
        ("{least: 1, most: 2, years: 3}", {"DH202"}),
        ("{least: 1, most: 2, first_year: 2025, last_year: 2023}", {"DH204"}),
        ("2", {"DH208"}),
    ],
)
def test_duty_that_cannot_be_used_is_reported_and_left_out(load, duty, codes):
    registry, problems = load(criteria=f"duty: {duty}\n{CRITERIA}")
    assert {problem.code for problem in problems} == codes
    assert {(problem.path.rsplit("/")[-1], problem.span.line, problem.severity) for problem in problems} == {
        ("criteria.yml", 1, "error")
    }
    assert registry.duty is None


def test_second_document_in_a_file_does_not_silently_replace_the_first(load):
    registry, problems = load(units="- {id: a, name: A}\n---\n- {id: b, name: B}\n")
    assert problems or [unit.id for unit in registry.units] == ["a", "b"]


@pytest.mark.parametrize("text", ["", "clauses: []\n", "clauses:\n"])
def test_criteria_file_without_a_clause_is_an_error_since_the_gate_would_ask_for_nothing(load, text):
    registry, problems = load(criteria=text)
    assert not len(registry.clauses)
    assert [(item.path.rsplit("/")[-1], item.severity) for item in problems] == [("criteria.yml", "error")]
