"""Find the next free id, address and folder for a new profile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from guongsang.errors import GuongSangError
from guongsang.manuscripts.document import MAX_BYTES, load_document
from guongsang.manuscripts.manuscript import find_manuscripts
from guongsang.manuscripts.project_layout import EXEMPLARS
from guongsang.text.folding import slugify

_ID = re.compile(rb"\bid:[ \t]*[\"']?DH-(\d{4})-(\d{3,4})\b")
_LAST = 9999  # ids have three or four digits


class VacancyError(GuongSangError):
    """No place for the new profile: its folder exists, or its year has no free number."""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A free place for a profile.

    Attributes:
        path: the file to write, relative to the root.
        id: the profile's id.
        namesake: the profile that already has the name's address, if any; then the new address
            has the year added.
    """

    path: str
    id: str
    namesake: str | None = None


def find_vacancy(root: Path, name: str, year: int) -> Vacancy:
    """Return the place for a new profile.

    Raises:
        VacancyError: where there is none.
    """
    paths = list(find_manuscripts(root, EXEMPLARS))
    slug = slugify(name)
    _refuse_taken(root, year, slug)
    namesake = _holder(root, paths, slug)
    if namesake:
        slug = f"{slug}-{year}"
        _refuse_taken(root, year, slug)
        if holder := _holder(root, paths, slug):
            raise VacancyError(f'địa chỉ "{slug}" đã thuộc về {holder}; thêm vào tên cho khác đi')
    return Vacancy(f"{EXEMPLARS}/{year}/{slug}/index.md", _next_id(root, paths, year), namesake)


def _refuse_taken(root: Path, year: int, slug: str) -> None:
    folder = f"{EXEMPLARS}/{year}/{slug}"
    if (root / folder).exists():
        raise VacancyError(taken(folder))


def taken(folder: str) -> str:
    """Return the message that a folder exists already."""
    return f"đã có thư mục {folder}, không ghi đè; nếu là hồ sơ khác trùng tên thì thêm vào tên cho khác đi"


def _holder(root: Path, paths: list[str], slug: str) -> str | None:
    """Return the path of the profile with the address or former address `slug`, if any."""
    for path in paths:
        if PurePosixPath(path).parent.name == slug:
            return path
    for path in paths:
        if slug.encode() not in _read(root, path):
            continue  # parsing YAML is slow, and most profiles don't mention the slug
        fields = load_document(root, path)[0].fields.data
        aliases = fields.get("aliases") if isinstance(fields, dict) else None
        if isinstance(aliases, list) and slug in aliases:
            return path
    return None


def _next_id(root: Path, paths: list[str], year: int) -> str:
    """Return the id after the last of the year. Gaps stay: a gap may be a deleted profile's id."""
    last = max(_numbers(root, paths, year), default=0)
    if last >= _LAST:
        raise VacancyError(f"năm {year} đã dùng hết mã hồ sơ")
    return f"DH-{year}-{last + 1:03d}"


def _numbers(root: Path, paths: list[str], year: int) -> Iterator[int]:
    for path in paths:  # by regular expression: an id counts even in a file that can't be parsed
        yield from (int(number) for found, number in _ID.findall(_read(root, path)) if int(found) == year)


def _read(root: Path, path: str) -> bytes:
    try:
        with (root / path).open("rb") as file:
            return file.read(MAX_BYTES)
    except OSError:
        return b""
