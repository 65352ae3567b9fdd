"""The manifest of the last build: each file of the site, its key (inputs) and its state on disk.

The next build reuses a file whose key is the same: it gets a second name (hard link) in the new
tree, or a copy if the file system has no hard links. Size, mtime and inode must be as recorded.
Anything else is made again, so a missing, foreign or old manifest costs time only.
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
_FORMAT = 3
ManifestEntry = tuple[str, int, int, int]  # the file's key, then its FileState


class Manifest:
    """The files of one site.

    Attributes:
        entries: by path from the site's root.
        shared: the fingerprint of the inputs that all its pages share.
    """

    def __init__(self, site: Path, entries: dict[str, ManifestEntry], shared: str = "") -> None:
        self._site = site
        self.entries = entries
        self.shared = shared

    @classmethod
    def load(cls, path: Path, site: Path) -> Manifest:
        """Return the manifest in the file `path` if it belongs to the site at `site`.

        If it belongs to another site or can't be read, it is empty.
        """
        try:
            version, place, shared, entries = _PlainUnpickler(io.BytesIO(read_sealed(path) or b"")).load()
            if version == _FORMAT and place == str(site) and isinstance(entries, dict):
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

    def link(self, paths: Iterable[str], target: Path) -> Iterator[tuple[str, ManifestEntry | None]]:
        """Hard-link files of the site below `target`; yield each path with its entry there.

        The entry is None if the file is missing, or its state is no longer as recorded.
        """
        source, place = os.fspath(self._site), os.fspath(target)  # pathlib is slow for tens of thousands of files
        made: set[str] = set()
        for path in paths:
            folder = os.path.dirname(path)
            if folder not in made:
                with suppress(OSError):  # then linking its files fails too, and they are made again
                    make_folder(f"{place}/{folder}")
                made.add(folder)
            yield path, _link(f"{source}/{path}", f"{place}/{path}", self.entries[path])


def _link(source: str, place: str, entry: ManifestEntry) -> ManifestEntry | None:
    try:
        if state_of_file(source) != entry[1:]:
            return None
        try:
            os.link(source, place)
        except OSError:  # the file system has no hard links
            shutil.copyfile(source, place)
            return manifest_entry(place, entry[0])
        return entry
    except OSError:
        with suppress(OSError):
            os.unlink(place)
        return None


def manifest_entry(path: str | Path, key: str) -> ManifestEntry:
    """Return the entry of a file that was just made. Raises OSError."""
    return (key, *state_of_file(path))


def save_manifest(path: Path, site: Path, shared: str, entries: Mapping[str, ManifestEntry]) -> None:
    """Save the manifest of the site at `site`. If that fails, the next build makes all again.

    Args:
        path: the file to write.
        site: where the site is.
        shared: the fingerprint of the inputs that all its pages share.
        entries: its files, by path from the site's root.
    """
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_sealed(path, pickle.dumps((_FORMAT, str(site), shared, entries), protocol=5))


class _PlainUnpickler(pickle.Unpickler):
    """Loads strings, numbers, tuples and dicts only, ten times as fast as JSON. Runs no code."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name}")
