"""The sitemap, with photos, and robots.txt.

Sources: sitemaps.org, RFC 9309, Google's image sitemaps.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote
from xml.sax.saxutils import escape

from guongsang.outputs.artifacts import FileArtifact, PageArtifact, PromisedFile
from guongsang.outputs.parts.photos import photo_set
from guongsang.publication.imprint import Imprint
from guongsang.text.addresses import NEWS_SITEMAP_URL, ROBOTS_URL, SEARCH_URL, SITEMAP_URL, sitemap_part_url

LIMIT = 50_000  # URLs in one sitemap, by the protocol
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_PLAIN = re.compile("[A-Za-z0-9_.~/%-]*")  # an address that needs no escaping
_IMAGES = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page in the sitemap. URLs are relative to the site's root; `updated` is None if unknown."""

    url: str
    updated: date | None = None
    photos: tuple[str, ...] = ()


def sitemap_entry(page: PageArtifact) -> SitemapEntry:
    """Return the entry of a page; a profile's names its photos."""
    shown = page.profile.photos if page.profile and not page.initiative else ()
    return SitemapEntry(
        page.url, page.updated, tuple(photo_set(page.profile, photo).src for photo in shown) if page.profile else ()
    )


def sitemap_files(
    entries: Iterable[SitemapEntry], imprint: Imprint, *, limit: int = LIMIT
) -> Iterator[FileArtifact | PromisedFile]:
    """Yield sitemap.xml and its gzipped copy; beyond `limit` pages an index and several sitemaps.

    Yields nothing if the site's address isn't set: the protocol requires absolute URLs.
    """
    if not imprint.address:
        return
    ordered = sorted(entries, key=lambda entry: entry.url)
    parts = [ordered[start : start + limit] for start in range(0, len(ordered), limit)] or [[]]
    if len(parts) == 1:
        yield from _with_twin(SITEMAP_URL, _render_pages(parts[0], imprint))
        return
    names = [sitemap_part_url(number) for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield from _with_twin(name, _render_pages(part, imprint))
    maps = "\n".join(
        f"<sitemap><loc>{_location(name, imprint)}</loc>"
        f"{_changed(max((entry.updated for entry in part if entry.updated), default=None))}</sitemap>"
        for name, part in zip(names, parts, strict=True)
    )
    yield from _with_twin(SITEMAP_URL, f"<sitemapindex {_NAMESPACE}>\n{maps}\n</sitemapindex>")


def robots_file(imprint: Imprint) -> FileArtifact:
    """Return robots.txt. It allows all but results of the search page, which are endless."""
    lines = ["User-agent: *", f"Disallow: {quote(imprint.path)}{SEARCH_URL}?q="]
    if imprint.address:
        lines += ["", *(f"Sitemap: {_location(name, imprint)}" for name in (SITEMAP_URL, NEWS_SITEMAP_URL))]
    return FileArtifact(ROBOTS_URL, ("\n".join(lines) + "\n").encode())


def _render_pages(entries: Sequence[SitemapEntry], imprint: Imprint) -> str:
    root, days = _location("", imprint), {entry.updated for entry in entries}
    changed = {day: _changed(day) for day in days}

    def location(url: str) -> str:
        return f"{root}{url}" if _PLAIN.fullmatch(url) else _location(url, imprint)

    pages = "\n".join(
        [
            f"<url><loc>{location(entry.url)}</loc>{changed[entry.updated]}"
            + "".join(
                [f"<image:image><image:loc>{location(photo)}</image:loc></image:image>" for photo in entry.photos]
            )
            + "</url>"
            for entry in entries
        ]
    )
    return f"<urlset {_NAMESPACE} {_IMAGES}>\n{pages}\n</urlset>"


def _location(url: str, imprint: Imprint) -> str:
    return escape(imprint.absolute(quote(url, safe="/%")))


def _changed(day: date | None) -> str:
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""


def _with_twin(name: str, body: str) -> Iterator[FileArtifact | PromisedFile]:
    content = f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()
    yield FileArtifact(name, content)
    yield PromisedFile(f"{name}.gz", ("gzip", content), lambda: gzip.compress(content, mtime=0))
