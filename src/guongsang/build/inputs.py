"""Digests of what every cached result depends on: our code and the installed packages.

Any package may change how a page comes out, even one that only another package imports.
So all of them count.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import guongsang
from guongsang.storage.walk import source_files


def code() -> str:
    """Return a digest of all our code: path and content of every file below the package."""
    package = Path(guongsang.__file__).parent
    digest = hashlib.blake2b(digest_size=16)
    for path in source_files(package):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()}|{len(content)}|".encode())
        digest.update(content)
    return digest.hexdigest()


def installed_packages() -> list[str]:
    """Return name and version of every package that can be imported (its `.dist-info` folder)."""
    return sorted(path.name for folder in map(Path, sys.path) if folder.is_dir() for path in folder.glob("*.dist-info"))
