"""Cards: what a list shows of a profile. Home, lists, sections and related profiles use the same.

Also the Vietnamese names of kinds, stages, initiative kinds and award levels.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guongsang.outputs.identity_cache import remember
from guongsang.outputs.parts.photos import PhotoSet, photo_set
from guongsang.publication.profile import PublishedProfile
from guongsang.registry.model import Channel
from guongsang.text.addresses import profile_url

KINDS = {"individual": "Cá nhân", "collective": "Tập thể"}
STAGES = {"emerging": "Nhân tố mới", "recognised": "Đã công nhận", "outstanding": "Tiêu biểu"}
INITIATIVE_KINDS = {
    "model": "Mô hình",
    "initiative": "Sáng kiến",
    "solution": "Giải pháp",
    "research": "Đề tài nghiên cứu",
}
LEVELS = {"unit": "Cấp cơ sở", "ministry": "Cấp bộ, ban, ngành, tỉnh", "state": "Cấp Nhà nước"}


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a profile. `url` is relative to the site's root."""

    url: str
    name: str
    role: str
    title: str
    summary: str
    kind: str
    kind_label: str
    stage: str
    stage_label: str
    unit: str
    fields: tuple[str, ...]
    year: int
    published: date | None
    portrait: PhotoSet | None
    photo: PhotoSet | None
    minutes: int
    sample: bool
    preview: tuple[str, ...]


@remember(1 << 16)  # many lists ask for it
def last_change(profile: PublishedProfile) -> date | None:
    """Return the day of a profile's last change; None if unknown."""
    return profile.updated


def make_card(profile: PublishedProfile, channel: Channel | None = None) -> Card:
    """Return the card of a profile; on a channel with the channel's headline, sapo and date."""
    return _make_card(profile, channel.id if channel else "")


@remember(1 << 16)  # many lists show it
def _make_card(profile: PublishedProfile, channel: str) -> Card:
    appearance = profile.appearances.get(channel)
    return Card(
        url=profile_url(profile.slug),
        name=profile.name,
        role=profile.role,
        title=appearance.title if appearance else profile.title,
        summary=appearance.summary if appearance else profile.summary,
        kind=profile.kind,
        kind_label=KINDS[profile.kind],
        stage=profile.stage,
        stage_label=STAGES[profile.stage],
        unit=profile.unit.label if profile.unit else "",
        fields=tuple(entry.label for entry in profile.fields),
        year=profile.year,
        published=appearance.published.date() if appearance else profile.published,
        portrait=photo_set(profile, profile.portrait) if profile.portrait else None,
        photo=photo_set(profile, profile.lead_photo) if profile.lead_photo else None,
        minutes=profile.prose.minutes,
        sample=profile.sample,
        preview=profile.preview,
    )


@dataclass(frozen=True, slots=True)
class IndexLink:
    """A link in an index of lists, such as a field or a year, with its number of profiles.

    Attributes:
        note: a short text below the link; may be empty.
        group: heading under which the index shows it; may be empty.
    """

    title: str
    url: str
    count: int
    note: str = ""
    group: str = ""
