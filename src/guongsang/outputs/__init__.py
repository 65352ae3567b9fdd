"""Turns a published site into artifacts: pages, feeds, press files, open data, sitemaps.

Outputs are pure: they write no file and see no internal field.
"""

from __future__ import annotations

from collections.abc import Iterator

from guongsang.outputs.artifacts import (
    CardArtifact,
    FileArtifact,
    KitArtifact,
    PageArtifact,
    PhotoArtifact,
    PromisedFile,
)
from guongsang.outputs.crawlers.news_sitemap import news_sitemap_files
from guongsang.outputs.crawlers.sitemap import SitemapEntry, robots_file, sitemap_entry, sitemap_files
from guongsang.outputs.crawlers.web_server import hosting_files
from guongsang.outputs.data import data_files, data_pages
from guongsang.outputs.dossier import Dossier, make_dossiers, make_whole
from guongsang.outputs.feeds.channel_feeds import feed_files
from guongsang.outputs.pages.a_to_z import directory_pages
from guongsang.outputs.pages.browse import browse_pages
from guongsang.outputs.pages.initiatives import initiative_lists, initiative_pages
from guongsang.outputs.pages.profile import notice_pages, profile_pages
from guongsang.outputs.pages.sections import section_pages
from guongsang.outputs.pages.standing import standing_pages
from guongsang.outputs.pages.statistics import statistics_pages
from guongsang.outputs.pages.text_file import text_files
from guongsang.outputs.parts.photos import photo_artifacts
from guongsang.outputs.press.desk import desk_pages
from guongsang.outputs.press.kit import has_kit, press_kit, press_kits
from guongsang.outputs.profile_texts import profile_texts
from guongsang.outputs.search.records import SearchEntry, entry_of, profile_records, shared_records
from guongsang.outputs.sharing.embeds import embed_files, embed_pages
from guongsang.outputs.sharing.linked_data import render_linked_data
from guongsang.outputs.sharing.social_cards import card_for, profile_cards, site_cards
from guongsang.publication.site import Site

__all__ = [
    "PROFILE_FILES",
    "PROFILE_PAGES",
    "CardArtifact",
    "Dossier",
    "FileArtifact",
    "KitArtifact",
    "PageArtifact",
    "PhotoArtifact",
    "PromisedFile",
    "SearchEntry",
    "SitemapEntry",
    "card_for",
    "entry_of",
    "has_kit",
    "make_dossiers",
    "make_whole",
    "measuring_pages",
    "photo_artifacts",
    "press_kit",
    "press_kits",
    "profile_cards",
    "profile_files_of",
    "profile_pages_of",
    "profile_records",
    "profile_texts",
    "render_linked_data",
    "robots_file",
    "shared_records",
    "site_cards",
    "site_files",
    "site_pages",
    "sitemap_entry",
    "sitemap_files",
]

# To add an output, write its module and list it here: under PROFILE_… if it shows one profile, else
# under SITE_….
PROFILE_PAGES = (profile_pages, initiative_pages, embed_pages)
PROFILE_FILES = (text_files, embed_files)
SITE_PAGES = (
    standing_pages,
    notice_pages,
    initiative_lists,
    directory_pages,
    browse_pages,
    section_pages,
    statistics_pages,
)  # they need only the list part of profiles, not their stories
MEASURING_PAGES = (desk_pages, data_pages)  # they show lengths of texts and sizes of files
# Slowest first, so that no process finishes long after the others.
SITE_FILES = (data_files, feed_files, news_sitemap_files, hosting_files)


def profile_pages_of(dossier: Dossier) -> Iterator[PageArtifact]:
    """Yield every page of one profile."""
    for output in PROFILE_PAGES:
        yield from output(dossier)


def profile_files_of(dossier: Dossier) -> Iterator[FileArtifact]:
    """Yield every text file of one profile."""
    for output in PROFILE_FILES:
        yield from output(dossier)


def site_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield every page of the whole site, except those that show lengths and sizes."""
    for output in SITE_PAGES:
        yield from output(site)


def measuring_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield every page of the whole site that shows lengths of texts or sizes of made files."""
    for output in MEASURING_PAGES:
        yield from output(site)


def site_files(site: Site) -> Iterator[FileArtifact | PromisedFile]:
    """Yield every text file of the whole site."""
    for output in SITE_FILES:
        yield from output(site)
