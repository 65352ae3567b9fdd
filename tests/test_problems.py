"""What a check yields: sorted, each once, and readable whatever its details."""

import pytest

from guongsang.rules import problem
from guongsang.rules.problem import Problem, Span, has_errors, sort_problems


def make_problem(path="a.md", line=1, column=1, code="DH301", **options):
    return problem(path, Span(line, column), code, **{"value": "x", **options})


def test_problems_are_sorted_by_path_line_column_and_code():
    ordered = [
        make_problem("a.md", 1, 2),
        make_problem("a.md", 2, 1),
        make_problem("a.md", 10, 1),
        make_problem("a.md", 10, 1, "DH302"),
        make_problem("b.md", 1, 1),
    ]
    assert sort_problems(reversed(ordered)) == ordered


def test_same_finding_is_kept_once():
    assert sort_problems([make_problem(), make_problem()]) == [make_problem()]


def test_two_findings_in_one_place_are_both_kept():
    assert len(sort_problems([make_problem(value="x"), make_problem(value="y"), make_problem(code="DH302")])) == 3


@pytest.mark.parametrize(("codes", "found"), [([], False), (["DH212"], False), (["DH212", "DH301"], True)])
def test_only_an_error_forbids_publication(codes, found):
    assert has_errors(make_problem(code=code, heading="Cách làm") for code in codes) is found


@pytest.mark.parametrize(
    ("lang", "message", "hint"),
    [
        ("vi", '"x" không có trong danh mục đơn vị', 'có phải "y" (Cục Y)?'),
        ("en", '"x" is not in the register of units', 'did you mean "y" (Cục Y)?'),
    ],
)
def test_message_and_nearest_value_are_in_the_language_asked_for(lang, message, hint):
    item = make_problem(code="DH302", near="y", near_name="Cục Y")
    assert (item.message(lang), item.hint(lang)) == (message, hint)


def test_nearest_value_without_a_name_stands_alone():
    assert make_problem(near="y").hint() == 'có phải "y"?'


def test_usual_mend_is_hinted_at_where_nothing_is_near():
    assert "units.yml" in make_problem(code="DH302", near=None, near_name="").hint()


def test_braces_in_what_people_wrote_are_shown_as_written():
    assert make_problem(value="{ten} {0} {").message().startswith('"{ten} {0} {"')


def test_absent_detail_reads_as_an_ellipsis():
    assert Problem("a.md", Span(1, 1), "DH302", "error").message() == '"…" không có trong danh mục đơn vị'
