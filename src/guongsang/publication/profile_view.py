"""Make the published view of a profile from its manuscript, the gate's decisions and the moment.

This is the only place where what staff wrote becomes what outputs may show.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from guongsang.manuscripts.manuscript import Manuscript
from guongsang.manuscripts.photos.file import PhotoFacts
from guongsang.manuscripts.profile import FollowUp, Initiative, Photo, Profile, ProfileAward
from guongsang.publication.criteria import Assessment
from guongsang.publication.gate import Decision, covers
from guongsang.publication.profile import (
    Appearance,
    EmbargoedTitle,
    Focus,
    PublishedAward,
    PublishedFollowUp,
    PublishedInitiative,
    PublishedPhoto,
    PublishedProfile,
)
from guongsang.publication.prose import Prose, render_prose
from guongsang.registry.model import Entry, Registry
from guongsang.text.folding import slugify

E = TypeVar("E", bound=Entry)
# If nobody chose a focus: heads are above the middle, in a portrait a little lower than in a scene.
_PORTRAIT_FOCUS, _FOCUS = Focus(50, 40), Focus(50, 30)


def publish_profile(
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

    Incomplete records, which only a preview can meet, are left out.

    Args:
        manuscript: the profile with its photo files.
        assessments: how it meets the criteria, by clause.
        decisions: the gate's; only open channels become appearances.
        registry: to resolve ids.
        as_of: the moment of the build.
        linkable: slugs of the profiles that have a page. A link to another loses its address and
            keeps its words.
        preview: in a preview of an unpublished profile, the reasons why it isn't published.
    """
    profile = manuscript.profile
    open_channels = {d.channel for d in decisions if d.is_open or (preview and registry.channels.get(d.channel))}
    photos = _photos(manuscript, as_of, preview=bool(preview))
    shows_story = covers(profile, "story", as_of) or bool(preview)
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
        prose=render_prose(manuscript.document.body, places, linkable) if shows_story else Prose(),
        appearances=_appearances(manuscript, open_channels, registry, as_of),
        quotes=tuple(quote for quote in (press.quotes if press else []) if quote.text and quote.by)
        if shows_story
        else (),
        contact=press.contact if press and _shows_contact(profile, open_channels, registry, as_of) else None,
        coverage=tuple(
            item for item in (press.coverage if press else []) if item.title and not _is_later(item.date, as_of)
        ),
        follow_up=tuple(_follow_ups(profile.follow_up, as_of)),
        corrections=tuple(
            item for item in profile.corrections if item.text and item.date and not _is_later(item.date, as_of)
        ),
        aliases=tuple(profile.aliases),
        preview=preview,
    )


def publish_titles(profile: Profile, decisions: Iterable[Decision], registry: Registry) -> Iterator[EmbargoedTitle]:
    """Yield the headline for each channel that announces headlines and waits only for the day.

    Any other reason of the gate (no consent for the channel, an unanswered clause, no review)
    forbids the headline too. So does consent that ends before the day.
    """
    expires = profile.consent.expires if profile.consent else None
    for decision in decisions:
        channel, plan = registry.channels.get(decision.channel), profile.channels.get(decision.channel)
        if not (channel and channel.embargo_titles and plan and plan.publish and decision.reasons == ("embargoed",)):
            continue
        title = plan.title or profile.title
        if profile.id and title and not (expires and expires < plan.publish.date()):
            yield EmbargoedTitle(channel.id, profile.id, title, plan.publish, profile.sample)


def _shows_contact(profile: Profile, channels: set[str], registry: Registry, as_of: datetime) -> bool:
    """Answer whether consent covers the contact and a press channel may show the profile."""
    return covers(profile, "contact", as_of) and any(
        channel.press and channel.id in channels for channel in registry.channels
    )


def _distinct(entries: Iterable[E | None]) -> tuple[E, ...]:
    """Return the entries found, each once: an id and another spelling may mean the same entry."""
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
    """Return the focus rounded to steps of ten: the stylesheet has one class for each step."""
    if not item.focus:
        return _PORTRAIT_FOCUS if item.role == "portrait" else _FOCUS
    x, y = (int(part.rstrip("%")) for part in item.focus.split())
    return Focus((x + 5) // 10 * 10, (y + 5) // 10 * 10)


def _follow_ups(items: Iterable[FollowUp], as_of: datetime) -> Iterator[PublishedFollowUp]:
    for item in items:
        if item.effect and item.date and not _is_later(item.date, as_of):
            reach = item.reach
            yield PublishedFollowUp(
                item.date,
                item.by or "",
                item.effect,
                reach.replications if reach else None,
                reach.visitors if reach else None,
                reach.articles if reach else None,
                item.next or "",
            )


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
    """Return an initiative. `nameless` gives its address if its name has no letter."""
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
