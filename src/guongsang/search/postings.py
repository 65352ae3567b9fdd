"""Where words stand, as strings: a large site has ten million such facts, so they are sorted and written with numpy, all of a segment at a time.

Numbers are written in digits of which those from _DIGITS on say that more follow: half of what lists of numbers compress to. A posting is how many records were
skipped since the one before, times as many values as there can be, plus the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from guongsang.search.numpy_one_thread import NDArray, numpy

BREAK = 0  # a word that is none: between two texts
_ALPHABET = numpy.frombuffer(
    "".join(map(chr, range(35, 127))).replace("\\", "").encode(), numpy.uint8
)  # what stands in JSON as it is
_DIGITS = 64
_MORE = len(_ALPHABET) - _DIGITS
# A fact is one number: what stands there (a word, or two), in which record, and its value.
_VALUE, _RECORD, WORD_BITS = 3, 16, 22
_WHAT = _VALUE + _RECORD
SECOND_WORD = (1 << WORD_BITS) - 1  # of two, the one in the lower bits

Facts: TypeAlias = NDArray[numpy.int64]


@dataclass(frozen=True, slots=True)
class Repeated:
    """What a thing counts with that stands in a record so often with a value, and with no higher one."""

    value: int
    least: int
    then: int


def facts_of(words: Facts, lengths: Facts, value: int) -> tuple[Facts, Facts]:
    """Return where words stand, and where two stand side by side, as often as they do.

    Args:
        words: the words of all records, one record after the other, each text closed by a BREAK.
        lengths: how many of them are of each record.
        value: the value of each fact.

    Raises ValueError for more records than a fact can tell apart.
    """
    if len(lengths) > 1 << _RECORD:
        raise ValueError(f"{len(lengths)} records in one segment")
    facts = words << _WHAT | numpy.repeat(numpy.arange(len(lengths)) << _VALUE | value, lengths)
    real = words != BREAK
    pairs = (words[:-1] << (WORD_BITS + _WHAT) | facts[1:])[real[:-1] & real[1:]]
    return facts[real], pairs


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
        return [text[bounds[place] : bounds[place + 1]] for place in places]


def render_postings(facts: Sequence[Facts], step: int, repeated: Repeated | None = None) -> Postings:
    """Return the postings of all that stands anywhere. A record counts with its highest value.

    `step` says how many values there can be.
    """
    ordered = numpy.concatenate(facts)
    ordered.sort()
    if not len(ordered):
        return Postings(ordered, "", (0,))
    places = ordered >> _VALUE
    ends = numpy.flatnonzero(
        numpy.append(places[1:] != places[:-1], True)
    )  # the last fact of a record has its highest value
    places, values = places[ends], ordered[ends] & ((1 << _VALUE) - 1)
    if repeated:
        values[(values == repeated.value) & (numpy.diff(ends, prepend=-1) >= repeated.least)] = repeated.then
    what = places >> _RECORD
    records = places & ((1 << _RECORD) - 1)
    starts = numpy.flatnonzero(numpy.diff(what, prepend=-1))
    skipped = numpy.diff(records, prepend=-1) - 1
    skipped[starts] = records[starts]
    text, ends = _digits(skipped * step + values)
    return Postings(what[starts], text, [*numpy.concatenate(([0], ends))[starts].tolist(), len(text)])


def render_numbers(numbers: Sequence[int]) -> str:
    """Return numbers as a string that needs no escape in JSON."""
    return _digits(numpy.array(numbers, numpy.int64))[0]


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
