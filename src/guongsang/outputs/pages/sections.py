"""A section for each channel, with its own look, headlines, sapo, order, archive and feeds.

The registry defines channels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from guongsang.outputs.artifacts import HOME, Crumb, PageArtifact
from guongsang.outputs.feeds.channel_feeds import feed_groups
from guongsang.outputs.parts.paging import ListStyle, list_pages
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site
from guongsang.registry.model import Channel
from guongsang.text.addresses import desk_url, section_month_url, section_url, unit_url

_STYLE = ListStyle("section.html", size=13)  # a lead story and twelve more
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ArchiveYear:
    """A year of a section's archive.

    `months` holds label, address and number of stories of each month, newest first.
    """

    year: int
    months: tuple[tuple[str, str, int], ...]


def section_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield the pages of every channel's section and of its archive by month."""
    for channel in site.registry.channels:
        yield from _section(channel, site)


def _section(channel: Channel, site: Site) -> Iterator[PageArtifact]:
    base = section_url(channel.path)
    stories = site.by_channel[channel.id]
    months = _by_month(stories, channel)
    publisher = site.registry.units.get(channel.publisher)
    view = {
        "channel": channel,
        "publisher": (publisher.name, unit_url(publisher.id)) if publisher else None,
        "archive": _archive(channel, months),
        "feeds": feed_groups(channel, site),
        "section_url": base,
        "month": "",
        "desk_url": desk_url(channel.path) if channel.press else "",
    }
    yield from list_pages(
        base,
        channel.name,
        stories,
        description=channel.description or "",
        crumbs=(HOME,),
        channel=channel,
        style=_STYLE,
        view=view,
    )
    for (year, month), of_month in months.items():
        title = f"Tháng {month} năm {year}"
        yield from list_pages(
            section_month_url(channel.path, year, month),
            f"{title}, {channel.name}",
            of_month,
            channel=channel,
            description=f"Các bài đăng trong tháng {month} năm {year}.",
            crumbs=(HOME, Crumb(channel.label, base)),
            style=_STYLE,
            view={**view, "month": title},
        )


def _by_month(stories: Sequence[PublishedProfile], channel: Channel) -> Mapping[Month, tuple[PublishedProfile, ...]]:
    """Return the stories by month, newest month first, each month in the section's own order."""
    months: dict[Month, list[PublishedProfile]] = {}
    for profile in stories:
        day = profile.appearances[channel.id].published
        months.setdefault((day.year, day.month), []).append(profile)
    return {month: tuple(months[month]) for month in sorted(months, reverse=True)}


def _archive(channel: Channel, months: Mapping[Month, Sequence[PublishedProfile]]) -> list[ArchiveYear]:
    return [
        ArchiveYear(
            year,
            tuple(
                (f"Tháng {month}", section_month_url(channel.path, year, month), len(months[year, month]))
                for _, month in of_year
            ),
        )
        for year, of_year in groupby(months, key=lambda month: month[0])
    ]
