"""DH3: every id that a profile names must stand in the registry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guongsang.checks.honours import describe_period
from guongsang.manuscripts.located_yaml import KeyPath
from guongsang.manuscripts.manuscript import Manuscript
from guongsang.registry.model import Register, Registry
from guongsang.rules import problem
from guongsang.rules.problem import Problem


def check_references(manuscript: Manuscript, registry: Registry) -> Iterator[Problem]:
    """DH301-DH306: ids that no entry answers to, with the nearest. DH308: other spellings. DH309, DH313: units."""
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
    yield from _check_units(manuscript, registry)


def _check_units(manuscript: Manuscript, registry: Registry) -> Iterator[Problem]:
    profile, located = manuscript.profile, manuscript.document.fields
    unit = registry.units.find(profile.unit)
    if (
        unit
        and profile.year
        and not (unit.is_valid_on(date(profile.year, 1, 1)) or unit.is_valid_on(date(profile.year, 12, 31)))
    ):
        successors = ", ".join(unit.successors)
        yield problem(
            manuscript.path,
            located.span("unit"),
            "DH309",
            status=manuscript.status,
            year=profile.year,
            name=unit.name,
            period=describe_period(unit),
            successors=f": {successors}" if successors else "",
        )
    for index, initiative in enumerate(profile.initiatives):
        for place, id in enumerate(initiative.replicated_at):
            if unit and registry.units.find(id) is unit:
                yield problem(
                    manuscript.path,
                    located.span("initiatives", index, "replicated_at", place),
                    "DH313",
                    status=manuscript.status,
                    value=id,
                )


def _check_channels(manuscript: Manuscript, registry: Registry) -> Iterator[Problem]:
    profile = manuscript.profile
    for channel in profile.channels:
        yield from _check(
            manuscript, "DH305", channel, registry.channels, ("channels", channel), on_key=True, exact=True
        )
    for index, channel in enumerate(profile.consent.channels if profile.consent else []):
        yield from _check(manuscript, "DH305", channel, registry.channels, ("consent", "channels", index), exact=True)
    for index, item in enumerate(profile.press.coverage if profile.press else []):
        yield from _check(manuscript, "DH305", item.channel, registry.channels, ("press", "coverage", index, "channel"))


def _check(
    manuscript: Manuscript,
    code: str,
    value: str | None,
    register: Register,
    place: KeyPath,
    *,
    on_key: bool = False,
    exact: bool = False,
) -> Iterator[Problem]:
    if not value:
        return
    found = register.get(value) if exact else register.find(value)
    if found and value == found.id:
        return
    located = manuscript.document.fields
    span = located.key_span(*place) if on_key else located.span(*place)
    if found:
        yield problem(manuscript.path, span, "DH308", status=manuscript.status, value=value, canonical=found.id)
        return
    near = register.nearest(value)
    yield problem(
        manuscript.path,
        span,
        code,
        status=manuscript.status,
        value=value,
        valid=", ".join(register.entries),
        near=near.id if near else None,
        near_name=near.name if near else "",
    )
