"""The site as of a moment: published profiles and events, grouped the way readers browse them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from guongsang.publication.event import PublishedEvent
from guongsang.publication.imprint import Imprint
from guongsang.publication.profile import EmbargoedTitle, Notice, PublishedInitiative, PublishedProfile
from guongsang.publication.profile_parts import Story, face_of, is_whole, with_story
from guongsang.registry.model import Channel, Registry
from guongsang.text.folding import SortKey, collation_key, name_key


@dataclass(frozen=True)
class Site:
    """What outputs receive: published views and the registry, nothing internal.

    Attributes:
        registry: the reference data.
        as_of: the moment of the build.
        profiles: newest first; ties by name, then slug.
        notices: of withdrawn profiles.
        preview: whether unpublished profiles are among them.
        problem_count: how many errors the checks found.
        imprint: the settings of the adopting organisation.
        events: newest first; ties by slug.
        upcoming_titles: announced headlines, the next first; ties by channel, then id.
        fingerprints: by slug, of everything that a profile shows.
        faces: by slug, the fingerprint of the profile without its story.
        words: by slug, the number of words of the body.
        story_of: returns the story of a profile that is only a face.
        kept_texts: cached texts of profiles (`outputs.profile_texts.Texts`).
        file_sizes: by address, the bytes of files that exist already.
        kit_sizes: by address of a press kit that exists, the bytes of it and of each part.
    """

    registry: Registry
    as_of: datetime
    profiles: tuple[PublishedProfile, ...] = ()
    notices: tuple[Notice, ...] = ()
    preview: bool = False
    problem_count: int = 0
    imprint: Imprint = Imprint()
    events: tuple[PublishedEvent, ...] = ()
    upcoming_titles: tuple[EmbargoedTitle, ...] = ()
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    faces: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)
    story_of: Callable[[str], Story] | None = field(default=None, repr=False, compare=False)
    kept_texts: Any = field(default=None, repr=False, compare=False)
    file_sizes: Mapping[str, int] = field(default_factory=dict)
    kit_sizes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def whole(self, profile: PublishedProfile) -> PublishedProfile:
        """Return a profile with its story.

        Raises:
            BuildError: where the story can't be read, since the file has changed meanwhile.
        """
        return (
            profile if is_whole(profile) or self.story_of is None else with_story(profile, self.story_of(profile.slug))
        )

    def of_faces(self) -> Site:
        """Return the site with faces only, and without lengths and sizes of texts and files."""
        less: dict[str, Any] = {"words": {}, "story_of": None, "kept_texts": None, "file_sizes": {}, "kit_sizes": {}}
        return (
            replace(self, profiles=tuple(map(face_of, self.profiles)), **less)
            if any(map(is_whole, self.profiles))
            else self.having(**less)
        )

    def having(self, **changes: Any) -> Site:
        """Return the site with other sizes, texts and the like. Groups already computed are reused.

        Profiles and events must stay the same.
        """
        other = replace(self, **changes)
        vars(other).update({name: value for name, value in vars(self).items() if name not in vars(other)})
        return other

    def words_of(self, profile: PublishedProfile) -> int:
        """Return the number of words of a profile's body."""
        return profile.prose.words if is_whole(profile) else self.words[profile.slug]

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[PublishedProfile, ...]]:
        """The profiles by kind (individual, collective)."""
        return _group(self.profiles, lambda profile: [profile.kind])

    @cached_property
    def by_stage(self) -> Mapping[str, tuple[PublishedProfile, ...]]:
        """The profiles by stage."""
        return _group(self.profiles, lambda profile: [profile.stage])

    @cached_property
    def by_field(self) -> Mapping[str, tuple[PublishedProfile, ...]]:
        """The profiles by id of a field of work."""
        return _group(self.profiles, lambda profile: [entry.id for entry in profile.fields])

    @cached_property
    def by_unit(self) -> Mapping[str, tuple[PublishedProfile, ...]]:
        """The profiles by id of a unit."""
        return _group(self.profiles, lambda profile: [profile.unit.id] if profile.unit else [])

    @cached_property
    def by_year(self) -> Mapping[str, tuple[PublishedProfile, ...]]:
        """The profiles by year put forward."""
        return _group(self.profiles, lambda profile: [str(profile.year)])

    @cached_property
    def by_movement(self) -> Mapping[str, tuple[PublishedProfile, ...]]:
        """The profiles by id of a movement."""
        return _group(self.profiles, lambda profile: [entry.id for entry in profile.movements])

    @cached_property
    def by_award(self) -> Mapping[str, tuple[PublishedProfile, ...]]:
        """The profiles by id of an award."""
        return _group(self.profiles, lambda profile: dict.fromkeys(item.award.id for item in profile.awards))

    @cached_property
    def by_clause(self) -> Mapping[str, tuple[PublishedProfile, ...]]:
        """The profiles by id of a clause that they answer."""
        return _group(
            self.profiles, lambda profile: [a.clause.id for a in profile.assessments if a.state == "answered"]
        )

    @cached_property
    def initiatives(self) -> tuple[tuple[PublishedInitiative, PublishedProfile], ...]:
        """Every initiative with its profile, by name in Vietnamese order."""
        pairs = [(item, profile) for profile in self.profiles for item in profile.initiatives]
        return tuple(sorted(pairs, key=lambda pair: (collation_key(pair[0].name), pair[1].slug)))

    @cached_property
    def by_slug(self) -> Mapping[str, PublishedProfile]:
        """The profiles by slug."""
        return {profile.slug: profile for profile in self.profiles}

    @cached_property
    def events_of(self) -> Mapping[str, tuple[PublishedEvent, ...]]:
        """By slug of a profile, the events that concern it, newest first."""
        groups: dict[str, list[PublishedEvent]] = {}
        for event in self.events:
            for slug in event.profiles:
                groups.setdefault(slug, []).append(event)
        return {slug: tuple(events) for slug, events in groups.items()}

    @cached_property
    def upcoming_events(self) -> tuple[PublishedEvent, ...]:
        """The events that aren't over as of the site's moment, the nearest first."""
        return tuple(
            sorted(
                (event for event in self.events if not event.is_over(self.as_of)),
                key=lambda event: (event.day, event.slug),
            )
        )

    @cached_property
    def past_events(self) -> tuple[PublishedEvent, ...]:
        """The events that are over, newest first."""
        return tuple(event for event in self.events if event.is_over(self.as_of))

    @cached_property
    def by_channel(self) -> Mapping[str, tuple[PublishedProfile, ...]]:
        """By channel, the profiles that it shows, in the channel's own order."""
        shown = _group(self.profiles, lambda profile: profile.appearances)
        return {channel.id: _in_order(channel, shown.get(channel.id, ())) for channel in self.registry.channels}


