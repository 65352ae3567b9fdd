"""The criteria panel of a profile: each clause that applies, its answers and their documents."""

from __future__ import annotations

from dataclasses import dataclass

from guongsang.publication.criteria import Answer
from guongsang.publication.profile import PublishedProfile
from guongsang.registry.model import Registry
from guongsang.text.addresses import clause_url

RATINGS = {
    "excellent": "Hoàn thành xuất sắc nhiệm vụ",
    "good": "Hoàn thành tốt nhiệm vụ",
    "completed": "Hoàn thành nhiệm vụ",
    "not_completed": "Không hoàn thành nhiệm vụ",
}


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An answer to a clause, and the document behind it; `document` may be empty."""

    text: str
    document: str


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause in the panel.

    Attributes:
        citation: how the official text is cited.
        url: of the clause on the page of criteria.
        state: `answered` or `unanswered`.
        lines: the answers.
    """

    title: str
    citation: str
    text: str
    url: str
    state: str
    lines: tuple[AnswerLine, ...]


def clause_rows(profile: PublishedProfile, registry: Registry) -> list[ClauseRow]:
    """Return a row for each clause that applies to the profile, in the order of the criteria."""
    return [
        ClauseRow(
            item.clause.name,
            item.clause.citation,
            item.clause.text,
            clause_url(item.clause.id),
            item.state,
            tuple(_answer_line(answer, registry) for answer in item.answers),
        )
        for item in profile.assessments
        if item.state != "not_applicable"
    ]


def _answer_line(answer: Answer, registry: Registry) -> AnswerLine:
    year = f", năm {answer.year}" if answer.year else ""
    match answer.kind:
        case "award":
            award = registry.awards.get(answer.subject)
            return AnswerLine(f"{award.name if award else answer.subject}{year}", answer.document)
        case "rating":
            return AnswerLine(f"{RATINGS.get(answer.subject, answer.subject)}{year}", answer.document)
        case "initiative":
            return AnswerLine(answer.subject, answer.document)
        case "recognition":
            return AnswerLine(f"Được công nhận: {answer.subject}", answer.document)
    return AnswerLine(answer.statement, answer.document)
