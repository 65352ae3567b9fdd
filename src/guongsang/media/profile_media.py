"""Write the photos, social cards and press kit of one profile; clean their caches."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from guongsang.media.cards.store import write_cards
from guongsang.media.kits.store import kit_sizes, prepare_kits, write_kits
from guongsang.media.photos.store import prepare_photos, write_photos
from guongsang.outputs import CardArtifact, photo_artifacts, press_kits, profile_cards
from guongsang.publication.site import Site
from guongsang.storage.files import FileState, state_of_file
from guongsang.storage.sealed_files import forget_drafts, forget_unused

PHOTOS, CARDS, KITS, SEARCH = "photos", "cards", "kits", "search"  # folders of the cache
_SWEPT = "swept"  # a file in the cache; its mtime is the time of the last cleaning
_DAY = 86400  # seconds


@dataclass(frozen=True, slots=True)
class ProfileMedia:
    """What was written of one profile.

    Attributes:
        files: state of each file, by address.
        cards: its social cards.
        kit_sizes: address and size in bytes, of the press kit first, then of each of its parts.
    """

    files: Mapping[str, FileState]
    cards: tuple[CardArtifact, ...]
    kit_sizes: tuple[tuple[str, int], ...]


def prepare_profile(site: Site, cache: Path, *, placeholders_only: bool = False) -> None:
    """Make the renditions that the cache lacks.

    Args:
        site: a site with the one profile.
        cache: the cache folder.
        placeholders_only: make only placeholders, which other profiles' pages embed.

    Raises:
        BuildError: a photo can't be processed.
    """
    prepare_photos(
        (item for item in photo_artifacts(site) if item.format == "placeholder" or not placeholders_only),
        cache / PHOTOS,
    )


def store_profile(site: Site, target: Path, cache: Path) -> ProfileMedia:
    """Write photos, cards and press kit of a profile, making what the cache lacks.

    Args:
        site: a site with the one profile.
        target: the site's folder.
        cache: the cache folder.

    Raises:
        BuildError: a photo or card can't be made, or the cache was emptied meanwhile.
    """
    photos = list(photo_artifacts(site))
    prepare_photos(photos, cache / PHOTOS)
    paths = write_photos(photos, target, cache / PHOTOS)
    cards = tuple(profile_cards(site))
    written = write_cards(cards, target, cache / CARDS)
    kits = prepare_kits(press_kits(site), cache / KITS)
    write_kits(kits, target, cache / KITS)
    sizes = tuple(size for kit in kits for size in kit_sizes(kit).items())
    return ProfileMedia(
        {**_states(paths, target), **written, **_states((path for path, _ in sizes), target)}, cards, sizes
    )


def _states(paths: Iterable[str], target: Path) -> dict[str, FileState]:
    return {path: state_of_file(target / path) for path in paths}


def store_site_cards(cards: Iterable[CardArtifact], target: Path, cache: Path) -> None:
    """Write the cards that belong to no profile below `target`. Raises BuildError."""
    write_cards(cards, target, cache / CARDS)


def forget_unused_files(cache: Path) -> None:
    """Delete drafts of killed builds, and photos, cards and kits unused for half a year.

    The latter only once a day, as there are tens of thousands of files to look at.
    """
    if not _is_recent(cache / _SWEPT):
        for name in (PHOTOS, CARDS, KITS):
            if (cache / name).is_dir():
                forget_unused(cache / name)
        with suppress(OSError):
            (cache / _SWEPT).touch()
    for folder in (cache, cache / SEARCH):
        # A link may lead to somebody's folder, with a "posts-personal" of theirs.
        if folder.is_dir() and not cache.is_symlink():
            forget_drafts(folder)


def _is_recent(stamp: Path) -> bool:
    try:
        return 0 <= time.time() - stamp.stat().st_mtime < _DAY
    except OSError:
        return False
