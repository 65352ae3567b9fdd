"""All that is kept between builds and copied into the site: photos, social cards, press kits. For the engine's adapter, in its two steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from guongsang.card_store import write_cards
from guongsang.kit_store import KeptKit, prepare_kits, write_kits
from guongsang.outputs import CardArtifact, has_kit, photo_artifacts, press_kits
from guongsang.photo_store import prepare_photos, write_photos
from guongsang.site import Site
from guongsang.whole_files import forget_drafts

CACHE = ".cache"  # below the project's folder
PHOTOS, CARDS, KITS, SEARCH = "photos", "cards", "kits", "search"  # folders of the cache, and names of the stages
Step = Callable[[str], Callable[[int, int], None] | None]


def prepare_stores(site: Site, cache: Path, step: Step) -> dict[str, KeptKit]:
    """Make what pages tell of: photos, whose placeholders they hold, and press kits, whose sizes they say. Return the kits by address.

    Args:
        site: what may be shown.
        cache: the folder in which each store has its own.
        step: gives what reports the progress of a stage, or None.

    Raises BuildError where a photo can't be rendered.
    """
    prepare_photos(photo_artifacts(site), cache / PHOTOS, step(PHOTOS))
    total = sum(map(has_kit, site.profiles))
    return {kit.path: kit for kit in prepare_kits(press_kits(site), cache / KITS, total, step(KITS))}


def write_stores(site: Site, cards: Iterable[CardArtifact], kits: Iterable[KeptKit], target: Path, cache: Path, step: Step) -> None:
    """Write photos, cards and kits below `target`. Raises BuildError where a card can't be drawn or the cache was emptied."""
    write_photos(photo_artifacts(site), target, cache / PHOTOS)
    write_cards(cards, target, cache / CARDS, step(CARDS))
    write_kits(kits, target, cache / KITS)
    for folder in (cache, cache / SEARCH):
        if folder.is_dir() and not cache.is_symlink():  # a link may lead to somebody's folder, with a "posts-personal" of theirs
            forget_drafts(folder)
