"""The yearly duty: exemplars of each unit per year, compared with what the programme asks.

Only published profiles are counted. So nothing here says that a unit failed: it may have exemplars
whose profiles aren't published on this site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guongsang.outputs.parts.bars import Bar, make_bars
from guongsang.publication.site import Site
from guongsang.registry.model import Duty, Unit
from guongsang.text.addresses import unit_url
from guongsang.text.folding import collation_key

_MOST_YEARS = 8  # as many as a phone can scroll through
_MOST_ROWS = 15  # visible units; the others are folded
Years = Sequence[int]


@dataclass(frozen=True, slots=True)
class DutyState:
    """A range of exemplars per year. `id` chooses the shape of a cell, `label` names it."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit in a year. `state` is None if the year doesn't count for the unit."""

    count: int
    state: DutyState | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit's row.

    Attributes:
        cells: one per year.
        years: number of years with a published exemplar, of those that count for the unit.
        counted: number of years that count for the unit.
        below: how many of the profiles belong to units under it.
    """

    name: str
    url: str
    cells: tuple[Cell, ...]
    years: int
    counted: int
    below: int


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year's totals.

    Attributes:
        units: number of units that count in it.
        counts: number of units per state, in the order of the states.
        bars: (id of the state, bar) pairs.
        is_running: the year isn't over.
    """

    year: int
    units: int
    counts: tuple[int, ...]
    bars: tuple[tuple[str, Bar], ...]
    is_running: bool


@dataclass(frozen=True, slots=True)
class DutyTable:
    """Units × years.

    Attributes:
        rows: the visible units.
        folded: the units that readers can unfold.
        folded_none: how many of the folded have no exemplar in these years.
    """

    duty: Duty
    states: tuple[DutyState, ...]
    years: tuple[YearRow, ...]
    rows: tuple[UnitRow, ...]
    folded: tuple[UnitRow, ...]
    folded_none: int


def make_duty_table(site: Site, duty: Duty) -> DutyTable | None:
    """Return the table, or None if no year of the programme has begun.

    A profile counts for its unit and for every unit above it, in the year of its introduction. A
    year counts for the units that exist at its end (a running year: on the day of the build) or
    have an exemplar in it. A unit founded later, or dissolved in that year, had no duty in it.
    """
    years = _years(site, duty)
    if not years:
        return None
    states = _states(duty)
    counts, below = _counts(site)
    days = [min(date(year, 12, 31), site.as_of.date()) for year in years]
    rows = [_row(unit, years, days, counts, below, duty, states) for unit in site.registry.units]
    rows = [row for row in rows if row.counted]
    rows.sort(key=lambda row: (-sum(cell.count for cell in row.cells), collation_key(row.name), row.url))
    present = [row for row in rows if any(cell.count for cell in row.cells)]
    shown, folded = present[:_MOST_ROWS], [*present[_MOST_ROWS:], *rows[len(present) :]]
    return DutyTable(
        duty,
        states,
        tuple(_year_row(index, year, rows, states, days[index]) for index, year in enumerate(years)),
        tuple(shown),
        tuple(folded),
        len(rows) - len(present),
    )


def _years(site: Site, duty: Duty) -> Years:
    """Return the years of the programme that have begun, at most the last eight.

    A programme without a first year begins with the first profile.
    """
    last = min(duty.last_year or site.as_of.year, site.as_of.year)
    first = duty.first_year or min((profile.year for profile in site.profiles), default=last)
    return range(max(first, last - _MOST_YEARS + 1), last + 1)


def _states(duty: Duty) -> tuple[DutyState, ...]:
    """Return the states of a duty, lowest first. A duty of 1-2 a year has: none, 1, from 2."""
    states = [DutyState("none", "chưa có")]
    if duty.least > 1:
        states.append(DutyState("short", _span(1, duty.least - 1)))
    if duty.most > duty.least:
        states.append(DutyState("least", _span(duty.least, duty.most - 1)))
    return (*states, DutyState("most", f"từ {duty.most}"))


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _state(count: int, duty: Duty) -> str:
    if not count:
        return "none"
    return "most" if count >= duty.most else "least" if count >= duty.least else "short"


def _counts(site: Site) -> tuple[Counter[tuple[str, int]], Counter[tuple[str, int]]]:
    """Count profiles by (unit, year): with those of units below, and only those of units below."""
    counts: Counter[tuple[str, int]] = Counter()
    below: Counter[tuple[str, int]] = Counter()
    for unit, profiles in site.by_unit.items():
        own = Counter(profile.year for profile in profiles)
        for above in site.registry.lineage(unit):
            for year, count in own.items():
                counts[above, year] += count
                if above != unit:
                    below[above, year] += count
    return counts, below


def _row(
    unit: Unit,
    years: Years,
    days: list[date],
    counts: Counter[tuple[str, int]],
    below: Counter[tuple[str, int]],
    duty: Duty,
    states: tuple[DutyState, ...],
) -> UnitRow:
    by_id = {state.id: state for state in states}
    cells = tuple(
        Cell(count := counts[unit.id, year], by_id[_state(count, duty)] if count or unit.is_valid_on(day) else None)
        for year, day in zip(years, days, strict=True)
    )
    counted = [cell for cell in cells if cell.state]
    return UnitRow(
        unit.label,
        unit_url(unit.id),
        cells,
        sum(1 for cell in counted if cell.count),
        len(counted),
        sum(below[unit.id, year] for year in years),
    )


def _year_row(index: int, year: int, rows: list[UnitRow], states: tuple[DutyState, ...], day: date) -> YearRow:
    found = Counter(state.id for row in rows if (state := row.cells[index].state))
    # Fullest first; the bar stays blank for units without exemplars.
    filled = [state.id for state in reversed(states) if state.id != "none"]
    bars = make_bars((found[id] for id in filled), found.total())
    return YearRow(
        year,
        found.total(),
        tuple(found[state.id] for state in states),
        tuple(zip(filled, bars, strict=True)),
        day < date(year, 12, 31),
    )
