"""DH3, DH4 on awards and ratings: for whom, when, under which name of the unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guongsang.manuscripts.manuscript import Manuscript
from guongsang.manuscripts.profile import ProfileAward
from guongsang.registry.model import Award, Entry, Registry, Unit
from guongsang.rules import problem
from guongsang.rules.problem import Problem
from guongsang.text.dates import format_date

_KINDS = {"individual": ("cá nhân", "individuals"), "collective": ("tập thể", "collectives")}


def check_honours(manuscript: Manuscript, registry: Registry) -> Iterator[Problem]:
    """DH220, DH310-DH312, DH407: each award. DH406: one rating a year.

    Source: Luật Thi đua, khen thưởng 06/2022/QH15.
    """
    profile, located = manuscript.profile, manuscript.document.fields
    unit = registry.units.find(profile.unit)
    for index, item in enumerate(profile.awards):
        award = registry.awards.find(item.award)
        if award:
            yield from _check_award(manuscript, index, item, award, unit)
    seen: dict[int, int] = {}
    for index, rating in enumerate(profile.ratings):
        if rating.year is None:
            continue
        span = located.span("ratings", index, "year")
        if rating.year in seen:
            yield problem(
                manuscript.path,
                span,
                "DH406",
                status=manuscript.status,
                clause=None,
                year=rating.year,
                first_line=seen[rating.year],
            )
        seen.setdefault(rating.year, span.line)


def _check_award(
    manuscript: Manuscript, index: int, item: ProfileAward, award: Award, unit: Unit | None
) -> Iterator[Problem]:
    located, path, status = manuscript.document.fields, manuscript.path, manuscript.status
    span = located.span("awards", index, "award")
    kind = manuscript.profile.kind
    if kind and kind not in award.applies_to:
        kinds = [_KINDS[other] for other in award.applies_to]
        yield problem(
            path,
            span,
            "DH310",
            name=award.name,
            kinds=", ".join(vi for vi, _ in kinds),
            kinds_en=", ".join(en for _, en in kinds),
            wanted=_KINDS[kind][0],
            wanted_en=_KINDS[kind][1],
        )
    day = item.date or (date(item.year, 12, 31) if item.year else None)
    if day and not award.is_valid_on(day):
        yield problem(
            path, span, "DH311", status=status, name=award.name, value=format_date(day), period=describe_period(award)
        )
    if item.date and item.year and item.date.year not in (item.year, item.year + 1):
        yield problem(
            path,
            located.span("awards", index, "date"),
            "DH220",
            status=status,
            value=format_date(item.date),
            year=item.year,
        )
    former = next(
        (name for name in (unit.former_names if unit else []) if day and name.until and day <= name.until), None
    )
    if former and not item.unit_name:
        yield problem(path, span, "DH312", status=status, former=former.name)
    if item.status == "revoked":
        yield problem(path, located.span("awards", index, "status"), "DH407", status=status, name=award.name)


def describe_period(entry: Entry) -> str:
    """Return in Vietnamese from when and until when an entry of the registry is valid."""
    since = f"từ {format_date(entry.since)}" if entry.since else ""
    until = f"đến hết {format_date(entry.until)}" if entry.until else ""
    return " ".join(part for part in (since, until) if part)
