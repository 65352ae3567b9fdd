"""Find the profiles of a project and read one: file, folder, photos, typed front matter."""

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

# Device names of Windows: there git can't check out such a folder, nor a web server serve it.
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
        """The file index.md, relative to the project's root."""
        return self.document.path

    @property
    def status(self) -> str:
        """The review status; `draft` where nobody wrote one."""
        return self.profile.status


def find_manuscripts(root: Path, folder: str) -> dict[str, str]:
    """Return the path of each profile below `folder` with the state of its files, sorted by path.

    Folders whose name begins with `_` or `.` are skipped.
    """
    found: dict[str, str] = {}
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(f"{root}/{place}") as listed:  # pathlib is slow for thousands of folders
                entries = list(listed)
        except OSError:
            continue  # deleted meanwhile, or not readable
        for entry in entries:
            if _is_folder(entry):
                if not entry.name.startswith(("_", ".")) and not entry.is_symlink():
                    waiting.append(f"{place}/{entry.name}")
            elif entry.name == "index.md":
                found[f"{place}/index.md"] = _state(entries)
    return dict(sorted(found.items()))


def state_of(root: Path, path: str) -> str:
    """Return the state of the files of the profile at `path`; "" if its folder is gone."""
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
    """Return name, size, mtime, ctime and inode of every file in a profile's folder, photos too.

    git's index compares the same values to see whether a file has changed.
    """
    states = []
    for entry in entries:
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            continue  # deleted meanwhile
        states.append(f"{entry.name}\0{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}\0")
    return "".join(sorted(states))


def check_strays(root: Path, folder: str, profiles: Container[str] = ()) -> Iterator[Problem]:
    """DH107: a symbolic link instead of a folder, or a profile's folder without index.md.

    Without this check nobody would notice that such a profile is missing from the site.

    Args:
        root: the project's folder.
        folder: where profiles stand, relative to `root`.
        profiles: paths of the profiles that were found; they are not checked.
    """
    for year in sorted((root / folder).glob("[0-9][0-9][0-9][0-9]")):
        for name in [""] if year.is_symlink() else sorted(os.listdir(year)) if year.is_dir() else ():
            if f"{folder}/{year.name}/{name}/index.md" not in profiles:
                yield from check_stray(root, year / name)


def check_stray(root: Path, place: Path) -> Iterator[Problem]:
    """DH107 for one path in the folder of a year. Yields nothing if it no longer exists."""
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
        return  # git doesn't store empty folders, so nothing can be lost
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
    """Read one profile. The manuscript is None if the front matter can't be read at all."""
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
