"""A batch: all that is made of some profiles, kind by kind.

Each kind of thing is made of all profiles of a batch before the next kind is begun. A processor that does one thing over and over has its code at hand;
profile by profile the same work takes half as long again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from guongsang.build.output.tree import SiteTree
from guongsang.build.profile_products import Bundle, Bundles
from guongsang.build.text_cache import dump_texts
from guongsang.media.profile_media import Stored, store_profile
from guongsang.outputs import (
    PROFILE_FILES,
    PROFILE_PAGES,
    CardArtifact,
    Dossier,
    PageArtifact,
    SitemapEntry,
    card_for,
    make_whole,
    profile_texts,
    sitemap_entry,
)
from guongsang.storage.files import FileState

Render: TypeAlias = Callable[[PageArtifact, CardArtifact | None], str]


@dataclass(frozen=True, slots=True)
class MadeBundle:
    """What was made of one profile: the state of each file by address, the bundle to be kept and what it says of pages and kit, the texts to be kept."""

    files: Sequence[tuple[str, FileState]]
    kept: bytes
    sitemap: tuple[SitemapEntry, ...]
    kit_sizes: tuple[tuple[str, int], ...]
    texts: tuple[bytes, bytes]


def page_path(page: PageArtifact) -> str:
    """Return the file of a page, from the site's root."""
    return f"{page.url}index.html"


def make_batch(
    dossiers: Sequence[Dossier],
    bundles: Bundles,
    tree: SiteTree,
    cache: Path,
    *,
    render: Render,
    cards: Mapping[str, CardArtifact],
) -> list[MadeBundle]:
    """Make all that is made of some profiles.

    Args:
        dossiers: what their pages and files are made of; stories may be missing.
        bundles: writes each bundle as it is to be kept.
        tree: where to.
        cache: the folder of the stores.
        render: renders a page, with the card that stands for it.
        cards: those that belong to no profile, by page.

    Raises BuildError.
    """
    dossiers = [make_whole(dossier) for dossier in dossiers]
    stored = [store_profile(dossier.site, tree.folder, cache) for dossier in dossiers]
    told = list(map(_knowing_sizes, dossiers, stored))
    shown = [{**cards, **{card.page: card for card in made.cards}} for made in stored]
    pages = [
        (number, page) for output in PROFILE_PAGES for number, dossier in enumerate(told) for page in output(dossier)
    ]
    written: list[tuple[int, str, str | bytes]] = [
        (number, page_path(page), render(page, card_for(page.url, shown[number]))) for number, page in pages
    ]
    written += [
        (number, file.path, file.content)
        for output in PROFILE_FILES
        for number, dossier in enumerate(told)
        for file in output(dossier)
    ]
    files = [list(made.files.items()) for made in stored]
    for number, path, content in written:
        files[number].append((path, tree.write(path, content)))
    sitemap: list[list[SitemapEntry]] = [[] for _ in told]
    for number, page in pages:
        if page.listed:
            sitemap[number].append(sitemap_entry(page))
    texts = list(map(dump_texts, profile_texts(told)))
    kept = [
        bundles.dump(
            Bundle(
                tuple(path for path, _ in files[number]),
                tuple(sitemap[number]),
                stored[number].kit_sizes,
                dossier.site.fingerprints.get(dossier.profile.slug, ""),
            )
        )
        for number, dossier in enumerate(told)
    ]
    return [
        MadeBundle(*made)
        for made in zip(files, kept, map(tuple, sitemap), (made.kit_sizes for made in stored), texts, strict=True)
    ]


def _knowing_sizes(dossier: Dossier, stored: Stored) -> Dossier:
    """Return a dossier whose site knows the sizes of the press kit that was stored."""
    sizes = stored.kit_sizes
    return replace(dossier, site=replace(dossier.site, kit_sizes={sizes[0][0]: dict(sizes)})) if sizes else dossier
