"""A desk page for each press channel, for its newsroom.

It lists what may be used and since when, what is still to come, what was corrected, and what must
be taken down. A profile is listed on the desks of its own channels only: in the whole list, in one
per field and in one of its year, each newest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from guongsang.outputs.artifacts import HOME, Crumb, PageArtifact
from guongsang.outputs.feeds.channel_feeds import FULL, PRESS, SUMMARY, feed_groups
from guongsang.outputs.parts.paging import make_pager
from guongsang.outputs.press.kit import has_kit
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site, sort_name
from guongsang.registry.model import Channel
from guongsang.text.addresses import (
    FIELD_FACET,
    YEAR_FACET,
    desk_url,
    filtered_url,
    kit_url,
    page_url,
    press_panel_url,
    section_url,
    word_url,
)

DESK_SIZE = 40  # rows on a page: rows are short, and an editor looks for one of them
CORRECTED, WITHDRAWN = 4, 10  # the last ones; the others are on the page of corrections and in changes.json
TITLE = "Dành cho tòa soạn"
_EXPLAINED = {
    SUMMARY: "tít, sapo, đường dẫn: có gì mới, gì được sửa, gì phải gỡ",
    FULL: "thêm cả bài, ảnh, thông tin chính, lời đính chính",
    PRESS: "cho phần mềm tòa soạn: thêm tình trạng từng bài, tác giả ảnh, điều kiện sử dụng",
}


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A profile on a desk.

    Attributes:
        day: the first on which the channel may use it.
        url: of the press panel, relative to the site's root, as are the other addresses.
        photos: number of photos.
        words: number of words of the story.
        corrected: day of the last correction; None if there was none.
        sizes: bytes of the kit's files, by address.
    """

    day: date
    title: str
    url: str
    name: str
    unit: str
    photos: int
    words: int
    kit_url: str
    word_url: str
    sample: bool
    corrected: date | None
    sizes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DeskNews:
    """A piece of news for editors.

    Attributes:
        title: a headline, or a record's id.
        url: empty if there is no page to link.
        hour: empty if the whole day is meant.
    """

    day: date | None
    title: str
    text: str = ""
    url: str = ""
    hour: str = ""
    sample: bool = False


@dataclass(frozen=True, slots=True)
class DeskList:
    """One list of a desk: the whole list, that of a field or of a year."""

    label: str
    url: str
    profiles: Sequence[PublishedProfile]

    @property
    def count(self) -> int:
        """The number of profiles."""
        return len(self.profiles)


