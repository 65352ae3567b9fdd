"""Writes that outlive a power cut: a file or a folder's list of names is on the disk before the next step relies on it."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path


def write_durable(path: Path, content: str) -> None:
    """Write a text that is on the disk when this returns. Raises OSError."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def copy_durable(source: Path, target: Path) -> None:
    """Copy a file's content, for everybody to read; it is on the disk when this returns. Raises OSError."""
    with source.open("rb") as read, target.open("xb") as written:
        shutil.copyfileobj(read, written, 1 << 20)
        written.flush()
        os.fsync(written.fileno())
    target.chmod(0o644)


def sync_folder(folder: Path) -> None:
    """Bring a folder's list of names to the disk. Windows has no such call, and does it by itself."""
    if os.name == "nt":
        return
    with suppress(OSError):  # some network folders refuse it
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
