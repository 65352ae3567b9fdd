"""What the feeds of a channel hold: items with names that last, and the documents into which they are cut.

`updated` comes from days that staff write (publication, corrections, follow-ups, withdrawal): a build has no clock and a file no
history. So an edit that nobody announces moves nothing; that a change of fact asks for a correction is the editors' rule.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from guongsang.calendar import LOCAL
from guongsang.outputs.plain_text import correction_line
from guongsang.outputs.press_texts import SAMPLE_NOTE
from guongsang.published import Appearance, Notice, PublishedProfile
from guongsang.registry import Channel
from guongsang.site import Site

NEWEST = 50  # items in the document that readers' apps come back for
WITHDRAWN_TITLE = "Hồ sơ đã rút"
_TICK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item of a channel's feeds.

    Attributes:
        id: its name (urn:uuid), the same in every format and for ever, also when it is withdrawn.
        record: the record's own id.
        title, summary: the channel's headline and sapo; of a withdrawn one, that it is withdrawn.
        published: when the channel first showed it; None for a withdrawn one.
        updated: when it last changed in a way that editors announce.
        changes: how many such changes there were since publication.
        profile, appearance: what it tells of; None for a withdrawn one.
    """

    id: str
    record: str
    title: str
    summary: str
    published: datetime | None
    updated: datetime
    changes: int
    profile: PublishedProfile | None = None
    appearance: Appearance | None = None

    @property
    def year(self) -> int:
        """The year in whose archive it stands: that of publication, or of withdrawal."""
        return (self.published or self.updated).year


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A document of a feed: the newest items, or (with `year`) all of a year.

    `older` and `newer` are the years of the archives beside it. Source: RFC 5005, section 4.
    """

    channel: Channel
    items: tuple[FeedItem, ...]
    year: int | None = None
    older: int | None = None
    newer: int | None = None

    def url(self, name: str, year: int | None = None) -> str:
        """Return the address of the feed called `name` (`feed.atom`), or of its archive of a year, from the site's root."""
        stem, _, extension = name.rpartition(".")
        return f"{self.channel.path}/{stem}-{year}.{extension}" if year else f"{self.channel.path}/{name}"


def make_item(profile: PublishedProfile, appearance: Appearance, site: Site) -> FeedItem:
    """Return the item of a profile on a channel."""
    days = [item.date for item in (*profile.corrections, *profile.follow_up) if item.date]
    corrections = "".join(f" {correction_line(item)}" for item in profile.corrections)
    return FeedItem(
        item_id(appearance.channel, profile.id, site), profile.id, appearance.title, f"{f'{SAMPLE_NOTE} ' if profile.sample else ''}{appearance.summary}{corrections}",
        appearance.published, _last_change(appearance.published, days), len(days), profile, appearance)


def channel_items(channel: Channel, site: Site) -> list[FeedItem]:
    """Return every item of a channel, the last changed first: what was corrected or withdrawn comes up again."""
    items = [make_item(profile, profile.appearances[channel.id], site) for profile in site.by_channel[channel.id]]
    items += [item for notice in site.notices if channel.id in notice.channels if (item := _withdrawn_item(notice, channel, site))]
    return sorted(items, key=lambda item: (-item.updated.timestamp(), item.record))


def feed_pages(channel: Channel, items: Sequence[FeedItem]) -> Iterator[FeedPage]:
    """Yield the newest items, and where there are more, an archive of each year; every item is in exactly one of these."""
    years: dict[int, list[FeedItem]] = {}
    if len(items) > NEWEST:
        for item in items:
            years.setdefault(item.year, []).append(item)
    ordered = sorted(years, reverse=True)
    yield FeedPage(channel, tuple(items[:NEWEST]), older=ordered[0] if ordered else None)
    for year, older, newer in zip(ordered, [*ordered[1:], None], [None, *ordered], strict=False):
        yield FeedPage(channel, tuple(years[year]), year, older, newer)


def _withdrawn_item(notice: Notice, channel: Channel, site: Site) -> FeedItem | None:
    """Return the item that tells of a withdrawal, without a name, nor the address, which is one.

    It is dated to the end of its day, after all that may have changed on that day.
    """
    day = notice.withdrawn or notice.last_day
    if not (day and notice.id):
        return None
    return FeedItem(item_id(channel, notice.id, site), notice.id, WITHDRAWN_TITLE, notice.text, None, datetime.combine(day, time(23, 59, 59), LOCAL), 0)


def item_id(channel: Channel, record: str, site: Site) -> str:
    """Return the name of an item: of the record, not of the page's address, so that a profile which gets a new address stays one item."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{site.imprint.address}{channel.path}/#{record}").urn


def _last_change(published: datetime, days: Sequence[date]) -> datetime:
    """Return the moment of the last change. Changes are known by the day, so each one more on a day counts as a second later."""
    later = [day for day in days if day >= published.date()]
    if not later:
        return published
    last = max(later)
    count = later.count(last)
    start = datetime.combine(last, time(), LOCAL)
    return published + count * _TICK if start <= published else start + (count - 1) * _TICK
