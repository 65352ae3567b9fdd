"""Events as they may be shown, made in one place from what staff wrote, as of a moment.

An event names people. Whom the site may not show, no event of it may show either: hidden profiles go from the list of
people and from links, and an event whose own words name one of them waits until that profile is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from guongsang.manuscripts.event import EventManuscript
from guongsang.publication.prose import Prose, find_profile_links, render_prose
from guongsang.registry.model import Registry, Unit
from guongsang.text.folding import slugify

SEPARATOR = "<!-- more -->"  # as in Material's blog: what stands above it opens the event in lists
_TO_ROOT = "../../../"  # from su-kien/<year>/<slug>/


@dataclass(frozen=True, slots=True)
class PublishedEvent:
    """An event as outputs receive it.

    Attributes:
        slug, url: its address; `url` is a directory from the site's root.
        day, ends: its first and last day (the same for one of a day).
        kind: commendation, exchange, visit, contest or training.
        organiser: as text; `unit` is the unit of the registry where it is one.
        profiles: slugs of published profiles only, in the order written.
        lead: its opening words, as text.
        published: the day from which it may be shown; None where none was set.
        preview: in a preview, why it isn't published; else empty.
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
        """Answer whether its last day lies before the day of `as_of`."""
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
    samples: bool = True,
    preview: bool = False,
) -> tuple[PublishedEvent, ...]:
    """Return the events that may be shown, newest first.

    Args:
        events: as read.
        registry: to resolve units.
        as_of: the moment of the build.
        shown: slugs of the profiles that have a page.
        profiles: what an event may call a profile (slug, id, alias) → its slug.
        names: slug of every profile, shown or not → its name.
        faulty: paths of files with errors.
        samples: whether fictional events are part of the site.
        preview: also return what is not published, each with the reasons why not.
    """
    chosen = []
    for item in events:
        reasons = tuple(_reasons(item, as_of, faulty, [name for name in names_of_hidden(item, shown, profiles, names)]))
        if item.event.date and (samples or not item.event.sample) and (preview or not reasons):
            chosen.append((item, reasons))
    linkable = shown | {item.url.rstrip("/") for item, _ in chosen}
    published = [_publish(item, reasons, registry, linkable, profiles) for item, reasons in chosen]
    return tuple(sorted(published, key=lambda event: (-event.day.toordinal(), event.slug)))


def names_of_hidden(
    item: EventManuscript, shown: frozenset[str], profiles: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[str]:
    """Yield the names that an event's text holds of profiles that it concerns (lists or links) and that aren't shown."""
    event = item.event
    concerned = dict.fromkeys(
        profiles.get(written, "") for written in (*event.profiles, *find_profile_links(item.document.body))
    )
    hidden = [slug for slug in concerned if slug in names and slug not in shown]
    if not hidden:
        return
    words = render_prose(item.document.body, {}).text  # without addresses: those of hidden profiles go with their links
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
