"""Gzipped twins of a site's texts, made once, so that a web server need not compress at each request (nginx: `gzip_static on`)."""

from __future__ import annotations

import gzip
from pathlib import PurePosixPath

# What text compresses to a fraction. Photos, fonts, Word files and ZIPs are compressed in themselves.
_TEXTS = frozenset(
    {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".atom", ".csv", ".md", ".ics", ".map", ".webmanifest"}
)
_SMALLEST = 1024  # bytes; below that a twin saves less than a network packet
_HARDEST = 9
TWIN = ".gz"


def may_have_twin(path: str, size: int) -> bool:
    """Answer whether a file of a site, of so many bytes, is a text that is worth a twin. Hidden files are left alone: they aren't served."""
    return (
        size >= _SMALLEST
        and PurePosixPath(path).suffix in _TEXTS
        and not any(part.startswith(".") for part in path.split("/"))
    )


def make_twin(content: bytes) -> bytes | None:
    """Return the bytes of a text's twin, None where it would be no smaller. The same text gives the same bytes."""
    packed = gzip.compress(content, compresslevel=_HARDEST, mtime=0)
    return packed if len(packed) < len(content) else None
