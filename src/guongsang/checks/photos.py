"""DH6 on photo files: they exist, can be opened, hold nothing else, are large enough."""

from __future__ import annotations

from collections.abc import Iterator

from guongsang.manuscripts.manuscript import Manuscript
from guongsang.manuscripts.photos.file import MAX_BYTES, MAX_PIXELS
from guongsang.rules import problem
from guongsang.rules.problem import Problem
from guongsang.text.folding import fold

# In pixels: a newspaper needs this for a photo across three columns.
MIN_LONG_SIDE = 1600
MIN_ALT = 15  # characters; a shorter text can't say who does what
_FAULTS = {
    "heavy": (f"tệp nặng quá {MAX_BYTES // 1_000_000} MB", f"more than {MAX_BYTES // 1_000_000} MB"),
    "large": (f"ảnh quá lớn, thu nhỏ còn dưới {MAX_PIXELS // 1_000_000} triệu điểm ảnh", "too large; make it smaller"),
    "animated": ("đây là ảnh động", "it is animated"),
    "broken": ("tệp hỏng hoặc không phải ảnh JPEG, PNG, WebP", "damaged, or not JPEG, PNG or WebP"),
}


def check_photos(manuscript: Manuscript) -> Iterator[Problem]:
    """Yield DH601-DH603 and DH605-DH607.

    DH601: missing. DH602: can't be opened. DH603: too small. DH605: listed twice. DH606: alt
    describes nothing. DH607: another file is hidden in it.
    """
    located = manuscript.document.fields
    seen: set[str] = set()
    for index, (photo, file) in enumerate(zip(manuscript.profile.photos, manuscript.photo_files, strict=True)):
        if photo.alt and (len(photo.alt) < MIN_ALT or fold(photo.alt) == fold(photo.caption or "")):
            yield problem(
                manuscript.path,
                located.span("photos", index, "alt"),
                "DH606",
                status=manuscript.status,
                value=photo.alt,
            )
        if not photo.file:
            continue
        if photo.file in seen:
            yield problem(
                manuscript.path,
                located.span("photos", index, "file"),
                "DH605",
                status=manuscript.status,
                value=photo.file,
            )
        seen.add(photo.file)
        span = located.span("photos", index, "file")
        if file is None:
            yield problem(manuscript.path, span, "DH601", value=photo.file)
            continue
        inspected = file.inspection
        if inspected.fault:
            found, found_en = _FAULTS[inspected.fault]
            yield problem(manuscript.path, span, "DH602", value=photo.file, found=found, found_en=found_en)
            continue
        if inspected.stowaway:
            yield problem(
                manuscript.path,
                span,
                "DH607",
                value=photo.file,
                found=inspected.stowaway.vi,
                found_en=inspected.stowaway.en,
            )
        if inspected.facts and (long_side := max(inspected.facts.width, inspected.facts.height)) < MIN_LONG_SIDE:
            yield problem(
                manuscript.path,
                span,
                "DH603",
                status=manuscript.status,
                value=photo.file,
                limit=MIN_LONG_SIDE,
                length=long_side,
            )
