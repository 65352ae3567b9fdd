"""Collect what templates, sitemap and search need of the pages that MkDocs renders.

Only attributes of MkDocs' objects are used here, so this needs no import of the engine.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from guongsang.outputs import (
    CardArtifact,
    PageArtifact,
    SitemapEntry,
    card_for,
    render_linked_data,
    site_cards,
    sitemap_entry,
)
from guongsang.outputs.artifacts import HOME, Crumb
from guongsang.outputs.search.records import ContentPage
from guongsang.publication.imprint import Imprint
from guongsang.publication.site import Site
from guongsang.text.addresses import EVENTS_URL

_LINK = re.compile(r"\]\(\s*<?([\w./-]+/index\.md)")


class EditorialPages:
    """Collects sitemap entries and texts for search while MkDocs renders its pages.

    Attributes:
        sitemap: an entry for each page that is listed.
        texts: title and text of each page to be found by search.
    """

    def __init__(self, site: Site | None = None) -> None:
        self.sitemap: list[SitemapEntry] = []
        self.texts: list[ContentPage] = []
        self._cards: dict[str, CardArtifact] = {card.page: card for card in site_cards(site)} if site else {}

    def context(self, page: Any, view: Mapping[str, Any], imprint: Imprint) -> dict[str, Any]:
        """Return what the template of a page needs beside MkDocs' own context; record the page.

        Args:
            page: MkDocs' page, rendered.
            view: what a page of events shows; empty for other pages.
            imprint: the site's settings.
        """
        artifact = _describe(page, view.get("crumbs", (HOME,)))
        card = card_for(artifact.url, self._cards)
        if artifact.listed:
            self.sitemap.append(sitemap_entry(artifact))
            if not artifact.url.startswith(EVENTS_URL):
                text = Markup(page.content or "").striptags()
                self.texts.append(ContentPage(artifact.url, artifact.title or imprint.name, text))
        return {
            "artifact": None,
            "view": view,
            "card": card,
            "linked_data": render_linked_data(artifact, imprint, card),
        }


def linked_pages(pages: Iterable[Any]) -> list[str]:
    """Return the pages that MkDocs' Markdown files link to, as source paths.

    Some of them are ours, and MkDocs knows no source of these.
    """
    found: dict[str, None] = {}
    for file in pages:
        for link in _LINK.findall(file.content_string):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(file.src_uri), link))
            if not path.startswith(".."):
                found[path] = None
    return list(found)


def _describe(page: Any, crumbs: tuple[Crumb, ...]) -> PageArtifact:
    """Return MkDocs' page as an artifact of ours. Its date comes from front matter alone."""
    updated = page.meta.get("updated")
    return PageArtifact(
        page.url.removeprefix("./"),
        "",
        "" if page.is_homepage else Markup(page.title or "").striptags(),
        str(page.meta.get("description") or ""),
        crumbs=crumbs,
        updated=updated if isinstance(updated, date) else None,
        listed=not page.meta.get("unlisted"),
    )
