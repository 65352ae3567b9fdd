"""The search index of one segment: which words, and which pairs of neighbouring words, stand in which of its records.

Why our own: Pagefind folds tone marks but not đ, knows neither kỹ for kĩ nor a slip of the finger, and takes several times as long (figures in docs/architecture/speed.md).
Vietnamese is written syllable by syllable, so a word of the language is mostly two neighbours: pairs are indexed like words, and "bầu cử" doesn't find
a text that has "bầu" here and "cử" there. Marks are folded in the key and kept in the form: `dat dai` finds all, `đất đai` ranks what is written so.

A segment is a share of the records, drawn by address, so that one changed profile concerns one small segment. Within it everything is again parted by key, in buckets;
search_files.py puts the same buckets of all segments into one file, which is what browsers fetch. A bucket is a JSON object:

    words   {key: [[form, postings, …], [form, postings, …]]}: where a word stands, and at which level; then where in names, with 1 where it opens
            one + 2 where it closes one
    pairs   {"key key": [form form, postings, …]}: where two words are neighbours, and at which level
    names   {key: [form, postings, …]}: words of names again, closely packed, for beginnings and for what is spelt wrongly

Postings are strings: search_postings.py. Records stand in the order of names.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from pydantic_core import to_json

from guongsang.outputs.parts.search_address import FACETS
from guongsang.outputs.search.records import SearchRecord, Values
from guongsang.search.numpy_one_thread import numpy
from guongsang.search.pairs import pair_buckets, spread_bucket
from guongsang.search.postings import BREAK, Facts, Postings, Repeated, facts_of, plain_facts, render_postings
from guongsang.text.folding import normalise, search_key, word_form

# Raise it, here and in engine.js, when the same records would give other files.
VERSION = 4
TEXT, OFTEN, TOPIC, TITLE, NAME = range(5)  # where a word stands; the browser weighs them
LEVELS, ENDS = 5, 4  # how many values a posting can have: levels; what a word does in a name
KINDS = ("words", "pairs", "names")
# A file of what results show holds no more bytes, unless one record has them, and no more records: a page of results fetches a dozen such files.
_SHOWN, _MOST_SHOWN = 18_000, 6
_OFTEN = 3  # as many times in a text as make it a matter of that text
_TOKEN = re.compile(r"[^\W_]+")
_DIGIT = re.compile("[0-9]")
_BREAK_MARK = "\0"


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
        return cls(_power(count / 512), *(_power(share * count**0.5) for share in (10, 40, 0.8)))


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
        held: how many records each file of what results show is of.
        shown: the text of these files.
    """

    places: tuple[tuple[str, str], ...]
    days: tuple[int, ...]
    facets: Mapping[str, tuple[Sequence[Sequence[str]], Sequence[Sequence[int]], Sequence[int]]]
    spellings: Mapping[str, Sequence[str]]
    keys: Sequence[str]
    buckets: Mapping[str, Sequence[bytes]]
    held: Sequence[int]
    shown: Sequence[bytes]


class Vocabulary(dict[str, bytes]):
    """The words met so far, by what stands between two spaces: a site has millions of words and a few thousand different ones.

    Words are numbers, and those of a chunk stand as the bytes of an array: such are joined in a fraction of the time that gathering numbers takes.
    """

    def __init__(self) -> None:
        super().__init__({_BREAK_MARK: array("i", [BREAK]).tobytes()})
        self.form_of, self.key_of = [""], [""]  # by number
        self._numbers: dict[str, int] = {}
        self._same: dict[
            tuple[str, str], int
        ] = {}  # of key and form: words that differ in nothing else have one number

    def __missing__(self, chunk: str) -> bytes:
        self[chunk] = words = array("i", map(self._number, _TOKEN.findall(normalise(chunk)))).tobytes()
        return words

    def read(self, records: Iterable[Iterable[str]]) -> tuple[Facts, Facts]:
        """Return the words of the texts of records, with a BREAK after each line, and how many each record has."""
        told = [self._read("\n".join((*texts, ""))) for texts in records]
        return numpy.frombuffer(b"".join(told), numpy.intc).astype(numpy.int64), numpy.array(
            [len(words) for words in told], numpy.int64
        ) // array("i").itemsize

    def read_line(self, text: str) -> list[int]:
        """Return the words of one text."""
        return array("i", self._read(text)).tolist()

    def _read(self, text: str) -> bytes:
        return b"".join(map(self.__getitem__, text.replace("\n", f" {_BREAK_MARK} ").split()))

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            key, form = search_key(word), word_form(word)
            number = self._numbers[word] = self._same.setdefault((key, form), len(self.form_of))
            if number == len(self.form_of):
                self.form_of.append(form)
                self.key_of.append(key)
        return number


