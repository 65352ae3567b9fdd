"""An assembly: a site becomes files below a folder, on all cores, and what would come out as in the last build is taken from there.

What is made of one profile is one job: its photos, its press kit, its cards, its pages and texts. They are made of its dossier, so as long as
that is the same, and what all pages share, all of them are taken together. Each page and file of the whole site is a job too, and is
taken where what it is made of is the same. Nothing else is remembered from one build to the next.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from guongsang.errors import BuildError
from guongsang.fingerprints import Fingerprints
from guongsang.kept_texts import KeptTexts
from guongsang.kept_values import KeptValues
from guongsang.ledger import Entry, Ledger, entry_of_file, save_ledger
from guongsang.outputs import (
    CardArtifact,
    Dossier,
    FileArtifact,
    PageArtifact,
    PromisedFile,
    SearchEntry,
    SitemapEntry,
    card_for,
    entry_of,
    make_dossiers,
    profile_files_of,
    profile_pages_of,
    profile_records,
    profile_texts,
    site_cards,
    site_files,
    site_pages,
    sitemap_entry,
)
from guongsang.outputs.cards import profile_url
from guongsang.outputs.search import SearchRecord
from guongsang.published import PublishedProfile
from guongsang.search_store import FOLDER as INDEX_FOLDER
from guongsang.search_store import write_search_index
from guongsang.shelf import Shelf
from guongsang.site import Site
from guongsang.steps import Progress
from guongsang.stores import SEARCH, forget_unused_files, prepare_profile, store_profile, store_site_cards
from guongsang.worker_pool import CORES, worker_pool

LEDGER, BUNDLES, TEXTS = "built.json", "bundles.sqlite", "texts.sqlite"  # files of the cache
_HELD = 500  # profiles whose texts wait in memory to be kept
T = TypeVar("T")
Render: TypeAlias = Callable[[PageArtifact, CardArtifact | None], str]
Step: TypeAlias = Callable[[str], Progress | None]
_MOST, _TASKS = 25, 8  # profiles, or pages, a task; tasks a core, so that none waits long for another
_FEW = 8  # below this other processes cost more than they save


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was made of one profile: the addresses of its files, what the sitemap says of its pages, and the size of its press kit and its parts."""

    paths: tuple[str, ...]
    sitemap: tuple[SitemapEntry, ...]
    kit_sizes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Job:
    """A bundle to be: its dossier, and the fingerprint of it and of what all pages share; with the bundle that was made of the same, if any."""

    dossier: Dossier
    made_of: str
    known: Bundle | None


