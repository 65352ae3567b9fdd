"""An assembly: a site becomes files below a folder, on all cores, and what would come out as in the last build is taken from there.

What is made of one profile is one job: its photos, its press kit, its cards, its pages and texts. They are made of its dossier, so as long as
that is the same, and what all pages share, all of them are taken together. Each page and file of the whole site is a job too, and is
taken where what it is made of is the same. Nothing else is remembered from one build to the next.
"""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from guongsang.build.fingerprints import Fingerprints
from guongsang.build.make_profiles import MadeBundle, Render, make_batch, page_path
from guongsang.build.output.manifest import ManifestEntry, manifest_entry
from guongsang.build.output.tree import SiteTree
from guongsang.build.precompression import TWIN, make_twin, may_have_twin
from guongsang.build.profile_products import Bundle, Bundles, Job
from guongsang.build.text_cache import KeptTexts, keep_texts
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
from guongsang.workers import CORES, in_background, worker_pool

TEXTS = "texts.sqlite"  # a file of the cache
_HELD = 500  # profiles whose texts wait in memory to be kept
_Map: TypeAlias = Callable[[Callable[[range], Iterable], Sequence[range]], Iterable[Iterable]]
Step: TypeAlias = Callable[[str], Progress | None]
_MOST, _TASKS = 25, 8  # profiles, or pages, a task; tasks a core, so that none waits long for another
_FEW, _LARGE = (
    8,
    2000,
)  # things to do, below which other processes cost more than they save; profiles, of which a single file is worth one


