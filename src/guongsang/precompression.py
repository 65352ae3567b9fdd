"""Gzipped twins of a site's texts, made once, so that a web server need not compress at each request (nginx: `gzip_static on`)."""

from __future__ import annotations

import gzip
from pathlib import Path

# What text compresses to a fraction. Photos, fonts, Word files and ZIPs are compressed in themselves.
_TEXTS = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".atom", ".csv", ".md", ".ics", ".map", ".webmanifest"})
_SMALLEST = 1024  # bytes; below that a twin saves less than a network packet
_HARDEST = 9


def write_twins(folder: Path) -> int:
    """Write `name.gz` beside every text below `folder` that is worth it; return how many. The same text gives the same bytes.

    Hidden files are left alone: they aren't served. Raises OSError where the disk is full or closed.
    """
    written = 0
    for path in sorted(folder.rglob("*")):
        if path.suffix not in _TEXTS or any(part.startswith(".") for part in path.relative_to(folder).parts) or not path.is_file():
            continue
        content = path.read_bytes()
        if len(content) < _SMALLEST:
            continue
        packed = gzip.compress(content, compresslevel=_HARDEST, mtime=0)
        if len(packed) < len(content):
            path.with_name(f"{path.name}.gz").write_bytes(packed)
            written += 1
    return written
