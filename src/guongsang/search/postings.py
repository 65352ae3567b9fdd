"""Postings: which records contain a word, packed into strings.

A large site has ten million occurrences, so numpy sorts and writes those of a whole segment at
once. An occurrence is one integer: the word (or two), the record, and a value.

A posting is the number of records skipped since the one before, times the number of possible
values, plus the value. Numbers are written in a variable-length code: a digit from _DIGITS on says
that more digits follow. It takes half the space of compressed lists of numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from guongsang.search.numpy_one_thread import NDArray, numpy

BREAK = 0  # the number of no word: separates two texts
# Characters that need no escape in JSON.
_ALPHABET = numpy.frombuffer("".join(map(chr, range(35, 127))).replace("\\", "").encode(), numpy.uint8)
_DIGITS = 64
_MORE = len(_ALPHABET) - _DIGITS
# Bits of an occurrence, from the lowest: value, record, word, and a second word above that.
_VALUE_BITS, _RECORD_BITS, WORD_BITS = 3, 16, 22
_WORD_SHIFT = _VALUE_BITS + _RECORD_BITS
SECOND_WORD = (1 << WORD_BITS) - 1  # mask: of a pair, the word in the lower bits

Numbers: TypeAlias = NDArray[numpy.int64]


@dataclass(frozen=True, slots=True)
class Repeated:
    """A rule: `least` occurrences in a record with `value`, and none higher, count as `then`."""

    value: int
    least: int
    then: int


def word_occurrences(words: Numbers, lengths: Numbers, value: int) -> tuple[Numbers, Numbers]:
    """Return all occurrences of words, and of pairs of neighbouring words.

    Args:
        words: the numbers of all words, record by record; each text ends with a BREAK.
        lengths: how many of them each record has.
        value: the value of each occurrence.

    Raises:
        ValueError: more records than _RECORD_BITS can number.
    """
    if len(lengths) > 1 << _RECORD_BITS:
        raise ValueError(f"{len(lengths)} records in one segment")
    found = words << _WORD_SHIFT | numpy.repeat(numpy.arange(len(lengths)) << _VALUE_BITS | value, lengths)
    is_word = words != BREAK
    pairs = (words[:-1] << (WORD_BITS + _WORD_SHIFT) | found[1:])[is_word[:-1] & is_word[1:]]
    return found[is_word], pairs


def occurrences(found: Iterable[tuple[int, int, int]]) -> Numbers:
    """Return occurrences from (word, record, value)."""
    return numpy.array(
        [word << _WORD_SHIFT | record << _VALUE_BITS | value for word, record, value in found], numpy.int64
    )


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of words, or of pairs.

    Attributes:
        words: numbers of the words, sorted; of a pair, both in one number.
        text: the postings of all, joined; ASCII that needs no escape in JSON.
        bounds: offsets into `text`: where the postings of each word begin, and the end.
    """

    words: Numbers
    text: str
    bounds: Sequence[int]

    def texts(self, indexes: Iterable[int]) -> list[str]:
        """Return the postings of the words at some indexes into `words`."""
        text, bounds = self.text, self.bounds
        return [text[bounds[index] : bounds[index + 1]] for index in indexes]


def render_postings(parts: Sequence[Numbers], step: int, repeated: Repeated | None = None) -> Postings:
    """Return the postings of all words that occur. A record counts with its highest value.

    Args:
        parts: occurrences, in any order.
        step: number of possible values.
        repeated: raises the value of words that occur often in a record.
    """
    ordered = numpy.concatenate(parts)
    ordered.sort()
    if not len(ordered):
        return Postings(ordered, "", (0,))
    word_and_record = ordered >> _VALUE_BITS
    # Sorted, so the last occurrence of a word in a record has its highest value.
    ends = numpy.flatnonzero(numpy.append(word_and_record[1:] != word_and_record[:-1], True))
    word_and_record, values = word_and_record[ends], ordered[ends] & ((1 << _VALUE_BITS) - 1)
    if repeated:
        values[(values == repeated.value) & (numpy.diff(ends, prepend=-1) >= repeated.least)] = repeated.then
    words = word_and_record >> _RECORD_BITS
    records = word_and_record & ((1 << _RECORD_BITS) - 1)
    starts = numpy.flatnonzero(numpy.diff(words, prepend=-1))
    skipped = numpy.diff(records, prepend=-1) - 1
    skipped[starts] = records[starts]
    text, ends = _digits(skipped * step + values)
    return Postings(words[starts], text, [*numpy.concatenate(([0], ends))[starts].tolist(), len(text)])


def render_numbers(numbers: Sequence[int]) -> str:
    """Return numbers as a string, in the code described above. It needs no escape in JSON."""
    return _digits(numpy.array(numbers, numpy.int64))[0]


def _digits(numbers: NDArray[numpy.int64]) -> tuple[str, NDArray[numpy.int64]]:
    """Return the digits of all numbers, joined, and the offset where each number ends."""
    longer = numpy.flatnonzero(numbers >= _DIGITS)
    all_rest = rest = numbers[longer] // _DIGITS
    lengths = numpy.ones(len(numbers), numpy.int64)
    while rest.any():
        lengths[longer] += rest > 0
        rest = rest // _MORE
    ends = lengths.cumsum()
    text = numpy.empty(int(ends[-1]) if len(ends) else 0, numpy.uint8)
    text[ends - 1] = _ALPHABET[numbers & (_DIGITS - 1)]
    from_end, rest = 2, all_rest
    while len(longer):
        higher = rest // _MORE
        text[ends[longer] - from_end] = _ALPHABET[_DIGITS + rest - higher * _MORE]  # faster than %
        has_more = higher > 0
        from_end, longer, rest = from_end + 1, longer[has_more], higher[has_more]
    return text.tobytes().decode(), ends
