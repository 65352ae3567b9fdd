"""Feeds in JSON Feed 1.1 (jsonfeed.org/version/1.1), for apps and scripts that prefer JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from guongsang.outputs.feeds.items import FeedItem, FeedPage, ItemParts
from guongsang.outputs.feeds.story_html import render_lead
from guongsang.outputs.parts.photos import photo_set
from guongsang.publication.site import Site
from guongsang.text.addresses import profile_url, section_url

TYPE = "application/feed+json"
compose = json.JSONEncoder(ensure_ascii=False).encode  # a value as JSON, in one line


def render_json_feed(page: FeedPage, name: str, site: Site, items: Sequence[bytes], *, whole: bool) -> bytes:
    """Return a document of a feed; the arguments are those of `atom.render_atom`."""
    channel, absolute = page.channel, site.imprint.absolute
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{channel.name}: {site.imprint.name}",
        "description": channel.tagline or "",
        "home_page_url": absolute(section_url(channel.path)),
        "feed_url": absolute(page.url(name, page.month)),
        "language": site.imprint.language,
        "authors": [{"name": channel.name}],
    }
    if page.older:
        feed["next_url"] = absolute(page.url(name, page.older))
    return render_list(feed, items)


def render_list(head: dict[str, Any], items: Sequence[bytes]) -> bytes:
    """Return a JSON object of head and items, one item per line, so that versions can be diffed."""
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}").encode()
    return (
        b"".join((opening, b',\n "items": [\n', b",\n".join(items), b"\n ]\n}\n"))
        if items
        else opening + b',\n "items": []\n}\n'
    )


def json_parts(items: Iterable[FeedItem], site: Site) -> Iterator[ItemParts]:
    """Yield the items of one record, each as a line of JSON."""
    for item in items:
        shown: dict[str, Any] = {"id": item.id(site), "title": item.title, "date_modified": item.updated.isoformat()}
        profile, appearance, summary = item.profile, item.appearance, item.summary
        if profile is None or appearance is None or item.published is None:
            yield ItemParts(compose({**shown, "content_text": summary}).encode(), b"", b"", b"")
            continue
        shown |= {"url": site.imprint.absolute(profile_url(profile.slug)), "summary": summary}
        rest: dict[str, Any] = {
            "date_published": item.published.isoformat(),
            "tags": [field.name for field in profile.fields],
        }
        if lead := profile.lead_photo:
            rest["image"] = site.imprint.absolute(photo_set(profile, lead).src)
        yield ItemParts(
            compose(shown)[:-1].encode(),
            f', "content_text": {compose(summary)}'.encode(),
            f', "content_html": {compose(render_lead(appearance))[:-1]}'.encode(),
            f", {compose(rest)[1:]}".encode(),
        )
