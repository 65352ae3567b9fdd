"""Feeds in Atom (RFC 4287), with archives by year (RFC 5005) and tombstones of what is withdrawn (RFC 6721)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime

from guongsang.outputs.cards import profile_url
from guongsang.outputs.feed_items import FeedItem, FeedPage
from guongsang.outputs.feed_story import Stories
from guongsang.site import Site

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
TYPE = "application/atom+xml"
_NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)  # a feed must say when it changed, and an empty one never has
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


def render_atom(page: FeedPage, name: str, site: Site, stories: Stories | None = None) -> str:
    """Return a document of the feed called `name`; with `stories`, its entries hold the whole text."""
    channel, address = page.channel, site.imprint.absolute(f"{page.channel.path}/")
    for prefix, namespace in (("", ATOM), ("fh", HISTORY), ("at", TOMBSTONES)):
        ElementTree.register_namespace(prefix, namespace)
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": site.imprint.language})
    _add(feed, "id", site.imprint.absolute(page.url(name)) if stories else address)
    _add(feed, "title", f"{channel.name}: {site.imprint.name}")
    if channel.tagline:
        _add(feed, "subtitle", channel.tagline)
    _add(feed, "updated", max((item.updated for item in page.items), default=_NOTHING_YET).isoformat())
    _link(feed, "self", TYPE, site.imprint.absolute(page.url(name, page.year)))
    _link(feed, "alternate", "text/html", address)
    if page.year:
        ElementTree.SubElement(feed, f"{{{HISTORY}}}archive")
        _link(feed, "current", TYPE, site.imprint.absolute(page.url(name)))
    for relation, year in (("prev-archive", page.older), ("next-archive", page.newer)):
        if year:
            _link(feed, relation, TYPE, site.imprint.absolute(page.url(name, year)))
    _add(_add(feed, "author"), "name", channel.name)
    for item in page.items:
        _add_entry(feed, item, site, stories)
    ElementTree.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def _add_entry(feed: ElementTree.Element, item: FeedItem, site: Site, stories: Stories | None) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", item.id)
    _add(entry, "title", item.title)
    if item.published:
        _add(entry, "published", item.published.isoformat())
    _add(entry, "updated", item.updated.isoformat())
    if item.profile is None:
        # An entry for apps that know no tombstones, and the tombstone for those that do.
        _add(entry, "content", item.summary, type="text")
        tombstone = ElementTree.SubElement(feed, f"{{{TOMBSTONES}}}deleted-entry", {"ref": item.id, "when": item.updated.isoformat()})
        ElementTree.SubElement(tombstone, f"{{{TOMBSTONES}}}comment").text = _clean(item.summary)
        return
    _link(entry, "alternate", "text/html", site.imprint.absolute(profile_url(item.profile)))
    _add(entry, "summary", item.summary)
    if content := stories.content(item) if stories else "":
        _add(entry, "content", content, type="html")
    for field in item.profile.fields:
        _add(entry, "category", term=field.id, label=field.name)


def _link(parent: ElementTree.Element, relation: str, type: str, address: str) -> None:
    _add(parent, "link", rel=relation, type=type, href=address)


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text:
        element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)
