"""Initiatives in lists: their cards, and which to read next."""

from __future__ import annotations

from dataclasses import dataclass

from guongsang.outputs.identity_cache import remember
from guongsang.outputs.parts.cards import INITIATIVE_KINDS, Card, make_card
from guongsang.publication.profile import PublishedInitiative, PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import initiative_url

_RELATED = 3
_LOOKED_AT = 12  # only the newest of the field: the cost of a page must not grow with the site


@dataclass(frozen=True, slots=True)
class InitiativeCard:
    """What a list shows of an initiative.

    Attributes:
        url: relative to the site's root.
        kind: label of its kind.
        card: the card of its maker.
    """

    initiative: PublishedInitiative
    url: str
    kind: str
    card: Card


def initiative_card(item: PublishedInitiative, profile: PublishedProfile) -> InitiativeCard:
    """Return the card of an initiative, with its maker's card."""
    return _initiative_card(item, make_card(profile))


@remember(1 << 16)  # many lists show it
def _initiative_card(item: PublishedInitiative, card: Card) -> InitiativeCard:
    return InitiativeCard(item, initiative_url(item.slug), INITIATIVE_KINDS[item.kind], card)


def next_initiatives(item: PublishedInitiative, profile: PublishedProfile, site: Site) -> tuple[InitiativeCard, ...]:
    """Return up to three other initiatives to read next, those with figures first.

    Candidates are of the same maker, then of the newest profiles in the same field.
    """
    in_field = site.by_field.get(profile.fields[0].id, ()) if profile.fields else ()
    makers = {maker.slug: maker for maker in (profile, *in_field[:_LOOKED_AT])}
    found = [
        (other, maker)
        for maker in makers.values()
        if not maker.preview
        for other in maker.initiatives
        if other.slug != item.slug
    ]
    return tuple(
        initiative_card(other, maker) for other, maker in sorted(found, key=lambda pair: not pair[0].figures)[:_RELATED]
    )
