"""Gives the full part (story) of one profile when its own pages are made, mostly from the cache."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from guongsang.build.publish_profiles import PublishInputs, Wanted, publish_batch
from guongsang.build.result_cache import ResultCache, unpack_story
from guongsang.build.safe_pickle import KeptValues
from guongsang.errors import BuildError
from guongsang.publication.profile_parts import Story


class Stories:
    """Gives full parts of profiles, one at a time, in any number of forked processes."""

    def __init__(self, inputs: PublishInputs, wanted: Iterable[Wanted], keys: Mapping[str, bytes]) -> None:
        """Store the arguments.

        Args:
            inputs: what publishing needs, for a full part that isn't cached.
            wanted: the profiles with the gate's decisions.
            keys: the keys of their results in the cache, by path.
        """
        self._inputs = inputs
        self._wanted = {checked.facts.slug: (checked, decisions) for checked, decisions in wanted if checked.facts}
        self._keys = keys
        self._values = KeptValues(inputs.registry)
        self._cache: tuple[int, ResultCache] | None = None

    def of(self, slug: str) -> Story:
        """Return the full part of a profile. If it isn't cached, the profile is published again.

        Raises:
            BuildError: the file has changed since it was checked.
        """
        checked, decisions = self._wanted[slug]
        story = self._open().story(checked.path, self._keys.get(checked.path, b""), self._values)
        if story is None:
            ((_, changed, pack),) = publish_batch([(checked, decisions)], self._inputs, self._values)
            story = None if changed else unpack_story(pack, self._values)
        if story is None:
            raise BuildError(f"{checked.path} vừa thay đổi trong lúc dựng; chạy lại lệnh dựng")
        return story

    def _open(self) -> ResultCache:
        """Return the cache opened by this process: SQLite can't share one with a forked process."""
        process = os.getpid()
        if self._cache is None or self._cache[0] != process:
            self._cache = process, ResultCache(self._inputs.root)
        return self._cache[1]
