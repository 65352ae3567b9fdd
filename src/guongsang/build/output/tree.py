"""The folder in which a site is put together: most of its files are second names of those of the site that stands.

It may begin with what an earlier build has left (a spare). Whatever in it isn't, by size, time and place on the disk, the very file that
the manifest tells of is taken out, and what it lacks is given its second name. So it doesn't matter which spare it was, and nothing more
is asked of the disk for a page that stays. What nobody has noted at the end is no part of the site, and goes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from guongsang.build.output.manifest import Manifest, ManifestEntry, manifest_entry
from guongsang.errors import BuildError
from guongsang.storage.files import FileState, write_file

_READABLE, _OPEN = (
    0o644,
    0o755,
)  # of files and folders: a web server is somebody else, whatever umask whoever builds has


class SiteTree:
    """One site in the making, below one folder."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """Take the folder, empty or a spare, and the manifest of the site that stands."""
        self.folder = folder
        self.entries: dict[str, ManifestEntry] = {}
        self._ledger = manifest
        self._standing: Mapping[str, ManifestEntry] = {}

    def bring_in_order(self) -> dict[str, ManifestEntry | None]:
        """Take out what is no file of the site that stands, and put in what is missing; return what came out otherwise: files that are copies, and None for those that can't be had."""
        expected = self._ledger.entries
        standing: set[str] = set()
        _sweep(os.fspath(self.folder), "", expected, standing)
        missing = [path for path in expected if path not in standing]
        return {path: entry for path, entry in self._ledger.put(missing, self.folder) if entry != expected[path]}

    def is_in_order(self, otherwise: Mapping[str, ManifestEntry | None]) -> None:
        """Note that all files of the site that stands are there, but for what came out otherwise."""
        standing = self._ledger.entries | otherwise
        self._standing = (
            {path: entry for path, entry in standing.items() if entry} if otherwise else self._ledger.entries
        )

    def standing(self, path: str) -> ManifestEntry | None:
        """Return the entry of a file that stands, whatever it was made of."""
        return self._standing.get(path)

    def has(self, made: tuple[str, ManifestEntry]) -> bool:
        """Answer whether a file, with its entry, is one that stands."""
        return self._standing.get(made[0]) == made[1]

    def take(self, path: str, made_of: str) -> ManifestEntry | None:
        """Let the file at `path` stand, where it was made of the same; return its entry, or None where it has to be made."""
        entry = self._standing.get(path)
        return entry if entry and entry[0] == made_of else None

    def write(self, path: str, content: str | bytes) -> FileState:
        """Write a file; return its state. Raises OSError where the disk is full or closed."""
        return write_file(self.folder, path, content)

    def adopt(self, path: str, source: Path, made_of: str) -> ManifestEntry:
        """Let a file be that at `source`, on the same disk, or the one that stands there and was made of the same. Raises OSError."""
        entry = self.take(path, made_of)
        if entry is None:
            place = self.folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, place)
            entry = manifest_entry(place, made_of)
        return entry

    def note(self, entries: Iterable[tuple[str, ManifestEntry]]) -> None:
        """Note what is part of the site. Raises BuildError where two pages share an address."""
        for path, entry in entries:
            if path in self.entries:
                raise BuildError(
                    f"hai trang cùng một địa chỉ: {path.removesuffix('index.html')}; đổi tên mô hình, kênh hoặc thư mục trùng"
                )
            self.entries[path] = entry

    def finish(self) -> None:
        """Take out what is no part of the site, and let everybody read the rest. Raises OSError."""
        take_out(self.folder, [path for path in self._standing if path not in self.entries])
        made = self.made()
        folder = os.fspath(self.folder)
        for place in _folders_of(made):
            _let_read(f"{folder}/{place}", _OPEN)
        for path in made:
            _let_read(f"{folder}/{path}", _READABLE)

    def made(self) -> list[str]:
        """Return which of the noted files are others than those of the site that stands."""
        return [path for path, entry in self.entries.items() if self._standing.get(path) != entry]

    def differing(self) -> list[str]:
        """Return which files of the site that stood are no files of the new one."""
        return [path for path, entry in self._ledger.entries.items() if self.entries.get(path) != entry]


def _let_read(place: str, mode: int) -> None:
    if os.stat(place).st_mode & 0o777 != mode:  # to ask costs a third of what it costs to say so again
        os.chmod(place, mode)


def take_out(folder: Path, paths: Iterable[str]) -> None:
    """Delete files below a folder, and the folders that are empty without them. Raises OSError."""
    for path in paths:
        with suppress(FileNotFoundError):
            os.unlink(folder / path)
        place = os.path.dirname(path)
        with suppress(OSError):  # it isn't empty
            while place:
                os.rmdir(folder / place)
                place = os.path.dirname(place)


def _folders_of(paths: Iterable[str]) -> set[str]:
    """Return every folder that leads to one of the files, the root ("") among them."""
    found = {""}
    for path in paths:
        place = os.path.dirname(path)
        while place not in found:
            found.add(place)
            place = os.path.dirname(place)
    return found


def _sweep(folder: str, prefix: str, expected: Mapping[str, ManifestEntry], standing: set[str]) -> bool:
    """Delete whatever below a folder isn't the file that is expected there, and folders that are empty; add to `standing` what is, and answer whether there is any."""
    below, some = [], False
    with os.scandir(folder) as found:
        for item in found:
            if item.is_dir(follow_symlinks=False):
                below.append(item.name)
                continue
            entry, status = expected.get(prefix + item.name), item.stat(follow_symlinks=False)
            if entry and entry[1:] == (status.st_size, status.st_mtime_ns, status.st_ino):
                standing.add(prefix + item.name)
                some = True
                if status.st_mode & 0o777 != _READABLE:
                    os.chmod(item.path, _READABLE)
            else:
                os.unlink(item.path)
    for name in below:
        if _sweep(f"{folder}/{name}", f"{prefix}{name}/", expected, standing):
            some = True
        else:
            os.rmdir(f"{folder}/{name}")
    return some
