"""Facts of a photo file that pages need before any rendition is made: its size as seen, its fingerprint."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
FINGERPRINT = 16  # hex digits of the SHA-256 that names a photo
MAX_PIXELS = 120_000_000  # more is no photo but a way to fill memory
MAX_BYTES = 100_000_000  # a photo of so many pixels takes less, and files are read whole
Image.MAX_IMAGE_PIXELS = None  # checked by us before anything is decoded, and told in words
_SIDEWAYS = {5, 6, 7, 8}  # EXIF orientations that swap width and height
_ORIENTATION = 0x0112


def locate_photo(folder: Path, file: str) -> Path | None:
    """Return the photo's path, or None where it isn't a plain file inside the profile's own folder."""
    candidate = folder / file
    try:
        inside = candidate.resolve().parent == folder.resolve() and not candidate.is_symlink()
        return candidate if inside and candidate.is_file() else None
    except (OSError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """Width and height in pixels once turned upright; `fingerprint` is the start of the file's SHA-256."""

    width: int
    height: int
    fingerprint: str


def load_photo_facts(path: Path) -> PhotoFacts | None:
    """Read the facts of a photo; None where it can't be opened as one."""
    try:
        status = path.stat()
        return _load(path, status.st_mtime_ns, status.st_size)
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


@lru_cache(maxsize=65536)
def _load(path: Path, modified: int, size: int) -> PhotoFacts:
    if size > MAX_BYTES:
        raise ValueError("too large")
    with Image.open(path, formats=FORMATS) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise ValueError("too large")
        if image.getexif().get(_ORIENTATION) in _SIDEWAYS:
            width, height = height, width
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return PhotoFacts(width, height, digest[:FINGERPRINT])
