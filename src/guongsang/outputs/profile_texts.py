"""Parts of site-wide files that come from one profile: items of feeds, lines of the open data.

They are made once, with the profile's pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from guongsang.outputs.data.files import DataLines, data_lines
from guongsang.outputs.dossier import Dossier
from guongsang.outputs.feeds.item_texts import FeedTexts, feed_texts


@dataclass(frozen=True, slots=True)
class ProfileTexts:
    """The parts of one profile."""

    feeds: FeedTexts
    data: DataLines


class Texts(Protocol):
    """Cached parts of profiles by slug, None if not cached. `Site.kept_texts` has this type."""

    def feeds(self, slugs: tuple[str, ...]) -> Sequence[FeedTexts | None]:
        """Return the cached items of feeds."""
        ...

    def data(self, slugs: tuple[str, ...]) -> Sequence[DataLines | None]:
        """Return the cached lines of the open data."""
        ...

    def data_digests(self, slugs: tuple[str, ...]) -> Sequence[bytes | None]:
        """Return digests of the cached lines of the open data, without loading the lines."""
        ...


def profile_texts(dossiers: Sequence[Dossier]) -> list[ProfileTexts]:
    """Return the parts of each profile."""
    feeds = [feed_texts(dossier.profile, dossier.site) for dossier in dossiers]
    return [
        ProfileTexts(items, data_lines(dossier.profile, dossier.site))
        for items, dossier in zip(feeds, dossiers, strict=True)
    ]
