"""Match the blog plugin's pages with our events by address; give them title, order and view.

The plugin has classes of its own for posts, years, kinds and list pages. Only their attributes
`url`, `posts`, `pages`, `views` and `meta` are used here, so this needs no import of the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from guongsang.outputs.parts.event_cards import EventList, event_lists, event_updated, event_view, list_order, list_view
from guongsang.publication.event import PublishedEvent
from guongsang.publication.site import Site


class EventPages:
    """Finds the event or list of events that a page shows.

    Args:
        site: the site with its events, maybe none.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._events = {event.url: event for event in site.events}
        self._lists = event_lists(site)

    def sort(self, index: Any) -> None:
        """Sort every list of events, coming ones first.

        Args:
            index: the plugin's list of all events; its `views` are the other lists.
        """
        views = [index]
        for view in views:  # the loop appends to it
            view.posts.sort(key=lambda post: list_order(self._site, self._events[post.url]))
            views.extend(view.views)

    def describe(self, page: Any) -> None:
        """Set title, description and date of last change of a page of events."""
        events = self._events_on(page)
        if events:
            page.meta["updated"] = event_updated(self._site, events)
        entry, number = self._find_list(page)
        if entry:
            page.meta["title"] = entry.heading if number == 1 else f"{entry.heading}, trang {number}"
            page.meta.setdefault("description", entry.intro)

    def view(self, page: Any, posts: Iterable[Any] | None) -> Mapping[str, Any]:
        """Return what a page shows; empty if it isn't a page of events.

        Args:
            page: MkDocs' page.
            posts: the plugin's posts on this page of a list; None on other pages.
        """
        if page and page.url in self._events:
            return event_view(self._site, self._events[page.url])
        entry, number = self._find_list(page) if page and posts is not None else (None, 1)
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

    def _find_list(self, page: Any) -> tuple[EventList | None, int]:
        """Return the list that a page belongs to, and its page number in it, from 1."""
        pages = getattr(page, "pages", None) or [page]
        return self._lists.get(pages[0].url), pages.index(page) + 1
