"""DH3: the ids that a profile names must stand in the registry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guongsang.checks.honours import describe_period
from guongsang.manuscripts.located_yaml import KeyPath
from guongsang.manuscripts.manuscript import Manuscript
from guongsang.registry.model import Entry, Register, Registry
from guongsang.registry.references import UNKNOWN_ENTRY, ReferenceField, iter_references
from guongsang.rules import problem
from guongsang.rules.problem import Problem


def check_references(manuscript: Manuscript, registry: Registry) -> Iterator[Problem]:
    """DH301-DH306: unknown ids, with the nearest known one. DH308: other spellings.

    DH309, DH313: units that did not exist in the profile's year, or that replicate themselves.
    """
    for place, value, reference in iter_references(manuscript.profile):
        yield from _check_reference(manuscript, place, value, reference, getattr(registry, reference.register))
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


def _check_reference(
    manuscript: Manuscript, place: KeyPath, value: str, reference: ReferenceField, register: Register[Entry]
) -> Iterator[Problem]:
    found = register.get(value) if reference.spelling == "exact" else register.find(value)
    if found and value == found.id:
        return
    located = manuscript.document.fields
    span = located.key_span(*place) if reference.is_mapping else located.span(*place)
    if found:
        yield problem(manuscript.path, span, "DH308", status=manuscript.status, value=value, canonical=found.id)
        return
    near = register.nearest(value)
    yield problem(
        manuscript.path,
        span,
        UNKNOWN_ENTRY[reference.register],
        status=manuscript.status,
        value=value,
        valid=", ".join(register.entries),
        near=near.id if near else None,
        near_name=near.name if near else "",
    )
