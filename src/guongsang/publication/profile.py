"""The published view: what outputs receive of a profile, and all that they receive.

These types have no internal field. Consent, review, difficulties, file names and notes don't
exist here, so no output can leak them. `profile_view.py` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from guongsang.manuscripts.profile import Contact, Correction, Coverage, Figure, Quote, Rating, Recognition
from guongsang.publication.criteria import Assessment
from guongsang.publication.prose import Prose
from guongsang.registry.model import Award, Channel, Movement, Unit, WorkField


@dataclass(frozen=True, slots=True)
class Focus:
    """The point of a photo that every crop keeps, in percent from left and top, in steps of 10."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class PublishedPhoto:
    """A photo that may be shown.

    Attributes:
        source: the file, which only the photo output reads. Its name is never shown.
        number: the photo's number on the page, from 1.
        width: in pixels, upright.
        height: in pixels, upright.
        fingerprint: the first hex digits of the file's SHA-256, for addresses of renditions.
        focus: the point that crops keep.
    """

    source: Path
    number: int
    width: int
    height: int
    fingerprint: str
    alt: str
    caption: str
    credit: str
    role: str
    taken: date | None
    people: tuple[str, ...]
    focus: Focus


@dataclass(frozen=True, slots=True)
class PublishedAward:
    """A valid award with its entry in the registry."""

    award: Award
    year: int | None
    document: str
    date: date | None
    authority: str
    unit_name: str
    posthumous: bool


@dataclass(frozen=True, slots=True)
class PublishedInitiative:
    """An initiative, which also has a page of its own at mo-hinh/<slug>/."""

    slug: str
    name: str
    kind: str
    effect: str
    how: str
    figures: tuple[Figure, ...]
    document: str
    since: int | None
    replicated_at: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class PublishedFollowUp:
    """A follow-up without its difficulties and decision, which are internal."""

    date: date | None
    by: str
    effect: str
    replications: int | None
    visitors: int | None
    articles: int | None
    next: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a profile appears on a channel that may show it."""

    channel: Channel
    published: datetime
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class PublishedProfile:
    """A profile as it may be shown as of the build's moment.

    For pages that list many profiles only its face is in memory (`profile_parts.py`).

    Attributes:
        contact: for the press panel and press files; None unless a press channel may show the
            profile.
        preview: in a preview, the reasons why it isn't published; else empty.
    """

    id: str
    slug: str
    kind: str
    name: str
    role: str
    unit: Unit | None
    fields: tuple[WorkField, ...]
    year: int
    stage: str
    title: str
    summary: str
    sample: bool
    recognition: Recognition | None
    movements: tuple[Movement, ...]
    ratings: tuple[Rating, ...]
    awards: tuple[PublishedAward, ...]
    initiatives: tuple[PublishedInitiative, ...]
    assessments: tuple[Assessment, ...]
    photos: tuple[PublishedPhoto, ...]
    prose: Prose
    appearances: Mapping[str, Appearance]
    quotes: tuple[Quote, ...]
    contact: Contact | None
    coverage: tuple[Coverage, ...]
    follow_up: tuple[PublishedFollowUp, ...]
    corrections: tuple[Correction, ...]
    aliases: tuple[str, ...] = ()
    preview: tuple[str, ...] = field(default=())

    @property
    def published(self) -> date | None:
        """The day of its first publication on any channel."""
        return min((appearance.published.date() for appearance in self.appearances.values()), default=None)

    @property
    def updated(self) -> date | None:
        """The day of the last correction or follow-up, else of publication."""
        corrected, followed = (item.date for item in self.corrections), (item.date for item in self.follow_up)
        return max((day for day in (self.published, *corrected, *followed) if day), default=None)

    @property
    def press_appearances(self) -> tuple[Appearance, ...]:
        """Its appearances on press channels, earliest first. If empty, it has no press files."""
        shown = (appearance for appearance in self.appearances.values() if appearance.channel.press)
        return tuple(sorted(shown, key=lambda appearance: (appearance.published, appearance.channel.id)))

    @property
    def portrait(self) -> PublishedPhoto | None:
        """The photo that stands for the profile in lists and beside its name."""
        return next(
            (photo for photo in self.photos if photo.role in ("portrait", "group")),
            self.photos[0] if self.photos else None,
        )

    @property
    def lead_photo(self) -> PublishedPhoto | None:
        """The photo at the top of a page: a wide one if there is one."""
        return next((photo for photo in self.photos if photo.role != "portrait"), self.portrait)


@dataclass(frozen=True, slots=True)
class Notice:
    """The page at the address of a withdrawn profile. It names nobody.

    Attributes:
        slug: the profile's address.
        text: the notice to readers.
        id: the profile's id.
        withdrawn: the day of withdrawal, if written.
        channels: the channels that showed the profile; their feeds announce the withdrawal.
        last_day: the day of withdrawal; if nobody wrote it, the last known change of the profile.
    """

    slug: str
    text: str
    id: str
    withdrawn: date | None
    channels: tuple[str, ...]
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class EmbargoedTitle:
    """The headline of an approved profile that a channel announces before the day of publication.

    Nothing else about the profile may be shown before that day.

    Attributes:
        channel: the channel's id.
        id: the profile's id.
        title: the headline.
        publish: the moment from which the channel may show the profile.
        sample: whether the profile is fictional.
    """

    channel: str
    id: str
    title: str
    publish: datetime
    sample: bool = False
