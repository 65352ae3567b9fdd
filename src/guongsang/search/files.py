"""The files of the search index, as browsers fetch them: the segments bound together, bucket by bucket, so that a query asks for few files.

Read by theme/assets/javascripts/search/segment.js:

    index.json              {version, segments: [{path, count, held: how many records each of its files is of}], files: {kind: the fingerprints of its buckets' files, one after the other,
                            zeros where there is no file}, core, order, spellings, keys: the fingerprint of the file of that name}
    core-<…>.json           {days: {rows: [day], of: rows}, facets: {key: {values: [[key, label]], rows: [[value, …]], of: rows}}}
                            `of` is a number for each record, its place in `rows`; records stand segment by segment
    order-<…>.json          of each record, its place among all when they are ordered by name
    spellings-<…>.json      {key: [form, …]}: the words of all names but numbers
    keys-<…>.json           [key, …]: the words of everything else, in order, but numbers
    <kind>-<n>-<…>.json     [bucket n of each segment, 0 where nothing falls into it], for words, pairs and names: search_index.py
    <segment>-<…>/<n>.json  what a result shows of the records of a file, and `also` what else they are found by

A name with a fingerprint never has another content: browsers keep such files for good, and one that stands where it should needs no second look.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any

from pydantic_core import to_json

from guongsang.outputs.parts.search_address import FACETS
from guongsang.search.postings import render_numbers
from guongsang.search.segment import KINDS, VERSION, IndexedSegment

INDEX = "index.json"
_FINGERPRINT = 4  # bytes
_NO_FILE = "0" * 2 * _FINGERPRINT


def bind_segments(segments: Sequence[tuple[str, IndexedSegment]]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the index, as path and content, without those of what results show. `segments`: each with the path of these, as shown_path gives it.

    What opens the others, INDEX, comes last.
    """
    indexed = [segment for _, segment in segments]
    fingerprints = {}
    for kind in KINDS:
        found = []
        for place, parts in enumerate(zip(*(segment.buckets[kind] for segment in indexed), strict=True)):
            found.append(_NO_FILE)
            if any(parts):
                content = b"[" + b",".join([part or b"0" for part in parts]) + b"]"
                found[-1] = _fingerprint(content)
                yield f"{kind}-{place}-{found[-1]}.json", content
        fingerprints[kind] = "".join(found)
    whole = {}
    for name, data in (
        ("core", _core(indexed)),
        ("order", _order(indexed)),
        ("spellings", _spellings(indexed)),
        ("keys", sorted({key for segment in indexed for key in segment.keys})),
    ):
        content = to_json(data)
        whole[name] = _fingerprint(content)
        yield f"{name}-{whole[name]}.json", content
    yield (
        INDEX,
        to_json(
            {
                "version": VERSION,
                "segments": [
                    {"path": path, "count": len(segment.days), "held": render_numbers(segment.held)}
                    for path, segment in segments
                ],
                "files": fingerprints,
                **whole,
            }
        ),
    )


def shown_path(name: str, digest: str) -> str:
    """Return where the files of what results show of a segment stand."""
    return f"{name}-{digest[:10]}"


def _core(segments: Sequence[IndexedSegment]) -> dict[str, Any]:
    return {
        "days": _column([day for segment in segments for day in segment.days]),
        "facets": {facet: _facet(facet, segments) for facet in FACETS},
    }


def _facet(facet: str, segments: Sequence[IndexedSegment]) -> dict[str, Any]:
    columns = [segment.facets[facet] for segment in segments]
    values = sorted({tuple(value) for own, _, _ in columns for value in own})
    places = {value: place for place, value in enumerate(values)}
    of_all: list[tuple[int, ...]] = []
    for own, rows, of in columns:
        translated = [tuple(places[tuple(own[value])] for value in row) for row in rows]
        of_all.extend(map(translated.__getitem__, of))
    return {"values": values, **_column(of_all)}


def _column(rows: Sequence[Any]) -> dict[str, Any]:
    """Return different rows once, and for each record which is its."""
    different = sorted(set(rows))
    places = {row: place for place, row in enumerate(different)}
    return {"rows": different, "of": render_numbers([places[row] for row in rows])}


def _order(segments: Sequence[IndexedSegment]) -> str:
    names = [tuple(place) for segment in segments for place in segment.places]
    ranks = [0] * len(names)
    for rank, record in enumerate(sorted(range(len(names)), key=names.__getitem__)):
        ranks[record] = rank
    return render_numbers(ranks)


def _spellings(segments: Sequence[IndexedSegment]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for segment in segments:
        for key, forms in segment.spellings.items():
            found.setdefault(key, set()).update(forms)
    return {key: sorted(found[key]) for key in sorted(found)}


def _fingerprint(content: bytes) -> str:
    return blake2b(content, digest_size=_FINGERPRINT).hexdigest()
