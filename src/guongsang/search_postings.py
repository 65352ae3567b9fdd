"""Where words stand, as strings: a large site has ten million such facts, so they are sorted and written with numpy, all of a segment at a time.

Numbers are written in digits of which those from _DIGITS on say that more follow: half of what lists of numbers compress to. A posting is how many records were
skipped since the one before, times as many values as there can be, plus the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from guongsang.plain_numpy import NDArray, numpy

BREAK = 0  # a word that is none: between two texts
_ALPHABET = numpy.frombuffer("".join(map(chr, range(35, 127))).replace("\\", "").encode(), numpy.uint8)  # what stands in JSON as it is
_DIGITS = 64
_MORE = len(_ALPHABET) - _DIGITS
# A fact is one number: what stands there (a word, or two), in which record, and its value.
_VALUE, _RECORD, WORD_BITS = 3, 16, 22
_WHAT = _VALUE + _RECORD
SECOND_WORD = (1 << WORD_BITS) - 1  # of two, the one in the lower bits

Facts: TypeAlias = NDArray[numpy.int64]


def facts_of(words: Facts, lengths: Facts, value: int, often: tuple[int, int] | None = None) -> tuple[Facts, Facts]:
    """Return where words stand, and where two stand side by side.

    Args:
        words: the words of all records, one record after the other, each text closed by a BREAK.
        lengths: how many of them are of each record.
        value: the value of each fact.
        often: as many times in a record as give another value, and which.

    Raises ValueError for more records than a fact can tell apart.
    """
    if len(lengths) > 1 << _RECORD:
        raise ValueError(f"{len(lengths)} records in one segment")
    tails = (numpy.repeat(numpy.arange(len(lengths)), lengths) << _VALUE) | value
    real = words != BREAK
    neighbours = real[:-1] & real[1:]
    facts = words << _WHAT | tails
    pairs = (words[:-1] << (WORD_BITS + _WHAT) | facts[1:])[neighbours]
    return _counted(facts[real], often), _counted(pairs, often)


def plain_facts(found: Iterable[tuple[int, int, int]]) -> Facts:
    """Return facts from (word, record, value)."""
    return numpy.array([word << _WHAT | record << _VALUE | value for word, record, value in found], numpy.int64)


@dataclass(frozen=True, slots=True)
class Postings:
    """Where things stand: `what` they are, in order, and the postings of each: the piece of `text` (ASCII that needs no escape in JSON) between two `bounds`."""

    what: Facts
    text: str
    bounds: Sequence[int]

    def of(self, places: Iterable[int]) -> list[str]:
        """Return the postings of the things at some places."""
        text, bounds = self.text, self.bounds
        return [text[bounds[place]:bounds[place + 1]] for place in places]


def render_postings(facts: Sequence[Facts], step: int) -> Postings:
    """Return the postings of all that stands anywhere. A record counts with its highest value.

    `step` says how many values there can be.
    """
    ordered = numpy.sort(numpy.concatenate(facts))
    if not len(ordered):
        return Postings(ordered, "", (0,))
    ordered = ordered[numpy.append(numpy.diff(ordered >> _VALUE) != 0, True)]
    what = ordered >> _WHAT
    records = (ordered >> _VALUE) & ((1 << _RECORD) - 1)
    starts = numpy.flatnonzero(numpy.diff(what, prepend=-1))
    skipped = numpy.diff(records, prepend=-1) - 1
    skipped[starts] = records[starts]
    text, ends = _digits(skipped * step + (ordered & ((1 << _VALUE) - 1)))
    return Postings(what[starts], text, [*numpy.concatenate(([0], ends))[starts].tolist(), len(text)])


def render_numbers(numbers: Sequence[int]) -> str:
    """Return numbers as a string that needs no escape in JSON."""
    return _digits(numpy.array(numbers, numpy.int64))[0]


def _counted(facts: Facts, often: tuple[int, int] | None) -> Facts:
    if often is None:
        return facts
    least, value = often
    different, counts = numpy.unique(facts, return_counts=True)
    return numpy.where(counts >= least, different >> _VALUE << _VALUE | value, different)


def _digits(numbers: NDArray[numpy.int64]) -> tuple[str, NDArray[numpy.int64]]:
    """Return numbers in digits, and where each of them ends."""
    longer = numpy.flatnonzero(numbers >= _DIGITS)
    all_rest = rest = numbers[longer] // _DIGITS
    lengths = numpy.ones(len(numbers), numpy.int64)
    while rest.any():
        lengths[longer] += rest > 0
        rest = rest // _MORE
    ends = lengths.cumsum()
    text = numpy.empty(int(ends[-1]) if len(ends) else 0, numpy.uint8)
    text[ends - 1] = _ALPHABET[numbers & (_DIGITS - 1)]
    place, rest = 2, all_rest
    while len(longer):
        higher = rest // _MORE
        text[ends[longer] - place] = _ALPHABET[_DIGITS + rest - higher * _MORE]  # faster than %
        go_on = higher > 0
        place, longer, rest = place + 1, longer[go_on], higher[go_on]
    return text.tobytes().decode(), ends