def desk_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield the desk of every press channel, and its lists by field and year."""
    for channel in site.registry.channels:
        if channel.press:
            yield from _desk(channel, site)


def _desk(channel: Channel, site: Site) -> Iterator[PageArtifact]:
    base = desk_url(channel.path)
    whole, fields, years = _lists(channel, site)
    rows = {profile.slug: _row(profile, channel, site) for profile in whole.profiles}
    crumbs = (HOME, Crumb(channel.label, section_url(channel.path)))
    view = {
        "channel": channel,
        "desk_url": base,
        "filters": [("Lĩnh vực", fields), ("Năm đăng", years)],
        "whole": whole,
    }
    news = {
        "upcoming": _upcoming(channel, site),
        "corrected": _corrected(channel, whole.profiles),
        "withdrawn": _withdrawn(channel, site),
        "feeds": [(group, _EXPLAINED[group.name]) for group in feed_groups(channel, site)],
    }
    intro = f"Những hồ sơ mà {channel.name} được dùng, mới nhất trước, kèm bộ tư liệu để lấy về."
    yield from _pages(whole, f"{TITLE}: {channel.name}", rows, crumbs, {**view, "intro": intro}, news)
    for entry in (*fields, *years):
        yield from _pages(
            entry, f"{entry.label}, {TITLE.lower()} {channel.name}", rows, (*crumbs, Crumb(TITLE, base)), view
        )


def _lists(channel: Channel, site: Site) -> tuple[DeskList, list[DeskList], list[DeskList]]:
    """Return the whole list, those of fields (registry's order), those of years (newest first).

    Profiles are sorted newest first, whatever the section's own order.
    """
    base = desk_url(channel.path)
    profiles = sorted(
        (profile for profile in site.by_channel[channel.id] if has_kit(profile)),
        key=lambda profile: (-profile.appearances[channel.id].published.timestamp(), sort_name(profile), profile.slug),
    )
    fields: dict[str, list[PublishedProfile]] = {}
    years: dict[int, list[PublishedProfile]] = {}
    for profile in profiles:
        years.setdefault(profile.appearances[channel.id].published.year, []).append(profile)
        for entry in profile.fields:
            fields.setdefault(entry.id, []).append(profile)
    return (
        DeskList("Tất cả", base, profiles),
        [
            DeskList(entry.label, filtered_url(base, FIELD_FACET, entry.id), fields[entry.id])
            for entry in site.registry.fields
            if entry.id in fields
        ],
        [DeskList(f"Năm {year}", filtered_url(base, YEAR_FACET, year), found) for year, found in years.items()],
    )


def _pages(
    listed: DeskList,
    title: str,
    rows: Mapping[str, DeskRow],
    crumbs: tuple[Crumb, ...],
    view: Mapping[str, Any],
    news: Mapping[str, Any] | None = None,
) -> Iterator[PageArtifact]:
    """Yield the pages of a list. `news` is shown on its first page only."""
    count = max(1, -(-listed.count // DESK_SIZE))
    heading = listed.label if listed.url != view["desk_url"] else TITLE
    for number in range(1, count + 1):
        chunk = listed.profiles[(number - 1) * DESK_SIZE : number * DESK_SIZE]
        yield PageArtifact(
            url=page_url(listed.url, number),
            template="desk.html",
            title=title if number == 1 else f"{title}, trang {number}",
            description=view.get("intro") or f"{listed.label}: những hồ sơ mà {view['channel'].name} được dùng.",
            crumbs=crumbs if number == 1 else (*crumbs, Crumb(heading, listed.url)),
            view={
                **view,
                "heading": heading,
                "total": listed.count,
                "rows": [rows[profile.slug] for profile in chunk],
                "current": listed.url,
                "pager": make_pager(listed.url, number, count),
                "news": news if number == 1 else None,
            },
            updated=max((max(rows[profile.slug].day, profile.updated or date.min) for profile in chunk), default=None),
        )


def _row(profile: PublishedProfile, channel: Channel, site: Site) -> DeskRow:
    appearance = profile.appearances[channel.id]
    return DeskRow(
        appearance.published.date(),
        appearance.title,
        press_panel_url(profile.slug),
        profile.name,
        profile.unit.name if profile.unit else "",
        len(profile.photos),
        site.words_of(profile),
        kit_url(profile.slug),
        word_url(profile.slug),
        profile.sample,
        max((item.date for item in profile.corrections if item.date), default=None),
        site.kit_sizes.get(kit_url(profile.slug), {}),
    )


def _upcoming(channel: Channel, site: Site) -> list[DeskNews]:
    """Return headlines announced before their day, nearest first. Nothing else is disclosed."""
    return [
        DeskNews(
            item.publish.date(),
            item.title,
            hour=f"{item.publish:%H:%M}" if item.publish.time() != time() else "",
            sample=item.sample,
        )
        for item in site.upcoming_titles
        if item.channel == channel.id
    ]


def _corrected(channel: Channel, profiles: Sequence[PublishedProfile]) -> list[DeskNews]:
    found = [
        DeskNews(
            item.date,
            profile.appearances[channel.id].title,
            item.text or "",
            press_panel_url(profile.slug),
            sample=profile.sample,
        )
        for profile in profiles
        for item in profile.corrections
        if item.date
    ]
    return sorted(found, key=lambda item: (-item.day.toordinal() if item.day else 0, item.url, item.text))[:CORRECTED]


def _withdrawn(channel: Channel, site: Site) -> list[DeskNews]:
    """Return what must be taken down, by record id: names and addresses are not disclosed."""
    found = [
        DeskNews(notice.withdrawn or notice.last_day, f"Hồ sơ {notice.id}", notice.text)
        for notice in site.notices
        if channel.id in notice.channels and notice.id
    ]
    return sorted(found, key=lambda item: (-item.day.toordinal() if item.day else 0, item.title))[:WITHDRAWN]
