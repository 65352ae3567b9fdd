"""The list of feeds that every channel has, their files, and the links of pages to them.

A new format: a module here, `_DOCUMENTS`, `_FEEDS`, and `item_texts.py`.

Feeds need absolute addresses, so there are none if the site's own address isn't set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from guongsang.outputs.artifacts import PromisedFile
from guongsang.outputs.feeds import atom, json_feed, ninjs
from guongsang.outputs.feeds.item_texts import ATOM, JSON, NINJS, render_items
from guongsang.outputs.feeds.items import FeedPage, channel_items, feed_pages
from guongsang.publication.site import Site
from guongsang.registry.model import Channel
from guongsang.text.addresses import feed_url

SUMMARY, FULL, PRESS = "Tóm tắt", "Toàn văn", "Tòa soạn"


@dataclass(frozen=True, slots=True)
class _Feed:
    """A feed that every channel has.

    Attributes:
        name: file name, in the folder of the section.
        label: name of its format for readers.
        group: SUMMARY, FULL or PRESS.
        type: media type.
        format: key of its renderer.
    """

    name: str
    label: str
    group: str
    type: str
    format: str

    def render(self, page: FeedPage, site: Site) -> bytes:
        """Return the document of `page`."""
        whole = self.group != SUMMARY
        return _DOCUMENTS[self.format](
            page, self.name, site, render_items(page, self.format, site, whole=whole), whole=whole
        )


class _Render(Protocol):
    def __call__(self, page: FeedPage, name: str, site: Site, items: Sequence[bytes], *, whole: bool) -> bytes: ...


_DOCUMENTS: Mapping[str, _Render] = {
    ATOM: atom.render_atom,
    JSON: json_feed.render_json_feed,
    NINJS: ninjs.render_ninjs,
}
_FEEDS = (
    _Feed("feed.atom", "Atom", SUMMARY, atom.TYPE, ATOM),
    _Feed("feed.json", "JSON Feed", SUMMARY, json_feed.TYPE, JSON),
    _Feed("feed-toan-van.atom", "Atom", FULL, atom.TYPE, ATOM),
    _Feed("feed-toan-van.json", "JSON Feed", FULL, json_feed.TYPE, JSON),
    _Feed("ninjs.json", "ninjs 3.1", PRESS, "application/json", NINJS),
)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A link to a feed.

    Attributes:
        label: text in a list of feeds.
        title: text where it stands alone.
        url: relative to the site's root.
        is_subscribed: readers' apps may discover it.
    """

    label: str
    title: str
    url: str
    type: str
    is_subscribed: bool


@dataclass(frozen=True, slots=True)
class FeedGroup:
    """Feeds of the same content in several formats."""

    name: str
    links: tuple[FeedLink, ...]


def feed_groups(channel: Channel, site: Site) -> list[FeedGroup]:
    """Return the feeds of a channel's section, summaries first."""
    if not site.imprint.address:
        return []
    return [
        FeedGroup(group, tuple(_link(feed, channel) for feed in _FEEDS if feed.group == group))
        for group in (SUMMARY, FULL, PRESS)
    ]


def _link(feed: _Feed, channel: Channel) -> FeedLink:
    title = f"{channel.name}: {feed.group.lower()} ({feed.label})"
    return FeedLink(feed.label, title, feed_url(channel.path, feed.name), feed.type, feed.group != PRESS)


def feed_files(site: Site) -> Iterator[PromisedFile]:
    """Yield the feeds of every channel: newest items, and monthly archives if there are more."""
    for channel in site.registry.channels if site.imprint.address else ():
        for page in feed_pages(channel, channel_items(channel, site)):
            titles = [title for title in site.upcoming_titles if title.channel == channel.id]
            inputs = page.inputs(site)
            for feed in _FEEDS:
                yield PromisedFile(
                    page.url(feed.name, page.month),
                    (feed.name, inputs, titles),
                    partial(feed.render, page, site),
                    page.url("feed", page.month),
                )
