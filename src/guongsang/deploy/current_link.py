"""Switch `current`, the link that the web server serves, from one release to another."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from guongsang.deploy.durable_files import sync_folder, write_durable
from guongsang.deploy.release import SITE
from guongsang.errors import PublishError

CURRENT, RELEASES = "current", "releases"
# Used only where symbolic links can't be created: next folder to serve, previous folder, and a file
# with the name of the release now served.
_NEXT, _LAST, _NAME = ".current-new", ".current-old", ".current-name"


def current_name(target: Path) -> str | None:
    """Return the name of the release now served, None if there is none."""
    current = target / CURRENT
    try:
        if current.is_symlink():
            parts = Path(os.readlink(current)).parts
            return parts[1] if len(parts) == 3 and parts[0] == RELEASES and parts[2] == SITE else None
        return (target / _NAME).read_text(encoding="utf-8").strip() or None if current.is_dir() else None
    except OSError:
        return None


def require_ours(target: Path) -> None:
    """Raise PublishError if `current` isn't ours: what somebody else created is never replaced."""
    current = target / CURRENT
    if (current.is_symlink() or current.exists()) and current_name(target) is None:
        raise PublishError(f"{current} không do lệnh publish tạo; đổi tên nó rồi chạy lại")


def switch(target: Path, name: str) -> bool:
    """Serve a release from now on.

    A new link replaces the old one by one rename, so every request finds one of the two releases.
    Where links can't be created (Windows without the privilege), a copy replaces the old folder by
    two renames. For a moment between them nothing is served.

    Args:
        target: the folder of releases.
        name: the release to serve.

    Returns:
        True if it was one step, by a link.

    Raises:
        OSError: it failed; the release served before is still served.
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
        write_durable(target / _NAME, name + "\n")  # first: without it a folder of ours would look like somebody's
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


def repair(target: Path) -> None:
    """Undo a switch of folders that was killed half-way, and delete what it left."""
    current, last = target / CURRENT, target / _LAST
    if last.is_dir() and not current.exists():
        last.rename(current)
    for left in (target / _NEXT, last):
        shutil.rmtree(left, ignore_errors=True)
    with suppress(OSError):
        (target / f".{CURRENT}.new").unlink()


def link_or_copy(source: str, target: str) -> None:
    """Create a hard link to a file; copy it where links aren't supported. Raises OSError."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
