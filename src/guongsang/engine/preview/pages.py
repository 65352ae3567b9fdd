"""Find or make the page or file at an address, when a browser asks for it and not before.

The same outputs as in a build make it, from the same dossier or site, so it is the same page. One
exception: the size of a press kit that has just changed stays the old one until the kit is made.
"""

from __future__ import annotations

import logging
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from guongsang.engine.preview.lazy import LazyKitSizes, LazySiteTexts, LazyTexts
from guongsang.errors import BuildError
from guongsang.media.cards.store import write_cards
from guongsang.media.kits.store import is_made, kit_sizes, prepare_kits
from guongsang.media.photos.store import prepare_photos, render_placeholder, write_photos
from guongsang.media.profile_media import CARDS, KITS, PHOTOS
from guongsang.outputs import (
    MEASURING_PAGES,
    SITE_PAGES,
    CardArtifact,
    Dossier,
    FileArtifact,
    KitArtifact,
    PageArtifact,
    PromisedFile,
    SitemapEntry,
    card_for,
    has_kit,
    make_dossiers,
    photo_artifacts,
    press_kit,
    profile_cards,
    profile_files_of,
    profile_pages_of,
    site_cards,
    site_files,
    sitemap_entry,
)
from guongsang.outputs.data import data_files, data_pages
from guongsang.publication.site import Site
from guongsang.storage.sealed_files import read_sealed
from guongsang.text.addresses import DATA_URL, PROFILES_URL, initiative_url, kit_url, profile_url

log = logging.getLogger("mkdocs.guongsang")
Output = Callable[[Site], Iterator[PageArtifact]]
_LISTS = (*SITE_PAGES, *MEASURING_PAGES)


class PreviewMemo:
    """What is reused from one state of the site to the next.

    Attributes:
        makers: by address, the output that made the page last: the first one to ask.
        texts: by slug, the fingerprint of the profile and its texts.
        kit_sizes: by slug, sizes of the press kit's files.
        making: fingerprints of the kits that are being made.
    """

    def __init__(self) -> None:
        self.makers: dict[str, Output] = {}
        self.texts: dict[str, tuple[str, LazyTexts]] = {}
        self.kit_sizes: dict[str, Mapping[str, int]] = {}
        self.making: set[str] = set()


