"""The search index: which words, and which pairs of neighbouring words, stand in which records, in files small enough for a phone to fetch.

Why our own: Pagefind folds tone marks but not đ, knows neither kỹ for kĩ nor a slip of the finger, and takes more than twice as long (figures in CONTRIBUTING.md).
Vietnamese is written syllable by syllable, so a word of the language is mostly two neighbours: pairs are indexed like words, and "bầu cử" doesn't find
a text that has "bầu" here and "cử" there. Marks are folded in the key and kept in the form: `dat dai` finds all, `đất đai` ranks what is written so.

A segment holds the records of some shelves (years). Its files, read by theme/assets/javascripts/search/segment.js:

    core.json       {count, facets: {key: {values: [[key, label]], rows: [[value, …]], of: rows}}, days: {rows: [day], of: rows}, words: […], pairs: […], names: […]}
                    `of` is a number for each record, its place in `rows`; the lists at the end tell w<n>.json, p<n>.json and n<n>.json apart: as much
                    of the first key of each as sets it off from the last one of the file before
    w<n>.json       {key: [[form, postings, …], [form, postings, …]]}: where a word stands, and at which level; then where in names, with 1 where it opens
                    one + 2 where it closes one
    p<n>.json       {"key key": [form form, postings, …]}: where two words are neighbours, and at which level
    n<n>.json       {key: [form, postings, …]}: words of names again, closely packed, for beginnings and for what is spelt wrongly
    spellings.json  {key: [form, …]}: the words of all names but numbers
    d/<n>.json      what a result shows of record n, and `also` what else it is found by

Numbers are written in a string, in digits of which those from _DIGITS on say that more follow: half of what lists of numbers compress to. A posting is how many
records were skipped since the one before, times as many values as there can be, plus the value (the level, or what a name's word does). Records stand in the order of names.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from guongsang.folding import normalise, search_key, word_form
from guongsang.outputs.search import SearchRecord
from guongsang.outputs.search_address import FACETS

# Raise it when the same records would give other files.
VERSION = 3
TEXT, OFTEN, TOPIC, TITLE, NAME = range(5)  # where a word stands; the browser weighs them
LEVELS, ENDS = 5, 4  # how many values a posting can have: levels; what a word does in a name
_OFTEN = 3  # as many times in a text as make it a matter of that text
_SHARD = 5_000  # characters; about three kilobytes on the way
_ALPHABET = "".join(map(chr, range(35, 127))).replace("\\", "")  # what stands in JSON as it is
_DIGITS = 64
_TOKEN = re.compile(r"[^\W_]+")
_DIGIT = re.compile("[0-9]")

Postings = dict[str, list[int]]


class _Words(dict[str, tuple[str, str]]):
    """Key and form of each word met so far: a corpus has a million words and a few thousand different ones."""

    def __missing__(self, word: str) -> tuple[str, str]:
        self[word] = found = (search_key(word), word_form(word))
        return found


def index_segment(records: Iterable[SearchRecord]) -> Iterator[tuple[str, str]]:
    """Yield the files of a segment, as path and text, the same for the same records."""
    ordered = sorted(records, key=lambda record: (record.order, record.url))
    words: Postings = defaultdict(list)
    pairs: Postings = defaultdict(list)
    names: Postings = defaultdict(list)
    keys: dict[str, str] = {}
    known = _Words()
    for number, record in enumerate(ordered):
        _add_record(number, record, known, keys, words, pairs, names)
    pair_keys = {pair: " ".join(keys[form] for form in pair.split(" ")) for pair in pairs}
    in_names = dict(_by_key(names, keys, ENDS))
    in_texts = dict(_by_key(words, keys, LEVELS))
    everywhere = ((key, [in_texts.get(key, []), in_names.get(key, [])]) for key in sorted({*in_texts, *in_names}))
    shards = {"words": list(_shards(everywhere)), "pairs": list(_shards(_by_key(pairs, pair_keys, LEVELS))), "names": list(_shards(in_names.items()))}
    yield "core.json", _compact({
        "count": len(ordered), "facets": _facet_columns(ordered), "days": _column([record.day.toordinal() if record.day else 0 for record in ordered]),
        **{kind: [first for first, _ in files] for kind, files in shards.items()}})
    yield from ((f"{kind[0]}{place}.json", text) for kind, files in shards.items() for place, (_, text) in enumerate(files))
    yield "spellings.json", _compact({key: parts[::2] for key, parts in in_names.items() if not _DIGIT.search(key)})
    for number, record in enumerate(ordered):
        yield f"d/{number}.json", _compact(_shown(record))


def _add_record(number: int, record: SearchRecord, known: _Words, keys: dict[str, str], words: Postings, pairs: Postings, names: Postings) -> None:
    levels: dict[str, int] = {}
    neighbours: dict[tuple[str, str], int] = {}  # forms
    ends: dict[str, int] = defaultdict(int)
    for level, texts in ((TEXT, record.text.split("\n")), (TOPIC, record.topics), (TITLE, record.titles), (NAME, record.names)):
        forms: Counter[str] = Counter()
        couples: Counter[tuple[str, str]] = Counter()
        for text in texts:
            found = [known[word] for word in _TOKEN.findall(normalise(text))]
            forms.update(form for _, form in found)
            couples.update((one, two) for (_, one), (_, two) in zip(found, found[1:], strict=False))
            keys.update((form, key) for key, form in found)
            if level == NAME and found:
                for _, form in found:
                    ends[form] |= 0
                ends[found[0][1]] |= 1
                ends[found[-1][1]] |= 2
        if level != NAME:
            levels.update((form, OFTEN if level == TEXT and count >= _OFTEN else level) for form, count in forms.items())
        neighbours.update((couple, OFTEN if level == TEXT and count >= _OFTEN else level) for couple, count in couples.items())
    for form, level in levels.items():
        words[form].append(number * LEVELS + level)
    for (one, two), level in neighbours.items():
        pairs[f"{one} {two}"].append(number * LEVELS + level)
    for form, flags in ends.items():
        names[form].append(number * ENDS + flags)


def _by_key(postings: Postings, keys: Mapping[str, str], step: int) -> Iterator[tuple[str, list[str]]]:
    """Yield each key in order with its forms, each followed by its postings."""
    for key, forms in groupby(sorted(postings, key=lambda form: (keys[form], form)), keys.__getitem__):
        yield key, [part for form in forms for part in (form, render_postings(postings[form], step))]


def render_postings(postings: Sequence[int], step: int) -> str:
    """Return postings as a string that needs no escape in JSON.

    Args:
        postings: record × step + value, one a record, ascending.
        step: how many values there can be.
    """
    parts = []
    expected = 0  # the first value of the record after the last one
    for posting in postings:
        parts.append(_number(posting - expected))
        expected = posting - posting % step + step
    return "".join(parts)


@lru_cache(maxsize=100_000)
def _number(value: int) -> str:
    value, last = divmod(value, _DIGITS)
    text = _ALPHABET[last]
    while value:
        value, digit = divmod(value, len(_ALPHABET) - _DIGITS)
        text = _ALPHABET[_DIGITS + digit] + text
    return text


def _shards(entries: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield files of entries in order, each with what tells it from the one before, and each but the last at least _SHARD long."""
    first, before, parts, length = "", "", [], 0
    for key, value in entries:
        if not parts:
            first = _telling(before, key)
        before = key
        parts.append(f"{_compact(key)}:{_compact(value)}")
        length += len(parts[-1])
        if length >= _SHARD:
            yield first, "{" + ",".join(parts) + "}"
            parts, length = [], 0
    if parts:
        yield first, "{" + ",".join(parts) + "}"


