"""The fingerprint of all that pages share: the code, the packages, the theme, the hooks, the settings, the registry, the day.

Where one bit of it is another, nothing that was made of it counts. It is taken from contents, never from times.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from guongsang.build.inputs import code, installed_packages
from guongsang.manuscripts.project_layout import REGISTRY
from guongsang.storage.walk import source_files

_PLACE = re.compile(r" at 0x[0-9a-fA-F]+")


def fingerprint_shared(root: Path, theme: Path | None, settings: Mapping[str, Any], told: object) -> str:
    """Return the fingerprint.

    Args:
        root: the project's folder.
        theme: the folder of the project's own templates.
        settings: those of mkdocs.yml, as they came out.
        told: what else every page may tell, as a value that tells itself whole: the day, the imprint.
    """
    digest = hashlib.blake2b(f"{sys.version}|{told!r}".encode(), digest_size=16)
    digest.update(_tell(settings).encode())
    digest.update("|".join([*installed_packages(), code()]).encode())
    for folder in (root / REGISTRY, root / "hooks", *([theme] if theme else [])):
        for path in source_files(folder):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}|{len(content)}|".encode())
            digest.update(content)
    return digest.hexdigest()


def _tell(value: object) -> str:
    """Return all that a setting says, whatever class the engine gave it, in its order; of what is no plain value without its place in memory."""
    if isinstance(value, Mapping):
        return f"{{{','.join(f'{_tell(key)}:{_tell(part)}' for key, part in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return f"[{','.join(map(_tell, value))}]"
    return _PLACE.sub("", repr(value))