def sort_name(profile: PublishedProfile) -> SortKey:
    """Return the sort key of a profile: a person by given name, a collective by its full name."""
    return name_key(profile.name) if profile.kind == "individual" else (collation_key(profile.name), ())


def sort_by_name(profiles: Iterable[PublishedProfile]) -> list[PublishedProfile]:
    """Return the profiles in Vietnamese name order."""
    return sorted(profiles, key=lambda profile: (sort_name(profile), profile.slug))


def sort_newest(profiles: Iterable[PublishedProfile]) -> list[PublishedProfile]:
    """Return the profiles newest first; on one day, in name order."""
    return sorted(profiles, key=lambda p: (-(p.published.toordinal() if p.published else 0), sort_name(p), p.slug))


def _in_order(channel: Channel, profiles: Iterable[PublishedProfile]) -> tuple[PublishedProfile, ...]:
    if channel.order == "name":
        return tuple(sort_by_name(profiles))
    return tuple(
        sorted(profiles, key=lambda p: (-p.appearances[channel.id].published.timestamp(), sort_name(p), p.slug))
    )


def _group(
    profiles: Iterable[PublishedProfile], keys: Callable[[PublishedProfile], Iterable[str]]
) -> Mapping[str, tuple[PublishedProfile, ...]]:
    groups: dict[str, list[PublishedProfile]] = {}
    for profile in profiles:
        for key in dict.fromkeys(keys(profile)):
            groups.setdefault(key, []).append(profile)
    return {key: tuple(members) for key, members in groups.items()}
