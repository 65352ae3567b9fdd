"""Measure a photo file: width and height as seen, and a fingerprint of its bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

FORMATS = ("JPEG", "PNG", "WEBP")
FINGERPRINT = 16  # hex digits of the SHA-256 in a photo's file name
MAX_PIXELS = 120_000_000  # a larger image is an attack on memory, not a photo
MAX_BYTES = 100_000_000  # photos below MAX_PIXELS are smaller, and files are read whole
Image.MAX_IMAGE_PIXELS = None  # we compare with MAX_PIXELS before decoding, with our own message
_SIDEWAYS = {5, 6, 7, 8}  # EXIF orientations that swap width and height
_ORIENTATION = 0x0112


def locate_photo(folder: Path, file: str) -> Path | None:
    """Return the photo's path, or None if it isn't a plain file in the profile's own folder."""
    candidate = folder / file
    try:
        inside = candidate.resolve().parent == folder.resolve() and not candidate.is_symlink()
        return candidate if inside and candidate.is_file() else None
    except (OSError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What pages need to know of a photo file.

    Attributes:
        width: in pixels, once turned upright.
        height: in pixels, once turned upright.
        fingerprint: the first hex digits of the file's SHA-256.
    """

    width: int
    height: int
    fingerprint: str


def measure_photo(content: bytes) -> PhotoFacts:
    """Return the facts of a photo's bytes.

    Raises:
        OSError: where they can't be opened as a photo; also ValueError, SyntaxError and
            PIL's DecompressionBombError.
    """
    with Image.open(BytesIO(content), formats=FORMATS) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise ValueError("too large")
        if image.getexif().get(_ORIENTATION) in _SIDEWAYS:
            width, height = height, width
    return PhotoFacts(width, height, hashlib.sha256(content).hexdigest()[:FINGERPRINT])
