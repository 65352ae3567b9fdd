"""Obstacles of a build on a real machine: a full disk, a folder that is read-only. Each says how it was made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOM = 64 << 20  # bytes of a disk with room enough


@dataclass
class Disk:
    """A disk of its own in memory, mounted on a folder."""

    folder: Path

    def set(self, *options: str) -> None:
        """Mount it anew with other options: `size=1m`, `ro`, `rw`. What it holds stays."""
        _mount("-o", ",".join(("remount", *options)), str(self.folder))

    def used(self) -> int:
        """Return the bytes that are taken."""
        status = os.statvfs(self.folder)
        return (status.f_blocks - status.f_bfree) * status.f_frsize


@contextmanager
def mounted_disk(folder: Path, holding: Path | None = None) -> Iterator[Disk | None]:
    """Mount a disk on a folder and copy `holding` into it. Give None if this machine doesn't let us mount."""
    folder.mkdir(exist_ok=True)
    if sys.platform != "linux" or not _mount("-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)):
        yield None
        return
    try:
        if holding:
            shutil.copytree(holding, folder / holding.name)
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def shut_folder(folder: Path) -> Iterator[str | None]:
    """Let nobody change a folder's list of names. Gives the way it was done, None where there is none."""
    if os.geteuid():
        folder.chmod(0o555)
        try:
            yield "chmod 555"
        finally:
            folder.chmod(0o755)
    elif (
        shutil.which("chattr")
        and not subprocess.run(["chattr", "+i", str(folder)], capture_output=True, check=False).returncode
    ):
        try:
            yield "chattr +i"
        finally:
            subprocess.run(["chattr", "-i", str(folder)], check=True)
    else:
        yield None


def _mount(*arguments: str) -> bool:
    return (
        bool(shutil.which("mount"))
        and not subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode
    )
