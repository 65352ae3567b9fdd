"""Indexed segments kept from one build to the next: one file a segment, which tells what it was made of and proves that it is whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

from pydantic_core import to_json

from guongsang.search.segment import KINDS, IndexedSegment


@dataclass(frozen=True, slots=True)
class KeptSegment:
    """A segment as the cache has it.

    Attributes:
        segment: all but what results show, which few builds need; with that where it was indexed now.
        digest, sizes: of what results show: of all its files together, and of each in bytes.
        packed: where it is, in a file or in memory.
        offset: where in that it begins.
    """

    segment: IndexedSegment
    digest: str
    sizes: tuple[int, ...]
    packed: Path | bytes
    offset: int

    def load_shown(self) -> Sequence[bytes] | None:
        """Return the files of what results show, or None where the file isn't what it was: another build may have put its own in its place."""
        if self.segment.shown:
            return self.segment.shown
        try:
            with _open(self.packed) as file:
                file.seek(self.offset)
                shown = file.read()
        except OSError:
            return None
        return _parts(shown, self.sizes) if _digest(shown) == self.digest else None


def fresh_segment(segment: IndexedSegment) -> KeptSegment:
    """Return a segment that was indexed now."""
    return KeptSegment(segment, _digest(*segment.shown), tuple(map(len, segment.shown)), b"", 0)


def pack_segment(kept: KeptSegment, made_of: str) -> bytes:
    """Return a segment that was indexed now as the content of a file of the cache. `made_of` tells the records that it is of, and the layout."""
    segment = kept.segment
    header = to_json(
        {
            "made_of": made_of,
            "places": segment.places,
            "days": segment.days,
            "facets": segment.facets,
            "spellings": segment.spellings,
            "keys": segment.keys,
            "buckets": {kind: [len(bucket) for bucket in segment.buckets[kind]] for kind in KINDS},
            "held": segment.held,
            "shown": kept.sizes,
            "digest": kept.digest,
        }
    )
    buckets = b"".join(bucket for kind in KINDS for bucket in segment.buckets[kind])
    return b"".join((_digest(header, buckets).encode(), b"\n", header, b"\n", buckets, *segment.shown))


def load_segment(packed: Path | bytes, made_of: str) -> KeptSegment | None:
    """Return the segment of those records, or None where there is none, or it is of others, or spoilt."""
    try:
        with _open(packed) as file:
            digest, header = file.readline().strip().decode(), file.readline().removesuffix(b"\n")
            told = json.loads(header)
            if told["made_of"] != made_of:
                return None
            sizes = [size for kind in KINDS for size in told["buckets"][kind]]
            buckets = file.read(sum(sizes))
            offset = file.tell()
        if _digest(header, buckets) != digest:
            return None
        parts = iter(_parts(buckets, sizes))
        segment = IndexedSegment(
            places=tuple((order, url) for order, url in told["places"]),
            days=tuple(told["days"]),
            facets=told["facets"],
            spellings=told["spellings"],
            keys=told["keys"],
            buckets={kind: _take(parts, len(told["buckets"][kind])) for kind in KINDS},
            held=told["held"],
            shown=(),
        )
        return KeptSegment(segment, told["digest"], tuple(told["shown"]), packed, offset)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _open(packed: Path | bytes) -> BinaryIO:
    return packed.open("rb") if isinstance(packed, Path) else BytesIO(packed)


def _take(parts: Iterator[bytes], count: int) -> list[bytes]:
    return [next(parts) for _ in range(count)]


def _parts(packed: bytes, sizes: Sequence[int]) -> list[bytes]:
    return [packed[end - size : end] for size, end in zip(sizes, accumulate(sizes), strict=True)]


def _digest(*parts: bytes) -> str:
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
