"""The cache of publication results. Listed part and full part (face, story) lie in two tables.

A build loads the listed parts of all profiles, and the full parts of few. In a process that
publishes, a result becomes a pack: a header, the result with the listed part, the full part.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from guongsang.build.safe_pickle import KeptValues
from guongsang.publication.profile_parts import Story, face_of, story_of, with_story
from guongsang.publication.result import PublicationResult
from guongsang.storage.cache_table import CacheTable
from guongsang.storage.sealed_files import CACHE

_FILE = f"{CACHE}/outcomes.sqlite"
FEW_EDITED = 50  # profiles; if more are published again, lists will hardly stay unchanged
# Length of header and listed part in bytes, length of the prose in words, digests of both parts.
_HEADER = struct.Struct(">II16s16s")


@dataclass(frozen=True, slots=True)
class CachedResult:
    """A publication result, whose profile has its listed part only or both parts.

    Attributes:
        result: the result.
        face: the fingerprint of all but the full part.
        whole: the fingerprint of everything.
        words: length of the prose, in words.
    """

    result: PublicationResult
    face: str
    whole: str
    words: int

    def with_story(self, story: Story | None) -> CachedResult:
        """Return it with the full part of its profile; unchanged if it has no profile."""
        profile = self.result.profile
        return (
            replace(self, result=replace(self.result, profile=with_story(profile, story)))
            if profile and story
            else self
        )


def pack_result(result: PublicationResult, values: KeptValues) -> bytes:
    """Return a result as bytes."""
    profile, words, story = result.profile, 0, b""
    if profile:
        words, story = profile.prose.words, values.dump(story_of(profile))
        result = replace(result, profile=face_of(profile))
    face = values.dump(result)
    return _HEADER.pack(_HEADER.size + len(face), words, _digest(face), _digest(story)) + face + story


def unpack_result(packed: bytes, values: KeptValues) -> CachedResult:
    """Return a packed result, without the full part.

    Raises:
        ValueError: the bytes hold anything else.
    """
    try:
        end, words, digest, _ = _HEADER.unpack_from(packed)
    except struct.error as error:
        raise ValueError(f"not an outcome: {error}") from None
    result = values.load(packed[_HEADER.size : end])
    return CachedResult(result, digest.hex(), _digest(packed[: _HEADER.size]).hex(), words)


def unpack_story(packed: bytes, values: KeptValues) -> Story | None:
    """Return the full part of a packed result, None if that has no profile.

    Raises:
        ValueError: the bytes hold anything else.
    """
    story = packed[_HEADER.unpack_from(packed)[0] :]
    return values.load(story) if story else None


class ResultCache:
    """The cached results of one project, by path and key (`result_key`)."""

    def __init__(self, root: Path) -> None:
        self._faces = CacheTable(root / _FILE, "faces")
        self._stories = CacheTable(root / _FILE, "stories")

    def read(self) -> Iterator[tuple[str, bytes, bytes]]:
        """Yield each path, its key, and its pack without the full part."""
        return self._faces.read()

    def story(self, path: str, key: bytes, values: KeptValues) -> Story | None:
        """Return the full part of a profile, None if it isn't cached under this key."""
        cached = self._stories.get(path, key)
        try:
            return values.load(cached) if cached else None
        except ValueError:
            return None

    def settle(self, path: str, pack: bytes, values: KeptValues) -> bytes:
        """Return a pack, with the cached bytes of the listed part if the new one equals it.

        Equal values may have different bytes. Keeping the cached ones keeps the fingerprint, by
        which lists know that nothing has changed.
        """
        end, words, _, digest = _HEADER.unpack_from(pack)
        last = (self._faces.get(path) or b"")[_HEADER.size :]
        face = pack[_HEADER.size : end]
        try:
            if not last or last == face or values.load(last) != values.load(face):
                return pack
        except ValueError:
            return pack
        return _HEADER.pack(_HEADER.size + len(last), words, _digest(last), digest) + last + pack[end:]

    def write(self, packs: Iterable[tuple[str, bytes, bytes]], forget: Iterable[str] = ()) -> None:
        """Record packs, each given as path, key and pack; delete those of the paths `forget`."""
        forget = list(forget)
        rows = [(path, key, pack, _HEADER.unpack_from(pack)[0]) for path, key, pack in packs]
        self._stories.write(((path, key, pack[end:]) for path, key, pack, end in rows), forget)
        self._faces.write(((path, key, pack[:end]) for path, key, pack, end in rows), forget)

    def close(self) -> None:
        """Close the tables."""
        self._stories.close()
        self._faces.close()


def _digest(value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=16).digest()
