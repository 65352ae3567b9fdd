"""A lock on a folder's work that the system lets go of should the process die: one build, one publication at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from guongsang.errors import GuongSangError

_TRIES = 5


@contextmanager
def only_one(path: Path, taken: GuongSangError) -> Iterator[None]:
    """Hold the lock that stands at `path` for as long as the block runs.

    Raises `taken` where another process holds it, and OSError where no file can be made there.
    """
    file = _take(path)
    if file is None:
        raise taken
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()  # before it is let go of; Windows keeps the file, which does no harm
        file.close()


def _take(path: Path) -> IO[bytes] | None:
    for _ in range(_TRIES):
        file = path.open("a+b")
        if not _lock(file):
            file.close()
            return None
        if _still_stands(file, path):
            return file
        file.close()  # its holder took the file away between our opening and our locking it: a third could lock a new one
    return None


def _still_stands(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


def _lock(file: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
