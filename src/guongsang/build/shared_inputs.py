"""The fingerprint of what all pages share: code, packages, theme, hooks, settings, registry, day.

If it changes, nothing of the earlier build is reused. It is computed from contents, never from
times.
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

_MEMORY_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


def fingerprint_shared(root: Path, theme: Path | None, settings: Mapping[str, Any], more: object) -> str:
    """Return the fingerprint, in hexadecimal.

    Args:
        root: the project's folder.
        theme: the folder of the project's own templates.
        settings: the settings of mkdocs.yml, as the engine resolved them.
        more: other inputs of every page, such as day and imprint. Its `repr` must show all of it.
    """
    digest = hashlib.blake2b(f"{sys.version}|{more!r}".encode(), digest_size=16)
    digest.update(_stable_text(settings).encode())
    digest.update("|".join([*installed_packages(), code()]).encode())
    for folder in (root / REGISTRY, root / "hooks", *([theme] if theme else [])):
        for path in source_files(folder):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}|{len(content)}|".encode())
            digest.update(content)
    return digest.hexdigest()


def _stable_text(value: object) -> str:
    """Return a stable text form of a setting. Memory addresses in `repr` are removed.

    Mappings and lists are written out item by item, whichever class the engine gave them.
    """
    if isinstance(value, Mapping):
        return f"{{{','.join(f'{_stable_text(key)}:{_stable_text(part)}' for key, part in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return f"[{','.join(map(_stable_text, value))}]"
    return _MEMORY_ADDRESS.sub("", repr(value))
