"""Find and inspect the photo files that a profile names, once, for checks and publication alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from guongsang.manuscripts.photos.file import locate_photo
from guongsang.manuscripts.photos.inspection import Inspection, inspect_photo
from guongsang.manuscripts.profile import Photo


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A photo file in a profile's folder, and what it was found to be."""

    path: Path
    inspection: Inspection


def load_photos(photos: Iterable[Photo], folder: Path, root: Path) -> tuple[PhotoFile | None, ...]:
    """Return the file of each photo, in the order written; None where there is no such file.

    Args:
        photos: as the front matter lists them.
        folder: the profile's folder, absolute.
        root: the project's folder, whose cache keeps what inspection finds.
    """
    return tuple(_load_photo(photo, folder, root) for photo in photos)


def _load_photo(photo: Photo, folder: Path, root: Path) -> PhotoFile | None:
    path = locate_photo(folder, photo.file) if photo.file else None
    return PhotoFile(path, inspect_photo(path, root)) if path else None