class Assembly:
    """Makes the files of one site below one folder."""

    def __init__(self, site: Site, target: Path, *, render: Render, shared: str, cache: Path, earlier: Path | None, step: Step,
                 extra: Sequence[PageArtifact] = ()) -> None:
        """Take all that it takes.

        Args:
            site: what may be shown.
            target: an empty folder, or one in which the engine has already put its own files.
            render: renders a page, with the card that stands for it.
            shared: the fingerprint of all that pages share: code, theme, settings, registry, day. Empty: nothing is taken from earlier.
            cache: the folder of what is kept between builds.
            earlier: where the site of the last build may stand.
            step: gives what reports the progress of a stage, or None.
            extra: pages beside those of the outputs.
        """
        self.site = site
        self._target = target
        self._render = render
        self._shared = shared
        self._cache = cache
        self._ledger = Ledger.load(cache / LEDGER, earlier) if earlier and shared else Ledger(target, {})
        self._step = step
        self._extra = tuple(extra)
        self._fingerprints = Fingerprints(site.fingerprints)
        self._cards = {card.page: card for card in site_cards(site)}
        self._jobs: list[_Job] = []
        self._pages: list[PageArtifact] = []
        self._files: list[FileArtifact | PromisedFile] = []
        self._found: list[SearchEntry] = []
        self.entries: dict[str, Entry] = {}
        self.sitemap: list[SitemapEntry] = []

    def make(self, shared: Iterable[SearchRecord] = ()) -> None:
        """Make everything; `shared` is what search finds beside profiles. Raises BuildError."""
        store_site_cards(self._cards.values(), self._target, self._cache)
        sizes = self._make_bundles()
        self._found = [entry_of("", shared), *map(self._search_entry, self.site.profiles)]
        with _beside(self, _make_index, len(self._jobs)) as index:
            self.site = replace(self.site, kit_sizes=sizes, file_sizes=self._make_files())
            self._make_site_pages()
            self._note(index())
        forget_unused_files(self._cache)

    def make_index(self) -> list[tuple[str, Entry]]:
        """Make the search index out of that of the earlier site."""
        for path in self._ledger.paths(f"{INDEX_FOLDER}/"):
            self._ledger.take(path, INDEX_FOLDER, self._target)
        write_search_index(self._found, self._target, self._cache / SEARCH)
        return [(path.relative_to(self._target).as_posix(), entry_of_file(path, INDEX_FOLDER)) for path in sorted((self._target / INDEX_FOLDER).rglob("*.json"))]

    def _search_entry(self, profile: PublishedProfile) -> SearchEntry:
        digest = self._fingerprints.of((self._shared, profile))
        return SearchEntry(profile_url(profile), digest, partial(profile_records, profile, self.site))

    def keep(self, site: Path) -> None:
        """Remember what the files, which now stand at `site`, were made of."""
        if self._shared:
            save_ledger(self._cache / LEDGER, site, self.entries.items())

    def _make_bundles(self) -> dict[str, dict[str, int]]:
        """Make what is made of each profile, and keep what is to be known of it; return the sizes of press kits."""
        values = KeptValues(self.site.registry)
        with closing(Shelf(self._cache / BUNDLES, "bundles")) as bundles, closing(Shelf(self._cache / TEXTS, "texts")) as texts:
            return self._make_and_keep(bundles, texts, values)

    def _make_and_keep(self, bundles: Shelf, texts: Shelf, values: KeptValues) -> dict[str, dict[str, int]]:
        kept = {name: (key, value) for name, key, value in bundles.read()} if self._shared else {}
        self._jobs = [self._job(dossier, kept, values) for dossier in make_dossiers(self.site)]
        for _ in self._run(_make_photos, len(self._jobs), "photos"):
            pass
        made: list[tuple[str, bytes, bytes]] = []
        told: list[tuple[str, bytes, bytes]] = []
        sizes: dict[str, dict[str, int]] = {}
        for job, (bundle, entries, text) in zip(self._jobs, self._run(_make_bundle, len(self._jobs), "pages", lambda made: not made[2]), strict=True):
            self._note(entries)
            self.sitemap.extend(bundle.sitemap)
            if bundle.kit_sizes:
                sizes[bundle.kit_sizes[0][0]] = dict(bundle.kit_sizes)
            if text:
                slug, key = job.dossier.profile.slug, bytes.fromhex(job.made_of)
                made.append((slug, key, values.dump(bundle)))
                told.append((slug, key, text))
            if len(told) >= _HELD:
                texts.write(told)
                told.clear()
        forget = kept.keys() - {job.dossier.profile.slug for job in self._jobs}
        bundles.write(made, forget)
        texts.write(told, forget)
        return sizes

    def _make_files(self) -> dict[str, int]:
        """Make the files of the whole site; return how large each is."""
        made_of = {job.dossier.profile.slug: bytes.fromhex(job.made_of) for job in self._jobs}
        texts = KeptTexts(self._cache / TEXTS, made_of, KeptValues(self.site.registry))
        self._files = list(site_files(replace(self.site, kept_texts=texts.of)))
        found = list(self._run(_make_file, len(self._files), "files", lambda made: self._ledger.holds(*made), at_once=1))
        self._note(found)
        return {path: entry[1] for path, entry in found}

    def _job(self, dossier: Dossier, kept: dict[str, tuple[bytes, bytes]], values: KeptValues) -> _Job:
        made_of = self._fingerprints.of((self._shared, dossier.profile, dossier.related, dossier.events, dossier.models))
        key, value = kept.get(dossier.profile.slug, (b"", b""))
        if key.hex() == made_of:
            try:
                return _Job(dossier, made_of, values.load(value))
            except ValueError:
                pass
        return _Job(dossier, made_of, None)

    def make_photos(self, number: int) -> None:
        """Make what the cache lacks of a profile's photos; of one that will be taken just what stands on others' pages in their place."""
        job = self._jobs[number]
        prepare_profile(job.dossier.site, self._cache, placeholders_only=job.known is not None)

    def make_bundle(self, number: int) -> tuple[Bundle, list[tuple[str, Entry]], bytes]:
        """Make, or take, all that is made of one profile; with its texts, to be kept, where they were made anew."""
        job = self._jobs[number]
        if job.known:
            taken = [(path, entry) for path in job.known.paths if (entry := self._ledger.take(path, job.made_of, self._target))]
            if len(taken) == len(job.known.paths):
                return job.known, taken, b""
            for path, _ in taken:
                (self._target / path).unlink()
        dossier, target = job.dossier, self._target
        stored = store_profile(dossier.site, target, self._cache)
        cards = {**self._cards, **{card.page: card for card in stored.cards}}
        if stored.kit_sizes:
            dossier = replace(dossier, site=replace(dossier.site, kit_sizes={stored.kit_sizes[0][0]: dict(stored.kit_sizes)}))
        paths, sitemap = list(stored.paths), []
        for page in profile_pages_of(dossier):
            paths.append(self._write_page(page, card_for(page.url, cards)))
            if page.listed:
                sitemap.append(sitemap_entry(page))
        for file in profile_files_of(dossier):
            write_file(target, file.path, file.content)
            paths.append(file.path)
        texts = KeptValues(self.site.registry).dump(profile_texts(dossier))
        return Bundle(tuple(paths), tuple(sitemap), stored.kit_sizes), [(path, entry_of_file(target / path, job.made_of)) for path in paths], texts

    def _make_site_pages(self) -> None:
        self._pages = [*site_pages(self.site), *self._extra]
        for entries in self._run(_make_page, len(self._pages), "lists", lambda made: self._ledger.holds(*made[0])):
            self._note(entries)
        self.sitemap.extend(sitemap_entry(page) for page in self._pages if page.listed)

    def make_page(self, number: int) -> list[tuple[str, Entry]]:
        """Make, or take, one page of the whole site."""
        page = self._pages[number]
        card = card_for(page.url, self._cards)
        made_of = self._fingerprints.of((self._shared, page, card))
        path = page_path(page)
        entry = self._ledger.take(path, made_of, self._target)
        if entry is None:
            self._write_page(page, card)
            entry = entry_of_file(self._target / path, made_of)
        return [(path, entry)]

    def make_file(self, number: int) -> tuple[str, Entry]:
        """Make, or take, one file of the whole site."""
        file = self._files[number]
        made_of = self._fingerprints.of((self._shared, file.made_of if isinstance(file, PromisedFile) else file.content))
        entry = self._ledger.take(file.path, made_of, self._target)
        if entry is None:
            write_file(self._target, file.path, file.content)
            entry = entry_of_file(self._target / file.path, made_of)
        return file.path, entry

    def _write_page(self, page: PageArtifact, card: CardArtifact | None) -> str:
        path = page_path(page)
        write_file(self._target, path, self._render(page, card))
        return path

    def _note(self, entries: Iterable[tuple[str, Entry]]) -> None:
        for path, entry in entries:
            if path in self.entries:
                raise BuildError(f"hai trang cùng một địa chỉ: {path.removesuffix('index.html')}; đổi tên mô hình, kênh hoặc thư mục trùng")
            self.entries[path] = entry

    def _run(self, work: Callable[[range], Iterable], count: int, stage: str, is_taken: Callable[[Any], bool] = lambda _: False, *, at_once: int = _MOST) -> Iterator:
        """Yield what `work` gives for each number up to `count`, in order, done on all cores where there is enough to do. `is_taken` tells what was not made."""
        report, taken = self._step(stage), 0
        if report:
            report(0, count)
        size = min(at_once, -(-count // (_TASKS * CORES))) or 1
        chunks = [range(start, min(start + size, count)) for start in range(0, count, size)]
        with _shared_by(self), _pool(count) as pool:
            for chunk, found in zip(chunks, pool.map(work, chunks) if pool else map(work, chunks), strict=True):
                for made in found:
                    taken += is_taken(made)
                    yield made
                if report:
                    report(chunk.stop, count, taken)


_current: Assembly | None = None  # what forked processes share with the one that they came from


@contextmanager
def _shared_by(assembly: Assembly) -> Iterator[None]:
    global _current
    _current = assembly
    try:
        yield
    finally:
        _current = None


def _pool(count: int, workers: int = CORES) -> AbstractContextManager[ProcessPoolExecutor | None]:
    """Return processes that share all that this one holds; none where that can't be had, or isn't worth it."""
    if count < _FEW or CORES == 1 or "fork" not in multiprocessing.get_all_start_methods():
        return nullcontext()
    return worker_pool(workers, forked=True)


@contextmanager
def _beside(assembly: Assembly, work: Callable[[], T], count: int) -> Iterator[Callable[[], T]]:
    """Begin a piece of work in a process of its own, where that is worth it, and give what waits for its result, or does it."""
    with _pool(count, 1) as pool:
        with _shared_by(assembly):
            begun = pool.submit(work) if pool else None

        def result() -> T:
            if begun:
                return begun.result()
            with _shared_by(assembly):
                return work()

        yield result


def _make_photos(numbers: range) -> list[None]:
    return [_here().make_photos(number) for number in numbers]


def _make_bundle(numbers: range) -> list[tuple[Bundle, list[tuple[str, Entry]], bytes]]:
    return [_here().make_bundle(number) for number in numbers]


def _make_page(numbers: range) -> list[list[tuple[str, Entry]]]:
    return [_here().make_page(number) for number in numbers]


def _make_file(numbers: range) -> list[tuple[str, Entry]]:
    return [_here().make_file(number) for number in numbers]


def _make_index() -> list[tuple[str, Entry]]:
    return _here().make_index()


def _here() -> Assembly:
    if _current is None:
        raise RuntimeError("nothing is being assembled")
    return _current


def page_path(page: PageArtifact) -> str:
    """Return the file of a page, from the site's root."""
    return f"{page.url}index.html"


def write_file(target: Path, path: str, content: str | bytes) -> None:
    """Write a file below `target`. Raises OSError where the disk is full or closed."""
    place = target / path
    data = content if isinstance(content, bytes) else content.encode()
    while True:
        try:
            with place.open("xb") as file:  # never over what stands there: it may be a second name of a file of the earlier site
                file.write(data)
            return
        except FileNotFoundError:
            place.parent.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            place.unlink()
