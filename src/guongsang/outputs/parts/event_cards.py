"""What lists of events and an event's own page show.

Material's blog plugin decides which pages there are and how lists are paginated. This module
decides what they show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from guongsang.outputs.artifacts import HOME, Crumb
from guongsang.outputs.parts.cards import make_card
from guongsang.outputs.parts.paging import make_pager
from guongsang.publication.event import PublishedEvent
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import EVENTS_URL, KIND_FACET, YEAR_FACET, filtered_url
from guongsang.text.dates import format_days
from guongsang.text.folding import slugify

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "commendation": "Tuyên dương",
        "exchange": "Giao lưu",
        "visit": "Tham quan",
        "contest": "Thi viết",
        "training": "Tập huấn",
    }
)
_INTROS: Mapping[str, str] = MappingProxyType(
    {
        "commendation": "Hội nghị, buổi lễ tuyên dương, khen thưởng điển hình.",
        "exchange": "Những buổi điển hình gặp gỡ, kể lại cách làm với đồng nghiệp, sinh viên, người dân.",
        "visit": "Những chuyến đến tận nơi xem mô hình để mang về làm theo.",
        "contest": "Các cuộc thi viết, phóng sự về gương người tốt, cách làm hay.",
        "training": "Các lớp bồi dưỡng cho người làm công tác thi đua, tuyên truyền.",
    }
)
STATES: Mapping[str, str] = MappingProxyType({"now": "Đang diễn ra", "coming": "Sắp tới", "over": "Đã qua"})
EVENTS = Crumb("Sự kiện", EVENTS_URL)
PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class EventCard:
    """What a list shows of an event.

    Attributes:
        url: relative to the site's root.
        mark: the day to print large: the last while an event goes on, else the first.
        days: the day of `mark` in figures; "12–14" if the event has several in one month.
        when: its days in full.
        state: key of STATES.
        people: names of published profiles.
    """

    url: str
    title: str
    mark: date
    days: str
    when: str
    state: str
    kind_label: str
    place: str
    lead: str
    people: tuple[str, ...]
    sample: bool
    preview: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventList:
    """The frame of a list of events; the blog plugin chooses the events on it."""

    url: str
    heading: str
    intro: str
    crumbs: tuple[Crumb, ...]


def make_event_card(event: PublishedEvent, site: Site) -> EventCard:
    """Return the card of an event."""
    state = state_of(event, site)
    mark = event.ends if state == "now" else event.day
    is_span = (
        state != "now"
        and event.ends != event.day
        and (event.day.year, event.day.month) == (event.ends.year, event.ends.month)
    )
    return EventCard(
        event.url,
        event.title,
        mark,
        f"{event.day.day}–{event.ends.day}" if is_span else str(mark.day),
        format_days(event.day, event.ends),
        state,
        KINDS[event.kind],
        event.place,
        event.lead,
        tuple(profile.name for profile in people_of(event, site)),
        event.sample,
        event.preview,
    )


def state_of(event: PublishedEvent, site: Site) -> str:
    """Return the event's key of STATES on the site's own day."""
    today = site.as_of.date()
    return "over" if event.ends < today else "now" if event.day < today else "coming"


def people_of(event: PublishedEvent, site: Site) -> list[PublishedProfile]:
    """Return the published profiles that an event names, in the order written."""
    return [site.by_slug[slug] for slug in event.profiles if slug in site.by_slug]


def _kind_url(kind: str) -> str:
    """Return the address of the list of a kind."""
    return filtered_url(EVENTS_URL, KIND_FACET, slugify(KINDS[kind]))


def _year_url(year: int) -> str:
    """Return the address of the list of a year."""
    return filtered_url(EVENTS_URL, YEAR_FACET, year)


def event_lists(site: Site) -> Mapping[str, EventList]:
    """Return every list by its address: all events, each year, each kind."""
    lists = [EventList(EVENTS_URL, EVENTS.title, "", (HOME,))]
    lists += [
        EventList(
            _year_url(year),
            f"{EVENTS.title} năm {year}",
            f"Những sự kiện của chương trình trong năm {year}.",
            (HOME, EVENTS),
        )
        for year in _years(site)
    ]
    lists += [EventList(_kind_url(kind), KINDS[kind], _INTROS[kind], (HOME, EVENTS)) for kind in KINDS]
    return {entry.url: entry for entry in lists}


def list_order(site: Site, event: PublishedEvent) -> tuple[int, int, str]:
    """Return the sort key of an event: ongoing, coming (nearest first), over (newest first)."""
    state = state_of(event, site)
    day = {"now": event.ends.toordinal(), "coming": event.day.toordinal(), "over": -event.day.toordinal()}[state]
    return (list(STATES).index(state), day, event.slug)


def list_view(
    site: Site, entry: EventList, events: Sequence[PublishedEvent], number: int, total: int
) -> Mapping[str, Any]:
    """Return what page `number` of a list shows: `events` of `total`."""
    cards = [make_event_card(event, site) for event in events]
    present = {event.kind for event in site.events}
    return {
        "heading": entry.heading,
        "intro": entry.intro,
        "crumbs": entry.crumbs if number == 1 else (*entry.crumbs, Crumb(entry.heading, entry.url)),
        "total": total,
        "unit_word": "sự kiện",
        "pager": make_pager(entry.url, number, max(1, -(-total // PAGE_SIZE))),
        "groups": [
            (title, chosen)
            for state, title in STATES.items()
            if (chosen := [card for card in cards if card.state == state])
        ],
        "current": entry.url,
        "kinds": [("Tất cả", EVENTS_URL), *((KINDS[kind], _kind_url(kind)) for kind in KINDS if kind in present)]
        if present
        else [],
        "years": [(str(year), _year_url(year)) for year in _years(site)],
    }


def event_view(site: Site, event: PublishedEvent) -> Mapping[str, Any]:
    """Return what an event's page shows."""
    return {
        "event": event,
        "card": make_event_card(event, site),
        "kind_url": _kind_url(event.kind),
        "state": STATES[state_of(event, site)],
        "crumbs": (HOME, EVENTS, Crumb(KINDS[event.kind], _kind_url(event.kind))),
        "people": [make_card(profile) for profile in people_of(event, site)],
        "others": [make_event_card(other, site) for other in _neighbours(site, event)],
    }


def event_updated(site: Site, events: Sequence[PublishedEvent]) -> date:
    """Return the day of the last change of these events, never later than the site's own day."""
    today = site.as_of.date()
    return max((min(event.published or event.day, today) for event in events), default=today)


def _neighbours(site: Site, event: PublishedEvent) -> list[PublishedEvent]:
    """Return up to three other events: same kind first, then the nearest in time."""
    others = [other for other in site.events if other.url != event.url and not other.preview]
    return sorted(others, key=lambda other: (other.kind != event.kind, abs((other.day - event.day).days), other.slug))[
        :3
    ]


def _years(site: Site) -> list[int]:
    return sorted({event.day.year for event in site.events}, reverse=True)
