"""Feeds of each channel's section, for readers' apps and editors' desks: Atom (RFC 4287) and JSON Feed 1.1.

A feed names things by full address, so there are none where the site doesn't know its own.
"""

from __future__ import annotations

import json
import uuid
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from guongsang.calendar import LOCAL
from guongsang.outputs.artifacts import FileArtifact
from guongsang.outputs.cards import profile_url
from guongsang.published import PublishedProfile
from guongsang.registry import Channel
from guongsang.site import Site

ATOM = "http://www.w3.org/2005/Atom"
NEWEST = 50
SAMPLE_NOTE = "Hồ sơ minh họa, nhân vật hư cấu. "


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed as a page links it. `url` is from the site's root."""

    title: str
    url: str
    type: str


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    address: str
    title: str
    summary: str
    author: str
    published: datetime
    updated: datetime
    fields: tuple[tuple[str, str], ...]


def feed_links(channel: Channel, site: Site) -> list[FeedLink]:
    """Return the feeds of a channel's section."""
    if not site.imprint.address:
        return []
    return [FeedLink("Atom", f"{channel.path}/feed.atom", "application/atom+xml"), FeedLink("JSON Feed", f"{channel.path}/feed.json", "application/feed+json")]


def feed_files(site: Site) -> Iterator[FileArtifact]:
    """Yield the feeds of every channel: its newest stories, with the channel's own headlines and sapo."""
    for channel in site.registry.channels if site.imprint.address else ():
        stories = sorted(site.by_channel[channel.id], key=lambda p: (-p.appearances[channel.id].published.timestamp(), p.slug))
        entries = [_entry(profile, channel, site) for profile in stories[:NEWEST]]
        yield FileArtifact(f"{channel.path}/feed.atom", _render_atom(channel, entries, site))
        yield FileArtifact(f"{channel.path}/feed.json", _render_json(channel, entries, site))


def _entry(profile: PublishedProfile, channel: Channel, site: Site) -> _Entry:
    address = site.imprint.address
    appearance = profile.appearances[channel.id]
    changed = datetime.combine(profile.updated, time(), LOCAL) if profile.updated else appearance.published
    # Named by the record, not by the page's address: a profile that gets a new address stays one item.
    id = uuid.uuid5(uuid.NAMESPACE_URL, f"{address}{channel.path}/#{profile.id}").urn
    return _Entry(id, f"{address}{profile_url(profile)}", appearance.title, (SAMPLE_NOTE if profile.sample else "") + appearance.summary,
                  channel.name, appearance.published, max(changed, appearance.published), tuple((entry.id, entry.name) for entry in profile.fields))


def _feed_updated(entries: list[_Entry], site: Site) -> datetime:
    return max((entry.updated for entry in entries), default=site.as_of)


def _render_atom(channel: Channel, entries: list[_Entry], site: Site) -> str:
    address = f"{site.imprint.address}{channel.path}/"
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": "vi"})
    _add(feed, "id", address)
    _add(feed, "title", f"{channel.name}: {site.imprint.name}")
    if channel.tagline:
        _add(feed, "subtitle", channel.tagline)
    _add(feed, "updated", _feed_updated(entries, site).isoformat())
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{address}feed.atom")
    _add(feed, "link", rel="alternate", type="text/html", href=address)
    _add(_add(feed, "author"), "name", channel.name)
    for entry in entries:
        item = _add(feed, "entry")
        _add(item, "id", entry.id)
        _add(item, "title", entry.title)
        _add(item, "link", rel="alternate", type="text/html", href=entry.address)
        _add(item, "published", entry.published.isoformat())
        _add(item, "updated", entry.updated.isoformat())
        _add(item, "summary", entry.summary)
        for id, name in entry.fields:
            _add(item, "category", term=id, label=name)
    ElementTree.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text:
        element.text = text
    return element


def _render_json(channel: Channel, entries: list[_Entry], site: Site) -> str:
    address = f"{site.imprint.address}{channel.path}/"
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": f"{channel.name}: {site.imprint.name}", "description": channel.tagline or "",
        "home_page_url": address, "feed_url": f"{address}feed.json", "language": "vi", "authors": [{"name": channel.name}],
        "items": [{"id": entry.id, "url": entry.address, "title": entry.title, "content_text": entry.summary, "summary": entry.summary,
                   "date_published": entry.published.isoformat(), "date_modified": entry.updated.isoformat(), "tags": [name for _, name in entry.fields]}
                  for entry in entries]}
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"
