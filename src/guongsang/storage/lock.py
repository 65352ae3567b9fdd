"""A file lock: one build, one publication at a time.

The operating system releases it when the process dies.
"""

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
    """Hold a lock while the block runs.

    Args:
        path: the lock file; deleted at the end.
        taken: error to raise if another process holds the lock.

    Raises:
        OSError: no file can be created at `path`.
    """
    file = _acquire(path)
    if file is None:
        raise taken
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()  # before the lock is released; Windows keeps the file, which does no harm
        file.close()


def _acquire(path: Path) -> IO[bytes] | None:
    for _ in range(_TRIES):
        file = path.open("a+b")
        if not _try_lock(file):
            file.close()
            return None
        if _is_at(file, path):
            return file
        # The holder deleted the file after we opened it: a third process could lock a new file.
        file.close()
    return None


def _is_at(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            # The names exist on Windows only.
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
