"""DH4: each clause that applies is answered; recognition comes before publication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guongsang.manuscripts.manuscript import Manuscript
from guongsang.publication.criteria import Assessment, applies
from guongsang.registry.model import Clause, Registry, Requirement
from guongsang.rules import problem
from guongsang.rules.problem import Problem
from guongsang.text.dates import format_date


def check_clauses(manuscript: Manuscript, assessments: Iterable[Assessment], registry: Registry) -> Iterator[Problem]:
    """Yield DH401, DH402 and DH404.

    DH401: a clause isn't answered. DH402: recognition after publication; the programme's cycle
    recognises first. DH404: a statement for a clause that doesn't apply.
    """
    profile, located = manuscript.profile, manuscript.document.fields
    for assessment in assessments:
        if assessment.state == "unanswered":
            clause = assessment.clause
            takes_statement = _takes_statement(clause.answered_by)
            yield problem(
                manuscript.path,
                located.key_span(*_place(clause, manuscript)),
                "DH401",
                status=manuscript.status,
                clause=clause.id,
                citation=clause.citation,
                title=clause.name,
                lacking="; ".join(assessment.lacking),
                statement=f", hoặc viết mục evidence với clause: {clause.id}" if takes_statement else "",
                statement_en=f", or write evidence with clause: {clause.id}" if takes_statement else "",
            )
    recognised = profile.recognition.date if profile.recognition else None
    plans = [(plan.publish.date(), channel) for channel, plan in profile.channels.items() if plan.publish]
    if recognised and plans and recognised > min(plans)[0]:
        day, channel = min(plans)
        yield problem(
            manuscript.path,
            located.span("recognition", "date"),
            "DH402",
            status=manuscript.status,
            value=format_date(recognised),
            publish=f"{format_date(day)} ({channel})",
        )
    for index, item in enumerate(profile.evidence):
        named = registry.clauses.find(item.clause)
        # An emerging profile may answer early the clauses that apply once it is recognised.
        if named and profile.kind and profile.stage != "emerging" and not applies(named, profile, registry):
            yield problem(
                manuscript.path,
                located.span("evidence", index, "clause"),
                "DH404",
                status=manuscript.status,
                clause=named.id,
                citation=named.citation,
            )


def _takes_statement(requirement: Requirement) -> bool:
    return requirement.statement or any(_takes_statement(part) for part in (*requirement.any, *requirement.all))


def _place(clause: Clause, manuscript: Manuscript) -> tuple[str | int, ...]:
    """Return where to point: the incomplete statement, or else the key where the answer belongs."""
    for index, item in enumerate(manuscript.profile.evidence):
        if item.clause == clause.id:
            return ("evidence", index)
    key = clause.answered_by.records or "evidence"
    data = manuscript.document.fields.data
    return (key,) if key in data else ()
