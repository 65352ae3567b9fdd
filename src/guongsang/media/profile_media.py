"""All that is kept between builds by its content and copied into the site: photos, social cards, press kits."""

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
_SWEPT = "swept"  # a file of the cache: when it was last gone through
_DAY = 86400  # seconds


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored of one profile: its files by address, its cards, and the bytes of its press kit and of each part of that, the kit first."""

    files: Mapping[str, FileState]
    cards: tuple[CardArtifact, ...]
    kit_sizes: tuple[tuple[str, int], ...]


def prepare_profile(site: Site, cache: Path, *, placeholders_only: bool = False) -> None:
    """Make what the cache lacks of the photos of the one profile of `site`: other profiles' pages hold the placeholders. Raises BuildError."""
    prepare_photos(
        (item for item in photo_artifacts(site) if item.format == "placeholder" or not placeholders_only),
        cache / PHOTOS,
    )


def store_profile(site: Site, target: Path, cache: Path) -> Stored:
    """Write the photos, the cards and the press kit of the one profile of `site` below `target`, making what the cache lacks.

    Raises BuildError where a photo can't be rendered, a card not drawn, or the cache was emptied meanwhile.
    """
    photos = list(photo_artifacts(site))
    prepare_photos(photos, cache / PHOTOS)
    paths = write_photos(photos, target, cache / PHOTOS)
    cards = tuple(profile_cards(site))
    written = write_cards(cards, target, cache / CARDS)
    kits = prepare_kits(press_kits(site), cache / KITS)
    write_kits(kits, target, cache / KITS)
    sizes = tuple(size for kit in kits for size in kit_sizes(kit).items())
    return Stored({**_states(paths, target), **written, **_states((path for path, _ in sizes), target)}, cards, sizes)


def _states(paths: Iterable[str], target: Path) -> dict[str, FileState]:
    return {path: state_of_file(target / path) for path in paths}


def store_site_cards(cards: Iterable[CardArtifact], target: Path, cache: Path) -> None:
    """Write the cards that belong to no profile below `target`. Raises BuildError."""
    write_cards(cards, target, cache / CARDS)


def forget_unused_files(cache: Path) -> None:
    """Delete what killed builds have left, and once a day photos, cards and kits that no build has asked for in half a year: there are tens of thousands to look at."""
    if not _is_of_today(cache / _SWEPT):
        for name in (PHOTOS, CARDS, KITS):
            if (cache / name).is_dir():
                forget_unused(cache / name)
        with suppress(OSError):
            (cache / _SWEPT).touch()
    for folder in (cache, cache / SEARCH):
        if (
            folder.is_dir() and not cache.is_symlink()
        ):  # a link may lead to somebody's folder, with a "posts-personal" of theirs
            forget_drafts(folder)


def _is_of_today(stamp: Path) -> bool:
    try:
        return 0 <= time.time() - stamp.stat().st_mtime < _DAY
    except OSError:
        return False
