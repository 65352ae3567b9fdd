"""DH6: photos exist beside the profile, open, and are large enough for print and wide screens."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

from guongsang.manuscript import Manuscript
from guongsang.photo_facts import FORMATS, locate_photo
from guongsang.problems import Problem
from guongsang.rules import problem

# The long side in pixels: what a newspaper needs for a photo across three columns.
MIN_LONG_SIDE = 1600


def check_photos(manuscript: Manuscript) -> Iterator[Problem]:
    """DH601: missing. DH602: can't be opened. DH603: too small."""
    located = manuscript.document.fields
    for index, photo in enumerate(manuscript.profile.photos):
        if not photo.file:
            continue
        span = located.span("photos", index, "file")
        path = locate_photo(manuscript.folder, photo.file)
        if path is None:
            yield problem(manuscript.path, span, "DH601", value=photo.file)
            continue
        try:
            with Image.open(path, formats=FORMATS) as image:
                long_side = max(image.size)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            yield problem(manuscript.path, span, "DH602", value=photo.file, found="tệp hỏng hoặc không phải ảnh JPEG, PNG, WebP",
                          found_en="damaged, or not JPEG, PNG or WebP")
            continue
        if long_side < MIN_LONG_SIDE:
            yield problem(manuscript.path, span, "DH603", status=manuscript.status, value=photo.file, limit=MIN_LONG_SIDE, length=long_side)
