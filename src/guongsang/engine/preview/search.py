"""Make the search index of a preview at the first search.

A large index is made again in a thread and seldom; until then the previous one answers.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from guongsang.errors import BuildError
from guongsang.outputs.search.records import ContentPage, search_entries
from guongsang.publication.site import Site
from guongsang.search.index import FOLDER, write_search_index

log = logging.getLogger("mkdocs.guongsang")
_FAST = 1.0  # seconds: an index that takes no longer is always up to date with the last save
_PAUSE = 30.0  # seconds between two slower ones


class PreviewSearch:
    """The index of the latest site, or of a slightly earlier one.

    Args:
        folder: where to write the index.
        cache: folder of cached segments.
    """

    def __init__(self, folder: Path, cache: Path) -> None:
        self._folder = folder
        self._cache = cache
        self._lock = threading.Lock()
        self._indexed: Site | None = None
        self._duration = 0.0
        self._ended = 0.0
        self._thread: threading.Thread | None = None

    def find_file(self, path: str, site: Site, pages: Sequence[ContentPage]) -> bytes | None:
        """Return a file of the index, None if there is no such file.

        Args:
            path: relative to the site's root.
            site: the site to search.
            pages: texts of MkDocs' pages.
        """
        with self._lock:
            if self._indexed is not site:
                if self._indexed is None or self._duration <= _FAST:
                    self._make(site, pages)
                elif not (self._thread and self._thread.is_alive()) and time.monotonic() - self._ended > _PAUSE:
                    self._thread = threading.Thread(target=self._make, args=(site, pages), daemon=True)
                    self._thread.start()
        file = self._folder / path
        return file.read_bytes() if path.startswith(f"{FOLDER}/") and file.is_file() else None

    def _make(self, site: Site, pages: Sequence[ContentPage]) -> None:
        started = time.monotonic()
        try:
            write_search_index(search_entries(site, pages), self._folder, self._cache)
        except BuildError as error:
            log.warning("%s", error)
        self._indexed, self._ended = site, time.monotonic()
        self._duration = self._ended - started
