"""The assembly of a site: makes or reuses all its files below one folder, on all cores.

All that is made of one profile is one job: photos, press kit, cards, pages, texts. Its inputs are
the profile's dossier and the shared inputs; if they are unchanged, all its files are reused.
Each page and file of the whole site is reused by its own key. Nothing else passes from one build
to the next.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from guongsang.build.fingerprints import Fingerprints
from guongsang.build.make_profiles import MadeBundle, Render, make_batch, page_path
from guongsang.build.output.manifest import ManifestEntry, manifest_entry
from guongsang.build.output.tree import SiteTree
from guongsang.build.precompression import TWIN, make_twin, may_have_twin
from guongsang.build.profile_products import Bundle, Bundles, Job
from guongsang.build.task_pool import FEW, Map, forked_map, run_tasks
from guongsang.build.text_cache import KeptTexts, record_texts
from guongsang.media.profile_media import SEARCH, forget_unused_files, prepare_profile, store_site_cards
from guongsang.outputs import (
    FileArtifact,
    PageArtifact,
    PromisedFile,
    SearchEntry,
    SitemapEntry,
    card_for,
    entry_of,
    measuring_pages,
    profile_records,
    site_cards,
    site_files,
    site_pages,
    sitemap_entry,
)
from guongsang.outputs.search.records import SearchRecord
from guongsang.progress import Progress
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site
from guongsang.storage.walk import source_files
from guongsang.text.addresses import profile_url
from guongsang.workers import in_background

TEXTS = "texts.sqlite"  # a file of the cache
_PENDING = 500  # profiles whose texts are held in memory before they are recorded
_LARGE = 2000  # profiles; on such a site even three files are worth other processes
_File: TypeAlias = FileArtifact | PromisedFile
_Made: TypeAlias = tuple[str, ManifestEntry]  # path and entry of a file
Step: TypeAlias = Callable[[str], Progress | None]


class Assembly:
    """Makes the files of one site below one folder.

    Attributes:
        site: what may be shown; later with the sizes of the files that were made.
        sitemap: the sitemap entries of the pages made so far.
    """

    def __init__(
        self,
        site: Site,
        tree: SiteTree,
        *,
        render: Render,
        shared: str,
        cache: Path,
        step: Step,
        extra: Sequence[PageArtifact] = (),
    ) -> None:
        """Prepare; nothing is made yet.

        Args:
            site: what may be shown.
            tree: where to make it.
            render: renders a page, with the card that is shown when it is shared.
            shared: the fingerprint of the shared inputs: code, theme, settings, registry, day.
                If empty, nothing of earlier builds is reused.
            cache: the folder of the cache.
            step: returns the progress callback of a stage, or None.
            extra: pages beside those of the outputs.
        """
        self.site = site
        self._tree = tree
        self._target = tree.folder
        self._render = render
        self._shared = shared
        self._cache = cache
        self._step = step
        self._extra = tuple(extra)
        self._fingerprints = Fingerprints(site.fingerprints)
        self._cards = {card.page: card for card in site_cards(site)}
        self._bundles = Bundles(site, shared, cache)
        # Forked processes inherit these lists; tasks are numbers of their items.
        self._jobs: list[Job] = []
        self._stale: list[Job] = []
        self._with_photos: list[Job] = []
        self._pages: list[tuple[PageArtifact, Fingerprints]] = []
        self._file_groups: list[list[tuple[_File, str]]] = []
        self._texts: list[str] = []
        self._search_entries: list[SearchEntry] = []
        self.sitemap: list[SitemapEntry] = []

    def make(self, shared_records: Iterable[SearchRecord] = ()) -> None:
        """Make or reuse all files. Raises BuildError.

        Args:
            shared_records: what search finds beside profiles.
        """
        self._tree.record(self._make_cards())
        self._search_entries = [entry_of("", shared_records), *map(self._search_entry, self.site.profiles)]
        with in_background(self.make_index, worth=len(self._search_entries) > FEW) as index:
            self.site = self.site.having(kit_sizes=self._make_pages())
            self.site = self.site.having(file_sizes=self._make_files())
            self._make_measuring_pages()
            forget_unused_files(self._cache)  # at the end: if the clock jumps, what was just made looks old
            self._tree.record(index())

    def make_index(self) -> list[_Made]:
        """Make the search index, reusing segments of the earlier one."""
        # Imported here, in the background process: loading numpy takes a tenth of a second.
        from guongsang.search.index import FOLDER, write_search_index

        made = write_search_index(self._search_entries, self._target, self._cache / SEARCH)
        return [
            (path, (None if written else self._tree.reuse(path, FOLDER)) or manifest_entry(self._target / path, FOLDER))
            for path, written in sorted(made.items())
        ]

    def _search_entry(self, profile: PublishedProfile) -> SearchEntry:
        digest = f"{self._shared} {self._fingerprints.of_profile(profile) or self._fingerprints.of(profile)}"
        return SearchEntry(profile_url(profile.slug), digest, partial(profile_records, profile, self.site))

    def _make_cards(self) -> Iterator[_Made]:
        """Make or reuse the cards that belong to no profile. A card's path is its key."""
        for path, card in {card.path: card for card in self._cards.values()}.items():
            entry = self._tree.reuse(path, path)
            if entry is None:
                store_site_cards([card], self._target, self._cache)
            yield path, entry or manifest_entry(self._target / path, path)

    def _make_pages(self) -> dict[str, dict[str, int]]:
        """Make or reuse the files of each profile, and all lists.

        Returns:
            The sizes of each press kit and of its parts, in bytes, by the kit's path.
        """
        self._jobs = list(self._bundles.jobs(self._tree))
        self._make_all_photos()
        self._stale = [job for job in self._jobs if job.dossier]
        lists = self._bundles.reusable_lists(self._tree)
        if not lists:
            faces = Fingerprints(
                self.site.faces,
                {profile_url(profile.slug): self.site.faces.get(profile.slug, "") for profile in self.site.profiles},
            )
            self._pages = [(page, faces) for page in (*site_pages(self.site.of_faces()), *self._extra)]
        reused = len(self._jobs) - len(self._stale)
        # One pool for both, so that no process idles while the last profile is made.
        with self._map(len(self._stale) + len(self._pages)) as mapped:
            bundles = run_tasks(mapped, _make_bundles, len(self._stale), self._step("pages"), reused=reused)
            pages = run_tasks(
                mapped,
                _make_page,
                len(self._pages),
                self._step("lists"),
                reused=len(lists),
                is_reused=self._tree.is_reused,
            )
            sizes = self._record_bundles(bundles)
            made = list(pages)
        if not lists:
            self._bundles.record_lists(
                Bundle(
                    tuple(path for path, _ in made),
                    tuple(sitemap_entry(page) for page, _ in self._pages if page.listed),
                    keys=tuple(entry[0] for _, entry in made),
                )
            )
        self._tree.record([*lists, *made])
        self.sitemap.extend(self._bundles.lists.sitemap if self._bundles.lists else ())
        return sizes

    def _make_all_photos(self) -> None:
        self._with_photos = [job for job in self._jobs if job.profile.photos]
        count = len(self._with_photos)
        with self._map(count) as mapped:
            for _ in run_tasks(mapped, _make_photos, count, self._step("photos")):
                pass

    def _record_bundles(self, fresh: Iterator[MadeBundle]) -> dict[str, dict[str, int]]:
        """Record the files of each profile, and the bundles and texts of those that were made.

        Args:
            fresh: the bundles that are made, in the order of the stale jobs.

        Returns:
            The sizes of each press kit and of its parts, in bytes, by the kit's path.
        """
        made: list[tuple[str, bytes, bytes]] = []
        texts: list[tuple[str, bytes, tuple[bytes, bytes]]] = []
        sizes: dict[str, dict[str, int]] = {}
        for job in self._jobs:
            bundle: Bundle | MadeBundle
            if job.reused:
                bundle = job.reused
                self._tree.record((path, entry) for path in bundle.paths if (entry := self._tree.reusable_entry(path)))
            else:
                bundle = next(fresh)
                self._tree.record((path, (job.key, *state)) for path, state in bundle.files)
                made.append((job.profile.slug, bytes.fromhex(job.key), bundle.dumped))
                texts.append((job.profile.slug, bytes.fromhex(job.key), bundle.texts))
            self.sitemap.extend(bundle.sitemap)
            if bundle.kit_sizes:
                sizes[bundle.kit_sizes[0][0]] = dict(bundle.kit_sizes)
            if len(texts) >= _PENDING:
                record_texts(self._cache / TEXTS, texts)
                texts.clear()
        assert next(fresh, None) is None  # runs the iterator to its end, so that it reports the last progress
        self._bundles.record(made)
        record_texts(self._cache / TEXTS, texts, self._bundles.gone)
        return sizes

    def _make_files(self) -> dict[str, int]:
        """Make or reuse the files of the whole site; return the size of each, in bytes."""
        keys = {job.profile.slug: bytes.fromhex(job.key) for job in self._jobs}
        sizes: dict[str, int] = {}
        stale: dict[str, list[tuple[_File, str]]] = {}
        for file in site_files(self.site.having(kept_texts=KeptTexts(self._cache / TEXTS, keys))):
            key = self._fingerprints.of((self._shared, _inputs_of(file)))
            if entry := self._tree.reuse(file.path, key):
                self._tree.record([(file.path, entry)])
                sizes[file.path] = entry[1]
            else:
                stale.setdefault(isinstance(file, PromisedFile) and file.group or file.path, []).append((file, key))
        self._file_groups = list(stale.values())
        count = len(self._file_groups)
        with self._map(count, few=3 if len(self._jobs) > _LARGE else FEW) as mapped:
            for made in run_tasks(mapped, _make_files, count, self._step("files"), reused=len(sizes), at_once=1):
                self._tree.record(made)
                sizes.update((path, entry[1]) for path, entry in made)
        return sizes

    def make_photos(self, number: int) -> None:
        """Make what the cache lacks of one profile's photos.

        If the profile's files are reused, only placeholders are made: pages of others show them.
        """
        job = self._with_photos[number]
        prepare_profile(
            replace(self.site, profiles=(job.profile,)), self._cache, placeholders_only=job.reused is not None
        )

    def make_bundles(self, numbers: range) -> list[MadeBundle]:
        """Make all files of some profiles."""
        dossiers = [dossier for number in numbers if (dossier := self._stale[number].dossier)]
        return make_batch(dossiers, self._bundles, self._tree, self._cache, render=self._render, cards=self._cards)

    def _make_measuring_pages(self) -> None:
        """Make the few pages that show lengths of texts and sizes of files."""
        self._pages = [(page, self._fingerprints) for page in measuring_pages(self.site)]
        self._tree.record(map(self.make_page, range(len(self._pages))))
        self.sitemap.extend(sitemap_entry(page) for page, _ in self._pages if page.listed)

    def make_page(self, number: int) -> _Made:
        """Make or reuse one page of the whole site."""
        page, fingerprints = self._pages[number]
        card = card_for(page.url, self._cards)
        key = fingerprints.of((self._shared, page, card))
        path = page_path(page)
        entry = self._tree.reuse(path, key)
        return path, entry or (key, *self._tree.write(path, self._render(page, card)))

    def make_files(self, number: int) -> list[_Made]:
        """Make a group of files that use the same texts."""
        return [
            (file.path, (key, *self._tree.write(file.path, file.content))) for file, key in self._file_groups[number]
        ]

    def add(self, files: Iterable[_File]) -> None:
        """Make or reuse files that derive from all pages. Raises BuildError."""
        for file in files:
            key = self._fingerprints.of(_inputs_of(file))
            entry = self._tree.reuse(file.path, key) or (key, *self._tree.write(file.path, file.content))
            self._tree.record([(file.path, entry)])

    def add_engine(self, folder: Path) -> None:
        """Add what the engine made below a folder, unless a page of ours has that address.

        Raises OSError.
        """
        for path in source_files(folder):
            address = path.relative_to(folder).as_posix()
            if address not in self._tree.entries:
                key = hashlib.blake2b(path.read_bytes(), digest_size=12).hexdigest()
                self._tree.record([(address, self._tree.adopt(address, path, key))])

    def add_twins(self) -> None:
        """Add a compressed twin of every text that is worth one. Raises OSError."""
        self._texts = [
            path
            for path, entry in self._tree.entries.items()
            if may_have_twin(path, entry[1]) and path + TWIN not in self._tree.entries
        ]
        count = len(self._texts)
        with self._map(count) as mapped:
            self._tree.record(filter(None, run_tasks(mapped, _make_twin, count, self._step("twins"))))

    def make_twin(self, number: int) -> _Made | None:
        """Make or reuse the twin of one text. Its key is the entry of the text."""
        path = self._texts[number]
        twin, key = path + TWIN, "|".join(map(str, self._tree.entries[path]))
        entry = self._tree.reuse(twin, key)
        if entry is None and (packed := make_twin((self._target / path).read_bytes())):
            entry = key, *self._tree.write(twin, packed)
        return (twin, entry) if entry else None

    @contextmanager
    def _map(self, count: int, few: int = FEW) -> Iterator[Map]:
        """Give what maps tasks: a pool if there are enough. Its processes inherit this assembly."""
        global _current
        _current = self
        try:
            with forked_map(count, few) as mapped:
                yield mapped
        finally:
            _current = None


def _inputs_of(file: _File) -> object:
    return file.made_of if isinstance(file, PromisedFile) else file.content


_current: Assembly | None = None  # inherited by forked processes


def _make_photos(numbers: range) -> range:
    for number in numbers:
        _assembly().make_photos(number)
    return numbers


def _make_bundles(numbers: range) -> list[MadeBundle]:
    return _assembly().make_bundles(numbers)


def _make_page(numbers: range) -> list[_Made]:
    return [_assembly().make_page(number) for number in numbers]


def _make_files(numbers: range) -> list[list[_Made]]:
    return [_assembly().make_files(number) for number in numbers]


def _make_twin(numbers: range) -> list[_Made | None]:
    return [_assembly().make_twin(number) for number in numbers]


def _assembly() -> Assembly:
    if _current is None:
        raise RuntimeError("no assembly is running")
    return _current
