"""Search indexes on disk: a segment whose records haven't changed is taken from the cache instead of being made again."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

from guongsang.disk_faults import explain_fault
from guongsang.errors import BuildError
from guongsang.outputs.search import SearchRecord
from guongsang.search_index import VERSION, index_segment
from guongsang.whole_files import clear_way, copy_folder, is_cached_folder, seal_folder

FOLDER = "tim-kiem/chi-muc"
_LEAST = 1000  # records: shelves side by side share a segment until it holds as many, for each costs a reader a request a word
_SEGMENTS = 4  # of a large site; more, and a query on a phone waits for requests
_SEGMENT = re.compile(r".+-[0-9a-f]{10}")  # what `_digest` ends a name with; no other folder is taken away
_KEPT = 30 * 86400  # seconds for which an unused segment is kept: last week's branch may come back


def write_search_index(records: Iterable[SearchRecord], target: Path, cache: Path, progress: Callable[[int, int], None] | None = None,
                       *, least: int | None = None) -> None:
    """Write the search index of `records` below `target`, the site's folder.

    Args:
        cache: where segments are kept from one build to the next.
        progress: called with how many records are done, and of how many.
        least: how many records a segment should hold at least; by default as many as keep segments few.

    Raises BuildError where a file can't be written.
    """
    segments = split_segments(records, least)
    total, done = sum(len(records) for _, records in segments), 0
    entries = []
    try:
        for name, members in segments:
            path = f"{name}-{_digest(members)}"
            copy_folder(_kept(members, cache / path), target / FOLDER / path)
            entries.append({"path": path, "count": len(members)})
            done += len(members)
            if progress:
                progress(done, total)
        (target / FOLDER).mkdir(parents=True, exist_ok=True)
        (target / f"{FOLDER}/index.json").write_text(json.dumps({"version": VERSION, "segments": entries}), encoding="utf-8")
        _forget_unused(cache, time.time())
    except OSError as error:
        raise BuildError(f"không lập được chỉ mục tìm kiếm: {explain_fault(error)}") from error


def split_segments(records: Iterable[SearchRecord], least: int | None = None) -> list[tuple[str, list[SearchRecord]]]:
    """Return the records by segment: what is on no shelf by itself, then shelves in order, neighbours together until they are `least`."""
    ordered = sorted(records, key=lambda record: (record.shelf, record.url))
    least = least or _fitting(len(ordered))
    shelves = [(shelf, list(members)) for shelf, members in groupby(ordered, key=lambda record: record.shelf)]
    segments: list[tuple[str, list[SearchRecord]]] = []
    first = ""
    gathered: list[SearchRecord] = []
    for shelf, members in shelves:
        if not shelf:
            segments.append(("chung", members))
            continue
        first, gathered = first or shelf, gathered + members
        if len(gathered) >= least or shelf == shelves[-1][0]:
            segments.append((first if first == shelf else f"{first}-{shelf}", gathered))
            first, gathered = "", []
    return segments


def _fitting(total: int) -> int:
    """Return how many records a segment should hold at least. It doubles, so that a growing site seldom makes all its segments anew."""
    least = _LEAST
    while total > _SEGMENTS * least:
        least *= 2
    return least


def _digest(records: list[SearchRecord]) -> str:
    digest = hashlib.sha256(f"{VERSION}".encode())
    for record in records:
        digest.update(repr(record).encode())
    return digest.hexdigest()[:10]


def _kept(records: list[SearchRecord], folder: Path) -> Path:
    """Return the segment's folder in the cache, made whole and put there by one step where it is missing."""
    if is_cached_folder(folder):
        os.utime(folder)
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="new-", dir=folder.parent))
    try:
        (made / "d").mkdir()
        for path, text in index_segment(records):
            (made / path).write_text(text, encoding="utf-8")
        seal_folder(made)
        if is_cached_folder(folder):  # another build was faster
            shutil.rmtree(made)
        else:
            clear_way(folder)  # what a disk has spoilt
            made.rename(folder)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
        if not is_cached_folder(folder):
            raise
    return folder


def _forget_unused(cache: Path, now: float) -> None:
    for folder in cache.iterdir() if cache.is_dir() else ():
        if _SEGMENT.fullmatch(folder.name) and now - folder.stat().st_mtime > _KEPT:
            shutil.rmtree(folder, ignore_errors=True)
