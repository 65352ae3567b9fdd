"""The news sitemap for Google News: what press channels published in the last two days.

Source: developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote
from xml.sax.saxutils import escape

from guongsang.outputs.artifacts import FileArtifact
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import NEWS_SITEMAP_URL, profile_url
from guongsang.text.dates import FRESH

LIMIT = 1000  # articles in a news sitemap, by Google's rule
_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)


def news_sitemap_files(site: Site) -> Iterator[FileArtifact]:
    """Yield the news sitemap. It has no entries if nothing is new, which Google accepts.

    An article's age counts from the first publication on any channel. Samples are fiction, so they
    are left out. Yields nothing if the site's address isn't set.
    """
    if not site.imprint.address:
        return
    fresh = [
        profile
        for profile in site.profiles
        if profile.press_appearances and not profile.sample and site.as_of - _first(profile) <= FRESH
    ]
    newest = sorted(fresh, key=lambda profile: (-_first(profile).timestamp(), profile.slug))[:LIMIT]
    entries = "".join(f"{_render_entry(profile, site)}\n" for profile in newest)
    yield FileArtifact(
        NEWS_SITEMAP_URL, f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_NAMESPACES}>\n{entries}</urlset>\n'
    )


def _first(profile: PublishedProfile) -> datetime:
    return min(appearance.published for appearance in profile.appearances.values())


def _render_entry(profile: PublishedProfile, site: Site) -> str:
    imprint = site.imprint
    return (
        f"<url><loc>{escape(imprint.absolute(quote(profile_url(profile.slug))))}</loc><news:news><news:publication>"
        f"<news:name>{escape(imprint.name)}</news:name><news:language>{escape(imprint.language)}</news:language>"
        f"</news:publication><news:publication_date>{_first(profile).isoformat()}</news:publication_date>"
        f"<news:title>{escape(profile.title)}</news:title></news:news></url>"
    )
