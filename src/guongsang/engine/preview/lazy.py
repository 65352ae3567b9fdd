"""Compute inputs of a previewed site on demand: texts of profiles, sizes of press kits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial

from guongsang.outputs import Dossier
from guongsang.outputs.data.files import DataLines, data_lines
from guongsang.outputs.feeds.item_texts import FeedTexts, feed_texts


class LazyTexts:
    """The texts of a profile, like `ProfileTexts`, each made on demand."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier

    @cached_property
    def feeds(self) -> FeedTexts:
        """What feeds say of the profile."""
        return feed_texts(self._dossier.profile, self._dossier.site)

    @cached_property
    def data(self) -> DataLines:
        """The lines of the profile in the open data."""
        return data_lines(self._dossier.profile, self._dossier.site)


class LazySiteTexts:
    """The texts of all profiles, each made when a file asks for it. Nothing is digested."""

    def __init__(self, texts_of: Callable[[str], LazyTexts]) -> None:
        self._texts_of = texts_of

    def feeds(self, slugs: tuple[str, ...]) -> list[FeedTexts]:
        """Return what feeds say of some profiles."""
        return [self._texts_of(slug).feeds for slug in slugs]

    def data(self, slugs: tuple[str, ...]) -> list[DataLines]:
        """Return the lines of some profiles in the open data."""
        return [self._texts_of(slug).data for slug in slugs]

    def data_digests(self, slugs: tuple[str, ...]) -> list[None]:
        """Return no digest for any profile: files are made from the texts themselves."""
        return [None for _ in slugs]


class LazyKitSizes(Mapping[str, Mapping[str, int]]):
    """The sizes of all kits by the kit's address, each found on demand."""

    def __init__(self, slugs: Mapping[str, str], sizes: Callable[[str], Mapping[str, int]]) -> None:
        self._slugs = slugs
        self._sizes = sizes

    def __getitem__(self, url: str) -> Mapping[str, int]:
        return _LazyMapping(partial(self._sizes, self._slugs[url]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._slugs)

    def __len__(self) -> int:
        return len(self._slugs)


class _LazyMapping(Mapping[str, int]):
    """A mapping that is computed when something in it is looked up."""

    def __init__(self, find: Callable[[], Mapping[str, int]]) -> None:
        self._find = find

    @cached_property
    def _found(self) -> Mapping[str, int]:
        return self._find()

    def __getitem__(self, key: str) -> int:
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
