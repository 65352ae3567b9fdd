"""Facts of a photo file that pages need before any rendition is made: its size as seen, its fingerprint."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

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


def measure_photo(content: bytes) -> PhotoFacts:
    """Return the facts of a photo's bytes. Raises OSError, ValueError, SyntaxError or DecompressionBombError where they can't be opened as one."""
    with Image.open(BytesIO(content), formats=FORMATS) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise ValueError("too large")
        if image.getexif().get(_ORIENTATION) in _SIDEWAYS:
            width, height = height, width
    return PhotoFacts(width, height, hashlib.sha256(content).hexdigest()[:FINGERPRINT])
