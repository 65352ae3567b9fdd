"""Writes that survive a power cut: `fsync` for files and folders before the next step."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path


def write_durable(path: Path, content: str) -> None:
    """Write a text file and `fsync` it. Raises OSError."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def copy_durable(source: Path, target: Path) -> None:
    """Copy a file's content and `fsync` it; everybody may read the copy (0644). Raises OSError."""
    with source.open("rb") as read, target.open("xb") as written:
        shutil.copyfileobj(read, written, 1 << 20)
        written.flush()
        os.fsync(written.fileno())
    target.chmod(0o644)


def sync_folder(folder: Path) -> None:
    """Write a folder's entries to the disk. Windows has no such call and does it by itself."""
    if os.name == "nt":
        return
    with suppress(OSError):  # some network folders refuse it
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
