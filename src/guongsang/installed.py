"""Which packages are installed: what is kept from one build to the next holds for those alone.

Any of them may have a part in how a page comes out, those too that only another one imports; so all of them count.
"""

from __future__ import annotations

import sys
from pathlib import Path


def installed_packages() -> list[str]:
    """Return the names, with versions, of all packages that could be imported, as their folders tell them."""
    return sorted(path.name for folder in map(Path, sys.path) if folder.is_dir() for path in folder.glob("*.dist-info"))
