"""The publication gate: who may be shown where, as of when, and why not."""

from __future__ import annotations

import pytest

from guongsang.manuscripts.document import parse_document
from guongsang.manuscripts.profile import Profile
from guongsang.manuscripts.shape import check_shape
from guongsang.publication.criteria import Assessment
from guongsang.publication.gate import covers, decide
from guongsang.text.dates import parse_moment
from projects import profile_text

AS_OF = parse_moment("2024-07-01")


ANSWERED = (Assessment(clause=None, state="answered"),)


def read(**changes: str) -> Profile:
    document, problems = parse_document("exemplars/2024/x/index.md", profile_text(**changes))
    profile, faults = check_shape(document.path, document.fields, Profile)
    assert not problems and not faults
    return profile


def reasons(profile: Profile, channel: str, **options: object) -> tuple[str, ...]:
    given = {"assessments": ANSWERED, "has_errors": False, "as_of": AS_OF, **options}
    decisions = decide(profile, given.pop("assessments"), **given)
    return next(decision.reasons for decision in decisions if decision.channel == channel)


def test_complete_profile_is_open_on_its_channels() -> None:
    assert reasons(read(), "portal") == ()
    assert reasons(read(), "newspaper") == ()


def test_channel_not_named_by_the_profile_gets_no_decision() -> None:
    assert [decision.channel for decision in decide(read(), (), has_errors=False, as_of=AS_OF)] == [
        "portal",
        "newspaper",
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "draft"}, "not_approved"),
        ({"status": "in_review"}, "not_approved"),
        ({"status": "suspended"}, "suspended"),
        ({"status": "withdrawn"}, "withdrawn"),
        ({"covers": "[image, story]"}, "no_consent"),
        ({"consent": "  expires: 2024-06-30\n"}, "consent_expired"),
        ({"portal": "2024-07-02"}, "embargoed"),
        ({"portal": "2024-07-01T00:01"}, "embargoed"),
    ],
)
def test_gate_is_shut_and_says_why(changes: dict[str, str], reason: str) -> None:
    assert reasons(read(**changes), "portal") == (reason,)


def test_consent_is_in_force_through_its_last_day() -> None:
    assert reasons(read(consent="  expires: 2024-07-01\n"), "portal") == ()


def test_profile_opens_at_the_very_moment_of_publication() -> None:
    profile = read(portal="2024-07-01T09:00")
    assert reasons(profile, "portal", as_of=parse_moment("2024-07-01T08:59")) == ("embargoed",)
    assert reasons(profile, "portal", as_of=parse_moment("2024-07-01T09:00")) == ()


def test_embargo_on_one_channel_leaves_the_other_open() -> None:
    profile = read(newspaper="2024-08-01")
    assert reasons(profile, "portal") == ()
    assert reasons(profile, "newspaper") == ("embargoed",)


def test_channel_outside_consent_stays_shut() -> None:
    text = profile_text().replace("channels: [portal, newspaper]", "channels: [portal]")
    document, _ = parse_document("x", text)
    profile, _ = check_shape("x", document.fields, Profile)
    assert reasons(profile, "newspaper") == ("channel_not_consented",)
    assert reasons(profile, "portal") == ()


def test_an_error_or_an_unanswered_clause_shuts_every_channel() -> None:
    assert reasons(read(), "portal", has_errors=True) == ("errors",)
    unanswered = Assessment(clause=None, state="unanswered")
    assert reasons(read(), "portal", assessments=(*ANSWERED, unanswered)) == ("unanswered",)


def test_criteria_that_ask_nothing_open_no_channel() -> None:
    spared = Assessment(clause=None, state="not_applicable")
    assert reasons(read(), "portal", assessments=(spared,)) == ("unanswered",)
    assert reasons(read(), "portal", assessments=()) == ("unanswered",)


def test_profile_without_consent_covers_nothing() -> None:
    profile = read().model_copy(update={"consent": None})
    assert not any(covers(profile, what, AS_OF) for what in ("name", "image", "story", "contact"))
    assert "no_consent" in reasons(profile, "portal")


def test_consent_without_a_document_is_no_consent() -> None:
    profile = read()
    unproven = profile.model_copy(update={"consent": profile.consent.model_copy(update={"document": None})})
    assert reasons(unproven, "portal") == ("no_consent",)
