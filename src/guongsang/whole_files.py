"""Files of a cache: each is whole or isn't there, also when two builds write it at once or one is killed; forgotten when long unused."""

from __future__ import annotations

import os
import time
from pathlib import Path

# A cached file's time of change is the day of its last use, give or take USED days, and of nothing but the cache.
USED, UNUSED = 30 * 86400, 180 * 86400  # seconds


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under a name of this process's own, then put it in place. Raises OSError; nothing is left behind then."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def is_cached(path: Path) -> bool:
    """Answer whether a cache has a file, and note that it is used."""
    now = time.time()
    try:
        unused_for = now - path.stat().st_mtime
    except OSError:
        return False
    if unused_for > USED:
        os.utime(path)
    return True


def forget_unused(cache: Path) -> None:
    """Delete what no build has used for half a year: what was replaced, sizes and recipes of the past."""
    now = time.time()
    with os.scandir(cache) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False) and now - entry.stat(follow_symlinks=False).st_mtime > UNUSED:
                Path(entry).unlink(missing_ok=True)
