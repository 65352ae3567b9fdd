"""What every cached result depends on beside its own sources: our code and the installed packages.

Any package may have a part in how a page comes out, also one that only another package imports, so all of them count.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import guongsang
from guongsang.storage.walk import source_files


def code() -> str:
    """Return a digest of all our code: each file of the package, in whichever folder, by path and content."""
    package = Path(guongsang.__file__).parent
    digest = hashlib.blake2b(digest_size=16)
    for path in source_files(package):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()}|{len(content)}|".encode())
        digest.update(content)
    return digest.hexdigest()


def installed_packages() -> list[str]:
    """Return the names, with versions, of all packages that could be imported, as their folders tell them."""
    return sorted(path.name for folder in map(Path, sys.path) if folder.is_dir() for path in folder.glob("*.dist-info"))
