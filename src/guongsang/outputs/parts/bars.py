"""Bars of a chart, in whole thousandths of its width, so that every build draws the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SCALE = 1000
_LEAST = 4  # thousandths; one of ten thousand must still be visible


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar: where it starts and how long it is, in thousandths of the chart's width."""

    start: int
    width: int


def make_bars(parts: Iterable[int], whole: int) -> tuple[Bar, ...]:
    """Return the parts of a stacked bar, left to right. A bar of length `whole` fills the chart."""
    bars: list[Bar] = []
    start = 0
    for part in parts:
        width = max(_LEAST, round(SCALE * part / whole)) if part and whole else 0
        bars.append(Bar(start, width))
        start += width
    return tuple(bars)
