"""A manuscript: one profile as it lies in the repository, its file, folder and typed front matter."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from guongsang.manuscripts.document import Document, load_document
from guongsang.manuscripts.letters import check_text_form
from guongsang.manuscripts.photos.beside_profile import PhotoFile, load_photos
from guongsang.manuscripts.profile import Profile
from guongsang.manuscripts.shape import check_needed, check_shape
from guongsang.rules import problem
from guongsang.rules.problem import START, Problem
from guongsang.text.folding import slugify

# Names that Windows keeps for devices: git can't check out a folder of such a name there, nor a web server serve it.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A profile as read from disk. Holds all that publication needs: nothing is read later.

    Attributes:
        document: the file index.md; its path is relative to the project's root.
        profile: the typed front matter.
        folder: the profile's folder, absolute.
        slug: the name of the folder, which is the profile's address.
        photo_files: for each of `profile.photos` its inspected file, or None where there is none.
    """

    document: Document
    profile: Profile
    folder: Path
    slug: str
    photo_files: tuple[PhotoFile | None, ...]

    @property
    def path(self) -> str:
        return self.document.path

    @property
    def status(self) -> str:
        return self.profile.status


def find_manuscripts(root: Path, folder: str) -> dict[str, str]:
    """Return the paths of all profiles below `folder`, in a fixed order, each with the state of its files; names with `_` are not profiles."""
    found: dict[str, str] = {}
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(f"{root}/{place}") as listed:  # not by Path: there are as many as profiles
                entries = list(listed)
        except OSError:
            continue  # gone meanwhile, or not to be read
        for entry in entries:
            if _is_folder(entry):
                if not entry.name.startswith(("_", ".")) and not entry.is_symlink():
                    waiting.append(f"{place}/{entry.name}")
            elif entry.name == "index.md":
                found[f"{place}/index.md"] = _state(entries)
    return dict(sorted(found.items()))


def state_of(root: Path, path: str) -> str:
    """Return the state of the files of the profile at `path`; nothing where its folder is gone."""
    try:
        with os.scandir((root / path).parent) as entries:
            return _state(entries)
    except OSError:
        return ""


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _state(entries: Iterable[os.DirEntry[str]]) -> str:
    """Return names, sizes and times, as git's own index has them, of every file in a profile's folder: its photos count as much as its text."""
    told = []
    for entry in entries:
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            continue  # gone meanwhile
        told.append(f"{entry.name}\0{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}\0")
    return "".join(sorted(told))


def check_strays(root: Path, folder: str, profiles: Container[str] = ()) -> Iterator[Problem]:
    """DH107: a link in place of a folder, or a profile's folder without index.md, whatever else its file is called: nobody would miss it until it is too late.

    `profiles` are the paths of those that were found, which are none.
    """
    for year in sorted((root / folder).glob("[0-9][0-9][0-9][0-9]")):
        for name in [""] if year.is_symlink() else sorted(os.listdir(year)) if year.is_dir() else ():
            if f"{folder}/{year.name}/{name}/index.md" not in profiles:
                yield from check_stray(root, year / name)


def check_stray(root: Path, place: Path) -> Iterator[Problem]:
    """DH107 of one place among the profiles of a year. Yields nothing where there is nothing any more."""
    if place.is_symlink():
        yield problem(
            place.relative_to(root).as_posix(),
            START,
            "DH107",
            found="đây là liên kết sang nơi khác, không phải thư mục thật",
            found_en="this is a link to elsewhere, not a folder of its own",
        )
        return
    if (
        not place.exists()
        or place.name.startswith((".", "_"))
        or (place.is_dir() and "index.md" in os.listdir(place) and not (place / "index.md").is_dir())
    ):
        return
    if place.is_dir() and not any(place.iterdir()):
        return  # git keeps no empty folders; nothing can be lost in one
    names = ", ".join(sorted(os.listdir(place))[:5]) if place.is_dir() else place.name
    path = (place / "index.md" if place.is_dir() else place).relative_to(root).as_posix()
    yield problem(
        path,
        START,
        "DH107",
        found=f"hồ sơ phải là tệp index.md trong thư mục riêng; ở đây chỉ có {names}",
        found_en=f"a profile is a file index.md in a folder of its own; here is {names}",
    )


def load_manuscript(root: Path, path: str) -> tuple[Manuscript | None, list[Problem]]:
    """Read one profile. Returns None for the manuscript where the front matter can't be read at all."""
    document, problems = load_document(root, path)
    problems += check_folder(path)
    review = document.fields.data.get("review") if isinstance(document.fields.data, dict) else None
    status = review.get("status") if isinstance(review, dict) else None
    problems += check_text_form(document, status)
    if not isinstance(document.fields.data, dict):
        return None, problems
    profile, faults = check_shape(path, document.fields, Profile, status=status)
    problems += faults
    skip = frozenset({"recognition"}) if profile.stage == "emerging" else frozenset()
    problems += check_needed(path, document.fields, profile, status=status, skip=skip)
    year = PurePosixPath(path).parent.parent.name
    if profile.year and year.isdigit() and int(year) != profile.year:
        problems.append(
            problem(path, document.fields.span("year"), "DH218", status=status, folder=year, value=profile.year)
        )
    folder = (root / path).parent
    return Manuscript(document, profile, folder, folder.name, load_photos(profile.photos, folder, root)), problems


def check_folder(path: str) -> Iterator[Problem]:
    """DH213: a profile stands at <exemplars>/<year>/<slug>/index.md."""
    folder = PurePosixPath(path).parent
    slug = slugify(folder.name)
    if slug in _DEVICES:
        slug = f"ho-so-{slug}"
    if folder.name != slug or not folder.parent.name.isdigit() or len(folder.parent.name) != 4:
        year = folder.parent.name if folder.parent.name.isdigit() else "2024"
        yield problem(path, START, "DH213", value=str(folder), expected=f"{year}/{slug or 'ten-khong-dau'}")