class Assembly:
    """Makes the files of one site below one folder."""

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
        """Take all that it takes.

        Args:
            site: what may be shown.
            tree: where to.
            render: renders a page, with the card that stands for it.
            shared: the fingerprint of all that pages share: code, theme, settings, registry, day. Empty: nothing is taken from earlier.
            cache: the folder of what is kept between builds.
            step: gives what reports the progress of a stage, or None.
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
        self._jobs: list[Job] = []
        self._stale: list[Job] = []
        self._pictured: list[Job] = []
        self._pages: list[
            tuple[PageArtifact, Fingerprints]
        ] = []  # those to be made or compared, with whom to ask what they are made of
        self._files: list[
            list[tuple[FileArtifact | PromisedFile, str]]
        ] = []  # those to be made, with what they are made of
        self._texts: list[str] = []
        self._found: list[SearchEntry] = []
        self.sitemap: list[SitemapEntry] = []

    def make(self, shared: Iterable[SearchRecord] = ()) -> None:
        """Make everything; `shared` is what search finds beside profiles. Raises BuildError."""
        self._tree.note(self._make_cards())
        self._found = [entry_of("", shared), *map(self._search_entry, self.site.profiles)]
        with in_background(self.make_index, worth=len(self._found) > _FEW) as index:
            self.site = self.site.having(kit_sizes=self._make_pages())
            self.site = self.site.having(file_sizes=self._make_files())
            self._make_measuring_pages()
            forget_unused_files(self._cache)  # not before: where the clock jumps, what was made just now looks old
            self._tree.note(index())

    def make_index(self) -> list[tuple[str, ManifestEntry]]:
        """Make the search index out of that of the earlier site."""
        from guongsang.search.index import (  # here, beside all else: numpy, which sorts it, takes a tenth of a second to load
            FOLDER,
            write_search_index,
        )

        made = write_search_index(self._found, self._target, self._cache / SEARCH)
        return [
            (path, (None if written else self._tree.take(path, FOLDER)) or manifest_entry(self._target / path, FOLDER))
            for path, written in sorted(made.items())
        ]

    def _search_entry(self, profile: PublishedProfile) -> SearchEntry:
        digest = f"{self._shared} {self._fingerprints.of_profile(profile) or self._fingerprints.of(profile)}"
        return SearchEntry(profile_url(profile.slug), digest, partial(profile_records, profile, self.site))

    def _make_cards(self) -> Iterator[tuple[str, ManifestEntry]]:
        """Make, or take, the cards that belong to no profile. The address of a card tells what is on it."""
        for path, card in {card.path: card for card in self._cards.values()}.items():
            entry = self._tree.take(path, path)
            if entry is None:
                store_site_cards([card], self._target, self._cache)
            yield path, entry or manifest_entry(self._target / path, path)

    def _make_pages(self) -> dict[str, dict[str, int]]:
        """Make, or take, what is made of each profile, and all lists; return the sizes of press kits."""
        self._jobs = list(self._bundles.jobs(self._tree))
        self._pictured = [job for job in self._jobs if job.profile.photos]
        with self._workers(len(self._pictured)) as workers:
            for _ in self._run(workers, _make_photos, len(self._pictured), "photos"):
                pass
        self._stale = [job for job in self._jobs if job.dossier]
        held = self._bundles.held_lists(self._tree)
        if not held:
            faces = Fingerprints(
                self.site.faces,
                {profile_url(profile.slug): self.site.faces.get(profile.slug, "") for profile in self.site.profiles},
            )
            self._pages = [(page, faces) for page in (*site_pages(self.site.of_faces()), *self._extra)]
        with self._workers(
            len(self._stale) + len(self._pages)
        ) as workers:  # the same for both, and none waits for the last profile
            bundles = self._run(
                workers, _make_bundles, len(self._stale), "pages", taken=len(self._jobs) - len(self._stale)
            )
            pages = self._run(workers, _make_page, len(self._pages), "lists", taken=len(held), is_taken=self._tree.has)
            sizes = self._keep_bundles(bundles)
            made = list(pages)
        if not held:
            self._bundles.keep_lists(
                Bundle(
                    tuple(path for path, _ in made),
                    tuple(sitemap_entry(page) for page, _ in self._pages if page.listed),
                    made_of=tuple(entry[0] for _, entry in made),
                )
            )
        self._tree.note([*held, *made])
        self.sitemap.extend(self._bundles.lists.sitemap if self._bundles.lists else ())
        return sizes

    def _keep_bundles(self, fresh: Iterator[MadeBundle]) -> dict[str, dict[str, int]]:
        """Note the files of each profile, and keep what was made; return the sizes of press kits."""
        made: list[tuple[str, bytes, bytes]] = []
        told: list[tuple[str, bytes, tuple[bytes, bytes]]] = []
        sizes: dict[str, dict[str, int]] = {}
        for job in self._jobs:
            bundle: Bundle | MadeBundle | None = job.known
            if isinstance(bundle, Bundle):
                self._tree.note((path, entry) for path in bundle.paths if (entry := self._tree.standing(path)))
            else:
                bundle = next(fresh)
                self._tree.note((path, (job.made_of, *state)) for path, state in bundle.files)
                made.append((job.profile.slug, bytes.fromhex(job.made_of), bundle.kept))
                told.append((job.profile.slug, bytes.fromhex(job.made_of), bundle.texts))
            self.sitemap.extend(bundle.sitemap)
            if bundle.kit_sizes:
                sizes[bundle.kit_sizes[0][0]] = dict(bundle.kit_sizes)
            if len(told) >= _HELD:
                keep_texts(self._cache / TEXTS, told)
                told.clear()
        assert next(fresh, None) is None  # so that it tells of its end
        self._bundles.keep(made)
        keep_texts(self._cache / TEXTS, told, self._bundles.gone)
        return sizes

    def _make_files(self) -> dict[str, int]:
        """Make the files of the whole site; return how large each is."""
        made_of = {job.profile.slug: bytes.fromhex(job.made_of) for job in self._jobs}
        sizes: dict[str, int] = {}
        stale: dict[str, list[tuple[FileArtifact | PromisedFile, str]]] = {}
        for file in site_files(self.site.having(kept_texts=KeptTexts(self._cache / TEXTS, made_of))):
            key = self._fingerprints.of(
                (self._shared, file.made_of if isinstance(file, PromisedFile) else file.content)
            )
            if entry := self._tree.take(file.path, key):
                self._tree.note([(file.path, entry)])
                sizes[file.path] = entry[1]
            else:
                stale.setdefault(isinstance(file, PromisedFile) and file.group or file.path, []).append((file, key))
        self._files = list(stale.values())
        with self._workers(len(self._files), few=3 if len(self._jobs) > _LARGE else _FEW) as workers:
            for made in self._run(workers, _make_files, len(self._files), "files", taken=len(sizes), at_once=1):
                self._tree.note(made)
                sizes.update((path, entry[1]) for path, entry in made)
        return sizes

    def make_photos(self, number: int) -> None:
        """Make what the cache lacks of a profile's photos; of one that is taken just what stands on others' pages in their place."""
        job = self._pictured[number]
        prepare_profile(
            replace(self.site, profiles=(job.profile,)), self._cache, placeholders_only=job.known is not None
        )

    def make_bundles(self, numbers: range) -> list[MadeBundle]:
        """Make all that is made of some profiles."""
        dossiers = [dossier for number in numbers if (dossier := self._stale[number].dossier)]
        return make_batch(dossiers, self._bundles, self._tree, self._cache, render=self._render, cards=self._cards)

    def _make_measuring_pages(self) -> None:
        """Make the few pages that tell of lengths and sizes of what was made."""
        self._pages = [(page, self._fingerprints) for page in measuring_pages(self.site)]
        self._tree.note(map(self.make_page, range(len(self._pages))))
        self.sitemap.extend(sitemap_entry(page) for page, _ in self._pages if page.listed)

    def make_page(self, number: int) -> tuple[str, ManifestEntry]:
        """Make, or take, one page of the whole site."""
        page, fingerprints = self._pages[number]
        card = card_for(page.url, self._cards)
        made_of = fingerprints.of((self._shared, page, card))
        path = page_path(page)
        entry = self._tree.take(path, made_of)
        return path, entry or (made_of, *self._tree.write(path, self._render(page, card)))

    def make_files(self, number: int) -> list[tuple[str, ManifestEntry]]:
        """Make files of the whole site that take the same texts."""
        return [
            (file.path, (made_of, *self._tree.write(file.path, file.content))) for file, made_of in self._files[number]
        ]

    def add(self, files: Iterable[FileArtifact | PromisedFile]) -> None:
        """Put in files that are made of all pages. Raises BuildError."""
        for file in files:
            made_of = self._fingerprints.of(file.made_of if isinstance(file, PromisedFile) else file.content)
            self._tree.note(
                [
                    (
                        file.path,
                        self._tree.take(file.path, made_of) or (made_of, *self._tree.write(file.path, file.content)),
                    )
                ]
            )

    def add_engine(self, folder: Path) -> None:
        """Put in what the engine has made below a folder, but where a page of ours has the same address. Raises OSError."""
        for path in source_files(folder):
            address = path.relative_to(folder).as_posix()
            if address not in self._tree.entries:
                self._tree.note(
                    [
                        (
                            address,
                            self._tree.adopt(
                                address, path, hashlib.blake2b(path.read_bytes(), digest_size=12).hexdigest()
                            ),
                        )
                    ]
                )

    def add_twins(self) -> None:
        """Put a packed twin beside every text that is worth one. Raises OSError."""
        self._texts = [
            path
            for path, entry in self._tree.entries.items()
            if may_have_twin(path, entry[1]) and path + TWIN not in self._tree.entries
        ]
        with self._workers(len(self._texts)) as workers:
            self._tree.note(filter(None, self._run(workers, _make_twin, len(self._texts), "twins")))

    def make_twin(self, number: int) -> tuple[str, ManifestEntry] | None:
        """Make, or take, the twin of one text: it was made of the very file that stands there."""
        path = self._texts[number]
        twin, made_of = path + TWIN, "|".join(map(str, self._tree.entries[path]))
        entry = self._tree.take(twin, made_of)
        if entry is None and (packed := make_twin((self._target / path).read_bytes())):
            entry = made_of, *self._tree.write(twin, packed)
        return (twin, entry) if entry else None

    @contextmanager
    def _workers(self, count: int, few: int = _FEW) -> Iterator[_Map]:
        """Give what maps, in order: on all cores where there is enough to do, by processes that share all that is held here when they are first asked."""
        with _shared_by(self), _pool(count, few) as pool:
            yield pool.map if pool else map

    def _run(
        self,
        workers: _Map,
        work: Callable[[range], Iterable],
        count: int,
        stage: str,
        *,
        taken: int = 0,
        is_taken: Callable[[Any], bool] = lambda made: False,
        at_once: int = _MOST,
    ) -> Iterator:
        """Begin to do `work` for each number up to `count`; return what yields, in order, what it gives, and tells of it. `taken` of the stage are there already."""
        size = min(at_once, -(-count // (_TASKS * CORES))) or 1
        chunks = [range(start, min(start + size, count)) for start in range(0, count, size)]
        return self._follow(zip(chunks, workers(work, chunks), strict=True), count, self._step(stage), taken, is_taken)

    @staticmethod
    def _follow(
        done: Iterable[tuple[range, Iterable]],
        count: int,
        report: Progress | None,
        taken: int,
        is_taken: Callable[[Any], bool],
    ) -> Iterator:
        there = taken
        if report:
            report(taken, taken + count, taken)
        for chunk, found in done:
            for made in found:
                taken += is_taken(made)
                yield made
            if report:
                report(there + chunk.stop, there + count, taken)


_current: Assembly | None = None  # what forked processes share with the one that they came from


@contextmanager
def _shared_by(assembly: Assembly) -> Iterator[None]:
    global _current
    _current = assembly
    try:
        yield
    finally:
        _current = None


def _pool(count: int, few: int) -> AbstractContextManager[ProcessPoolExecutor | None]:
    """Return processes that share all that this one holds; none where that can't be had, or isn't worth it."""
    if count < few or CORES == 1 or "fork" not in multiprocessing.get_all_start_methods():
        return nullcontext()
    return worker_pool(forked=True)


def _make_photos(numbers: range) -> list[None]:
    return [_here().make_photos(number) for number in numbers]


def _make_bundles(numbers: range) -> list[MadeBundle]:
    return _here().make_bundles(numbers)


def _make_page(numbers: range) -> list[tuple[str, ManifestEntry]]:
    return [_here().make_page(number) for number in numbers]


def _make_files(numbers: range) -> list[list[tuple[str, ManifestEntry]]]:
    return [_here().make_files(number) for number in numbers]


def _make_twin(numbers: range) -> list[tuple[str, ManifestEntry] | None]:
    return [_here().make_twin(number) for number in numbers]


def _here() -> Assembly:
    if _current is None:
        raise RuntimeError("nothing is being assembled")
    return _current
