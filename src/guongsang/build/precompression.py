"""Gzip copies (twins) of text files, so that nginx needn't compress at each request.

nginx serves them with `gzip_static on`.
"""

from __future__ import annotations

import gzip
from pathlib import PurePosixPath

# Text compresses to a fraction. Photos, fonts, Word files and ZIPs are compressed already.
_TEXTS = frozenset(
    {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".atom", ".csv", ".md", ".ics", ".map", ".webmanifest"}
)
_SMALLEST = 1024  # bytes; below that a twin saves less than a network packet
_LEVEL = 9
TWIN = ".gz"


def may_have_twin(path: str, size: int) -> bool:
    """Answer whether a file of the site is a text that is worth a twin.

    Hidden files get none, because they aren't served.

    Args:
        path: from the site's root.
        size: in bytes.
    """
    return (
        size >= _SMALLEST
        and PurePosixPath(path).suffix in _TEXTS
        and not any(part.startswith(".") for part in path.split("/"))
    )


def make_twin(content: bytes) -> bytes | None:
    """Return `content` compressed, None if that is no smaller. Equal content gives equal bytes."""
    packed = gzip.compress(content, compresslevel=_LEVEL, mtime=0)
    return packed if len(packed) < len(content) else None
