"""Cache files with a checksum at the end ("sealed"), written whole; deleted when long unused.

A file whose content doesn't match its checksum counts as missing and is made again. So a cache
survives two builds that write at once, a killed build, and a disk that damages files.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from contextlib import suppress
from pathlib import Path

CACHE = ".cache"  # the folder of all caches, below the project's folder
# The mtime of a cached file is the time of its last use, to within USED; it says nothing else.
USED, UNUSED = 30 * 86400, 180 * 86400  # seconds
SEAL = 32  # bytes at the end of a sealed file: hexadecimal, so that it contains no ZIP signature
_DRAFT_AGE = 3600  # seconds after which a draft belongs to a killed process: writing one takes an instant
# Only names that our caches use: if `.cache` links to somebody's folder, their files stay.
_CACHED = re.compile(r"(r\d+-|the-)[0-9a-f]{16}.*")
_DRAFT = re.compile(
    r"((r\d+-|the-)[0-9a-f]{16}.*|(check|standstill|files)\.json|built\.manifest|.*\.segment)\.\d+\.new"
)
_DRAFT_FOLDER = re.compile(r"(new|posts)-\w{8}")


def write_whole(path: Path, content: bytes) -> None:
    """Write a draft under a name of this process, then rename it to `path`.

    Raises:
        OSError: the file can't be written; the draft is deleted.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        error.filename = error.filename or str(path)  # ENOSPC during a write names no file
        raise


def write_sealed(path: Path, content: bytes) -> None:
    """Write a sealed file. A folder of that name is deleted first. Raises OSError."""
    if path.is_dir():
        remove_path(path)
    write_whole(path, content + _digest(content))


def read_sealed(path: Path) -> bytes | None:
    """Return the content of a sealed file, None if it is missing or damaged."""
    try:
        with open(path, "rb", buffering=0) as file:
            content = file.readall()
    except OSError:
        return None
    return content[:-SEAL] if len(content) >= SEAL and _digest(memoryview(content)[:-SEAL]) == content[-SEAL:] else None


def copy_sealed(source: Path, target: Path) -> None:
    """Copy the content of a sealed file whose seal was verified before.

    A file at `target` is deleted first, never written to: it may be a hard link to another site's.

    Raises:
        OSError: `source` is missing or `target` can't be written.
    """
    target.unlink(missing_ok=True)
    shutil.copyfile(source, target)
    os.truncate(target, target.stat().st_size - SEAL)


def remove_path(path: Path) -> None:
    """Delete a file, link or folder, if there is one. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def is_cached(path: Path) -> bool:
    """Answer whether a sealed file is there and undamaged, and mark it as used."""
    return use_sealed(path) is not None


def use_sealed(path: Path) -> bytes | None:
    """Return the content of a sealed file and mark it as used; None if missing or damaged."""
    content = read_sealed(path)
    if content is not None:
        _mark_used(path)
    return content


def forget_unused(cache: Path) -> None:
    """Delete cached files that no build used for half a year, and drafts of killed builds.

    Unused files are those of replaced photos, and of sizes or encoder settings no longer in use.
    """
    now = time.time()
    with os.scandir(cache) as entries:
        for entry in entries:
            if (
                entry.is_file(follow_symlinks=False)
                and _CACHED.fullmatch(entry.name)
                and now - entry.stat(follow_symlinks=False).st_mtime > UNUSED
            ):
                Path(entry).unlink(missing_ok=True)
    forget_drafts(cache)


def forget_drafts(cache: Path) -> None:
    """Delete draft files and folders of killed processes.

    A draft is theirs if its mtime is more than an hour away, in either direction: clocks jump.
    """
    now = time.time()
    with os.scandir(cache) as entries:
        for entry in entries:
            folder = entry.is_dir(follow_symlinks=False)
            if (_DRAFT_FOLDER if folder else _DRAFT).fullmatch(entry.name) and abs(
                now - entry.stat(follow_symlinks=False).st_mtime
            ) > _DRAFT_AGE:
                if folder:
                    shutil.rmtree(entry, ignore_errors=True)
                else:
                    Path(entry).unlink(missing_ok=True)


def _mark_used(path: Path) -> None:
    unused_for = time.time() - path.stat().st_mtime
    if unused_for > USED or unused_for < -USED:  # the second: marked while the clock was wrong
        os.utime(path)


def _digest(content: bytes | memoryview) -> bytes:
    return hashlib.sha256(content).hexdigest()[:SEAL].encode()
