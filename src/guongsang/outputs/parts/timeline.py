"""The timeline of a profile: initiatives, recognition, awards, publication, follow-ups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from guongsang.publication.profile import PublishedFollowUp, PublishedProfile
from guongsang.text.addresses import award_url, initiative_url, section_url


@dataclass(frozen=True, slots=True)
class Milestone:
    """One event of the timeline.

    Attributes:
        day: None if only the year is known.
        document: the document behind it; may be empty.
        url: relative to the site's root, or an anchor on the page; may be empty.
    """

    year: int
    day: date | None
    label: str
    text: str
    document: str = ""
    url: str = ""


def timeline(profile: PublishedProfile) -> list[tuple[int, list[Milestone]]]:
    """Return the milestones by year. Within a year, those without a day come first."""
    found = sorted(
        _milestones(profile), key=lambda item: (item.year, item.day or date(item.year, 1, 1), item.label, item.text)
    )
    return [(year, list(items)) for year, items in groupby(found, key=lambda item: item.year)]


def _milestones(profile: PublishedProfile) -> Iterator[Milestone]:
    for initiative in profile.initiatives:
        if initiative.since:
            yield Milestone(
                initiative.since, None, "Bắt đầu áp dụng", initiative.name, url=initiative_url(initiative.slug)
            )
    recognition = profile.recognition
    if recognition and recognition.date:
        yield Milestone(
            recognition.date.year,
            recognition.date,
            "Được công nhận",
            recognition.body or "",
            recognition.document or "",
        )
    for award in profile.awards:
        year = award.date.year if award.date else award.year
        if year:
            of_year = f" năm {award.year}" if award.year and award.year != year else ""
            yield Milestone(
                year,
                award.date,
                "Truy tặng" if award.posthumous else "Khen thưởng",
                f"{award.award.name}{of_year}",
                award.document,
                award_url(award.award.id),
            )
    first = min(profile.appearances.values(), key=lambda item: (item.published, item.channel.id), default=None)
    if first:
        yield Milestone(
            first.published.year,
            first.published.date(),
            "Được giới thiệu",
            first.channel.name,
            url=section_url(first.channel.path),
        )
    for item in profile.follow_up:
        if item.date:
            yield Milestone(item.date.year, item.date, "Theo dõi", reach_words(item) or item.effect, url="#lan-toa")


def reach_words(item: PublishedFollowUp) -> str:
    """Return the reach counted at a follow-up, in words; empty if nothing was counted."""
    counted = ((item.replications, "nơi làm theo"), (item.visitors, "lượt tham quan"), (item.articles, "tin, bài"))
    return ", ".join(f"{number} {word}" for number, word in counted if number)
