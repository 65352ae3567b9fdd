"""The search index of one segment: which words, and which pairs of neighbouring words, stand in which of its records.

Why our own: Pagefind folds tone marks but not đ, knows neither kỹ for kĩ nor a slip of the finger, and takes several times as long (figures in CONTRIBUTING.md).
Vietnamese is written syllable by syllable, so a word of the language is mostly two neighbours: pairs are indexed like words, and "bầu cử" doesn't find
a text that has "bầu" here and "cử" there. Marks are folded in the key and kept in the form: `dat dai` finds all, `đất đai` ranks what is written so.

A segment is a share of the records, drawn by address, so that one changed profile concerns one small segment. Within it everything is again parted by key, in buckets;
search_files.py puts the same buckets of all segments into one file, which is what browsers fetch. A bucket is a JSON object:

    words   {key: [[form, postings, …], [form, postings, …]]}: where a word stands, and at which level; then where in names, with 1 where it opens
            one + 2 where it closes one
    pairs   {"key key": [form form, postings, …]}: where two words are neighbours, and at which level
    names   {key: [form, postings, …]}: words of names again, closely packed, for beginnings and for what is spelt wrongly

Numbers are written in a string, in digits of which those from _DIGITS on say that more follow: half of what lists of numbers compress to. A posting is how many
records were skipped since the one before, times as many values as there can be, plus the value (the level, or what a name's word does). Records stand in the order of names.

All this runs once for each of the millions of words of a large site: what looks roundabout below (`map`, `Counter`, words as numbers) stays out of Python's own loop.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from operator import or_, sub
from typing import Any
from zlib import crc32

from guongsang.folding import normalise, search_key, word_form
from guongsang.outputs.search import SearchRecord
from guongsang.outputs.search_address import FACETS

# Raise it, here and in engine.js, when the same records would give other files.
VERSION = 4
TEXT, OFTEN, TOPIC, TITLE, NAME = range(5)  # where a word stands; the browser weighs them
LEVELS, ENDS = 5, 4  # how many values a posting can have: levels; what a word does in a name
KINDS = ("words", "pairs", "names")
SHOWN = 6  # records to a file of what results show
_OFTEN = 3  # as many times in a text as make it a matter of that text
_ALPHABET = "".join(map(chr, range(35, 127))).replace("\\", "")  # what stands in JSON as it is
_DIGITS = 64
_TOKEN = re.compile(r"[^\W_]+")
_DIGIT = re.compile("[0-9]")
_BREAK, _BREAK_MARK = 0, "\0"  # between two texts: no neighbours
_HALF = 24  # bits for a word in a pair
_SECOND = (1 << _HALF) - 1
_SPREAD = 4

Postings = dict[int, list[int]]


@dataclass(frozen=True, slots=True)
class Layout:
    """How an index is parted, by how many things are in it: into segments, and each segment into buckets of words, of pairs and of names."""

    segments: int
    words: int
    pairs: int
    names: int

    @classmethod
    def fitting(cls, count: int) -> Layout:
        """Return the layout for `count` profiles. Its numbers double, so that a growing site seldom makes all its segments anew.

        Different words, and more so pairs, grow in number more slowly than profiles: hence the root.
        """
        return cls(_power(count / 512), *(_power(share * count ** 0.5) for share in (5, 20, 0.8)))


@dataclass(frozen=True, slots=True)
class IndexedSegment:
    """What the index holds of a segment.

    Attributes:
        places: of each record, in their order, what orders all records by name: (order, address).
        days: of each record, its day as a number, 0 for none.
        facets: by facet, the values that are there as (key, label), the different sets of them as places in these, and of each record the place of its set.
        spellings: the words of all names but numbers: key → forms.
        keys: the words of everything else, but numbers.
        buckets: by kind, the text of each bucket, empty where nothing falls into it.
        shown: the text of the files of what results show, SHOWN records each.
    """

    places: tuple[tuple[str, str], ...]
    days: tuple[int, ...]
    facets: Mapping[str, tuple[Sequence[Sequence[str]], Sequence[Sequence[int]], Sequence[int]]]
    spellings: Mapping[str, Sequence[str]]
    keys: Sequence[str]
    buckets: Mapping[str, Sequence[bytes]]
    shown: Sequence[bytes]


class Vocabulary(dict[str, tuple[int, ...]]):
    """The words met so far, as numbers, by what stands between two spaces: a site has millions of words and a few thousand different ones."""

    def __init__(self) -> None:
        super().__init__({_BREAK_MARK: (_BREAK,)})
        self.forms, self.keys = [""], [""]
        self.firsts = [_BREAK]  # the number of the first word of that key
        self.shifted = [0]  # as the first of a pair
        self._numbers: dict[tuple[str, str], int] = {}
        self._by_key: dict[str, int] = {}

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        self[chunk] = found = tuple(map(self._number, _TOKEN.findall(chunk)))
        return found

    def read(self, text: str) -> list[int]:
        """Return the words of `text`, with a break for each end of line."""
        return list(chain.from_iterable(map(self.__getitem__, normalise(text).replace("\n", f" {_BREAK_MARK} ").split())))

    def pairs(self, words: Sequence[int]) -> Counter[int]:
        """Return how often two words stand side by side. A break counts as a word."""
        return Counter(map(or_, map(self.shifted.__getitem__, words), islice(words, 1, None)))

    def _number(self, word: str) -> int:
        key, form = search_key(word), word_form(word)
        number = self._numbers.setdefault((key, form), len(self.forms))
        if number == len(self.forms):
            self.forms.append(form)
            self.keys.append(key)
            self.firsts.append(self._by_key.setdefault(key, number))
            self.shifted.append(number << _HALF)
        return number


def index_segment(records: Iterable[SearchRecord], layout: Layout, known: Vocabulary | None = None) -> IndexedSegment:
    """Return the index of the records of a segment, the same for the same records. `known` saves time from one segment to the next."""
    known = Vocabulary() if known is None else known
    ordered = sorted(records, key=lambda record: (record.order, record.url))
    words: Postings = defaultdict(list)
    pairs: Postings = defaultdict(list)
    names: Postings = defaultdict(list)
    for number, record in enumerate(ordered):
        _add_record(number, record, known, words, pairs, names)
    in_names = {known.keys[first]: _forms(numbers, names, known, ENDS) for first, numbers in _by_key(names, known).items()}
    rows = [_compact(_shown(record)) for record in ordered]
    return IndexedSegment(
        places=tuple((record.order, record.url) for record in ordered), days=tuple(record.day.toordinal() if record.day else 0 for record in ordered),
        facets={facet: _facet_column(facet, ordered) for facet in FACETS},
        spellings={key: [form for form, _ in forms] for key, forms in sorted(in_names.items()) if not _DIGIT.search(key)},
        keys=sorted({known.keys[word] for word in words if not _DIGIT.search(known.keys[word])}),
        buckets={"words": _word_buckets(words, in_names, known, layout.words), "pairs": _pair_buckets(pairs, known, layout.pairs),
                 "names": _buckets(((key, f'"{key}":[{_parts(forms)}]') for key, forms in in_names.items()), lambda key: name_bucket(key, layout.names), layout.names)},
        shown=[f"[{','.join(rows[start: start + SHOWN])}]".encode() for start in range(0, len(rows), SHOWN)])


def bucket_of(text: str, count: int) -> int:
    """Return in which of `count` buckets a word is, by its key, or a pair, by the key of its first word and the first letter of the second."""
    return crc32(text.encode()) % count


def name_bucket(key: str, count: int) -> int:
    """Return in which of `count` buckets a word of a name is: those with one letter in front are in _SPREAD of them, side by side, for whoever has typed but that letter."""
    return (crc32(key[:1].encode()) * _SPREAD + crc32(key[1:2].encode()) % _SPREAD) % count


def _power(number: float) -> int:
    """Return the least power of two that isn't below `number`."""
    return 1 << max(0, int(number - 1e-9)).bit_length()


