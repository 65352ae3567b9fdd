"""DH6: photos exist beside the profile, open, are photos and nothing else, and are large enough for print and wide screens."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

from guongsang.folding import fold
from guongsang.manuscript import Manuscript
from guongsang.photo_facts import FORMATS, MAX_BYTES, MAX_PIXELS, locate_photo
from guongsang.photo_stowaways import find_stowaway
from guongsang.problems import Problem
from guongsang.rules import problem

# The long side in pixels: what a newspaper needs for a photo across three columns.
MIN_LONG_SIDE = 1600
MIN_ALT = 15  # characters: less can't say who does what


def check_photos(manuscript: Manuscript) -> Iterator[Problem]:
    """DH601: missing. DH602: can't be opened. DH603: too small. DH605: listed twice. DH606: alt that describes nothing. DH607: another kind of file as well."""
    located = manuscript.document.fields
    seen: set[str] = set()
    for index, photo in enumerate(manuscript.profile.photos):
        if photo.alt and (len(photo.alt) < MIN_ALT or fold(photo.alt) == fold(photo.caption or "")):
            yield problem(manuscript.path, located.span("photos", index, "alt"), "DH606", status=manuscript.status, value=photo.alt)
        if not photo.file:
            continue
        if photo.file in seen:
            yield problem(manuscript.path, located.span("photos", index, "file"), "DH605", status=manuscript.status, value=photo.file)
        seen.add(photo.file)
        span = located.span("photos", index, "file")
        path = locate_photo(manuscript.folder, photo.file)
        if path is None:
            yield problem(manuscript.path, span, "DH601", value=photo.file)
            continue
        if path.stat().st_size > MAX_BYTES:
            yield problem(manuscript.path, span, "DH602", value=photo.file, found=f"tệp nặng quá {MAX_BYTES // 1_000_000} MB", found_en=f"more than {MAX_BYTES // 1_000_000} MB")
            continue
        try:
            with Image.open(path, formats=FORMATS) as image:
                long_side = max(image.size)
                if image.width * image.height > MAX_PIXELS:
                    large = f"ảnh quá lớn, thu nhỏ còn dưới {MAX_PIXELS // 1_000_000} triệu điểm ảnh"
                    yield problem(manuscript.path, span, "DH602", value=photo.file, found=large, found_en="too large; make it smaller")
                    continue
                # A JPEG may hold a second picture (phones put depth and light there); it stays where it is.
                if image.format in ("PNG", "WEBP") and getattr(image, "n_frames", 1) > 1:
                    yield problem(manuscript.path, span, "DH602", value=photo.file, found="đây là ảnh động", found_en="it is animated")
                    continue
                image.draft("RGB", (200, 200))  # a JPEG is read at an eighth of its size: enough to see that it is whole
                image.load()
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            yield problem(manuscript.path, span, "DH602", value=photo.file, found="tệp hỏng hoặc không phải ảnh JPEG, PNG, WebP",
                          found_en="damaged, or not JPEG, PNG or WebP")
            continue
        if stowaway := find_stowaway(path.read_bytes()):
            yield problem(manuscript.path, span, "DH607", value=photo.file, found=stowaway.vi, found_en=stowaway.en)
        if long_side < MIN_LONG_SIDE:
            yield problem(manuscript.path, span, "DH603", status=manuscript.status, value=photo.file, limit=MIN_LONG_SIDE, length=long_side)
