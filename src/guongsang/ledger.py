"""A ledger: which files the site of the last build has, and what each was made of. What would be made of the same again is taken from there.

A file is taken as a second name of the same (a hard link), and only while it stands there as it was left: the same size, time and place on
the disk. Whatever can't be taken is made anew, so a ledger that is missing, foreign or old costs time and nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from guongsang.whole_files import write_whole

_LAYOUT = 1
Entry = tuple[str, int, int, int]  # what it was made of; size in bytes, time of change in ns, place on the disk


class Ledger:
    """The files of one site, by address from its root."""

    def __init__(self, site: Path, entries: Mapping[str, Entry]) -> None:
        self._site = site
        self._entries = entries

    @classmethod
    def load(cls, path: Path, site: Path) -> Ledger:
        """Return the ledger kept at `path`, which tells of the site at `site`; an empty one where it tells of another, or can't be read."""
        try:
            kept = json.loads(path.read_bytes())
            if kept["layout"] != _LAYOUT or kept["site"] != str(site):
                return cls(site, {})
            return cls(site, {name: (str(key), int(size), int(time), int(place)) for name, (key, size, time, place) in kept["files"].items()})
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return cls(site, {})

    def paths(self, folder: str) -> list[str]:
        """Return what the site had below a folder (with a closing slash)."""
        return [path for path in self._entries if path.startswith(folder)]

    def holds(self, path: str, entry: Entry) -> bool:
        """Answer whether a file was taken, not made: it is what stands at `path`."""
        return self._entries.get(path) == entry

    def take(self, path: str, made_of: str, target: Path) -> Entry | None:
        """Put the file at `path` below `target`, where it was made of the same; return its entry, or None where it has to be made."""
        entry = self._entries.get(path)
        if entry is None or entry[0] != made_of:
            return None
        place = target / path
        source = self._site / path
        try:
            if _state(source) != entry[1:]:
                return None
        except OSError:
            return None
        try:
            put(source, place)
            return entry if entry[3] == place.stat().st_ino else (made_of, *_state(place))
        except OSError:
            with suppress(OSError):
                place.unlink()
            return None


def put(source: Path, place: Path) -> None:
    """Give a file a second name, or copy it where the disk knows no such thing. Raises OSError."""
    try:
        os.link(source, place)
    except FileNotFoundError:
        place.parent.mkdir(parents=True, exist_ok=True)
        put_again(source, place)
    except OSError:
        put_again(source, place)


def put_again(source: Path, place: Path) -> None:
    """Give a file a second name where there may already be one, or copy it. Raises OSError."""
    with suppress(FileNotFoundError):
        place.unlink()
    try:
        os.link(source, place)
    except OSError:
        shutil.copyfile(source, place)


def entry_of_file(path: Path, made_of: str) -> Entry:
    """Return the entry of a file that has just been made."""
    return (made_of, *_state(path))


def save_ledger(path: Path, site: Path, entries: Iterable[tuple[str, Entry]]) -> None:
    """Keep the ledger of the site that now stands at `site`. One that can't be kept costs the next build time."""
    text = json.dumps({"layout": _LAYOUT, "site": str(site), "files": dict(entries)}, ensure_ascii=False, separators=(",", ":"))
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())


def _state(path: Path) -> tuple[int, int, int]:
    status = path.stat(follow_symlinks=False)
    return status.st_size, status.st_mtime_ns, status.st_ino
