"""The news sitemap: what press sections have published in the last two days, for Google News.

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

LIMIT = 1000  # news articles in one sitemap, by Google's rule
_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)


def news_sitemap_files(site: Site) -> Iterator[FileArtifact]:
    """Yield the news sitemap; one without entries while nothing is new, which Google takes as it is.

    An article's age counts from the day on which its page first stood anywhere on the site. Fiction is no news: samples are left out.
    Yields nothing where the site's address isn't known.
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
    publication = f"<news:name>{escape(site.imprint.name)}</news:name><news:language>{escape(site.imprint.language)}</news:language>"
    return (
        f"<url><loc>{escape(site.imprint.absolute(quote(profile_url(profile.slug))))}</loc><news:news><news:publication>{publication}</news:publication>"
        f"<news:publication_date>{_first(profile).isoformat()}</news:publication_date><news:title>{escape(profile.title)}</news:title></news:news></url>"
    )
