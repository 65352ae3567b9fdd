"""A dossier: the inputs of one profile's pages and files.

They depend on nothing else: if a dossier is unchanged, its pages and files are reused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from guongsang.outputs.parts.cards import Card, make_card
from guongsang.outputs.parts.event_cards import EventCard, make_event_card
from guongsang.outputs.parts.initiative_cards import InitiativeCard, next_initiatives
from guongsang.outputs.parts.related import Related, RelatedCard
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site


@dataclass(frozen=True, slots=True)
class Dossier:
    """The inputs of one profile's pages and files.

    Attributes:
        profile: the profile.
        card: its card in lists.
        related: profiles to read next.
        events: the events that name it.
        models: for each of its initiatives, those to read next.
        site: a site with this profile only: registry, settings, moment of the build.
    """

    profile: PublishedProfile
    card: Card
    related: tuple[RelatedCard, ...]
    events: tuple[EventCard, ...]
    models: tuple[tuple[InitiativeCard, ...], ...]
    site: Site


def make_dossiers(site: Site, profiles: Iterable[PublishedProfile] | None = None) -> Iterator[Dossier]:
    """Yield the dossiers of `profiles`; by default of all, in the site's order."""
    related = Related(site)
    empty = replace(site, profiles=(), notices=(), events=(), upcoming_titles=())
    for profile in site.profiles if profiles is None else profiles:
        yield Dossier(
            profile,
            make_card(profile),
            tuple(related.to(profile)),
            tuple(make_event_card(event, site) for event in site.events_of.get(profile.slug, ())),
            tuple(next_initiatives(item, profile, site) for item in profile.initiatives),
            replace(empty, profiles=(profile,)),
        )


def make_whole(dossier: Dossier) -> Dossier:
    """Return the dossier with the profile's story loaded.

    Raises:
        BuildError: the story can no longer be loaded.
    """
    profile = dossier.site.whole(dossier.profile)
    return (
        dossier
        if profile is dossier.profile
        else replace(dossier, profile=profile, site=replace(dossier.site, profiles=(profile,)))
    )
