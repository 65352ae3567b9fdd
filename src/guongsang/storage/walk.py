"""List the files below a folder, following links to folders as MkDocs does and `rglob` doesn't."""

from __future__ import annotations

import os
from pathlib import Path


def source_files(folder: Path) -> list[Path]:
    """Return every file below a folder, sorted, without `.pyc`; empty if it doesn't exist."""
    return sorted(
        path
        for place, _, names in os.walk(folder, followlinks=True)
        for name in names
        if (path := Path(place, name)).suffix != ".pyc" and path.is_file()
    )