def _telling(before: str, key: str) -> str:
    """Return the shortest beginning of `key` that comes after `before`."""
    return next((key[:end] for end in range(1, len(key)) if key[:end] > before), key)


def _facet_columns(records: Sequence[SearchRecord]) -> dict[str, Any]:
    columns = {}
    for facet in FACETS:
        rows = [dict(record.facets).get(facet, ()) for record in records]
        values = sorted({value for row in rows for value in row})
        places = {value: place for place, value in enumerate(values)}
        columns[facet] = {"values": values, **_column([tuple(places[value] for value in row) for row in rows])}
    return columns


def _column(rows: Sequence[Any]) -> dict[str, Any]:
    """Return different rows once, and for each record which is its."""
    different = sorted(set(rows))
    places = {row: place for place, row in enumerate(different)}
    return {"rows": different, "of": "".join(_number(places[row]) for row in rows)}


def _shown(record: SearchRecord) -> dict[str, Any]:
    shown = {"url": record.url, "title": record.title, "kind": record.kind, "headline": record.headline, "facts": record.facts, "image": record.image, "focus": record.focus,
             "sample": record.sample, "order": record.order, "text": record.text,
             "also": [text for text in (*record.names, *record.titles, *record.topics) if text not in (record.title, record.headline)]}
    return {key: value for key, value in shown.items() if value}


def _compact(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
