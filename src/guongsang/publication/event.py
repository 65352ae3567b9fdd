"""Publish events: decide which may be shown as of a moment, and make their published view.

An event names people. A person whom the site may not show must not appear in an event either.
So unpublished profiles are removed from its list of people and from links. An event whose text
names one of them waits until that profile is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from guongsang.manuscripts.event import EventManuscript
from guongsang.publication.prose import Prose, find_profile_links, render_prose
from guongsang.registry.model import Registry, Unit
from guongsang.text.folding import slugify

# As in Material's blog: the text above it is the event's lead in lists.
SEPARATOR = "<!-- more -->"
_TO_ROOT = "../../../"  # from su-kien/<year>/<slug>/


@dataclass(frozen=True, slots=True)
class PublishedEvent:
    """An event as outputs receive it.

    Attributes:
        slug: the last part of its address.
        url: its address, a directory from the site's root.
        day: its first day.
        ends: its last day; equal to `day` if it takes one day.
        kind: commendation, exchange, visit, contest or training.
        organiser: the organiser's name.
        unit: the organiser's entry in the registry, if it has one.
        profiles: slugs of published profiles only, in the order written.
        lead: its opening words, as plain text.
        published: the day from which it may be shown, if one is set.
        preview: in a preview, the reasons why it isn't published; else empty.
    """

    slug: str
    url: str
    title: str
    day: date
    ends: date
    time: str
    kind: str
    place: str
    organiser: str
    unit: Unit | None
    profiles: tuple[str, ...]
    lead: str
    prose: Prose
    sample: bool
    published: date | None = None
    preview: tuple[str, ...] = ()

    def is_over(self, as_of: datetime) -> bool:
        """Answer whether its last day is before the day of `as_of`."""
        return self.ends < as_of.date()


def publish_events(
    events: Iterable[EventManuscript],
    registry: Registry,
    as_of: datetime,
    *,
    shown: frozenset[str],
    profiles: Mapping[str, str],
    names: Mapping[str, str],
    faulty: frozenset[str] = frozenset(),
    preview: bool = False,
) -> tuple[PublishedEvent, ...]:
    """Return the events that may be shown, newest first.

    Args:
        events: as read from disk.
        registry: to resolve units.
        as_of: the moment of the build.
        shown: slugs of the profiles that have a page.
        profiles: slug, id or former slug of each profile → its slug.
        names: slug of each profile, published or not → its name.
        faulty: paths of files with errors.
        preview: also return unpublished events, each with the reasons.
    """
    chosen = []
    for item in events:
        reasons = tuple(_reasons(item, as_of, faulty, list(names_of_hidden(item, shown, profiles, names))))
        if item.event.date and (preview or not reasons):
            chosen.append((item, reasons))
    linkable = shown | {item.url.rstrip("/") for item, _ in chosen}
    published = [_publish(item, reasons, registry, linkable, profiles) for item, reasons in chosen]
    return tuple(sorted(published, key=lambda event: (-event.day.toordinal(), event.slug)))


def names_of_hidden(
    item: EventManuscript, shown: frozenset[str], profiles: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[str]:
    """Yield the names of unpublished profiles that stand in an event's text.

    Only profiles that the event lists or links to are looked for.
    """
    event = item.event
    concerned = dict.fromkeys(
        profiles.get(written, "") for written in (*event.profiles, *find_profile_links(item.document.body))
    )
    hidden = [slug for slug in concerned if slug in names and slug not in shown]
    if not hidden:
        return
    words = render_prose(item.document.body, {}).text  # links to unpublished profiles lose their address
    text = f"-{slugify(' '.join((event.title or '', event.place or '', event.organiser or '', item.slug, words)))}-"
    yield from (names[slug] for slug in hidden if names[slug] and f"-{slugify(names[slug])}-" in text)


def _reasons(item: EventManuscript, as_of: datetime, faulty: frozenset[str], hidden: list[str]) -> Iterator[str]:
    if item.event.draft:
        yield "bản nháp"
    if item.event.publish and item.event.publish > as_of:
        yield "chưa đến ngày đăng"
    if item.is_faulty or item.path in faulty:
        yield "còn lỗi"
    if hidden:
        yield f"nêu tên {', '.join(hidden)}, hồ sơ chưa đăng"


def _publish(
    item: EventManuscript,
    reasons: tuple[str, ...],
    registry: Registry,
    linkable: frozenset[str],
    profiles: Mapping[str, str],
) -> PublishedEvent:
    event, body = item.event, item.document.body
    day = event.date or date.min
    unit = registry.units.find(event.organiser)
    opening = body.split(SEPARATOR)[0] if SEPARATOR in body else body.strip().split("\n\n")[0]
    slugs = dict.fromkeys(profiles.get(written, "") for written in event.profiles)
    return PublishedEvent(
        slug=item.slug,
        url=item.url,
        title=event.title or item.slug,
        day=day,
        ends=max(event.ends or day, day),
        time=event.time or "",
        kind=event.kind or "commendation",
        place=event.place or "",
        organiser=unit.name if unit else event.organiser or "",
        unit=unit,
        profiles=tuple(slug for slug in slugs if slug in linkable),
        lead=render_prose(opening, {}).text,
        prose=render_prose(body, {}, linkable, to_root=_TO_ROOT),
        sample=event.sample,
        published=event.publish.date() if event.publish else None,
        preview=reasons,
    )
