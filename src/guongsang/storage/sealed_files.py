"""Files of a cache: each is whole or isn't taken, also when two builds write it at once, one is killed, or a disk spoils it; forgotten when long unused.

A sealed file is a file's content and, after it, a digest of that. What no longer fits its seal counts as missing, and is made anew.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from contextlib import suppress
from pathlib import Path

CACHE = ".cache"  # below the project's folder
# A cached file's time of change is the day of its last use, give or take USED days, and of nothing but the cache.
USED, UNUSED = 30 * 86400, 180 * 86400  # seconds
SEAL = 32  # bytes at the end of a sealed file: hexadecimal, so that no ZIP sees a mark of its own in it
_LEFT = 3600  # seconds after which a draft is what a killed process has left: writing one takes a blink
# Names that caches here give, and no others: where `.cache` leads to somebody's folder, theirs stay.
_OURS = re.compile(r"(r\d+-|the-)[0-9a-f]{16}.*")
_DRAFT = re.compile(
    r"((r\d+-|the-)[0-9a-f]{16}.*|(check|standstill|files)\.json|built\.manifest|.*\.segment)\.\d+\.new"
)
_DRAFT_FOLDER = re.compile(r"(new|posts)-\w{8}")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under a name of this process's own, then put it in place. Raises OSError; nothing is left behind then."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        error.filename = error.filename or str(path)  # a disk that is full while it is written to doesn't say where
        raise


def write_sealed(path: Path, content: bytes) -> None:
    """Write a file of a cache, whole and sealed. A folder of its name gives way. Raises OSError."""
    if path.is_dir():
        clear_way(path)
    write_whole(path, content + _digest(content))


def read_sealed(path: Path) -> bytes | None:
    """Return the content of a sealed file, None where it is missing or spoilt."""
    try:
        with open(path, "rb", buffering=0) as file:
            content = file.readall()
    except OSError:
        return None
    return content[:-SEAL] if len(content) >= SEAL and _digest(memoryview(content)[:-SEAL]) == content[-SEAL:] else None


def copy_sealed(source: Path, target: Path) -> None:
    """Copy the content of a sealed file that was found whole. What stands at `target` may be a second name of another site's file, and isn't written to. Raises OSError."""
    target.unlink(missing_ok=True)
    shutil.copyfile(source, target)
    os.truncate(target, target.stat().st_size - SEAL)


def clear_way(path: Path) -> None:
    """Take away what stands where a cache puts something whole. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def is_cached(path: Path) -> bool:
    """Answer whether a cache has a file, whole, and note that it is used."""
    return use_sealed(path) is not None


def use_sealed(path: Path) -> bytes | None:
    """Return the content of a sealed file and note that it is used; None where it is missing or spoilt."""
    content = read_sealed(path)
    if content is not None:
        _note_use(path)
    return content


def forget_unused(cache: Path) -> None:
    """Delete what no build has used for half a year (what was replaced, sizes and recipes of the past), and what killed builds have left."""
    now = time.time()
    with os.scandir(cache) as entries:
        for entry in entries:
            if (
                entry.is_file(follow_symlinks=False)
                and _OURS.fullmatch(entry.name)
                and now - entry.stat(follow_symlinks=False).st_mtime > UNUSED
            ):
                Path(entry).unlink(missing_ok=True)
    forget_drafts(cache)


def forget_drafts(cache: Path) -> None:
    """Delete files and folders that processes were killed over. One that is older or younger than an hour by a clock that jumps is nobody's any more."""
    now = time.time()
    with os.scandir(cache) as entries:
        for entry in entries:
            folder = entry.is_dir(follow_symlinks=False)
            if (_DRAFT_FOLDER if folder else _DRAFT).fullmatch(entry.name) and abs(
                now - entry.stat(follow_symlinks=False).st_mtime
            ) > _LEFT:
                if folder:
                    shutil.rmtree(entry, ignore_errors=True)
                else:
                    Path(entry).unlink(missing_ok=True)


def _note_use(path: Path) -> None:
    unused_for = time.time() - path.stat().st_mtime
    if unused_for > USED or unused_for < -USED:  # the second: from a time when the clock went wrong
        os.utime(path)


def _digest(content: bytes | memoryview) -> bytes:
    return hashlib.sha256(content).hexdigest()[:SEAL].encode()
