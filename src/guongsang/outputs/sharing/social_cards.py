"""Social cards: the texts of the picture that a shared page shows.

Each profile, initiative and section has one; all other pages share one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from functools import lru_cache

from guongsang.outputs.artifacts import CardArtifact, CardPhoto
from guongsang.outputs.parts.cards import INITIATIVE_KINDS, STAGES
from guongsang.outputs.parts.photos import photo_set
from guongsang.publication.imprint import Imprint, Palette
from guongsang.publication.profile import PublishedInitiative, PublishedProfile
from guongsang.publication.site import Site
from guongsang.registry.model import Channel
from guongsang.text.addresses import card_url, initiative_url, profile_url, section_url

SIZE = (1200, 630)  # pixels; Facebook, Zalo and others don't crop this shape
SAMPLE_MARK = "Minh họa"
_RECIPE = 2  # raise it if cards of the same content would be drawn differently
_FINGERPRINT = 16
# All that a card shows beside photo and colours.
_TEXTS = ("brand", "kicker", "headline", "name", "note", "mark")
_compose = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def site_cards(site: Site) -> Iterator[CardArtifact]:
    """Yield the cards of the site and of its sections."""
    yield _finished(_site_card(site.imprint))
    for channel in site.registry.channels:
        yield _finished(_section_card(channel, site, site.imprint))


def profile_cards(site: Site) -> Iterator[CardArtifact]:
    """Yield the cards of every profile and of its initiatives."""
    for profile in site.profiles:
        yield _finished(_profile_card(profile, site.imprint))
        for item in profile.initiatives:
            yield _finished(_initiative_card(item, profile, site.imprint))


def card_for(url: str, cards: Mapping[str, CardArtifact]) -> CardArtifact | None:
    """Return a page's card: its own, else that of the nearest page above. `cards` are by page."""
    while url and url not in cards:
        url = url.rstrip("/").rpartition("/")[0]
        url = f"{url}/" if url else ""
    return cards.get(url)


def _profile_card(profile: PublishedProfile, imprint: Imprint) -> CardArtifact:
    kicker = STAGES["emerging"] if profile.stage == "emerging" else next((entry.label for entry in profile.fields), "")
    unit = profile.unit.name if profile.unit else ""
    return CardArtifact(
        "",
        profile_url(profile.slug),
        "",
        imprint.name,
        kicker,
        profile.title,
        profile.name,
        unit,
        SAMPLE_MARK if profile.sample else "",
        _photo(profile),
        imprint.palette,
    )


def _initiative_card(item: PublishedInitiative, profile: PublishedProfile, imprint: Imprint) -> CardArtifact:
    unit = profile.unit.name if profile.unit else ""
    return CardArtifact(
        "",
        initiative_url(item.slug),
        "",
        imprint.name,
        INITIATIVE_KINDS[item.kind],
        item.name,
        profile.name,
        unit,
        SAMPLE_MARK if profile.sample else "",
        None,
        imprint.palette,
    )


def _section_card(channel: Channel, site: Site, imprint: Imprint) -> CardArtifact:
    publisher = site.registry.units.get(channel.publisher)
    name = publisher.name if publisher and publisher.name != channel.name else imprint.owner
    return CardArtifact(
        "",
        section_url(channel.path),
        "",
        imprint.name,
        "",
        channel.name,
        name,
        channel.tagline or "",
        "",
        None,
        imprint.palette,
    )


def _site_card(imprint: Imprint) -> CardArtifact:
    return CardArtifact("", "", "", imprint.owner, "", imprint.name, "", imprint.description, "", None, imprint.palette)


def _photo(profile: PublishedProfile) -> CardPhoto | None:
    photo = profile.portrait
    if photo is None:
        return None
    focus = (float(photo.focus.x), float(photo.focus.y))
    return CardPhoto(photo_set(profile, photo).src, photo.width, photo.height, focus)


def _finished(card: CardArtifact) -> CardArtifact:
    """Return the card with its alternative text and its path, which contains a fingerprint."""
    said = [card.headline, card.name, card.note, f"Hồ sơ {card.mark.lower()}" if card.mark else ""]
    # Photos are smaller as JPEG, flat colours with text as PNG; all services know both.
    kind = "jpg" if card.photo else "png"
    return replace(
        card,
        alt=" ".join(f"{text.rstrip('.')}." for text in said if text),
        path=card_url(card.page, _fingerprint(card), kind),
    )


def _fingerprint(card: CardArtifact) -> str:
    shown = {name: getattr(card, name) for name in _TEXTS} | {"palette": _colours(card.palette)}
    photo = (card.photo.path.rpartition("/")[2], card.photo.focus) if card.photo else None
    text = _compose([_RECIPE, shown, photo])
    return hashlib.sha256(text.encode()).hexdigest()[:_FINGERPRINT]


@lru_cache(8)  # all cards of a site have one
def _colours(palette: Palette) -> dict[str, str]:
    return asdict(palette)
