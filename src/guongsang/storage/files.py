"""Files of a site: written, and told by their state on the disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

_NEW = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
)  # never over what stands there: it may be a second name of a file of the earlier site
FileState = tuple[int, int, int]  # size in bytes, time of change in ns, place on the disk


def state_of_file(path: str | Path) -> FileState:
    """Return the state of a file that stands. Raises OSError."""
    status = os.lstat(path)
    return status.st_size, status.st_mtime_ns, status.st_ino


def make_folder(place: str) -> None:
    """Make a folder, and those above it that are missing. Raises OSError."""
    try:
        os.mkdir(place)
    except OSError:  # it is there, another process was faster, or the folder above is missing too
        os.makedirs(place, exist_ok=True)


def write_file(folder: Path, path: str, content: str | bytes) -> FileState:
    """Write a file below `folder`; return its state. Raises OSError where the disk is full or closed."""
    place = f"{os.fspath(folder)}/{path}"
    left = memoryview(content if isinstance(content, bytes) else content.encode())
    file = _open_new(place)
    try:
        while left:
            left = left[os.write(file, left) :]
    finally:
        os.close(file)
    return state_of_file(place)


def _open_new(place: str) -> int:
    while True:
        try:
            return os.open(place, _NEW, 0o666)
        except FileNotFoundError:
            make_folder(os.path.dirname(place))
        except FileExistsError:
            if os.path.isdir(place) and not os.path.islink(place):
                shutil.rmtree(place)  # a folder of the earlier site, where the new one has a file
            else:
                os.unlink(place)


def file_states(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield each file below a folder by its path from there, with what the system says of it. Raises OSError."""
    waiting = [(folder, "")]
    while waiting:
        place, prefix = waiting.pop()
        with os.scandir(place) as found:
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{prefix}{entry.name}/"))
                else:
                    yield prefix + entry.name, entry.stat(follow_symlinks=False)
