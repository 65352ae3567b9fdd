"""Bundles: what was made of one profile, or of all lists, in the last build; and which of them still hold.

All that other profiles give the pages of one, and the lists, is summed up in the site's overview. Where that is as the last time, only bundles of profiles
that are others by themselves have to be made; else each profile's dossier is compared with that of the last time.
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

_KEPT = "bundles.sqlite"  # a file of the cache
_LISTS = ""  # in the place of a slug


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was made.

    Attributes:
        paths: the addresses of the files.
        sitemap: what the sitemap says of the pages.
        kit_sizes: of a press kit and of its parts, in bytes.
        profile: the fingerprint of the profile; of the lists nothing.
        made_of: of the lists, what each was made of.
    """

    paths: tuple[str, ...]
    sitemap: tuple[SitemapEntry, ...]
    kit_sizes: tuple[tuple[str, int], ...] = ()
    profile: str = ""
    made_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A bundle to be: its profile, and the fingerprint of its dossier and of what all pages share; with the bundle that was made of the same, or else the dossier."""

    profile: PublishedProfile
    made_of: str
    known: Bundle | None
    dossier: Dossier | None


class Bundles:
    """The bundles of one site, as they were kept, and as they are to be."""

    def __init__(self, site: Site, shared: str, cache: Path) -> None:
        """Take the site, the fingerprint of what all pages share (empty: nothing is known), and the folder of the cache."""
        self._site = site
        self._shared = shared
        self._path = cache / _KEPT
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
        self._found: dict[str, tuple[str, Bundle]] = {}
        if shared:
            with closing(CacheTable(self._path, "bundles")) as shelf:
                self._found = {
                    name: (key.hex(), bundle) for name, key, value in shelf.read() if (bundle := self._load(value))
                }
        key, lists = self._found.get(_LISTS, ("", None))
        self.lists: Bundle | None = lists if key == self._overview else None  # that of the lists, where they hold

    def jobs(self, tree: SiteTree) -> Iterator[Job]:
        """Yield the job of every profile, in the site's order. A bundle of which a file doesn't stand in `tree` any more is to be made anew."""
        prints = self._site.fingerprints
        known = {
            slug: found
            for slug, found in self._found.items()
            if self.lists and found[1].profile == prints.get(slug) and _stands(*found, tree)
        }
        dossiers = make_dossiers(self._site, [profile for profile in self._site.profiles if profile.slug not in known])
        for profile in self._site.profiles:
            if profile.slug in known:
                yield Job(profile, *known[profile.slug], None)
                continue
            dossier = next(dossiers)
            wanted = self._fingerprints.of(
                (self._shared, dossier.profile, dossier.related, dossier.events, dossier.models)
            )
            made_of, bundle = self._found.get(profile.slug, ("", None))
            if bundle and made_of == wanted and _stands(wanted, bundle, tree):
                yield Job(profile, wanted, bundle, None)
            else:
                yield Job(profile, wanted, None, dossier)

    def held_lists(self, tree: SiteTree) -> list[tuple[str, ManifestEntry]]:
        """Return all lists with their entries where they hold and stand in `tree`, each made of what it was made of then; else nothing.

        A build that was killed may have kept what it says of lists that never came to stand.
        """
        if self.lists is None:
            return []
        held = [
            (path, entry)
            for path, made_of in zip(self.lists.paths, self.lists.made_of, strict=True)
            if (entry := tree.take(path, made_of))
        ]
        return held if len(held) == len(self.lists.paths) else []

    @property
    def gone(self) -> set[str]:
        """The slugs of profiles that something was made of the last time, and that the site has no more."""
        return self._found.keys() - {profile.slug for profile in self._site.profiles} - {_LISTS}

    def dump(self, bundle: Bundle) -> bytes:
        """Return a bundle as bytes, for `keep`."""
        return self._values.dump(bundle)

    def keep(self, made: Iterable[tuple[str, bytes, bytes]]) -> None:
        """Keep bundles that were made: by slug, what each was made of, and what `dump` gave; forget those of profiles that are gone."""
        self._write(made, self.gone)

    def keep_lists(self, bundle: Bundle) -> None:
        """Keep the bundle of all lists, which now hold."""
        self.lists = bundle
        self._write([(_LISTS, bytes.fromhex(self._overview), self._values.dump(bundle))])

    def _write(self, rows: Iterable[tuple[str, bytes, bytes]], forget: Iterable[str] = ()) -> None:
        if self._shared:
            with closing(CacheTable(self._path, "bundles")) as shelf:
                shelf.write(rows, forget)

    def _load(self, kept: bytes) -> Bundle | None:
        try:
            return self._values.load(kept)
        except ValueError:
            return None


def _stands(made_of: str, bundle: Bundle, tree: SiteTree) -> bool:
    return all(tree.take(path, made_of) for path in bundle.paths)
