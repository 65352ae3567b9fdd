"""Cache indexed segments, one file each, with the key of its inputs and a checksum."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from io import BytesIO
from itertools import accumulate, islice
from pathlib import Path
from typing import BinaryIO

from pydantic_core import to_json

from guongsang.search.segment import KINDS, IndexedSegment


@dataclass(frozen=True, slots=True)
class CachedSegment:
    """A segment from the cache, or indexed now.

    Attributes:
        segment: the index. Result files (`shown`) are present only if indexed now: few builds need
            them.
        digest: digest of all result files together.
        sizes: size of each result file, in bytes.
        packed: the cache file, or its content.
        offset: where the result files begin in it.
    """

    segment: IndexedSegment
    digest: str
    sizes: tuple[int, ...]
    packed: Path | bytes
    offset: int

    def load_shown(self) -> Sequence[bytes] | None:
        """Return the result files; None if the cache file has changed, say by another build."""
        if self.segment.shown:
            return self.segment.shown
        try:
            with _open(self.packed) as file:
                file.seek(self.offset)
                shown = file.read()
        except OSError:
            return None
        return _split(shown, self.sizes) if _digest(shown) == self.digest else None


def fresh_segment(segment: IndexedSegment) -> CachedSegment:
    """Wrap a segment that was indexed now."""
    return CachedSegment(segment, _digest(*segment.shown), tuple(map(len, segment.shown)), b"", 0)


def pack_segment(cached: CachedSegment, key: str) -> bytes:
    """Return the content of a cache file.

    Args:
        cached: a segment that was indexed now, with its result files.
        key: digest of its records and the layout.
    """
    segment = cached.segment
    header = to_json(
        {
            "made_of": key,
            "places": segment.sort_keys,
            "days": segment.days,
            "facets": segment.facets,
            "spellings": segment.spellings,
            "keys": segment.keys,
            "buckets": {kind: [len(bucket) for bucket in segment.buckets[kind]] for kind in KINDS},
            "held": segment.held,
            "shown": cached.sizes,
            "digest": cached.digest,
        }
    )
    buckets = b"".join(bucket for kind in KINDS for bucket in segment.buckets[kind])
    return b"".join((_digest(header, buckets).encode(), b"\n", header, b"\n", buckets, *segment.shown))


def load_segment(packed: Path | bytes, key: str) -> CachedSegment | None:
    """Return the segment with that key; None if it is missing, damaged, or has another key."""
    try:
        with _open(packed) as file:
            digest, header = file.readline().strip().decode(), file.readline().removesuffix(b"\n")
            fields = json.loads(header)
            if fields["made_of"] != key:
                return None
            sizes = [size for kind in KINDS for size in fields["buckets"][kind]]
            buckets = file.read(sum(sizes))
            offset = file.tell()
        if _digest(header, buckets) != digest:
            return None
        parts = iter(_split(buckets, sizes))
        segment = IndexedSegment(
            sort_keys=tuple((order, url) for order, url in fields["places"]),
            days=tuple(fields["days"]),
            facets=fields["facets"],
            spellings=fields["spellings"],
            keys=fields["keys"],
            buckets={kind: list(islice(parts, len(fields["buckets"][kind]))) for kind in KINDS},
            held=fields["held"],
            shown=(),
        )
        return CachedSegment(segment, fields["digest"], tuple(fields["shown"]), packed, offset)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _open(packed: Path | bytes) -> BinaryIO:
    return packed.open("rb") if isinstance(packed, Path) else BytesIO(packed)


def _split(packed: bytes, sizes: Sequence[int]) -> list[bytes]:
    return [packed[end - size : end] for size, end in zip(sizes, accumulate(sizes), strict=True)]


def _digest(*parts: bytes) -> str:
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