def _add_record(number: int, record: SearchRecord, known: Vocabulary, words: Postings, pairs: Postings, names: Postings) -> None:
    value = number * LEVELS
    levels: dict[int, int] = {}
    neighbours: dict[int, int] = {}
    for level, text in ((TEXT, record.text), (TOPIC, "\n".join(record.topics)), (TITLE, "\n".join(record.titles))):
        read = known.read(text)
        for found, counts in ((levels, Counter(read)), (neighbours, known.pairs(read))):
            found.update(dict.fromkeys(counts, value + level))
            if level == TEXT:
                found.update(dict.fromkeys([one for one, count in counts.items() if count >= _OFTEN], value + OFTEN))
    neighbours.update(dict.fromkeys(known.pairs(known.read("\n".join(record.names))), value + NAME))
    levels.pop(_BREAK, None)
    for word, posting in levels.items():
        words[word].append(posting)
    for pair, posting in neighbours.items():
        pairs[pair].append(posting)
    ends: dict[int, int] = defaultdict(int)
    for name in record.names:
        if read := known.read(name):
            for word in read:
                ends[word] |= 0
            ends[read[0]] |= 1
            ends[read[-1]] |= 2
    for word, flags in ends.items():
        names[word].append(number * ENDS + flags)


def _by_key(numbers: Iterable[int], known: Vocabulary) -> dict[int, list[int]]:
    """Return words that fold alike together, by the first of them that was ever met."""
    grouped: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        grouped[known.firsts[number]].append(number)
    return grouped


