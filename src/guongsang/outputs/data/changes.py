"""The dataset of changes: profiles published, corrected, followed up, withdrawn, with their days.

It is for users who keep a copy of the data. Of a withdrawn profile it has only id and day: neither
the name nor the address, which is made of the name.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guongsang.outputs.data.definition import Change, ChangeRecord
from guongsang.outputs.data.records import address
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import profile_url


def withdrawal_records(site: Site) -> list[ChangeRecord]:
    """Return a record of each withdrawal."""
    return [
        ChangeRecord(
            day=notice.withdrawn,
            change="withdrawn",
            id=notice.id,
            name=None,
            address=None,
            channels=[],
            text=None,
            sample=None,
        )
        for notice in site.notices
        if notice.id
    ]


def change_order(record: ChangeRecord) -> tuple[int, str, str, str]:
    """Return the sort key of a change: newest first, unknown days last; then id, kind and text."""
    return -record.day.toordinal() if record.day else 0, record.id, record.change, record.text or ""


def change_records(profile: PublishedProfile, site: Site) -> Iterator[ChangeRecord]:
    """Yield every change of a profile."""
    channels: dict[date, list[str]] = {}
    for appearance in profile.appearances.values():
        channels.setdefault(appearance.published.date(), []).append(appearance.channel.id)
    for day, ids in channels.items():
        yield _change(profile, site, day, "published", channels=ids)
    for correction in profile.corrections:
        yield _change(profile, site, correction.date, "corrected", text=correction.text)
    for follow_up in profile.follow_up:
        yield _change(profile, site, follow_up.date, "followed_up", text=follow_up.effect)


def _change(
    profile: PublishedProfile,
    site: Site,
    day: date | None,
    change: Change,
    *,
    channels: list[str] | None = None,
    text: str | None = None,
) -> ChangeRecord:
    return ChangeRecord(
        day=day,
        change=change,
        id=profile.id,
        name=profile.name,
        address=address(profile_url(profile.slug), site),
        channels=sorted(channels or []),
        text=text,
        sample=profile.sample,
    )
