"""Write the files of a site, and read their state (size, mtime, inode) from the disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

# O_EXCL: never write into an existing file, which may be a hard link to the current site's file.
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
FileState = tuple[int, int, int]  # size in bytes, mtime in nanoseconds, inode


def state_of_file(path: str | Path) -> FileState:
    """Return the state of an existing file. Raises OSError."""
    status = os.lstat(path)
    return status.st_size, status.st_mtime_ns, status.st_ino


def make_folder(place: str) -> None:
    """Create a folder and its missing parents. Raises OSError."""
    try:
        os.mkdir(place)
    except OSError:  # it exists, another process was faster, or its parent is missing too
        os.makedirs(place, exist_ok=True)


def write_file(folder: Path, path: str, content: str | bytes) -> FileState:
    """Write a file below `folder` and return its state. Creates folders; replaces what is there.

    Raises:
        OSError: the disk is full or not writable.
    """
    place = f"{os.fspath(folder)}/{path}"
    rest = memoryview(content if isinstance(content, bytes) else content.encode())
    file = _open_new(place)
    try:
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)
    return state_of_file(place)


def _open_new(place: str) -> int:
    while True:
        try:
            return os.open(place, _NEW_FILE, 0o666)
        except FileNotFoundError:
            make_folder(os.path.dirname(place))
        except FileExistsError:
            if os.path.isdir(place) and not os.path.islink(place):
                shutil.rmtree(place)  # a folder of the current site where the new one has a file
            else:
                os.unlink(place)


def file_states(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the relative path and the `stat` of each file below a folder. Raises OSError."""
    waiting = [(folder, "")]
    while waiting:
        place, prefix = waiting.pop()
        with os.scandir(place) as found:
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{prefix}{entry.name}/"))
                else:
                    yield prefix + entry.name, entry.stat(follow_symlinks=False)