def _forms(numbers: Iterable[int], postings: Postings, known: Vocabulary, step: int) -> list[tuple[str, str]]:
    return sorted((known.forms[number], render_postings(postings[number], step)) for number in numbers)


def _word_buckets(words: Postings, in_names: Mapping[str, list[tuple[str, str]]], known: Vocabulary, count: int) -> list[bytes]:
    in_texts = {known.keys[first]: _forms(numbers, words, known, LEVELS) for first, numbers in _by_key(words, known).items()}
    return _buckets(((key, f'"{key}":[[{_parts(in_texts.get(key, ()))}],[{_parts(in_names.get(key, ()))}]]') for key in {**in_texts, **in_names}),
                    lambda key: bucket_of(key, count), count)


def _pair_buckets(pairs: Postings, known: Vocabulary, count: int) -> list[bytes]:
    forms, keys, firsts = known.forms, known.keys, known.firsts
    grouped: dict[int, list[int]] = defaultdict(list)
    for pair in pairs:
        if pair >> _HALF and pair & _SECOND:  # no break
            grouped[firsts[pair >> _HALF] << _HALF | firsts[pair & _SECOND]].append(pair)

    def entries() -> Iterator[tuple[str, str]]:
        for group, members in grouped.items():
            key, second = keys[group >> _HALF], keys[group & _SECOND]
            spelt = [(f"{forms[pair >> _HALF]} {forms[pair & _SECOND]}", render_postings(pairs[pair], LEVELS)) for pair in members]
            yield f"{key} {second[0]}", f'"{key} {second}":[{_parts(sorted(spelt))}]'

    return _buckets(entries(), lambda beginning: bucket_of(beginning, count), count)


def _parts(forms: Iterable[tuple[str, str]]) -> str:
    return ",".join([f'"{form}","{postings}"' for form, postings in forms])


def _buckets(entries: Iterable[tuple[str, str]], bucket_for: Callable[[str], int], count: int) -> list[bytes]:
    """Return the text of each bucket, from (what it is filed by, entry); entries need no escapes, for they are of letters and digits."""
    gathered: list[list[str]] = [[] for _ in range(count)]
    places: dict[str, list[str]] = {}
    for filed_by, entry in entries:
        bucket = places.get(filed_by)
        if bucket is None:
            bucket = places[filed_by] = gathered[bucket_for(filed_by)]
        bucket.append(entry)
    return [f"{{{','.join(sorted(bucket))}}}".encode() if bucket else b"" for bucket in gathered]


def render_postings(postings: Sequence[int], step: int) -> str:
    """Return postings as a string that needs no escape in JSON.

    Args:
        postings: record × step + value, one a record, ascending.
        step: how many values there can be.
    """
    if len(postings) == 1:
        return _number(postings[0])
    return "".join(map(_number, map(sub, postings, [0, *[posting - posting % step + step for posting in postings]])))  # the first value of the record after


def render_numbers(numbers: Iterable[int]) -> str:
    """Return numbers as a string that needs no escape in JSON."""
    return "".join(map(_number, numbers))


@lru_cache(maxsize=100_000)
def _number(value: int) -> str:
    value, last = divmod(value, _DIGITS)
    text = _ALPHABET[last]
    while value:
        value, digit = divmod(value, len(_ALPHABET) - _DIGITS)
        text = _ALPHABET[_DIGITS + digit] + text
    return text


def _facet_column(facet: str, records: Sequence[SearchRecord]) -> tuple[Sequence[Sequence[str]], Sequence[Sequence[int]], Sequence[int]]:
    rows = [dict(record.facets).get(facet, ()) for record in records]
    values = sorted({value for row in rows for value in row})
    places = {value: place for place, value in enumerate(values)}
    numbered = [tuple(places[value] for value in row) for row in rows]
    different = sorted(set(numbered))
    of = {row: place for place, row in enumerate(different)}
    return values, different, [of[row] for row in numbered]


def _shown(record: SearchRecord) -> dict[str, Any]:
    shown = {"url": record.url, "title": record.title, "kind": record.kind, "headline": record.headline, "facts": record.facts, "image": record.image, "focus": record.focus,
             "sample": record.sample, "text": record.text,
             "also": [text for text in (*record.names, *record.titles, *record.topics) if text not in (record.title, record.headline)]}
    return {key: value for key, value in shown.items() if value}


def _compact(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
