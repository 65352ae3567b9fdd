"""The files below a folder as the engine finds them: through links to other folders too, which Path.rglob leaves alone."""

from __future__ import annotations

import os
from pathlib import Path


def source_files(folder: Path) -> list[Path]:
    """Return every file below a folder, by path, but what Python compiles by itself; none where there is no such folder."""
    return sorted(
        path
        for place, _, names in os.walk(folder, followlinks=True)
        for name in names
        if (path := Path(place, name)).suffix != ".pyc" and path.is_file()
    )
