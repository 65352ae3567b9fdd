"""Assess a profile against the criteria: which clauses apply, and what in it answers each.

A machine can't judge character. It checks whether each clause is answered by a record or a
statement with a document behind it. The clauses and what answers them are data
(`_registry/criteria.yml`) in a small vocabulary: records, statement, any, all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from guongsang.manuscripts.profile import Initiative, Profile, ProfileAward, Rating, Recognition
from guongsang.registry.model import Clause, Registry, Requirement

ClauseState = Literal["answered", "unanswered", "not_applicable"]
RecordKind = Literal["initiative", "award", "rating", "recognition", "statement"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A record or statement that answers a clause, with the document behind it.

    Attributes:
        kind: the kind of record.
        subject: an award's id, a rating, an initiative's name, a recognising body or a clause's id.
        document: the document's reference number.
        year: the year of the record, if it has one.
        statement: the text of a statement; else empty.
    """

    kind: RecordKind
    subject: str
    document: str
    year: int | None = None
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """Whether a profile answers a clause.

    Attributes:
        clause: the clause.
        state: answered, unanswered or not applicable.
        answers: the records and statements that answer it.
        lacking: what is missing, in Vietnamese, where it is unanswered.
    """

    clause: Clause
    state: ClauseState
    answers: tuple[Answer, ...] = ()
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Result:
    met: bool
    answers: tuple[Answer, ...] = ()
    lacking: tuple[str, ...] = ()


def applies(clause: Clause, profile: Profile, registry: Registry) -> bool:
    """Answer whether a clause applies to a profile of this kind, stage and unit.

    A unit's own clause applies to the units below it too. An emerging exemplar must answer only
    clauses marked `emerging`.
    """
    if profile.kind not in clause.applies_to or (profile.stage == "emerging" and not clause.emerging):
        return False
    return clause.unit is None or clause.unit in registry.lineage(profile.unit)


def assess(profile: Profile, registry: Registry) -> tuple[Assessment, ...]:
    """Return an assessment for each clause of the registry, in the registry's order."""
    return tuple(_assess_clause(clause, profile, registry) for clause in registry.clauses)


def _assess_clause(clause: Clause, profile: Profile, registry: Registry) -> Assessment:
    if not applies(clause, profile, registry):
        return Assessment(clause, "not_applicable")
    result = _meet(clause.answered_by, clause, profile, registry)
    answers = tuple(dict.fromkeys(result.answers))
    if result.met:
        return Assessment(clause, "answered", answers)
    return Assessment(clause, "unanswered", answers, tuple(dict.fromkeys(result.lacking)))


def _meet(requirement: Requirement, clause: Clause, profile: Profile, registry: Registry) -> _Result:
    if requirement.all:
        results = [_meet(part, clause, profile, registry) for part in requirement.all]
        return _Result(
            all(o.met for o in results),
            _answers(results),
            tuple(text for o in results if not o.met for text in o.lacking),
        )
    if requirement.any:
        results = [_meet(part, clause, profile, registry) for part in requirement.any]
        met = any(o.met for o in results)
        alternatives = " hoặc ".join(dict.fromkeys(text for o in results for text in o.lacking))
        lacking = () if met else (requirement.lacking or alternatives,)
        return _Result(met, _answers([o for o in results if o.met]), lacking)
    if requirement.statement:
        found = tuple(_statements(clause, profile, registry))
        return _Result(bool(found), found, () if found else (requirement.lacking or "một mục evidence có văn bản",))
    return _meet_records(requirement, profile, registry)


def _answers(results: list[_Result]) -> tuple[Answer, ...]:
    return tuple(answer for result in results for answer in result.answers)


def _statements(clause: Clause, profile: Profile, registry: Registry) -> Iterator[Answer]:
    for item in profile.evidence:
        if registry.clauses.find(item.clause) is clause and item.statement and item.document:
            yield Answer("statement", clause.id, item.document, statement=item.statement)


def _meet_records(requirement: Requirement, profile: Profile, registry: Registry) -> _Result:
    found = [
        answer
        for record in _records(requirement.records or "", profile)
        if _fits(record, requirement, registry)
        for answer in [_as_answer(record, registry)]
        if answer
    ]
    lacking = requirement.lacking or f"một mục {requirement.records} có văn bản"
    if not requirement.each_year:
        return _Result(bool(found), tuple(found), () if found else (lacking,))
    years = window_of(profile, registry)
    missing = [year for year in years if all(answer.year != year for answer in found)]
    inside = tuple(answer for answer in found if answer.year in years)
    return _Result(bool(years) and not missing, inside, tuple(f"{lacking} năm {year}" for year in missing))


def window_of(profile: Profile, registry: Registry) -> range:
    """Return the years that an "every year" clause covers, just before the year put forward."""
    if profile.year is None:
        return range(0)
    return range(profile.year - registry.window_years, profile.year)


def _records(name: str, profile: Profile) -> list[Any]:
    if name == "recognition":
        return [profile.recognition] if profile.recognition else []
    return list(getattr(profile, name, []))


def _fits(record: Any, requirement: Requirement, registry: Registry) -> bool:
    if isinstance(record, ProfileAward) and record.status == "revoked":
        return False
    for key, wanted in requirement.where.items():
        allowed = wanted if isinstance(wanted, list) else [wanted]
        if key == "award":
            allowed = [award.id for award in map(registry.awards.find, allowed) if award]
        if _attribute(record, key, registry) not in allowed:
            return False
    return True


def _attribute(record: Any, key: str, registry: Registry) -> str:
    """Return a record's value as written in YAML, to compare it with the values of `where`."""
    value = getattr(record, key, None)
    if isinstance(record, ProfileAward) and key in ("award", "level", "kind"):
        award = registry.awards.find(record.award)
        value = getattr(award, "id" if key == "award" else key, None)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _as_answer(record: Any, registry: Registry) -> Answer | None:
    """Return the record as an answer; None if it has no document."""
    document = getattr(record, "document", None)
    if not document:
        return None
    match record:
        case ProfileAward():
            award = registry.awards.find(record.award)
            return Answer("award", award.id, document, record.year) if award else None
        case Rating():
            return Answer("rating", record.rating or "", document, record.year)
        case Initiative():
            return Answer("initiative", record.name or "", document, record.since)
        case Recognition():
            return Answer("recognition", record.body or "", document, record.date.year if record.date else None)
    return None