def index_segment(records: Iterable[SearchRecord], layout: Layout, known: Vocabulary | None = None) -> IndexedSegment:
    """Return the index of the records of a segment, the same for the same records. `known` saves time from one segment to the next."""
    known = Vocabulary() if known is None else known
    ordered = sorted(records, key=lambda record: (record.order, record.url))
    texts, text_pairs = facts_of(*known.read((record.text,) for record in ordered), TEXT)
    topics, topic_pairs = facts_of(*known.read(record.topics for record in ordered), TOPIC)
    titles, title_pairs = facts_of(*known.read(record.titles for record in ordered), TITLE)
    _, name_pairs = facts_of(*known.read(record.names for record in ordered), NAME)
    often = Repeated(TEXT, _OFTEN, OFTEN)
    words = render_postings([texts, topics, titles], LEVELS, often)
    pairs = render_postings([text_pairs, topic_pairs, title_pairs, name_pairs], LEVELS, often)
    names = render_postings([plain_facts(_ends_of_names(ordered, known))], ENDS)
    in_texts, in_names = _by_key(words, known), _by_key(names, known)
    shown = list(_shown_together([to_json(_shown(record)) for record in ordered]))
    facets = [dict(record.facets) for record in ordered]
    return IndexedSegment(
        places=tuple((record.order, record.url) for record in ordered),
        days=tuple(record.day.toordinal() if record.day else 0 for record in ordered),
        facets={facet: _facet_column([row.get(facet, ()) for row in facets]) for facet in FACETS},
        spellings={
            key: [form for form, _ in forms] for key, forms in sorted(in_names.items()) if not _DIGIT.search(key)
        },
        keys=sorted(key for key in in_texts if not _DIGIT.search(key)),
        buckets={
            "words": _word_buckets(in_texts, in_names, layout.words),
            "pairs": pair_buckets(pairs, known.key_of, known.form_of, layout.pairs),
            "names": _name_buckets(in_names, layout.names),
        },
        held=[len(rows) for rows in shown],
        shown=[b"[" + b",".join(rows) + b"]" for rows in shown],
    )


def bucket_of(key: str, count: int) -> int:
    """Return in which of `count` buckets a word is."""
    return crc32(key.encode()) % count


def _power(number: float) -> int:
    """Return the least power of two that isn't below `number`."""
    return 1 << max(0, int(number - 1e-9)).bit_length()


def _ends_of_names(records: Sequence[SearchRecord], known: Vocabulary) -> Iterator[tuple[int, int, int]]:
    """Yield each word of a name, the record, and 1 where it opens a name of it + 2 where it closes one."""
    for number, record in enumerate(records):
        ends: dict[int, int] = defaultdict(int)
        for name in record.names:
            if read := known.read_line(name):
                for word in read:
                    ends[word] |= 0
                ends[read[0]] |= 1
                ends[read[-1]] |= 2
        yield from ((word, number, flags) for word, flags in ends.items() if word != BREAK)


def _by_key(postings: Postings, known: Vocabulary) -> dict[str, list[tuple[str, str]]]:
    """Return the forms of each key in order, with their postings."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for word, where in zip(postings.what.tolist(), postings.of(range(len(postings.what))), strict=True):
        found[known.key_of[word]].append((known.form_of[word], where))
    for forms in found.values():
        forms.sort()
    return found


def _word_buckets(
    in_texts: Mapping[str, list[tuple[str, str]]], in_names: Mapping[str, list[tuple[str, str]]], count: int
) -> list[bytes]:
    return _buckets(
        (
            (key, f'"{key}":[[{_parts(in_texts.get(key, ()))}],[{_parts(in_names.get(key, ()))}]]')
            for key in {**in_texts, **in_names}
        ),
        lambda key: bucket_of(key, count),
        count,
    )


def _name_buckets(in_names: Mapping[str, list[tuple[str, str]]], count: int) -> list[bytes]:
    return _buckets(
        ((key, f'"{key}":[{_parts(forms)}]') for key, forms in in_names.items()),
        lambda key: spread_bucket(key, 0, count),
        count,
    )


def _parts(forms: Iterable[tuple[str, str]]) -> str:
    return ",".join([f'"{form}","{postings}"' for form, postings in forms])


def _buckets(entries: Iterable[tuple[str, str]], bucket_for: Callable[[str], int], count: int) -> list[bytes]:
    """Return the text of each bucket, from (what it is filed by, entry). Entries are of letters and digits, without escapes."""
    gathered: list[list[str]] = [[] for _ in range(count)]
    places: dict[str, list[str]] = {}
    for filed_by, entry in entries:
        bucket = places.get(filed_by)
        if bucket is None:
            bucket = places[filed_by] = gathered[bucket_for(filed_by)]
        bucket.append(entry)
    return [f"{{{','.join(sorted(bucket))}}}".encode() if bucket else b"" for bucket in gathered]


def _facet_column(rows: Sequence[Values]) -> tuple[Sequence[Sequence[str]], Sequence[Sequence[int]], Sequence[int]]:
    values = sorted({value for row in rows for value in row})
    places = {value: place for place, value in enumerate(values)}
    numbered = [tuple(places[value] for value in row) for row in rows]
    different = sorted(set(numbered))
    of = {row: place for place, row in enumerate(different)}
    return values, different, [of[row] for row in numbered]


def _shown(record: SearchRecord) -> dict[str, Any]:
    shown = {
        "url": record.url,
        "title": record.title,
        "kind": record.kind,
        "headline": record.headline,
        "facts": record.facts,
        "image": record.image,
        "focus": record.focus,
        "sample": record.sample,
        "text": record.text,
        "also": [
            text
            for text in (*record.names, *record.titles, *record.topics)
            if text not in (record.title, record.headline)
        ],
    }
    return {key: value for key, value in shown.items() if value}


def _shown_together(rows: Iterable[bytes]) -> Iterator[list[bytes]]:
    gathered: list[bytes] = []
    for row in rows:
        if len(gathered) == _MOST_SHOWN or gathered and sum(map(len, gathered)) + len(row) > _SHOWN:
            yield gathered
            gathered = []
        gathered.append(row)
    if gathered:
        yield gathered
