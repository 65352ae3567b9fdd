"""What the feeds of a channel hold: items with names that last, and the documents into which they are cut.

`updated` comes from days that staff write (publication, corrections, follow-ups, withdrawal): a build has no clock and a file no
history. So an edit that nobody announces moves nothing; that a change of fact asks for a correction is the editors' rule.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from guongsang.outputs.parts.plain_text import correction_line
from guongsang.outputs.parts.press_wording import SAMPLE_NOTE
from guongsang.publication.profile import Appearance, Notice, PublishedProfile
from guongsang.publication.site import Site
from guongsang.registry.model import Channel
from guongsang.text.addresses import feed_url, section_url
from guongsang.text.dates import LOCAL

NEWEST = 50  # items in the document that readers' apps come back for
WITHDRAWN_TITLE = "Hồ sơ đã rút"
_TICK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item of a channel's feeds.

    Attributes:
        channel: whose item it is.
        record: the record's own id.
        published: when the channel first showed it; None for a withdrawn one.
        updated: when it last changed in a way that editors announce.
        changes: how many such changes there were since publication.
        profile, appearance: what it tells of; None for a withdrawn one.
        notice: of a withdrawn one, what is said in its place.
    """

    channel: Channel
    record: str
    published: datetime | None
    updated: datetime
    changes: int = 0
    profile: PublishedProfile | None = None
    appearance: Appearance | None = None
    notice: str = ""

    @property
    def month(self) -> str:
        """The month in whose archive it stands (`2026-05`): that of publication, or of withdrawal."""
        return (self.published or self.updated).isoformat()[:7]

    @property
    def title(self) -> str:
        """The channel's headline; of a withdrawn one, that it is withdrawn."""
        return self.appearance.title if self.appearance else WITHDRAWN_TITLE

    @property
    def summary(self) -> str:
        """The channel's sapo, with corrections."""
        if self.profile is None or self.appearance is None:
            return self.notice
        corrections = "".join(f" {correction_line(item)}" for item in self.profile.corrections)
        return f"{f'{SAMPLE_NOTE} ' if self.profile.sample else ''}{self.appearance.summary}{corrections}"

    def id(self, site: Site) -> str:
        """Return its name (urn:uuid), the same in every format and for ever, also when it is withdrawn."""
        return item_id(self.channel, self.record, site)


@dataclass(frozen=True, slots=True)
class ItemParts:
    """An item as one format writes it, in UTF-8, cut where its story may stand.

    A feed with stories has opening, lead, the story, closing; one without, and an item that has none to tell, opening, plain, closing.
    """

    opening: bytes
    plain: bytes
    lead: bytes
    closing: bytes


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A document of a feed: the newest items, or (with `month`) all of a month.

    `older` and `newer` are the months of the archives beside it. Months, since a document of a year of thousands of profiles
    has tens of megabytes, to be fetched and brought to a server for each profile that changes. Source: RFC 5005, section 4.
    """

    channel: Channel
    items: tuple[FeedItem, ...]
    month: str | None = None
    older: str | None = None
    newer: str | None = None

    def made_of(self, site: Site) -> tuple[Any, ...]:
        """Return all that decides its items: profiles by the fingerprints that they were kept under, those without one by all that they are."""
        return (
            self.channel.id,
            self.month,
            self.older,
            self.newer,
            tuple((item.profile and site.fingerprints.get(item.profile.slug)) or item for item in self.items),
        )

    def url(self, name: str, month: str | None = None) -> str:
        """Return the address of the feed called `name` (`feed.atom`), or of its archive of a month, from the site's root."""
        return feed_url(self.channel.path, name, month)


def make_item(profile: PublishedProfile, appearance: Appearance) -> FeedItem:
    """Return the item of a profile on a channel."""
    days = [item.date for item in (*profile.corrections, *profile.follow_up) if item.date]
    return FeedItem(
        appearance.channel,
        profile.id,
        appearance.published,
        _last_change(appearance.published, days),
        len(days),
        profile,
        appearance,
    )


def channel_items(channel: Channel, site: Site) -> list[FeedItem]:
    """Return every item of a channel, the last changed first: what was corrected or withdrawn comes up again."""
    items = [make_item(profile, profile.appearances[channel.id]) for profile in site.by_channel[channel.id]]
    items += [
        item for notice in site.notices if channel.id in notice.channels if (item := _withdrawn_item(notice, channel))
    ]
    return sorted(items, key=lambda item: (-item.updated.timestamp(), item.record))


def feed_pages(channel: Channel, items: Sequence[FeedItem]) -> Iterator[FeedPage]:
    """Yield the newest items, and where there are more, an archive of each month; every item is in exactly one of these."""
    months: dict[str, list[FeedItem]] = {}
    if len(items) > NEWEST:
        for item in items:
            months.setdefault(item.month, []).append(item)
    ordered = sorted(months, reverse=True)
    yield FeedPage(channel, tuple(items[:NEWEST]), older=ordered[0] if ordered else None)
    for month, older, newer in zip(ordered, [*ordered[1:], None], [None, *ordered], strict=False):
        yield FeedPage(channel, tuple(months[month]), month, older, newer)


def _withdrawn_item(notice: Notice, channel: Channel) -> FeedItem | None:
    """Return the item that tells of a withdrawal, without a name, nor the address, which is one.

    It is dated to the end of its day, after all that may have changed on that day.
    """
    day = notice.withdrawn or notice.last_day
    if not (day and notice.id):
        return None
    return FeedItem(channel, notice.id, None, datetime.combine(day, time(23, 59, 59), LOCAL), notice=notice.text)


def item_id(channel: Channel, record: str, site: Site) -> str:
    """Return the name of an item: of the record, not of the page's address, so that a profile which gets a new address stays one item."""
    return _urn(f"{site.imprint.address}{section_url(channel.path)}#{record}")


@lru_cache(maxsize=64)  # each format asks for it, one after the other
def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _last_change(published: datetime, days: Sequence[date]) -> datetime:
    """Return the moment of the last change. Changes are known by the day, so each one more on a day counts as a second later."""
    later = [day for day in days if day >= published.date()]
    if not later:
        return published
    last = max(later)
    count = later.count(last)
    start = datetime.combine(last, time(), LOCAL)
    return published + count * _TICK if start <= published else start + (count - 1) * _TICK
