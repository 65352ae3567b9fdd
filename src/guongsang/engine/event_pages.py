"""The pages of events as the blog plugin makes them, matched by address with what the site knows of events.

The plugin's posts, years, kinds and pages of lists come as its own objects; of those only `url`, `posts`, `pages` and `meta` are
used here, so that this can be read, and changed, without the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from guongsang.outputs.parts.event_cards import EventList, event_lists, event_updated, event_view, list_order, list_view
from guongsang.publication.event import PublishedEvent
from guongsang.publication.site import Site


class EventPages:
    """Says which event or list a page is of, and what it shows. A site without events has none."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._events = {event.url: event for event in site.events}
        self._lists = event_lists(site)

    def sort(self, index: Any) -> None:
        """Put what is to come before what is over in every list; `index` is that of all events, with the others below it."""
        views = [index]
        for view in views:  # grows as it goes
            view.posts.sort(key=lambda post: list_order(self._site, self._events[post.url]))
            views.extend(view.views)

    def describe(self, page: Any) -> None:
        """Give a page of events its title, its description and the day of its last change."""
        events = self._events_on(page)
        if events:
            page.meta["updated"] = event_updated(self._site, events)
        entry, number = self._place(page)
        if entry:
            page.meta["title"] = entry.heading if number == 1 else f"{entry.heading}, trang {number}"
            page.meta.setdefault("description", entry.intro)

    def view(self, page: Any, posts: Iterable[Any] | None) -> Mapping[str, Any]:
        """Return what a page shows, given the posts that stand on it; an empty view for a page that isn't of events."""
        if page and page.url in self._events:
            return event_view(self._site, self._events[page.url])
        entry, number = self._place(page) if page and posts is not None else (None, 1)
        if entry is None:
            return {}
        shown = [self._events[item.post.url] for item in posts or ()]
        return list_view(
            self._site,
            replace(entry, intro=page.meta.get("description") or entry.intro),
            shown,
            number,
            len(page.posts),
        )

    def _events_on(self, page: Any) -> list[PublishedEvent]:
        urls = [page.url] if page.url in self._events else [post.url for post in getattr(page, "posts", ())]
        return [self._events[url] for url in urls]

    def _place(self, page: Any) -> tuple[EventList | None, int]:
        """Return the list that a page is of, and its number among the pages of that list, from 1."""
        pages = getattr(page, "pages", None) or [page]
        return self._lists.get(pages[0].url), pages.index(page) + 1
