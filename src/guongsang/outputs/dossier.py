"""A dossier: one profile with the little of the rest of the site that its own pages and files show.

They are made of nothing else, so as long as a dossier is the same, so are they.
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
    """What the pages and files of one profile are made of.

    Attributes:
        profile: the profile.
        card: what lists show of it.
        related: whom to read next.
        events: those that concern it.
        models: for each of its initiatives, those to read next.
        site: the site as if it were the only profile: its registry, settings and moment.
    """

    profile: PublishedProfile
    card: Card
    related: tuple[RelatedCard, ...]
    events: tuple[EventCard, ...]
    models: tuple[tuple[InitiativeCard, ...], ...]
    site: Site


def make_dossiers(site: Site, profiles: Iterable[PublishedProfile] | None = None) -> Iterator[Dossier]:
    """Yield the dossier of every profile, in the site's order; or of some of them."""
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
    """Return a dossier whose profile has its story. Raises BuildError where that can't be had any more."""
    profile = dossier.site.whole(dossier.profile)
    return (
        dossier
        if profile is dossier.profile
        else replace(dossier, profile=profile, site=replace(dossier.site, profiles=(profile,)))
    )
