"""Write published events as posts for Material's blog plugin: front matter without text.

The plugin gives posts, years, kinds and list pages their addresses. It reads only these posts,
never a file of staff. So a hidden event doesn't exist for it, and it meets no key that it can't
read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from guongsang.outputs.parts.event_cards import KINDS, PAGE_SIZE
from guongsang.publication.event import PublishedEvent
from guongsang.text.addresses import EVENTS_URL, KIND_FACET, PAGE_PREFIX, POSTS_FOLDER, YEAR_FACET
from guongsang.text.folding import slugify

POSTS_URI = f"{POSTS_FOLDER}/"
INDEX_URI = f"{EVENTS_URL}index.md"
# `outputs` links to these addresses. The last two keep the plugin from comparing with the clock.
SETTINGS: Mapping[str, Any] = MappingProxyType(
    {
        "blog_dir": EVENTS_URL.rstrip("/"),
        "post_dir": "{blog}/posts",
        "post_url_date_format": "yyyy",
        "post_url_format": "{date}/{slug}",
        "archive": True,
        "archive_date_format": "yyyy",
        "archive_url_date_format": "yyyy",
        "archive_url_format": f"{YEAR_FACET}/{{date}}",
        "categories": True,
        "categories_url_format": f"{KIND_FACET}/{{slug}}",
        "categories_slugify": lambda text, separator: slugify(text),
        "post_slugify": lambda text, separator: slugify(text),
        "pagination": True,
        "pagination_per_page": PAGE_SIZE,
        "pagination_url_format": f"{PAGE_PREFIX}{{page}}",
        "authors": False,
        "post_readtime": False,
        "draft_on_serve": False,
        "draft_if_future_date": False,
    }
)


def write_posts(events: Iterable[PublishedEvent], folder: Path) -> list[str]:
    """Write a post for each event below `folder`; return their paths, relative to it."""
    paths = []
    for event in events:
        # The year is in the file name, as events of different years may have one slug.
        path = f"{POSTS_URI}{event.day.year}-{event.slug}.md"
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(render_post(event), encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


def render_post(event: PublishedEvent) -> str:
    """Return an event as a post. Values are written as JSON, which YAML includes."""
    meta = {
        "title": event.title,
        "description": event.lead,
        "slug": event.slug,
        "categories": [KINDS[event.kind]],
        "unlisted": bool(event.preview),
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
    return "\n".join(("---", f"date: {event.day.isoformat()}", *lines, "---", ""))
