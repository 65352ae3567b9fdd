"""The items of a channel's feeds, with permanent ids, and the documents that hold them.

`updated` comes from days that staff write (publication, corrections, follow-ups, withdrawal),
because a build may not use the clock or the history of files. So an edit that nobody announces
changes no item; editors must write a correction for a change of fact.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from guongsang.outputs.parts.plain_text import correction_lines
from guongsang.outputs.parts.press_wording import SAMPLE_NOTE
from guongsang.publication.profile import Appearance, Notice, PublishedProfile
from guongsang.publication.site import Site
from guongsang.registry.model import Channel
from guongsang.text.addresses import feed_url, section_url
from guongsang.text.dates import LOCAL

NEWEST = 50  # items in the document that readers' apps poll
WITHDRAWN_TITLE = "Hồ sơ đã rút"
_TICK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item of a channel's feeds.

    Attributes:
        channel: whose item it is.
        record: id of the profile.
        published: when the channel first showed it; None if withdrawn.
        updated: when it last changed in a way that editors announce.
        changes: number of such changes since publication.
        profile: None if withdrawn.
        appearance: the profile on this channel; None if withdrawn.
        notice: if withdrawn, the text shown instead.
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
        """The month of its archive (`2026-05`): that of publication, or of withdrawal."""
        return (self.published or self.updated).isoformat()[:7]

    @property
    def title(self) -> str:
        """The channel's headline; if withdrawn, a text that says so."""
        return self.appearance.title if self.appearance else WITHDRAWN_TITLE

    @property
    def summary(self) -> str:
        """The channel's sapo, with corrections; if withdrawn, the notice."""
        if self.profile is None or self.appearance is None:
            return self.notice
        corrections = "".join(f" {line}" for line in correction_lines(self.profile))
        return f"{f'{SAMPLE_NOTE} ' if self.profile.sample else ''}{self.appearance.summary}{corrections}"

    def id(self, site: Site) -> str:
        """Return its permanent id (urn:uuid), equal in all formats, also after withdrawal."""
        return item_id(self.channel, self.record, site)


@dataclass(frozen=True, slots=True)
class ItemParts:
    """An item in one format, in UTF-8, split where its story is inserted.

    A feed with stories joins opening, lead, story and closing. A feed or an item without joins
    opening, plain and closing.
    """

    opening: bytes
    plain: bytes
    lead: bytes
    closing: bytes


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A document of a feed: the newest items, or all items of a month (RFC 5005, section 4).

    Archives are monthly: that of a year with thousands of profiles would have tens of megabytes,
    to be transferred whenever one profile changes.

    Attributes:
        month: such as `2026-05`; None for the newest items.
        older: month of the next older archive; None if there is none.
        newer: month of the next newer archive; None if there is none.
    """

    channel: Channel
    items: tuple[FeedItem, ...]
    month: str | None = None
    older: str | None = None
    newer: str | None = None

    def inputs(self, site: Site) -> tuple[Any, ...]:
        """Return the inputs of its items: profiles by fingerprint, or whole if they have none."""
        return (
            self.channel.id,
            self.month,
            self.older,
            self.newer,
            tuple((item.profile and site.fingerprints.get(item.profile.slug)) or item for item in self.items),
        )

    def url(self, name: str, month: str | None = None) -> str:
        """Return the address of a feed (`name` is its file name), or of its archive of a month."""
        return feed_url(self.channel.path, name, month)


def make_item(profile: PublishedProfile, appearance: Appearance) -> FeedItem:
    """Return the item of a profile on a channel."""
    days = [item.date for item in profile.corrections if item.date]
    days += [item.date for item in profile.follow_up if item.date]
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
    """Return all items of a channel, last changed first, so that corrections come up again."""
    items = [make_item(profile, profile.appearances[channel.id]) for profile in site.by_channel[channel.id]]
    items += [
        item for notice in site.notices if channel.id in notice.channels if (item := _withdrawn_item(notice, channel))
    ]
    return sorted(items, key=lambda item: (-item.updated.timestamp(), item.record))


def feed_pages(channel: Channel, items: Sequence[FeedItem]) -> Iterator[FeedPage]:
    """Yield the newest items, and if there are more, an archive per month.

    Every item is in exactly one archive.
    """
    months: dict[str, list[FeedItem]] = {}
    if len(items) > NEWEST:
        for item in items:
            months.setdefault(item.month, []).append(item)
    ordered = sorted(months, reverse=True)
    yield FeedPage(channel, tuple(items[:NEWEST]), older=ordered[0] if ordered else None)
    for month, older, newer in zip(ordered, [*ordered[1:], None], [None, *ordered], strict=False):
        yield FeedPage(channel, tuple(months[month]), month, older, newer)


def _withdrawn_item(notice: Notice, channel: Channel) -> FeedItem | None:
    """Return the item that announces a withdrawal, without name and address; None without its day.

    It is dated to the end of the day, after all other changes of that day.
    """
    day = notice.withdrawn or notice.last_day
    if not (day and notice.id):
        return None
    return FeedItem(channel, notice.id, None, datetime.combine(day, time(23, 59, 59), LOCAL), notice=notice.text)


def item_id(channel: Channel, record: str, site: Site) -> str:
    """Return the id of an item. It depends on the record's id, so it survives a new address."""
    return _urn(f"{site.imprint.address}{section_url(channel.path)}#{record}")


@lru_cache(maxsize=64)  # all formats ask for it in turn
def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _last_change(published: datetime, days: Sequence[date]) -> datetime:
    """Return the moment of the last change.

    Only days of changes are known: each further change on the same day adds a second.
    """
    later = [day for day in days if day >= published.date()]
    if not later:
        return published
    last = max(later)
    count = later.count(last)
    start = datetime.combine(last, time(), LOCAL)
    return published + count * _TICK if start <= published else start + (count - 1) * _TICK
