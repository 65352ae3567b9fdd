"""Cache social cards by content, and write them into the site."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from pathlib import Path

from PIL import Image

from guongsang.errors import BuildError
from guongsang.media.cards.drawing import crop_box, draw_card, panel
from guongsang.media.photos.encoding import ENCODER
from guongsang.outputs.artifacts import CardArtifact, CardPhoto
from guongsang.storage.error_messages import explain_fault
from guongsang.storage.files import FileState, write_file
from guongsang.storage.sealed_files import use_sealed, write_sealed


def write_cards(cards: Iterable[CardArtifact], target: Path, cache: Path) -> dict[str, FileState]:
    """Write every card, from the cache or drawn now; return the state of each by address.

    Args:
        cards: what to write.
        target: the site's folder, which must have the renditions of photos already.
        cache: folder of cached cards.

    Raises:
        BuildError: a card can't be drawn; names the rendition.
    """
    written = {}
    for card in cards:
        cached = _cache_file(card, cache)
        content = use_sealed(cached)
        if content is None:
            content = draw_card(card, _load_photo(card.photo, target) if card.photo else None)
            cache.mkdir(parents=True, exist_ok=True)
            write_sealed(cached, content)
        written[card.path] = write_file(target, card.path, content)
    return written


def _cache_file(card: CardArtifact, cache: Path) -> Path:
    return cache / f"{card.path.rsplit('/', 1)[-1]}.{ENCODER}"  # contains a fingerprint of all that the card shows


def _load_photo(photo: CardPhoto, site: Path) -> Image.Image:
    """Return the part of a photo that its card shows, scaled to the card."""
    shape = panel(photo)
    try:
        with Image.open(site / photo.path) as rendition:
            # Decoding a JPEG at a half or a quarter of its size is faster.
            scale = max(shape[0] / rendition.width, shape[1] / rendition.height)
            rendition.draft("RGB", (ceil(rendition.width * scale), ceil(rendition.height * scale)))
            return rendition.convert("RGB").resize(
                shape, Image.Resampling.LANCZOS, box=crop_box(rendition.size, shape, photo.focus), reducing_gap=2.0
            )
    except (OSError, ValueError) as error:
        raise BuildError(f"không vẽ được thẻ chia sẻ có ảnh {photo.path}: {explain_fault(error)}") from None
