"""What a web server serves: `current`, switched from one release to another in one step."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from guongsang.deploy.durable_files import sync_folder, write_durable
from guongsang.deploy.release import SITE
from guongsang.errors import PublishError

CURRENT, RELEASES = "current", "releases"
# Only where links can't be made: the folder that is about to be served, the one that was, and which release is served.
_NEXT, _LAST, _NAME = ".current-new", ".current-old", ".current-name"


def current_name(target: Path) -> str | None:
    """Return the name of the release that is served, None where none is."""
    current = target / CURRENT
    try:
        if current.is_symlink():
            parts = Path(os.readlink(current)).parts
            return parts[1] if len(parts) == 3 and parts[0] == RELEASES and parts[2] == SITE else None
        return (target / _NAME).read_text(encoding="utf-8").strip() or None if current.is_dir() else None
    except OSError:
        return None


def require_ours(target: Path) -> None:
    """Raise PublishError where `current` was made by somebody else: it is not replaced."""
    current = target / CURRENT
    if (current.is_symlink() or current.exists()) and current_name(target) is None:
        raise PublishError(f"{current} không do lệnh publish tạo; đổi tên nó rồi chạy lại")


def switch(target: Path, name: str) -> bool:
    """Serve a release from now on.

    A link to it takes the place of the link before by one rename, so every reader finds one or the other. Where links can't be made (Windows without the
    right to), a copy in a folder takes the place of the folder before, by two renames: for a moment between them nothing is served.
    Returns whether it was one step. Raises OSError; what was served is then served.
    """
    fresh = target / f".{CURRENT}.new"
    fresh.unlink(missing_ok=True)
    if (target / CURRENT).is_symlink() or not (target / CURRENT).exists():
        try:
            os.symlink(Path(RELEASES, name, SITE), fresh, target_is_directory=True)
        except (OSError, NotImplementedError):
            pass
        else:
            os.replace(fresh, target / CURRENT)
            sync_folder(target)
            return True
    _switch_folders(target, name)
    return False


def _switch_folders(target: Path, name: str) -> None:
    current, following, last = target / CURRENT, target / _NEXT, target / _LAST
    before = current_name(target)
    shutil.rmtree(following, ignore_errors=True)
    shutil.copytree(target / RELEASES / name / SITE, following, copy_function=link_or_copy)
    try:
        write_durable(target / _NAME, name + "\n")  # first, so that a folder that is ours is never without a name
        if current.is_symlink():
            current.unlink()
        if current.exists():
            current.rename(last)
        following.rename(current)
    except OSError:
        if last.exists() and not current.exists():
            last.rename(current)
        if before:
            write_durable(target / _NAME, before + "\n")
        raise
    sync_folder(target)
    shutil.rmtree(last, ignore_errors=True)


def mend(target: Path) -> None:
    """Bring back what a killed switch of folders left half done, and take away its leftovers."""
    current, last = target / CURRENT, target / _LAST
    if last.is_dir() and not current.exists():
        last.rename(current)
    for left in (target / _NEXT, last):
        shutil.rmtree(left, ignore_errors=True)
    with suppress(OSError):
        (target / f".{CURRENT}.new").unlink()


def link_or_copy(source: str, target: str) -> None:
    """Give a file a second name; where the disk can't, copy it. Raises OSError."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
