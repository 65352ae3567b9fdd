"""The published view: what outputs receive, and all that they receive.

Made in one place from a profile, the gate's decisions and the moment. It has no internal field:
consent, review, difficulties, file names and notes do not exist here, so no output can leak them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from guongsang.manuscripts.manuscript import Manuscript
from guongsang.manuscripts.photos.file import PhotoFacts
from guongsang.manuscripts.profile import (
    Contact,
    Correction,
    Coverage,
    Figure,
    Initiative,
    Photo,
    Profile,
    ProfileAward,
    Quote,
    Rating,
    Recognition,
)
from guongsang.publication.criteria import Assessment
from guongsang.publication.gate import Decision, covers
from guongsang.publication.prose import Prose, render_prose
from guongsang.registry.model import Award, Channel, Entry, Movement, Registry, Unit, WorkField
from guongsang.text.folding import slugify

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Focus:
    """The point of a photo that every crop keeps, in percent from the left and from the top, in steps of ten."""

    x: int
    y: int


# Where nobody said: heads stand above the middle, in a portrait a little lower than in a scene.
_PORTRAIT_FOCUS, _FOCUS = Focus(50, 40), Focus(50, 30)


@dataclass(frozen=True, slots=True)
class PublishedPhoto:
    """A photo that may be shown. `source` is read by the photo output alone; its name is never shown."""

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
    award: Award
    year: int | None
    document: str
    date: date | None
    authority: str
    unit_name: str
    posthumous: bool


@dataclass(frozen=True, slots=True)
class PublishedInitiative:
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
    """A follow-up without its difficulties and decision, which stay inside."""

    date: date | None
    by: str
    effect: str
    replications: int | None
    visitors: int | None
    articles: int | None
    next: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a profile appears on one channel that is open to it."""

    channel: Channel
    published: datetime
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class PublishedProfile:
    """One profile as it may be shown as of the build's moment. Where profiles are many, each is just its face (`faces`)."""

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
    contact: (
        Contact | None
    )  # for the press alone: its panel and its files, where the profile is open to a press channel
    coverage: tuple[Coverage, ...]
    follow_up: tuple[PublishedFollowUp, ...]
    corrections: tuple[Correction, ...]
    aliases: tuple[str, ...] = ()
    preview: tuple[str, ...] = field(default=())  # in a preview, why it isn't published; else empty

    @property
    def published(self) -> date | None:
        """The day on which it first appeared on a channel."""
        return min((appearance.published.date() for appearance in self.appearances.values()), default=None)

    @property
    def updated(self) -> date | None:
        """The day of the last correction or follow-up, else of publication."""
        days = [day for day in (self.published, *(item.date for item in (*self.corrections, *self.follow_up))) if day]
        return max(days, default=None)

    @property
    def press_appearances(self) -> tuple[Appearance, ...]:
        """How it appears on the press channels that are open to it, the earliest first. None: there is nothing for the press."""
        shown = (appearance for appearance in self.appearances.values() if appearance.channel.press)
        return tuple(sorted(shown, key=lambda appearance: (appearance.published, appearance.channel.id)))

    @property
    def portrait(self) -> PublishedPhoto | None:
        return next(
            (photo for photo in self.photos if photo.role in ("portrait", "group")),
            self.photos[0] if self.photos else None,
        )

    @property
    def lead_photo(self) -> PublishedPhoto | None:
        """The photo to open a page with: a wide one where there is one."""
        return next((photo for photo in self.photos if photo.role != "portrait"), self.portrait)


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands at the address of a withdrawn profile. It has no name.

    `id` is the record's; `channels` are those on which the profile was to be seen until `withdrawn`, for their feeds to say that it is gone.
    `last_day` is that day, or where nobody wrote it the last one on which the profile is known to have changed.
    """

    slug: str
    text: str
    id: str
    withdrawn: date | None
    channels: tuple[str, ...]
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class EmbargoedTitle:
    """The headline of an approved profile that a channel tells before the day. All else about the profile stays unknown until then.

    `id` is the record's; `publish` is the moment from which the channel may show the profile; `sample`: it is fiction.
    """

    channel: str
    id: str
    title: str
    publish: datetime
    sample: bool = False


def publish(
    manuscript: Manuscript,
    assessments: tuple[Assessment, ...],
    decisions: tuple[Decision, ...],
    registry: Registry,
    as_of: datetime,
    *,
    linkable: Container[str] = frozenset(),
    preview: tuple[str, ...] = (),
) -> PublishedProfile:
    """Make the published view of a profile.

    Args:
        manuscript: the profile with its folder.
        assessments: how it stands with the criteria.
        decisions: the gate's; only channels that are open become appearances.
        registry: to resolve ids.
        as_of: the moment of the build.
        linkable: the slugs of profiles that have a page; a link to any other is left out, its words stay.
        preview: not empty in a preview of what is not published: the reasons, to be shown as a mark.

    Records that lack what they need (possible in a preview only) are left out.
    """
    profile = manuscript.profile
    open_channels = {d.channel for d in decisions if d.is_open or (preview and registry.channels.get(d.channel))}
    photos = _photos(manuscript, as_of, preview=bool(preview))
    tells_story = covers(profile, "story", as_of) or bool(preview)
    places = {photo.source.name: index for index, photo in enumerate(photos)}
    press = profile.press
    return PublishedProfile(
        id=profile.id or "",
        slug=manuscript.slug,
        kind=profile.kind or "individual",
        name=profile.name or "(chưa có tên)",
        role=profile.role or "",
        unit=registry.units.find(profile.unit),
        fields=_distinct(map(registry.fields.find, profile.fields)),
        year=profile.year or as_of.year,
        stage=profile.stage or "emerging",
        title=profile.title or profile.name or "(chưa có tít)",
        summary=profile.summary or "",
        sample=profile.sample,
        recognition=profile.recognition if profile.recognition and profile.recognition.document else None,
        movements=_distinct(map(registry.movements.find, profile.movements)),
        ratings=tuple(
            sorted((item for item in profile.ratings if item.year and item.rating), key=lambda item: item.year or 0)
        ),
        awards=tuple(_awards(profile.awards, registry)),
        initiatives=tuple(
            _initiative(item, registry, f"{profile.id}-{number}")
            for number, item in enumerate(profile.initiatives, 1)
            if item.name
        ),
        assessments=assessments,
        photos=photos,
        prose=render_prose(manuscript.document.body, places, linkable) if tells_story else Prose(),
        appearances=_appearances(manuscript, open_channels, registry, as_of),
        quotes=tuple(quote for quote in (press.quotes if press else []) if quote.text and quote.by)
        if tells_story
        else (),
        contact=press.contact if press and _may_be_called(profile, open_channels, registry, as_of) else None,
        coverage=tuple(
            item for item in (press.coverage if press else []) if item.title and not _is_later(item.date, as_of)
        ),
        follow_up=tuple(
            PublishedFollowUp(
                item.date,
                item.by or "",
                item.effect,
                *(
                    (item.reach.replications, item.reach.visitors, item.reach.articles)
                    if item.reach
                    else (None, None, None)
                ),
                item.next or "",
            )
            for item in profile.follow_up
            if item.effect and item.date and not _is_later(item.date, as_of)
        ),
        corrections=tuple(
            item for item in profile.corrections if item.text and item.date and not _is_later(item.date, as_of)
        ),
        aliases=tuple(profile.aliases),
        preview=preview,
    )


def publish_titles(profile: Profile, decisions: Iterable[Decision], registry: Registry) -> Iterator[EmbargoedTitle]:
    """Yield the headline for each channel that tells headlines beforehand and waits for nothing but the day.

    One more reason (no consent for the channel, an unanswered clause, a review that isn't done), and there is no headline either;
    nor where consent ends before the day.
    """
    expires = profile.consent.expires if profile.consent else None
    for decision in decisions:
        channel, plan = registry.channels.get(decision.channel), profile.channels.get(decision.channel)
        if not (channel and channel.embargo_titles and plan and plan.publish and decision.reasons == ("embargoed",)):
            continue
        title = plan.title or profile.title
        if profile.id and title and not (expires and expires < plan.publish.date()):
            yield EmbargoedTitle(channel.id, profile.id, title, plan.publish, profile.sample)


def _may_be_called(profile: Profile, channels: set[str], registry: Registry, as_of: datetime) -> bool:
    """Answer whether the press may know whom to call: consent covers it, and a press channel is open."""
    return covers(profile, "contact", as_of) and any(
        channel.press and channel.id in channels for channel in registry.channels
    )


def _distinct(entries: Iterable[E | None]) -> tuple[E, ...]:
    """Return the entries found, each once: an id and its other spelling mean one thing."""
    return tuple({entry.id: entry for entry in entries if entry}.values())


def _is_later(day: date | None, as_of: datetime) -> bool:
    return bool(day and day > as_of.date())


def _photos(manuscript: Manuscript, as_of: datetime, *, preview: bool) -> tuple[PublishedPhoto, ...]:
    if not covers(manuscript.profile, "image", as_of) and not preview:
        return ()
    shown: list[PublishedPhoto] = []
    for item, file in zip(manuscript.profile.photos, manuscript.photo_files, strict=True):
        if file and file.inspection.facts and (item.alt or preview):
            shown.append(_photo(item, file.path, file.inspection.facts, len(shown) + 1))
    return tuple(shown)


def _photo(item: Photo, source: Path, facts: PhotoFacts, number: int) -> PublishedPhoto:
    return PublishedPhoto(
        source,
        number,
        facts.width,
        facts.height,
        facts.fingerprint,
        item.alt or "",
        item.caption or "",
        item.credit or "",
        item.role,
        item.taken,
        tuple(item.people),
        _focus(item),
    )


def _focus(item: Photo) -> Focus:
    """Return the focus as written, on the grid: a page tells it by a class of the stylesheet, which can't hold them all."""
    if not item.focus:
        return _PORTRAIT_FOCUS if item.role == "portrait" else _FOCUS
    x, y = (int(part.rstrip("%")) for part in item.focus.split())
    return Focus((x + 5) // 10 * 10, (y + 5) // 10 * 10)


def _awards(items: list[ProfileAward], registry: Registry) -> list[PublishedAward]:
    shown = []
    for item in items:
        award = registry.awards.find(item.award)
        if award and item.status == "valid":
            shown.append(
                PublishedAward(
                    award,
                    item.year,
                    item.document or "",
                    item.date,
                    item.authority or "",
                    item.unit_name or "",
                    item.posthumous,
                )
            )
    return sorted(shown, key=lambda item: (item.year or 0, item.date or date.min, item.award.id))


def _initiative(item: Initiative, registry: Registry, nameless: str) -> PublishedInitiative:
    """Return an initiative; `nameless` gives the address where its name has no letter to make one of."""
    replicated = _distinct(map(registry.units.find, item.replicated_at))
    return PublishedInitiative(
        slugify(item.name or "") or slugify(nameless),
        item.name or "",
        item.kind or "model",
        item.effect or "",
        item.how or "",
        tuple(item.figures),
        item.document or "",
        item.since,
        replicated,
    )


def _appearances(
    manuscript: Manuscript, channels: set[str], registry: Registry, as_of: datetime
) -> Mapping[str, Appearance]:
    profile = manuscript.profile
    shown = {}
    for channel in registry.channels:
        plan = profile.channels.get(channel.id)
        if plan and channel.id in channels:
            shown[channel.id] = Appearance(
                channel, plan.publish or as_of, plan.title or profile.title or "", plan.summary or profile.summary or ""
            )
    return shown
