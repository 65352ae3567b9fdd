"""Which clauses apply to a profile, and which of its records answer each."""

import pytest

from builders import make_entry, make_profile, make_registry
from guongsang.publication.criteria import assess, window_of
from guongsang.registry.model import Award, Clause

AWARDS = [
    make_entry(Award, id="chien-si", name="Chiến sĩ thi đua", aliases=["Chiến sỹ thi đua"]),
    make_entry(Award, id="bang-khen", name="Bằng khen", kind="commendation", level="ministry"),
]
EXCELLENT = {"records": "ratings", "where": {"rating": "excellent"}, "each_year": True, "lacking": "xếp loại xuất sắc"}
CHIEN_SI = {"records": "awards", "where": {"award": "chien-si"}, "lacking": "danh hiệu Chiến sĩ"}


def publish_manuscript(answered_by, *, clause=None, window_years=2, **fields):
    """Assess one profile against one clause answered by this requirement."""
    entry = make_entry(Clause, id="y-1", answered_by=answered_by, **(clause or {}))
    profile = make_profile(**{"kind": "individual", "stage": "recognised", "year": 2024, **fields})
    (assessment,) = assess(profile, make_registry(clauses=[entry], awards=AWARDS, window_years=window_years))
    return assessment


def rating(year, level="excellent", document="QĐ 1"):
    return {"year": year, "rating": level, "document": document}


@pytest.mark.parametrize(
    ("clause", "fields", "state"),
    [
        ({"applies_to": ["individual"]}, {"kind": "individual"}, "unanswered"),
        ({"applies_to": ["collective"]}, {"kind": "individual"}, "not_applicable"),
        ({"applies_to": ["individual", "collective"]}, {"kind": "collective"}, "unanswered"),
        ({"emerging": False}, {"stage": "emerging"}, "not_applicable"),
        ({"emerging": True}, {"stage": "emerging"}, "unanswered"),
        ({"emerging": False}, {"stage": "outstanding"}, "unanswered"),
    ],
)
def test_clause_applies_by_kind_and_stage(clause, fields, state):
    assert publish_manuscript({"statement": True}, clause=clause, **fields).state == state


def test_assessments_follow_the_order_of_the_registry():
    clauses = [make_entry(Clause, id=id) for id in ("b", "a", "c")]
    assert [item.clause.id for item in assess(make_profile(kind="individual"), make_registry(clauses=clauses))] == [
        "b",
        "a",
        "c",
    ]


def test_statement_with_a_document_answers():
    found = publish_manuscript(
        {"statement": True}, evidence=[{"clause": "y-1", "statement": "Đã làm", "document": "BC 1"}]
    )
    assert found.state == "answered"
    assert [(answer.kind, answer.statement, answer.document) for answer in found.answers] == [
        ("statement", "Đã làm", "BC 1")
    ]


@pytest.mark.parametrize(
    "evidence",
    [
        {"clause": "y-1", "statement": "Đã làm"},
        {"clause": "y-1", "statement": "Đã làm", "document": ""},
        {"clause": "y-1", "document": "BC 1"},
        {"clause": "y-2", "statement": "Đã làm", "document": "BC 1"},
    ],
)
def test_statement_without_document_words_or_its_clause_does_not_answer(evidence):
    found = publish_manuscript({"statement": True, "lacking": "một mục evidence"}, evidence=[evidence])
    assert (found.state, found.answers, found.lacking) == ("unanswered", (), ("một mục evidence",))


def test_statement_answers_whatever_spelling_of_the_clause_is_accepted():
    entry = make_entry(Clause, id="chung-1", name="Thành tích")
    registry = make_registry(clauses=[entry])
    assert registry.clauses.find("Chung 1") is entry
    profile = make_profile(
        kind="individual", evidence=[{"clause": "Chung 1", "statement": "Đã làm", "document": "BC 1"}]
    )
    assert assess(profile, registry)[0].state == "answered"


@pytest.mark.parametrize(
    ("records", "fields", "answer"),
    [
        (
            "initiatives",
            {"initiatives": [{"name": "Mô hình A", "document": "QĐ 2", "since": 2021}]},
            ("initiative", "Mô hình A", "QĐ 2", 2021),
        ),
        (
            "awards",
            {"awards": [{"award": "bang-khen", "year": 2023, "document": "QĐ 3"}]},
            ("award", "bang-khen", "QĐ 3", 2023),
        ),
        ("ratings", {"ratings": [rating(2023)]}, ("rating", "excellent", "QĐ 1", 2023)),
        (
            "recognition",
            {"recognition": {"body": "Hội nghị", "date": "2024-05-01", "document": "BB 1"}},
            ("recognition", "Hội nghị", "BB 1", 2024),
        ),
    ],
)
def test_record_with_a_document_answers(records, fields, answer):
    found = publish_manuscript({"records": records}, **fields)
    assert found.state == "answered"
    assert [(item.kind, item.subject, item.document, item.year) for item in found.answers] == [answer]


