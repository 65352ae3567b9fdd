"""A manifest: which files the site of the last build has, and what each was made of. What would be made of the same again is taken from there.

A file is taken as a second name of the same (a hard link; a copy where the disk knows none), and only while it stands there as it was left: the same size, time and place on
the disk. Whatever can't be taken is made anew, so a manifest that is missing, foreign or old costs time and nothing else.
"""

from __future__ import annotations

import io
import os
import pickle
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from guongsang.storage.files import make_folder, state_of_file
from guongsang.storage.sealed_files import read_sealed, write_sealed

MANIFEST = "built.manifest"  # a file of the cache
_LAYOUT = 3
ManifestEntry = tuple[str, int, int, int]  # what it was made of, and its state


class Manifest:
    """The files of one site, by address from its root."""

    def __init__(self, site: Path, entries: dict[str, ManifestEntry], shared: str = "") -> None:
        self._site = site
        self.entries = entries
        self.shared = shared  # the fingerprint of all that its pages share

    @classmethod
    def load(cls, path: Path, site: Path) -> Manifest:
        """Return the manifest kept at `path`, which tells of the site at `site`; an empty one where it tells of another site or can't be read."""
        try:
            layout, place, shared, entries = _Plain(io.BytesIO(read_sealed(path) or b"")).load()
            if layout == _LAYOUT and place == str(site) and isinstance(entries, dict):
                return cls(site, entries, str(shared))
        except (
            pickle.UnpicklingError,
            EOFError,
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            ImportError,
            MemoryError,
            OverflowError,
            RecursionError,
        ):
            pass
        return cls(site, {})

    def put(self, paths: Iterable[str], target: Path) -> Iterator[tuple[str, ManifestEntry | None]]:
        """Put files below `target` too; yield each path with its entry there, None where it can't be had: it doesn't stand as it was left."""
        source, place = os.fspath(self._site), os.fspath(target)  # not by pathlib: these are tens of thousands
        made: set[str] = set()
        for path in paths:
            folder = os.path.dirname(path)
            if folder not in made:
                with suppress(OSError):  # then none of its files can be had
                    make_folder(f"{place}/{folder}")
                made.add(folder)
            yield path, _put(f"{source}/{path}", f"{place}/{path}", self.entries[path])


def _put(source: str, place: str, entry: ManifestEntry) -> ManifestEntry | None:
    try:
        if state_of_file(source) != entry[1:]:
            return None
        try:
            os.link(source, place)
        except OSError:  # the disk knows no second names
            shutil.copyfile(source, place)
            return manifest_entry(place, entry[0])
        return entry
    except OSError:
        with suppress(OSError):
            os.unlink(place)
        return None


def manifest_entry(path: str | Path, made_of: str) -> ManifestEntry:
    """Return the entry of a file that has just been made."""
    return (made_of, *state_of_file(path))


def save_manifest(path: Path, site: Path, shared: str, entries: Mapping[str, ManifestEntry]) -> None:
    """Keep the manifest of the site that now stands at `site`. One that can't be kept costs the next build time."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_sealed(path, pickle.dumps((_LAYOUT, str(site), shared, entries), protocol=5))


class _Plain(pickle.Unpickler):
    """Reads texts, numbers, tuples and mappings, which is ten times as fast as JSON, and nothing that runs."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name}")
