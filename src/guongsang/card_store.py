"""Social cards on disk: drawn on all cores, kept by content and drawn once, forgotten when no build has used them for long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import ceil
from pathlib import Path

from PIL import Image

from guongsang.card_drawing import crop_box, draw_card, panel
from guongsang.disk_faults import explain_fault
from guongsang.errors import BuildError
from guongsang.outputs.artifacts import CardArtifact, CardPhoto
from guongsang.whole_files import copy_sealed, forget_unused, is_cached, write_sealed
from guongsang.worker_pool import CORES, worker_pool

_Job = tuple[CardArtifact, Path, Path]  # a card, the site that has its photo, where to write it
_CHUNK = 16  # cards to a task: a card takes less time than to ask for it one by one


def write_cards(cards: Iterable[CardArtifact], target: Path, cache: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Write every card below `target`, where the renditions of photos already stand. Cards that are in `cache` are taken from there.

    Raises BuildError, naming the rendition, where one can't be drawn.
    """
    cache.mkdir(parents=True, exist_ok=True)
    wanted = list(cards)
    missing = [(card, target, _cached(card, cache)) for card in wanted if not is_cached(_cached(card, cache))]
    done = len(wanted) - len(missing)
    if progress:
        progress(done, len(wanted))
    for count in _run([missing[start: start + _CHUNK] for start in range(0, len(missing), _CHUNK)]):
        done += count
        if progress:
            progress(done, len(wanted))
    for card in wanted:
        path = target / card.path
        path.parent.mkdir(parents=True, exist_ok=True)
        copy_sealed(_cached(card, cache), path)
    forget_unused(cache)


def _run(jobs: list[list[_Job]]) -> Iterator[int]:
    if len(jobs) < 2:
        yield from map(_write, jobs)
        return
    with worker_pool(min(CORES, len(jobs))) as pool:
        yield from pool.map(_write, jobs)


def _cached(card: CardArtifact, cache: Path) -> Path:
    return cache / card.path.rsplit("/", 1)[-1]  # it carries the fingerprint of all that the card shows


def _write(jobs: list[_Job]) -> int:
    for card, site, path in jobs:
        write_sealed(path, draw_card(card, _load_photo(card.photo, site) if card.photo else None))
    return len(jobs)


def _load_photo(photo: CardPhoto, site: Path) -> Image.Image:
    """Return the part of a photo that its card shows, at the card's size."""
    shape = panel(photo)
    try:
        with Image.open(site / photo.path) as rendition:
            # A JPEG can be decoded at a half or a quarter for less than the whole.
            scale = max(shape[0] / rendition.width, shape[1] / rendition.height)
            rendition.draft("RGB", (ceil(rendition.width * scale), ceil(rendition.height * scale)))
            return rendition.convert("RGB").resize(shape, Image.Resampling.LANCZOS, box=crop_box(rendition.size, shape, photo.focus), reducing_gap=2.0)
    except (OSError, ValueError) as error:
        raise BuildError(f"không vẽ được thẻ chia sẻ có ảnh {photo.path}: {explain_fault(error)}") from None
