"""The tree that will become the site: most of its files are hard links to the earlier site's.

It may start as a spare that an earlier build left, whichever that was. Files whose size, mtime or
inode differ from the manifest are deleted; missing files are hard-linked from the current site.
So an unchanged page costs no further disk access. Files that were not recorded by the end are no
part of the site and are deleted.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from guongsang.build.output.manifest import Manifest, ManifestEntry, manifest_entry
from guongsang.errors import BuildError
from guongsang.storage.files import FileState, write_file

# A web server runs as another user, whatever umask the user who builds has.
_FILE_MODE = 0o644
_FOLDER_MODE = 0o755


class SiteTree:
    """One site being made below one folder.

    Attributes:
        folder: the folder.
        entries: what was recorded as part of the site, by path from its root.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """Store the arguments.

        Args:
            folder: empty, or a spare.
            manifest: that of the current site.
        """
        self.folder = folder
        self.entries: dict[str, ManifestEntry] = {}
        self._manifest = manifest
        self._reusable: Mapping[str, ManifestEntry] = {}

    def link_earlier_files(self) -> dict[str, ManifestEntry | None]:
        """Make the folder equal to the current site.

        Returns:
            The files that differ from the manifest, by path: the entry of a file that had to be
            copied, None for one that couldn't be had.
        """
        expected = self._manifest.entries
        present: set[str] = set()
        _sweep(os.fspath(self.folder), "", expected, present)
        missing = [path for path in expected if path not in present]
        return {path: entry for path, entry in self._manifest.link(missing, self.folder) if entry != expected[path]}

    def allow_reuse(self, differing: Mapping[str, ManifestEntry | None]) -> None:
        """Allow the files of the current site to be reused.

        Args:
            differing: what `link_earlier_files` returned.
        """
        entries = self._manifest.entries
        if differing:
            present = {path: differing.get(path, entry) for path, entry in entries.items()}
            self._reusable = {path: entry for path, entry in present.items() if entry}
        else:
            self._reusable = entries

    def reusable_entry(self, path: str) -> ManifestEntry | None:
        """Return the entry of a reusable file, whatever its key; None if there is none."""
        return self._reusable.get(path)

    def is_reused(self, made: tuple[str, ManifestEntry]) -> bool:
        """Answer whether a file, given by path and entry, is a reused one."""
        return self._reusable.get(made[0]) == made[1]

    def reuse(self, path: str, key: str) -> ManifestEntry | None:
        """Reuse the file at `path` if its key matches: return its entry, else None."""
        entry = self._reusable.get(path)
        return entry if entry and entry[0] == key else None

    def write(self, path: str, content: str | bytes) -> FileState:
        """Write a file; return its state.

        Raises:
            OSError: the disk is full or read-only.
        """
        return write_file(self.folder, path, content)

    def adopt(self, path: str, source: Path, key: str) -> ManifestEntry:
        """Move the file `source` of the same disk to `path`, unless the one there has the same key.

        Returns its entry. Raises OSError.
        """
        entry = self.reuse(path, key)
        if entry is None:
            place = self.folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, place)
            entry = manifest_entry(place, key)
        return entry

    def record(self, entries: Iterable[tuple[str, ManifestEntry]]) -> None:
        """Record files as part of the site.

        Raises:
            BuildError: two pages have the same address.
        """
        for path, entry in entries:
            if path in self.entries:
                raise BuildError(
                    f"hai trang cùng một địa chỉ: {path.removesuffix('index.html')}; "
                    "đổi tên mô hình, kênh hoặc thư mục trùng"
                )
            self.entries[path] = entry

    def finish(self) -> None:
        """Delete what is no part of the site, and let every user read the rest. Raises OSError."""
        delete_files(self.folder, [path for path in self._reusable if path not in self.entries])
        changed = [path for path, entry in self.entries.items() if self._reusable.get(path) != entry]
        folder = os.fspath(self.folder)
        for place in _folders_of(changed):
            _set_mode(f"{folder}/{place}", _FOLDER_MODE)
        for path in changed:
            _set_mode(f"{folder}/{path}", _FILE_MODE)

    def differing(self) -> list[str]:
        """Return which files of the earlier site are not files of the new one."""
        return [path for path, entry in self._manifest.entries.items() if self.entries.get(path) != entry]


def _set_mode(place: str, mode: int) -> None:
    if os.stat(place).st_mode & 0o777 != mode:  # stat costs a third of chmod
        os.chmod(place, mode)


def delete_files(folder: Path, paths: Iterable[str]) -> None:
    """Delete files below a folder, and the folders that become empty. Raises OSError."""
    for path in paths:
        with suppress(FileNotFoundError):
            os.unlink(folder / path)
        place = os.path.dirname(path)
        with suppress(OSError):  # the folder isn't empty
            while place:
                os.rmdir(folder / place)
                place = os.path.dirname(place)


def _folders_of(paths: Iterable[str]) -> set[str]:
    """Return every folder above the files, the root ("") among them."""
    found = {""}
    for path in paths:
        place = os.path.dirname(path)
        while place not in found:
            found.add(place)
            place = os.path.dirname(place)
    return found


def _sweep(folder: str, prefix: str, expected: Mapping[str, ManifestEntry], present: set[str]) -> bool:
    """Delete files below a folder that differ from the expected ones, and empty folders.

    Args:
        folder: where to look.
        prefix: the path of `folder` from the site's root, with a closing slash.
        expected: the entries of the manifest, by path.
        present: receives the paths of the files that stay.

    Returns:
        Whether any file stays.
    """
    below, any_stays = [], False
    with os.scandir(folder) as found:
        for item in found:
            if item.is_dir(follow_symlinks=False):
                below.append(item.name)
                continue
            entry, status = expected.get(prefix + item.name), item.stat(follow_symlinks=False)
            if entry and entry[1:] == (status.st_size, status.st_mtime_ns, status.st_ino):
                present.add(prefix + item.name)
                any_stays = True
                if status.st_mode & 0o777 != _FILE_MODE:
                    os.chmod(item.path, _FILE_MODE)
            else:
                os.unlink(item.path)
    for name in below:
        if _sweep(f"{folder}/{name}", f"{prefix}{name}/", expected, present):
            any_stays = True
        else:
            os.rmdir(f"{folder}/{name}")
    return any_stays
