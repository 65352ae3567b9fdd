"""Outcomes kept between builds, with the faces of profiles apart from their stories: a build reads the one of all, the other of few.

In a process that judges, an result becomes a pack: a head, the result with the profile's face, the story. On disk, head and face lie in one table, stories in another.
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

_KEPT = ".cache/outcomes.sqlite"
FEW_EDITED = 50  # profiles; where more are judged anew, lists will hardly stay as they were
_HEAD = struct.Struct(
    ">II16s16s"
)  # how long head and face are, in bytes; how long the prose is, in words; the digests of face and story


@dataclass(frozen=True, slots=True)
class CachedResult:
    """An result whose profile is just a face, or whole again.

    Attributes:
        result: the result.
        face: the fingerprint of all that is in it but the story.
        whole: the fingerprint of all.
        words: how long the prose is.
    """

    result: PublicationResult
    face: str
    whole: str
    words: int

    def with_story(self, story: Story | None) -> CachedResult:
        """Return it with the profile whole."""
        profile = self.result.profile
        return (
            replace(self, result=replace(self.result, profile=with_story(profile, story)))
            if profile and story
            else self
        )


def pack_result(result: PublicationResult, values: KeptValues) -> bytes:
    """Return an result as bytes."""
    profile, words, story = result.profile, 0, b""
    if profile:
        words, story = profile.prose.words, values.dump(story_of(profile))
        result = replace(result, profile=face_of(profile))
    face = values.dump(result)
    return _HEAD.pack(_HEAD.size + len(face), words, _digest(face), _digest(story)) + face + story


def unpack_result(packed: bytes, values: KeptValues) -> CachedResult:
    """Return what was packed, without the story. Raises ValueError where the bytes hold anything else."""
    try:
        end, words, digest, _ = _HEAD.unpack_from(packed)
    except struct.error as error:
        raise ValueError(f"not an outcome: {error}") from None
    return CachedResult(values.load(packed[_HEAD.size : end]), digest.hex(), _digest(packed[: _HEAD.size]).hex(), words)


def unpack_story(packed: bytes, values: KeptValues) -> Story | None:
    """Return the story that was packed, None where there was no profile. Raises ValueError where the bytes hold anything else."""
    story = packed[_HEAD.unpack_from(packed)[0] :]
    return values.load(story) if story else None


class ResultCache:
    """The results of one project, by path and by what they hold for."""

    def __init__(self, root: Path) -> None:
        self._faces = CacheTable(root / _KEPT, "faces")
        self._stories = CacheTable(root / _KEPT, "stories")

    def read(self) -> Iterator[tuple[str, bytes, bytes]]:
        """Yield each path, its key, and head and face."""
        return self._faces.read()

    def story(self, path: str, key: bytes, values: KeptValues) -> Story | None:
        """Return the story of a profile, None where it isn't kept."""
        kept = self._stories.get(path, key)
        try:
            return values.load(kept) if kept else None
        except ValueError:
            return None

    def settle(self, path: str, pack: bytes, values: KeptValues) -> bytes:
        """Return a pack with the face that is kept already, where that is equal: equal faces need not be equal bytes, and lists go by the fingerprint."""
        end, words, _, digest = _HEAD.unpack_from(pack)
        last = (self._faces.get(path) or b"")[_HEAD.size :]
        try:
            if not last or last == pack[_HEAD.size : end] or values.load(last) != values.load(pack[_HEAD.size : end]):
                return pack
        except ValueError:
            return pack
        return _HEAD.pack(_HEAD.size + len(last), words, _digest(last), digest) + last + pack[end:]

    def write(self, packed: Iterable[tuple[str, bytes, bytes]], forget: Iterable[str] = ()) -> None:
        """Keep packs by path and key, and forget some."""
        forget = list(forget)
        rows = [(path, key, pack, _HEAD.unpack_from(pack)[0]) for path, key, pack in packed]
        self._stories.write(((path, key, pack[end:]) for path, key, pack, end in rows), forget)
        self._faces.write(((path, key, pack[:end]) for path, key, pack, end in rows), forget)

    def close(self) -> None:
        self._stories.close()
        self._faces.close()


def _digest(value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=16).digest()
