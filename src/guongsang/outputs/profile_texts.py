"""The texts of a profile that stand in files of the whole site: its items in feeds, its lines in the open data. Made once, with its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from guongsang.outputs.data.files import DataLines, data_lines
from guongsang.outputs.dossier import Dossier
from guongsang.outputs.feeds.item_texts import FeedTexts, feed_texts


@dataclass(frozen=True, slots=True)
class ProfileTexts:
    """What a profile gives files of the whole site."""

    feeds: FeedTexts
    data: DataLines


class Texts(Protocol):
    """The texts of profiles that are made already, as `Site.kept_texts` gives them: by slug, None for those that aren't."""

    def feeds(self, slugs: tuple[str, ...]) -> Sequence[FeedTexts | None]: ...

    def data(self, slugs: tuple[str, ...]) -> Sequence[DataLines | None]: ...

    def data_digests(self, slugs: tuple[str, ...]) -> Sequence[bytes | None]:
        """Return what tells the lines of a profile from others, without checked profile them."""
        ...


def profile_texts(dossiers: Sequence[Dossier]) -> list[ProfileTexts]:
    """Return the texts of each profile."""
    feeds = [feed_texts(dossier.profile, dossier.site) for dossier in dossiers]
    return [
        ProfileTexts(told, data_lines(dossier.profile, dossier.site))
        for told, dossier in zip(feeds, dossiers, strict=True)
    ]
