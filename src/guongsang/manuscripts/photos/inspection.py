"""Inspect a photo file: size, fingerprint, faults, hidden data. Results are cached.

Inspection reads the whole file, which takes 0.1 s or more. A result is valid while the file's
state (device, inode, size, mtime, ctime) and the inspecting code are the same; no tool can set
ctime back. Results are sealed in `.cache/photos`, a small file per photo. A missing or damaged
one is made again.
"""

from __future__ import annotations

import hashlib
import json
import struct
import time
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Literal

import PIL
from PIL import Image, UnidentifiedImageError

from guongsang.manuscripts.photos import file as photo_facts
from guongsang.manuscripts.photos import stowaways as photo_stowaways
from guongsang.manuscripts.photos.file import FORMATS, MAX_BYTES, MAX_PIXELS, PhotoFacts, measure_photo
from guongsang.manuscripts.photos.stowaways import Stowaway, find_stowaway
from guongsang.storage.sealed_files import CACHE, use_sealed, write_sealed

KEPT = f"{CACHE}/photos"  # below the project's folder
Fault = Literal["", "heavy", "large", "animated", "broken"]
_UNREADABLE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError)
# ns. File times have steps of up to 2 s (FAT): a file changed twice in one step looks unchanged.
_SETTLED = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a photo file was found to be.

    Attributes:
        facts: size and fingerprint; None if it can't be opened.
        fault: why it can't be used; "" if it can.
        stowaway: another kind of file inside it; only looked for if there is no fault.
    """

    facts: PhotoFacts | None
    fault: Fault = ""
    stowaway: Stowaway | None = None


def inspect_photo(path: Path, root: Path) -> Inspection:
    """Inspect the file at `path`, or return the cached result. Never raises for its content.

    Args:
        path: the photo.
        root: the project's folder, which has the cache.
    """
    try:
        state = _state(path)
        kept = root / KEPT / f"r1-{hashlib.sha256(f'{_readers()}{path}{state}'.encode()).hexdigest()[:32]}.found"
        if found := _load(kept):
            return found
        found = _inspect(path)
        if _state(path) == state and abs(time.time_ns() - path.stat().st_ctime_ns) > _SETTLED:
            _keep(kept, found)
        return found
    except OSError:
        return Inspection(None, "broken")


def _inspect(path: Path) -> Inspection:
    if path.stat().st_size > MAX_BYTES:
        return Inspection(None, "heavy")
    content = path.read_bytes()
    try:
        facts = measure_photo(content)
    except _UNREADABLE:
        facts = None
    fault = _find_fault(content)
    return Inspection(facts, fault, None if fault else find_stowaway(content))


def _find_fault(content: bytes) -> Fault:
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                return "large"
            # A JPEG may hold a second picture, where phones store depth and light: harmless.
            if image.format in ("PNG", "WEBP") and getattr(image, "n_frames", 1) > 1:
                return "animated"
            # Decodes a JPEG at an eighth of its size, which is enough to see that it is complete.
            image.draft("RGB", (200, 200))
            image.load()
            return ""
    except _UNREADABLE:
        return "broken"


def _state(path: Path) -> tuple[int, ...]:
    status = path.stat()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


@lru_cache(maxsize=1)
def _readers() -> str:
    """Return a fingerprint of the code that inspects photos: our modules and Pillow's version."""
    sources = b"".join(Path(name).read_bytes() for name in (__file__, photo_facts.__file__, photo_stowaways.__file__))
    return f"{hashlib.sha256(sources).hexdigest()}|pillow-{PIL.__version__}|"


def _load(kept: Path) -> Inspection | None:
    try:
        facts, fault, stowaway = json.loads(use_sealed(kept) or b"")
        return Inspection(PhotoFacts(*facts) if facts else None, fault, Stowaway(*stowaway) if stowaway else None)
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def _keep(kept: Path, found: Inspection) -> None:
    facts, stowaway = found.facts, found.stowaway
    plain = [
        [facts.width, facts.height, facts.fingerprint] if facts else None,
        found.fault,
        [stowaway.vi, stowaway.en] if stowaway else None,
    ]
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_sealed(kept, json.dumps(plain, ensure_ascii=False).encode())
    except OSError:
        pass  # then it is inspected again the next time
