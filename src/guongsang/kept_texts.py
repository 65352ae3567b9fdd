"""The texts of profiles that files of the whole site take, read from the cache when they are asked for, by as many processes as ask."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from guongsang.kept_values import KeptValues
from guongsang.outputs.profile_texts import ProfileTexts
from guongsang.shelf import Shelf


class KeptTexts:
    """Gives the texts that were kept with the bundles of profiles."""

    def __init__(self, path: Path, made_of: Mapping[str, bytes], values: KeptValues) -> None:
        """Take the shelf's file, and by slug the key of what each profile's texts are made of."""
        self._path = path
        self._made_of = made_of
        self._values = values
        self._known: dict[str, ProfileTexts | None] = {}
        self._shelf: tuple[int, Shelf] | None = None

    def of(self, slug: str) -> ProfileTexts | None:
        """Return the texts of a profile; None where none were kept."""
        if slug not in self._known:
            kept = self._open().get(slug, self._made_of[slug])
            try:
                self._known[slug] = self._values.load(kept) if kept else None
            except ValueError:
                self._known[slug] = None
        return self._known[slug]

    def _open(self) -> Shelf:
        """Return the shelf as this process opened it: SQLite can't share one with a process that was forked."""
        process = os.getpid()
        if self._shelf is None or self._shelf[0] != process:
            self._shelf = process, Shelf(self._path, "texts")
        return self._shelf[1]
