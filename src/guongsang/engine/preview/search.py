"""The search index of a preview: made when somebody searches first. A large one is made anew beside the pages, and seldom; until then the last one answers."""

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
_AT_ONCE = 1.0  # seconds: an index that takes no longer is always that of the last save
_PAUSE = 30.0  # seconds between two that do


class PreviewSearch:
    """Keeps the index of the site that it was asked for last, or of one a little earlier."""

    def __init__(self, folder: Path, cache: Path) -> None:
        """Take the folder to write below, and the one in which segments are kept."""
        self._folder = folder
        self._cache = cache
        self._lock = threading.Lock()
        self._of: Site | None = None
        self._took = 0.0
        self._ended = 0.0
        self._beside: threading.Thread | None = None

    def find_file(self, path: str, site: Site, pages: Sequence[ContentPage]) -> bytes | None:
        """Return a file of the index, None where there is none. `pages` are the engine's."""
        with self._lock:
            if self._of is not site:
                if self._of is None or self._took <= _AT_ONCE:
                    self._make(site, pages)
                elif not (self._beside and self._beside.is_alive()) and time.monotonic() - self._ended > _PAUSE:
                    self._beside = threading.Thread(target=self._make, args=(site, pages), daemon=True)
                    self._beside.start()
        file = self._folder / path
        return file.read_bytes() if path.startswith(f"{FOLDER}/") and file.is_file() else None

    def _make(self, site: Site, pages: Sequence[ContentPage]) -> None:
        started = time.monotonic()
        try:
            write_search_index(search_entries(site, pages), self._folder, self._cache)
        except BuildError as error:
            log.warning("%s", error)
        self._of, self._ended = site, time.monotonic()
        self._took = self._ended - started
