"""A ledger: which files the site of the last build has, and what each was made of. What would be made of the same again is taken from there.

A file is taken as a second name of the same (a hard link; a copy where the disk knows none), and only while it stands there as it was left: the same size, time and place on
the disk. Whatever can't be taken is made anew, so a ledger that is missing, foreign or old costs time and nothing else.
"""

from __future__ import annotations

import io
import os
import pickle
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from guongsang.whole_files import read_sealed, write_sealed

LEDGER = "built.ledger"  # a file of the cache
_LAYOUT = 3
State = tuple[int, int, int]  # size in bytes, time of change in ns, place on the disk
Entry = tuple[str, int, int, int]  # what it was made of, and its state


class Ledger:
    """The files of one site, by address from its root."""

    def __init__(self, site: Path, entries: dict[str, Entry]) -> None:
        self._site = site
        self.entries = entries

    @classmethod
    def load(cls, path: Path, site: Path, shared: str | None = None) -> Ledger:
        """Return the ledger kept at `path`, which tells of the site at `site`, whose pages share what `shared` is the fingerprint of (None: whatever).

        An empty one where it tells of another site, of pages that shared something else, or can't be read.
        """
        try:
            layout, place, was_shared, entries = _Plain(io.BytesIO(read_sealed(path) or b"")).load()
            fits = layout == _LAYOUT and place == str(site) and shared in (None, was_shared) and isinstance(entries, dict)
        except (pickle.UnpicklingError, EOFError, ValueError, LookupError, TypeError, AttributeError, ImportError, MemoryError, OverflowError, RecursionError):
            fits = False
        return cls(site, entries if fits else {})

    def put(self, path: str, target: Path) -> Entry | None:
        """Put the file at `path` below `target` too; return its entry there, None where it can't be had: it doesn't stand as it was left."""
        source, place, entry = self._site / path, target / path, self.entries[path]
        try:
            if state_of_file(source) != entry[1:]:
                return None
            if _link(source, place):
                return entry
            shutil.copyfile(source, place)
            return entry_of_file(place, entry[0])
        except OSError:
            with suppress(OSError):
                place.unlink()
            return None


def _link(source: Path, place: Path) -> bool:
    """Give a file a second name; answer whether the disk knows such a thing. Raises OSError."""
    for _ in range(2):
        try:
            os.link(source, place)
            return True
        except FileNotFoundError:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            break
    return False


def entry_of_file(path: Path, made_of: str) -> Entry:
    """Return the entry of a file that has just been made."""
    return (made_of, *state_of_file(path))


def save_ledger(path: Path, site: Path, shared: str, entries: Mapping[str, Entry]) -> None:
    """Keep the ledger of the site that now stands at `site`. One that can't be kept costs the next build time."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_sealed(path, pickle.dumps((_LAYOUT, str(site), shared, entries), protocol=5))


class _Plain(pickle.Unpickler):
    """Reads texts, numbers, tuples and mappings, which is ten times as fast as JSON, and nothing that runs."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name}")


def state_of_file(path: str | Path) -> State:
    """Return the state of a file that stands. Raises OSError."""
    status = os.lstat(path)
    return status.st_size, status.st_mtime_ns, status.st_ino
