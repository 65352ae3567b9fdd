"""Build the files of the search index: bucket n of all segments in one file, so queries fetch few.

Format, as read by theme/assets/javascripts/search/segment.js:

    index.json              {version, segments, files, core, order, spellings, keys}
        segments            [{path, count: number of records, held: records per result file}]
        files               {kind: fingerprints of its bucket files, joined; zeros if no such file}
        core … keys         the fingerprint in the name of that file
    core-<…>.json           {days: {rows: [day], of},
                            facets: {key: {values: [[key, label]], rows: [[value, …]], of}}}
                            `of`: for each record, an index into `rows`; records segment by segment
    order-<…>.json          for each record, its rank among all by name
    spellings-<…>.json      {key: [form, …]}: the words of all names, without numbers
    keys-<…>.json           [key, …]: all other words, sorted, without numbers
    <kind>-<n>-<…>.json     [bucket n of each segment, 0 if empty], for words, pairs and names: see
                            segment.py
    <segment>-<…>/<n>.json  what a result shows of some records; `also`: other texts to find them by

A file name with a fingerprint (<…>) always means the same content. Browsers cache such files for
ever, and an existing one isn't read again.
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
_FINGERPRINT_BYTES = 4
_NO_FILE = "0" * 2 * _FINGERPRINT_BYTES


def bind_segments(segments: Sequence[tuple[str, IndexedSegment]]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the index's files, without the result files. INDEX comes last.

    Args:
        segments: each with the folder of its result files, as `shown_path` returns it.
    """
    indexed = [segment for _, segment in segments]
    fingerprints = {}
    for kind in KINDS:
        of_buckets = []
        for number, parts in enumerate(zip(*(segment.buckets[kind] for segment in indexed), strict=True)):
            of_buckets.append(_NO_FILE)
            if any(parts):
                content = b"[" + b",".join([part or b"0" for part in parts]) + b"]"
                of_buckets[-1] = _fingerprint(content)
                yield f"{kind}-{number}-{of_buckets[-1]}.json", content
        fingerprints[kind] = "".join(of_buckets)
    of_files = {}
    for name, data in (
        ("core", _core(indexed)),
        ("order", _order(indexed)),
        ("spellings", _spellings(indexed)),
        ("keys", sorted({key for segment in indexed for key in segment.keys})),
    ):
        content = to_json(data)
        of_files[name] = _fingerprint(content)
        yield f"{name}-{of_files[name]}.json", content
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
                **of_files,
            }
        ),
    )


def shown_path(name: str, digest: str) -> str:
    """Return the folder of a segment's result files."""
    return f"{name}-{digest[:10]}"


def _core(segments: Sequence[IndexedSegment]) -> dict[str, Any]:
    return {
        "days": _column([day for segment in segments for day in segment.days]),
        "facets": {facet: _facet(facet, segments) for facet in FACETS},
    }


def _facet(facet: str, segments: Sequence[IndexedSegment]) -> dict[str, Any]:
    columns = [segment.facets[facet] for segment in segments]
    values = sorted({tuple(value) for own, _, _ in columns for value in own})
    index = {value: number for number, value in enumerate(values)}
    row_of_record: list[tuple[int, ...]] = []
    for own, rows, of_record in columns:
        translated = [tuple(index[tuple(own[value])] for value in row) for row in rows]
        row_of_record.extend(map(translated.__getitem__, of_record))
    return {"values": values, **_column(row_of_record)}


def _column(rows: Sequence[Any]) -> dict[str, Any]:
    """Return the distinct rows, and for each record the index of its row."""
    distinct = sorted(set(rows))
    index = {row: number for number, row in enumerate(distinct)}
    return {"rows": distinct, "of": render_numbers([index[row] for row in rows])}


def _order(segments: Sequence[IndexedSegment]) -> str:
    names = [tuple(sort_key) for segment in segments for sort_key in segment.sort_keys]
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
    return blake2b(content, digest_size=_FINGERPRINT_BYTES).hexdigest()
