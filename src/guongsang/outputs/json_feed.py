"""Feeds in JSON Feed 1.1 (jsonfeed.org/version/1.1), for apps and scripts that rather read JSON than XML."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from guongsang.outputs.cards import profile_url
from guongsang.outputs.feed_items import FeedItem, FeedPage
from guongsang.outputs.feed_story import Stories
from guongsang.outputs.photos import photo_set
from guongsang.site import Site

TYPE = "application/feed+json"


def render_json_feed(page: FeedPage, name: str, site: Site, stories: Stories | None = None) -> str:
    """Return a document of the feed called `name`; with `stories`, its items hold the whole text."""
    channel, absolute = page.channel, site.imprint.absolute
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1", "title": f"{channel.name}: {site.imprint.name}", "description": channel.tagline or "",
        "home_page_url": absolute(f"{channel.path}/"), "feed_url": absolute(page.url(name, page.year)), "language": site.imprint.language,
        "authors": [{"name": channel.name}]}
    if page.older:
        feed["next_url"] = absolute(page.url(name, page.older))
    return render_list(feed, (_item(item, site, stories) for item in page.items))


def render_list(head: dict[str, Any], items: Iterable[dict[str, Any]]) -> str:
    """Return a JSON object of `head` and `items`, one item a line, so that two versions can be compared line by line."""
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{opening},\n "items": [\n{lines}\n ]\n}}\n' if lines else f'{opening},\n "items": []\n}}\n'


def _item(item: FeedItem, site: Site, stories: Stories | None) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": item.id, "title": item.title, "date_modified": item.updated.isoformat()}
    if item.profile is None or item.published is None:
        return {**shown, "content_text": item.summary}
    content = stories.content(item) if stories else ""
    shown |= {"url": site.imprint.absolute(profile_url(item.profile)), "summary": item.summary, "content_html" if content else "content_text": content or item.summary,
              "date_published": item.published.isoformat(), "tags": [field.name for field in item.profile.fields]}
    if lead := item.profile.lead_photo:
        shown["image"] = site.imprint.absolute(photo_set(item.profile, lead).src)
    return shown
