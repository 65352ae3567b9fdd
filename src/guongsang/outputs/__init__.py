"""The outputs: each takes a `Site` and returns artifacts. Pure: none writes, none sees an internal field."""

from __future__ import annotations

from collections.abc import Iterator

from guongsang.outputs.artifacts import CardArtifact, FileArtifact, KitArtifact, PageArtifact, PhotoArtifact
from guongsang.outputs.browse import browse_pages
from guongsang.outputs.crawlers import SitemapEntry, robots_file, sitemap_entry, sitemap_files
from guongsang.outputs.directories import directory_pages
from guongsang.outputs.embeds import embed_files, embed_pages
from guongsang.outputs.feeds import feed_files
from guongsang.outputs.hosting import hosting_files
from guongsang.outputs.initiatives import initiative_pages
from guongsang.outputs.linked_data import render_linked_data
from guongsang.outputs.news_sitemap import news_sitemap_files
from guongsang.outputs.open_data import data_files, data_pages
from guongsang.outputs.photos import photo_artifacts
from guongsang.outputs.plain_text import text_files
from guongsang.outputs.press_desk import desk_pages
from guongsang.outputs.press_kit import has_kit, press_kit, press_kits
from guongsang.outputs.profiles import profile_pages
from guongsang.outputs.search import search_entries
from guongsang.outputs.sections import section_pages
from guongsang.outputs.social_cards import card_for, social_cards
from guongsang.outputs.standing import standing_pages
from guongsang.outputs.statistics import statistics_pages
from guongsang.site import Site

__all__ = ["CardArtifact", "FileArtifact", "KitArtifact", "PageArtifact", "PhotoArtifact", "SitemapEntry", "all_files", "all_pages", "card_for", "has_kit", "photo_artifacts",
           "press_kit", "press_kits", "render_linked_data", "robots_file", "search_entries", "sitemap_entry", "sitemap_files", "social_cards"]

# To add an output of pages, write its module and name it here.
PAGE_OUTPUTS = (standing_pages, profile_pages, initiative_pages, directory_pages, browse_pages, section_pages, desk_pages, statistics_pages, data_pages, embed_pages)

FILE_OUTPUTS = (text_files, feed_files, news_sitemap_files, data_files, embed_files, hosting_files)


def all_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield every page of the site."""
    for output in PAGE_OUTPUTS:
        yield from output(site)


def all_files(site: Site) -> Iterator[FileArtifact]:
    """Yield every file of text that stands beside the pages."""
    for output in FILE_OUTPUTS:
        yield from output(site)
