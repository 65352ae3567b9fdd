"""The parts of feeds that come from one profile: its items on each channel, and its story.

They are rendered once, with the profile's pages; a feed only joins them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic_core import to_json

from guongsang.outputs.feeds import atom, json_feed, ninjs
from guongsang.outputs.feeds.items import FeedItem, FeedPage, ItemParts, make_item
from guongsang.outputs.feeds.story_html import render_story
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site

ATOM, JSON, NINJS = "atom", "json", "ninjs"
_PARTS: Mapping[str, Callable[[Iterable[FeedItem], Site], Iterator[ItemParts]]] = {
    ATOM: atom.atom_parts,
    JSON: json_feed.json_parts,
    NINJS: ninjs.ninjs_parts,
}
_TAILS = {ATOM: b"</content>\n", JSON: b'"', NINJS: b'"}]'}  # closes a story


@dataclass(frozen=True, slots=True)
class FeedTexts:
    """The parts of feeds that come from one profile.

    Attributes:
        xml: its story as the text of an XML element; empty if it has none.
        json: its story as the content of a JSON string; empty if it has none.
        items: its item by channel and format.
    """

    xml: bytes
    json: bytes
    items: Mapping[str, Mapping[str, ItemParts]]


def feed_texts(profile: PublishedProfile, site: Site) -> FeedTexts:
    """Return the parts of a profile; they are empty if the site has no address, and so no feeds."""
    if not site.imprint.address:
        return FeedTexts(b"", b"", {})
    profile = site.whole(profile)
    story = render_story(profile, site)
    items = [make_item(profile, appearance) for appearance in profile.appearances.values()]
    made = {format: list(parts(items, site)) for format, parts in _PARTS.items()}
    return FeedTexts(
        atom.escape_bytes(story),
        to_json(story)[1:-1],
        {item.channel.id: {format: parts[place] for format, parts in made.items()} for place, item in enumerate(items)},
    )


def render_items(page: FeedPage, format: str, site: Site, *, whole: bool) -> list[bytes]:
    """Return the items of a document in a format, reusing cached ones.

    `whole`: with their stories.
    """
    cached = iter(
        site.kept_texts.feeds(tuple(item.profile.slug for item in page.items if item.profile))
        if site.kept_texts
        else ()
    )
    return [
        _rendered(
            item,
            (next(cached, None) or feed_texts(item.profile, site)) if item.profile else None,
            format,
            site,
            whole=whole,
        )
        for item in page.items
    ]


def _rendered(item: FeedItem, texts: FeedTexts | None, format: str, site: Site, *, whole: bool) -> bytes:
    [parts] = [texts.items[item.channel.id][format]] if texts else _PARTS[format]([item], site)
    story = (texts.xml if format == ATOM else texts.json) if texts and whole else b""
    return b"".join(
        (parts.opening, parts.lead, story, _TAILS[format], parts.closing)
        if story
        else (parts.opening, parts.plain, parts.closing)
    )