class PreviewSite:
    """One state of a previewed site.

    Args:
        site: what may be shown.
        cache: the cache folder.
        folder: where to write photos and cards.
        extra: pages that no output makes.
        memo: that of the state before.
    """

    def __init__(
        self,
        site: Site,
        cache: Path,
        folder: Path,
        *,
        extra: Sequence[PageArtifact] = (),
        memo: PreviewMemo | None = None,
    ) -> None:
        self.site = replace(
            site,
            kit_sizes=LazyKitSizes(
                {kit_url(profile.slug): profile.slug for profile in site.profiles if has_kit(profile)}, self._sizes_of
            ),
            kept_texts=LazySiteTexts(self._texts_of),
        )
        self.memo = memo or PreviewMemo()
        self._cache = cache
        self._folder = folder
        self._extra = {page.url: page for page in extra}
        self._dossiers: dict[str, Dossier] = {}
        self._made: dict[Output, dict[str, PageArtifact]] = {}

    def explore(self) -> None:
        """Make all lists once, so that the memo knows which output makes which page."""
        for output in _LISTS:
            if output is not data_pages:
                self._pages_of(output)

    def prepare(self, path: str) -> None:
        """Make slow inputs of the file at `path`, outside the lock that other requests wait for."""
        if path.startswith(DATA_URL):
            for profile in self.site.profiles:
                if not profile.preview:
                    _ = self._texts_of(profile.slug).data

    def find_page(self, url: str, *, known: bool = False) -> tuple[PageArtifact, CardArtifact | None] | None:
        """Return the page at an address and its social card; None if there is no such page.

        Args:
            url: the address, relative to the site's root.
            known: ask only the output that made the page last, or whose address it is.
        """
        cards = self._cards
        dossier = self._dossier_at(url)
        page = next((page for page in profile_pages_of(dossier) if page.url == url), None) if dossier else None
        if dossier and page:
            cards = {**cards, **{card.page: card for card in profile_cards(dossier.site)}}
        else:
            page = self._site_page(url, known=known)
        return (page, card_for(url, cards)) if page else None

    def find_file(self, path: str) -> bytes | None:
        """Return the file at an address, None if there is no such file.

        Raises:
            BuildError: a photo can't be processed.
        """
        dossier = self._dossier_at(path)
        found = self._profile_file(dossier, path) if dossier else None
        if found is not None:
            return found
        if card := next((card for card in site_cards(self.site) if card.path == path), None):
            return self._draw(card)
        file = self._site_files.get(path)
        return _bytes(file.content) if file else None

    def placeholder(self, path: str) -> str:
        """Return the placeholder image at `path` as a data URI, making it if necessary."""
        try:
            return render_placeholder(path, self._cache / PHOTOS)
        except BuildError:  # not made yet
            if dossier := self._dossier_at(path):
                prepare_photos(
                    (item for item in photo_artifacts(dossier.site) if item.path == path), self._cache / PHOTOS
                )
            return render_placeholder(path, self._cache / PHOTOS)

    def sitemap(self) -> Iterator[SitemapEntry]:
        """Yield an entry for every listed page, except MkDocs' own."""
        pages = (page for dossier in make_dossiers(self.site) for page in profile_pages_of(dossier))
        for page in (
            *pages,
            *(page for output in _LISTS for page in self._pages_of(output).values()),
            *self._extra.values(),
        ):
            if page.listed:
                yield sitemap_entry(page)

    def _site_page(self, url: str, *, known: bool) -> PageArtifact | None:
        if url in self._extra:
            return self._extra[url]
        first = data_pages if url == DATA_URL else self.memo.makers.get(url)
        # data_pages is slow and makes the page at DATA_URL alone.
        others = () if known else (output for output in _LISTS if output not in (first, data_pages))
        for output in (*([first] if first else []), *others):
            if page := self._pages_of(output).get(url):
                return page
        return None

    def _pages_of(self, output: Output) -> dict[str, PageArtifact]:
        if output not in self._made:
            site = self.site
            if output is data_pages:
                site = replace(site, file_sizes={file.path: len(_bytes(file.content)) for file in data_files(site)})
            self._made[output] = {page.url: page for page in output(site)}
            self.memo.makers.update(dict.fromkeys(self._made[output], output))
        return self._made[output]

    def _profile_file(self, dossier: Dossier, path: str) -> bytes | None:
        if self._write_photo(dossier, path):
            return (self._folder / path).read_bytes()
        if card := next((card for card in profile_cards(dossier.site) if card.path == path), None):
            if card.photo:
                self._write_photo(dossier, card.photo.path)
            return self._draw(card)
        if file := next((file for file in profile_files_of(dossier) if file.path == path), None):
            return _bytes(file.content)
        if has_kit(dossier.profile) and path.startswith((kit := press_kit(dossier.profile, dossier.site)).folder):
            made = prepare_kits([kit], self._cache / KITS)[0]
            if path == kit.path:
                return read_sealed(made.cached)
            with zipfile.ZipFile(made.cached) as packed:
                name = path.removeprefix(kit.folder)
                return packed.read(name) if name in packed.namelist() else None
        return None

    def _write_photo(self, dossier: Dossier, path: str) -> bool:
        """Write a rendition into the folder; answer whether there is one at that address."""
        wanted = [item for item in photo_artifacts(dossier.site) if item.path == path and item.format != "placeholder"]
        if wanted and not (self._folder / path).exists():  # its name has a fingerprint of its content
            prepare_photos(wanted, self._cache / PHOTOS)
            write_photos(wanted, self._folder, self._cache / PHOTOS)
        return bool(wanted)

    def _draw(self, card: CardArtifact) -> bytes:
        write_cards([card], self._folder, self._cache / CARDS)
        return (self._folder / card.path).read_bytes()

    @cached_property
    def _cards(self) -> Mapping[str, CardArtifact]:
        return {card.page: card for card in site_cards(self.site)}

    @cached_property
    def _site_files(self) -> Mapping[str, FileArtifact | PromisedFile]:
        return {file.path: file for file in site_files(self.site)}

    @cached_property
    def _owners(self) -> Mapping[str, str]:
        """By address, the slug of the profile whose pages are there and below."""
        owners: dict[str, str] = {}
        for profile in self.site.profiles:
            for url in (
                profile_url(profile.slug),
                *(profile_url(alias) for alias in profile.aliases),
                *(initiative_url(item.slug) for item in profile.initiatives),
            ):
                owners.setdefault(url, profile.slug)
        return owners

    def _dossier_at(self, path: str) -> Dossier | None:
        parts = path.split("/")
        if len(parts) < 3:
            return None
        own = f"{parts[0]}/" == PROFILES_URL and parts[1] in self.site.by_slug
        slug = parts[1] if own else self._owners.get(f"{parts[0]}/{parts[1]}/")
        return self._dossier(slug) if slug else None

    def _dossier(self, slug: str) -> Dossier:
        if slug not in self._dossiers:
            self._dossiers[slug] = next(make_dossiers(self.site, [self.site.by_slug[slug]]))
        return self._dossiers[slug]

    def _texts_of(self, slug: str) -> LazyTexts:
        fingerprint, texts = self.memo.texts.get(slug, ("", None))
        if texts is None or fingerprint != self.site.fingerprints[slug]:
            texts = LazyTexts(self._dossier(slug))
            self.memo.texts[slug] = self.site.fingerprints[slug], texts
        return texts

    def _sizes_of(self, slug: str) -> Mapping[str, int]:
        dossier = self._dossier(slug)
        kit = press_kit(dossier.profile, dossier.site)
        if slug in self.memo.kit_sizes and not is_made(kit, self._cache / KITS):
            if kit.fingerprint not in self.memo.making:
                self.memo.making.add(kit.fingerprint)
                threading.Thread(target=self._make_kit, args=(kit,), daemon=True).start()
        else:
            self.memo.kit_sizes[slug] = kit_sizes(prepare_kits([kit], self._cache / KITS)[0])
        return self.memo.kit_sizes[slug]

    def _make_kit(self, kit: KitArtifact) -> None:
        try:
            prepare_kits([kit], self._cache / KITS)
        except BuildError as error:
            log.warning("%s", error)
        finally:
            self.memo.making.discard(kit.fingerprint)


def _bytes(content: Any) -> bytes:
    return content if isinstance(content, bytes) else str(content).encode()