@pytest.mark.parametrize(
    ("records", "fields"),
    [
        ("initiatives", {"initiatives": [{"name": "Mô hình A"}]}),
        ("awards", {"awards": [{"award": "bang-khen", "year": 2023}]}),
        ("awards", {"awards": [{"award": "khong-co", "year": 2023, "document": "QĐ 3"}]}),
        ("awards", {"awards": [{"award": "bang-khen", "year": 2023, "document": "QĐ 3", "status": "revoked"}]}),
        ("ratings", {"ratings": [rating(2023, document="")]}),
        ("recognition", {"recognition": {"body": "Hội nghị"}}),
        ("recognition", {}),
    ],
)
def test_record_without_a_document_or_standing_does_not_answer(records, fields):
    found = publish_manuscript({"records": records, "lacking": "một văn bản"}, **fields)
    assert (found.state, found.lacking) == ("unanswered", ("một văn bản",))


@pytest.mark.parametrize("written", ["chien-si", "Chiến sỹ thi đua", "chiến sĩ thi đua"])
def test_award_answers_in_any_spelling(written):
    found = publish_manuscript(CHIEN_SI, awards=[{"award": written, "document": "QĐ 1"}])
    assert [answer.subject for answer in found.answers] == ["chien-si"]


@pytest.mark.parametrize(
    ("where", "state"),
    [
        ({"award": "chien-si"}, "answered"),
        ({"award": ["bang-khen", "chien-si"]}, "answered"),
        ({"award": "bang-khen"}, "unanswered"),
        ({"level": "unit"}, "answered"),
        ({"level": ["ministry", "state"]}, "unanswered"),
        ({"kind": "title", "level": "unit"}, "answered"),
        ({"kind": "title", "level": "ministry"}, "unanswered"),
        ({"award": "Chiến sỹ thi đua"}, "answered"),
        ({"year": "2023"}, "answered"),
        ({"year": "2022"}, "unanswered"),
        ({"posthumous": "false"}, "answered"),
    ],
)
def test_conditions_are_all_to_be_met(where, state):
    assert (
        publish_manuscript(
            {"records": "awards", "where": where}, awards=[{"award": "chien-si", "year": 2023, "document": "QĐ 1"}]
        ).state
        == state
    )


def test_window_is_the_years_just_before():
    registry = make_registry(window_years=3)
    assert list(window_of(make_profile(year=2024), registry)) == [2021, 2022, 2023]
    assert list(window_of(make_profile(), registry)) == []


@pytest.mark.parametrize(
    ("years", "lacking"),
    [
        ([2022, 2023], ()),
        ([2023, 2022, 2020], ()),
        ([2023], ("xếp loại xuất sắc năm 2022",)),
        ([2024], ("xếp loại xuất sắc năm 2022", "xếp loại xuất sắc năm 2023")),
        ([], ("xếp loại xuất sắc năm 2022", "xếp loại xuất sắc năm 2023")),
    ],
)
def test_every_year_of_the_window_is_asked_for(years, lacking):
    found = publish_manuscript(EXCELLENT, ratings=[rating(year) for year in years])
    assert (found.state, found.lacking) == ("unanswered" if lacking else "answered", lacking)


@pytest.mark.parametrize("second", [rating(2023, "good"), rating(2023, document="")])
def test_year_rated_lower_or_without_a_document_is_lacking(second):
    assert publish_manuscript(EXCELLENT, ratings=[rating(2022), second]).lacking == ("xếp loại xuất sắc năm 2023",)


def test_only_answers_from_the_window_are_named():
    found = publish_manuscript(EXCELLENT, ratings=[rating(2019), rating(2022), rating(2023)])
    assert [answer.year for answer in found.answers] == [2022, 2023]


def test_every_year_cannot_be_met_without_a_year():
    assert publish_manuscript(EXCELLENT, year=None, ratings=[rating(2022), rating(2023)]).state == "unanswered"


def test_one_of_any_is_enough_and_names_only_what_answers():
    found = publish_manuscript(
        {"any": [CHIEN_SI, {"statement": True}]},
        evidence=[{"clause": "y-1", "statement": "Đã làm", "document": "BC 1"}],
    )
    assert (found.state, found.lacking, [answer.kind for answer in found.answers]) == ("answered", (), ["statement"])


def test_none_of_any_names_the_alternatives():
    found = publish_manuscript({"any": [CHIEN_SI, {"statement": True, "lacking": "một mục evidence"}]})
    assert found.lacking == ("danh hiệu Chiến sĩ hoặc một mục evidence",)


def test_any_may_say_what_is_lacking_itself():
    assert publish_manuscript({"any": [CHIEN_SI, {"statement": True}], "lacking": "thành tích"}).lacking == (
        "thành tích",
    )


def test_all_names_just_the_parts_that_lack():
    found = publish_manuscript({"all": [EXCELLENT, CHIEN_SI]}, ratings=[rating(2022), rating(2023)])
    assert (found.state, found.lacking) == ("unanswered", ("danh hiệu Chiến sĩ",))
    assert [answer.kind for answer in found.answers] == ["rating", "rating"]


def test_all_is_answered_when_every_part_is():
    found = publish_manuscript(
        {"all": [EXCELLENT, CHIEN_SI]},
        ratings=[rating(2022), rating(2023)],
        awards=[{"award": "chien-si", "document": "QĐ 9"}],
    )
    assert (found.state, found.lacking) == ("answered", ())


def test_same_answer_to_two_parts_is_named_once():
    found = publish_manuscript(
        {"all": [CHIEN_SI, {"records": "awards"}]}, awards=[{"award": "chien-si", "document": "QĐ 9"}]
    )
    assert len(found.answers) == 1
