"""Where words stand, as strings: a large site has ten million such facts, so they are sorted and written with numpy, all of a segment at a time.

Numbers are written in digits of which those from _DIGITS on say that more follow: half of what lists of numbers compress to. A posting is how many records were
skipped since the one before, times as many values as there can be, plus the value.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # nothing here is for its threads, and a process that has threads shouldn't be forked

import numpy  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

BREAK = 0  # a word that is none: between two texts
_ALPHABET = numpy.frombuffer("".join(map(chr, range(35, 127))).replace("\\", "").encode(), numpy.uint8)  # what stands in JSON as it is
_DIGITS = 64
_MORE = len(_ALPHABET) - _DIGITS
# A fact is one number: what stands there (a word, or two), in which record, and its value.
_VALUE, _RECORD, WORD_BITS = 3, 16, 22
_WHAT = _VALUE + _RECORD
SECOND_WORD = (1 << WORD_BITS) - 1  # of two, the one in the lower bits

Facts: TypeAlias = NDArray[numpy.int64]


def facts_of(texts: Sequence[Sequence[int]], value: int, often: tuple[int, int] | None = None) -> tuple[Facts, Facts]:
    """Return where words stand, and where two stand side by side.

    Args:
        texts: of each record its words, each text closed by a BREAK.
        value: the value of each fact.
        often: as many times in a record as give another value, and which.

    Raises ValueError for more records than a fact can tell apart.
    """
    if len(texts) > 1 << _RECORD:
        raise ValueError(f"{len(texts)} records in one segment")
    lengths = numpy.fromiter(map(len, texts), numpy.int64, len(texts))
    words = numpy.fromiter(chain.from_iterable(texts), numpy.int64, int(lengths.sum()))
    tails = (numpy.repeat(numpy.arange(len(texts)), lengths) << _VALUE) | value
    real = words != BREAK
    neighbours = real[:-1] & real[1:]
    pairs = (words[:-1][neighbours] << WORD_BITS | words[1:][neighbours]) << _WHAT | tails[:-1][neighbours]
    return _counted(words[real] << _WHAT | tails[real], often), _counted(pairs, often)


def plain_facts(found: Iterable[tuple[int, int, int]]) -> Facts:
    """Return facts from (word, record, value)."""
    return numpy.array([word << _WHAT | record << _VALUE | value for word, record, value in found], numpy.int64)


def render_postings(facts: Sequence[Facts], step: int) -> Mapping[int, str]:
    """Return by what stands there its postings, as a string that needs no escape in JSON. A record counts with its highest value.

    `step` says how many values there can be.
    """
    ordered = numpy.sort(numpy.concatenate(facts))
    if not len(ordered):
        return {}
    ordered = ordered[numpy.append(numpy.diff(ordered >> _VALUE) != 0, True)]
    what = ordered >> _WHAT
    records = (ordered >> _VALUE) & ((1 << _RECORD) - 1)
    starts = numpy.flatnonzero(numpy.diff(what, prepend=-1))
    skipped = numpy.diff(records, prepend=-1) - 1
    skipped[starts] = records[starts]
    text, ends = _digits(skipped * step + (ordered & ((1 << _VALUE) - 1)))
    begins = numpy.concatenate(([0], ends))[starts].tolist()
    return {one: text[begin:end] for one, begin, end in zip(what[starts].tolist(), begins, [*begins[1:], len(text)], strict=True)}


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
    lengths = numpy.ones(len(numbers), numpy.int64)
    rest = numbers // _DIGITS
    while rest.any():
        lengths += rest > 0
        rest //= _MORE
    ends = lengths.cumsum()
    text = numpy.empty(int(lengths.sum()), numpy.uint8)
    text[ends - 1] = _ALPHABET[numbers % _DIGITS]
    rest = numbers // _DIGITS
    for place in range(2, int(lengths.max(initial=1)) + 1):
        longer = lengths >= place
        text[ends[longer] - place] = _ALPHABET[_DIGITS + rest[longer] % _MORE]
        rest //= _MORE
    return text.tobytes().decode(), ends
