"""Which profiles' pages to make again, and which files of the last build to reuse (bundles).

The overview is a fingerprint of all that other profiles contribute to a profile's pages and to the
lists. If it is unchanged, only edited profiles are made again. Otherwise every profile's inputs
(its dossier) are compared with those of the last build.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from guongsang.build.fingerprints import Fingerprints
from guongsang.build.output.manifest import ManifestEntry
from guongsang.build.output.tree import SiteTree
from guongsang.build.safe_pickle import KeptValues
from guongsang.outputs import Dossier, SitemapEntry, make_dossiers
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site
from guongsang.storage.cache_table import CacheTable

_FILE = "bundles.sqlite"  # a file of the cache
_LISTS = ""  # the name of the lists' bundle; the others are named by slug


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files that were made of one profile, or of all lists.

    Attributes:
        paths: from the site's root.
        sitemap: the entries of its pages in the sitemap.
        kit_sizes: path and bytes of the press kit, then of each of its parts.
        profile: the fingerprint of the profile; empty for the lists.
        keys: of the lists, the key of each file.
    """

    paths: tuple[str, ...]
    sitemap: tuple[SitemapEntry, ...]
    kit_sizes: tuple[tuple[str, int], ...] = ()
    profile: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One profile's bundle: either reused or to be made.

    Attributes:
        profile: the profile.
        key: the fingerprint of its dossier and of the shared inputs.
        reused: the bundle of the last build, if its key is the same.
        dossier: otherwise, what to make the bundle of.
    """

    profile: PublishedProfile
    key: str
    reused: Bundle | None
    dossier: Dossier | None


class Bundles:
    """The bundles of one site: those of the last build, and the recording of new ones.

    Attributes:
        lists: the bundle of the lists, None if they must be made again.
    """

    def __init__(self, site: Site, shared: str, cache: Path) -> None:
        """Load the bundles of the last build.

        Args:
            site: the site.
            shared: the fingerprint of the shared inputs; if empty, nothing is loaded or recorded.
            cache: the folder of the cache.
        """
        self._site = site
        self._shared = shared
        self._path = cache / _FILE
        self._values = KeptValues(site.registry)
        self._fingerprints = Fingerprints(site.fingerprints)
        self._overview = self._fingerprints.of(
            (
                shared,
                [(profile.slug, site.faces.get(profile.slug)) for profile in site.profiles],
                site.notices,
                site.events,
                site.upcoming_titles,
            )
        )
        self._last: dict[str, tuple[str, Bundle]] = {}
        if shared:
            with closing(CacheTable(self._path, "bundles")) as table:
                self._last = {
                    name: (key.hex(), bundle) for name, key, value in table.read() if (bundle := self._load(value))
                }
        key, lists = self._last.get(_LISTS, ("", None))
        self.lists: Bundle | None = lists if key == self._overview else None

    def jobs(self, tree: SiteTree) -> Iterator[Job]:
        """Yield the job of every profile, in the site's order.

        A bundle is reused only if all its files are reusable in `tree`.
        """
        fingerprints = self._site.fingerprints
        unchanged = {
            slug: last
            for slug, last in self._last.items()
            if self.lists and last[1].profile == fingerprints.get(slug) and _is_reusable(*last, tree)
        }
        dossiers = make_dossiers(self._site, [item for item in self._site.profiles if item.slug not in unchanged])
        for profile in self._site.profiles:
            if profile.slug in unchanged:
                yield Job(profile, *unchanged[profile.slug], None)
                continue
            dossier = next(dossiers)
            key = self._fingerprints.of(
                (self._shared, dossier.profile, dossier.related, dossier.events, dossier.models)
            )
            last_key, bundle = self._last.get(profile.slug, ("", None))
            if bundle and last_key == key and _is_reusable(key, bundle, tree):
                yield Job(profile, key, bundle, None)
            else:
                yield Job(profile, key, None, dossier)

    def reusable_lists(self, tree: SiteTree) -> list[tuple[str, ManifestEntry]]:
        """Return path and entry of all lists, if every one is reusable in `tree`; else nothing.

        A killed build may have recorded lists that never became part of the site.
        """
        if self.lists is None:
            return []
        reusable = [
            (path, entry)
            for path, key in zip(self.lists.paths, self.lists.keys, strict=True)
            if (entry := tree.reuse(path, key))
        ]
        return reusable if len(reusable) == len(self.lists.paths) else []

    @property
    def gone(self) -> set[str]:
        """The slugs that have a bundle of the last build, but no profile on this site."""
        return self._last.keys() - {profile.slug for profile in self._site.profiles} - {_LISTS}

    def dump(self, bundle: Bundle) -> bytes:
        """Return a bundle as bytes, for `record`."""
        return self._values.dump(bundle)

    def record(self, made: Iterable[tuple[str, bytes, bytes]]) -> None:
        """Record bundles, and delete those of profiles that are gone.

        Args:
            made: per profile its slug, its key, and what `dump` returned.
        """
        self._write(made, self.gone)

    def record_lists(self, bundle: Bundle) -> None:
        """Record the bundle of all lists."""
        self.lists = bundle
        self._write([(_LISTS, bytes.fromhex(self._overview), self._values.dump(bundle))])

    def _write(self, rows: Iterable[tuple[str, bytes, bytes]], forget: Iterable[str] = ()) -> None:
        if self._shared:
            with closing(CacheTable(self._path, "bundles")) as table:
                table.write(rows, forget)

    def _load(self, dumped: bytes) -> Bundle | None:
        try:
            bundle = self._values.load(dumped)
        except ValueError:
            return None
        return bundle if isinstance(bundle, Bundle) else None


def _is_reusable(key: str, bundle: Bundle, tree: SiteTree) -> bool:
    return all(tree.reuse(path, key) for path in bundle.paths)
