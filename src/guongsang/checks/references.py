"""DH3: every id that a profile names must stand in the registry."""

from __future__ import annotations

from collections.abc import Iterator

from guongsang.located_yaml import Path
from guongsang.manuscript import Manuscript
from guongsang.problems import Problem
from guongsang.registry import Register, Registry
from guongsang.rules import problem


def check_references(manuscript: Manuscript, registry: Registry) -> Iterator[Problem]:
    """DH301-DH306: yield the ids that no entry answers to, each with the nearest that exists."""
    profile = manuscript.profile
    for index, award in enumerate(profile.awards):
        yield from _check(manuscript, "DH301", award.award, registry.awards, ("awards", index, "award"))
    yield from _check(manuscript, "DH302", profile.unit, registry.units, ("unit",))
    for index, field in enumerate(profile.fields):
        yield from _check(manuscript, "DH303", field, registry.fields, ("fields", index))
    for index, movement in enumerate(profile.movements):
        yield from _check(manuscript, "DH304", movement, registry.movements, ("movements", index))
    for index, initiative in enumerate(profile.initiatives):
        for place, unit in enumerate(initiative.replicated_at):
            yield from _check(manuscript, "DH302", unit, registry.units, ("initiatives", index, "replicated_at", place))
    for index, item in enumerate(profile.evidence):
        yield from _check(manuscript, "DH306", item.clause, registry.clauses, ("evidence", index, "clause"))
    yield from _check_channels(manuscript, registry)


def _check_channels(manuscript: Manuscript, registry: Registry) -> Iterator[Problem]:
    profile = manuscript.profile
    for channel in profile.channels:
        yield from _check(manuscript, "DH305", channel, registry.channels, ("channels", channel), on_key=True)
    for index, channel in enumerate(profile.consent.channels if profile.consent else []):
        yield from _check(manuscript, "DH305", channel, registry.channels, ("consent", "channels", index))
    for index, item in enumerate(profile.press.coverage if profile.press else []):
        yield from _check(manuscript, "DH305", item.channel, registry.channels, ("press", "coverage", index, "channel"))


def _check(
    manuscript: Manuscript, code: str, value: str | None, register: Register, place: Path, *, on_key: bool = False
) -> Iterator[Problem]:
    if not value or register.find(value):
        return
    located = manuscript.document.fields
    span = located.key_span(*place) if on_key else located.span(*place)
    near = register.nearest(value)
    yield problem(manuscript.path, span, code, status=manuscript.status, value=value, valid=", ".join(register.entries),
                  near=near.id if near else None, near_name=near.name if near else "")
