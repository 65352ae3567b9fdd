"""Index one segment: which records have which words, and at which level the browser ranks them.

Why not Pagefind: it folds tone marks but not đ, matches neither kỹ with kĩ nor typing errors, and
takes several times as long (figures in docs/architecture/speed.md).

Vietnamese is written syllable by syllable, and most words have two. So pairs of neighbouring
syllables ("words" here) are indexed too, and "bầu cử" doesn't find a text with "bầu" and "cử"
apart. The key of a word has its marks folded, its form keeps them: `dat dai` finds all spellings,
`đất đai` ranks exact ones first.

A segment is a share of the records, chosen by hash of the address, so one edited profile changes
one small segment. A segment's words are divided into buckets by key; files.py joins the same bucket
of all segments into one file, which browsers fetch. A bucket is a JSON object:

    words   {key: [[form, postings, …], [form, postings, …]]}: first occurrences in all texts, with
            their level; then in names, with 1 if the word begins a name + 2 if it ends one
    pairs   {"key key": [form form, postings, …]}: occurrences of two neighbours, with their level
    names   {key: [form, postings, …]}: words of names again, in fewer buckets, for prefix search
            and typing errors

postings.py packs postings into strings. Records are in the order of names.
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
from guongsang.search.postings import BREAK, Numbers, Postings, Repeated, occurrences, render_postings, word_occurrences
from guongsang.text.folding import normalise, search_key, word_form

# Increase it, here and in engine.js, when the same records would give other files.
VERSION = 4
TEXT, OFTEN, TOPIC, TITLE, NAME = range(5)  # level of an occurrence: the browser weighs them
LEVELS = 5  # number of levels
ENDS = 4  # number of flags for words in names: begins one (1) + ends one (2)
KINDS = ("words", "pairs", "names")
# Limits of a result file, in bytes and records; a single record may be larger. A page of results
# fetches a dozen such files.
_MAX_SHOWN_BYTES, _MAX_SHOWN_RECORDS = 18_000, 6
_OFTEN = 3  # from so many occurrences on, the text is about that word
_TOKEN = re.compile(r"[^\W_]+")
_DIGIT = re.compile("[0-9]")
_BREAK_MARK = "\0"


@dataclass(frozen=True, slots=True)
class Layout:
    """How an index is divided.

    Attributes:
        segments: number of segments.
        words: number of buckets of words in each segment.
        pairs: number of buckets of pairs in each segment.
        names: number of buckets of words of names in each segment.
    """

    segments: int
    words: int
    pairs: int
    names: int

    @classmethod
    def fitting(cls, count: int) -> Layout:
        """Return the layout for `count` profiles.

        Its numbers are powers of two, so that a growing site seldom indexes all segments again.
        Distinct words and pairs grow more slowly than profiles: hence the square root.
        """
        return cls(_power(count / 512), *(_power(share * count**0.5) for share in (10, 40, 0.8)))


@dataclass(frozen=True, slots=True)
class IndexedSegment:
    """The index of one segment.

    Attributes:
        sort_keys: per record, what sorts records by name: (order, address).
        days: per record, its day as an ordinal; 0 if it has none.
        facets: per facet: distinct values as (key, label); distinct combinations, as indexes into
            the values; per record, an index into the combinations.
        spellings: the words of all names, without numbers: key → forms.
        keys: all other words, without numbers.
        buckets: per kind, the text of each bucket; empty if nothing is in it.
        held: number of records in each result file.
        shown: content of the result files.
    """

    sort_keys: tuple[tuple[str, str], ...]
    days: tuple[int, ...]
    facets: Mapping[str, tuple[Sequence[Sequence[str]], Sequence[Sequence[int]], Sequence[int]]]
    spellings: Mapping[str, Sequence[str]]
    keys: Sequence[str]
    buckets: Mapping[str, Sequence[bytes]]
    held: Sequence[int]
    shown: Sequence[bytes]


class Vocabulary(dict[str, bytes]):
    """A cache from chunks (text between spaces) to the numbers of their words.

    A site has millions of words, but only a few thousand distinct ones. The numbers of a chunk are
    stored as bytes of an int array: joining bytes takes a fraction of the time of joining numbers.

    Attributes:
        form_of: the form of each word, by number.
        key_of: the key of each word, by number.
    """

    def __init__(self) -> None:
        super().__init__({_BREAK_MARK: array("i", [BREAK]).tobytes()})
        self.form_of, self.key_of = [""], [""]
        self._numbers: dict[str, int] = {}
        self._by_key_and_form: dict[tuple[str, str], int] = {}  # words with equal key and form are one

    def __missing__(self, chunk: str) -> bytes:
        self[chunk] = words = array("i", map(self._number, _TOKEN.findall(normalise(chunk)))).tobytes()
        return words

    def read(self, records: Iterable[Iterable[str]]) -> tuple[Numbers, Numbers]:
        """Return the words of all records, with a BREAK after each line, and how many each has.

        Args:
            records: for each record, its texts.
        """
        by_record = [self._read("\n".join((*texts, ""))) for texts in records]
        lengths = numpy.array([len(words) for words in by_record], numpy.int64) // array("i").itemsize
        return numpy.frombuffer(b"".join(by_record), numpy.intc).astype(numpy.int64), lengths

    def read_line(self, text: str) -> list[int]:
        """Return the words of one text."""
        return array("i", self._read(text)).tolist()

    def _read(self, text: str) -> bytes:
        return b"".join(map(self.__getitem__, text.replace("\n", f" {_BREAK_MARK} ").split()))

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            key, form = search_key(word), word_form(word)
            number = self._numbers[word] = self._by_key_and_form.setdefault((key, form), len(self.form_of))
            if number == len(self.form_of):
                self.form_of.append(form)
                self.key_of.append(key)
        return number


def index_segment(records: Iterable[SearchRecord], layout: Layout, known: Vocabulary | None = None) -> IndexedSegment:
    """Return the index of a segment. The result depends on the records and the layout alone.

    Args:
        records: the records of the segment, in any order.
        layout: how the index is divided.
        known: a vocabulary shared by all segments, to save time.
    """
    known = Vocabulary() if known is None else known
    ordered = sorted(records, key=lambda record: (record.order, record.url))
    texts, text_pairs = word_occurrences(*known.read((record.text,) for record in ordered), TEXT)
    topics, topic_pairs = word_occurrences(*known.read(record.topics for record in ordered), TOPIC)
    titles, title_pairs = word_occurrences(*known.read(record.titles for record in ordered), TITLE)
    _, name_pairs = word_occurrences(*known.read(record.names for record in ordered), NAME)
    often = Repeated(TEXT, _OFTEN, OFTEN)
    words = render_postings([texts, topics, titles], LEVELS, often)
    pairs = render_postings([text_pairs, topic_pairs, title_pairs, name_pairs], LEVELS, often)
    names = render_postings([occurrences(_ends_of_names(ordered, known))], ENDS)
    in_texts, in_names = _by_key(words, known), _by_key(names, known)
    shown = list(_batches([to_json(_shown(record)) for record in ordered]))
    facets = [dict(record.facets) for record in ordered]
    return IndexedSegment(
        sort_keys=tuple((record.order, record.url) for record in ordered),
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
    """Return the bucket of a word, from 0 to `count` - 1."""
    return crc32(key.encode()) % count


def _power(number: float) -> int:
    """Return the smallest power of two that is at least `number`."""
    return 1 << max(0, int(number - 1e-9)).bit_length()


def _ends_of_names(records: Sequence[SearchRecord], known: Vocabulary) -> Iterator[tuple[int, int, int]]:
    """Yield each word of a name, its record, and 1 if it begins a name + 2 if it ends one."""
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
    """Return for each key its forms, sorted, with their postings."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for word, text in zip(postings.words.tolist(), postings.texts(range(len(postings.words))), strict=True):
        found[known.key_of[word]].append((known.form_of[word], text))
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
    """Return the text of each bucket.

    Args:
        entries: (key, JSON text). Only letters and digits occur, so nothing needs an escape.
        bucket_for: from a key to the number of its bucket.
        count: number of buckets.
    """
    buckets: list[list[str]] = [[] for _ in range(count)]
    by_key: dict[str, list[str]] = {}
    for key, entry in entries:
        bucket = by_key.get(key)
        if bucket is None:
            bucket = by_key[key] = buckets[bucket_for(key)]
        bucket.append(entry)
    return [f"{{{','.join(sorted(bucket))}}}".encode() if bucket else b"" for bucket in buckets]


def _facet_column(rows: Sequence[Values]) -> tuple[Sequence[Sequence[str]], Sequence[Sequence[int]], Sequence[int]]:
    values = sorted({value for row in rows for value in row})
    value_index = {value: number for number, value in enumerate(values)}
    numbered = [tuple(value_index[value] for value in row) for row in rows]
    distinct = sorted(set(numbered))
    row_index = {row: number for number, row in enumerate(distinct)}
    return values, distinct, [row_index[row] for row in numbered]


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


def _batches(rows: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield the rows of each result file."""
    batch: list[bytes] = []
    for row in rows:
        if len(batch) == _MAX_SHOWN_RECORDS or batch and sum(map(len, batch)) + len(row) > _MAX_SHOWN_BYTES:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
