"""Embeds: a profile as a card on another site.

A small page for an `<iframe>`, and oEmbed 1.0 (oembed.com) for systems that insert it themselves.
Both need absolute addresses, so there are none if the site's own address isn't set.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from guongsang.outputs.artifacts import FileArtifact, PageArtifact
from guongsang.outputs.dossier import Dossier
from guongsang.outputs.parts.cards import KINDS, STAGES
from guongsang.outputs.parts.photos import FALLBACK_WIDTH, photo_set
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import embed_url, oembed_url, profile_url

# Pixels. The page fills any frame 280 to 700 wide; at this height the narrowest needs no scrolling.
WIDTH, HEIGHT, WIDEST = 600, 460, 700
_FRESH = 86_400  # seconds an oEmbed answer may be cached: others see corrections within a day


@dataclass(frozen=True, slots=True)
class Embed:
    """How others embed a profile: HTML to copy, and the absolute address of the oEmbed answer."""

    code: str
    oembed: str


def make_embed(profile: PublishedProfile, site: Site) -> Embed | None:
    """Return how to embed a profile; None for a previewed draft or without a site address."""
    if profile.preview or not site.imprint.address:
        return None
    return Embed(render_code(profile, site), site.imprint.absolute(oembed_url(profile.slug)))


def embed_pages(dossier: Dossier) -> Iterator[PageArtifact]:
    """Yield the card of a published profile. Search engines index the profile's page instead."""
    profile, site = dossier.profile, dossier.site
    if not profile.preview:
        photo = profile.portrait or profile.lead_photo
        yield PageArtifact(
            embed_url(profile.slug),
            "embed.html",
            profile.title,
            profile.summary,
            {
                "profile": profile,
                "url": profile_url(profile.slug),
                "canonical": site.imprint.absolute(profile_url(profile.slug)),
                "photo": photo_set(profile, photo) if photo else None,
                "label": STAGES[profile.stage] if profile.stage == "emerging" else KINDS[profile.kind],
            },
            listed=False,
        )


def embed_files(dossier: Dossier) -> Iterator[FileArtifact]:
    """Yield the oEmbed answer of a profile that may be embedded."""
    if make_embed(dossier.profile, dossier.site):
        yield FileArtifact(oembed_url(dossier.profile.slug), render_oembed(dossier.profile, dossier.site))


def render_code(profile: PublishedProfile, site: Site) -> str:
    """Return the HTML that others paste, with inline styles: other sites don't have ours."""
    title = escape(f"{_title(profile)} ({site.imprint.name})")
    return (
        f'<iframe src="{escape(site.imprint.absolute(embed_url(profile.slug)))}" title="{title}" '
        f'width="{WIDTH}" height="{HEIGHT}" loading="lazy" '
        f'style="width:100%;max-width:{WIDEST}px;border:0"></iframe>'
    )


def render_oembed(profile: PublishedProfile, site: Site) -> str:
    """Return the oEmbed answer of a profile, of type rich; its photo, if any, is the thumbnail."""
    imprint = site.imprint
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": _title(profile),
        "provider_name": imprint.name,
        "provider_url": imprint.address,
        "cache_age": _FRESH,
        "html": render_code(profile, site),
        "width": WIDTH,
        "height": HEIGHT,
    }
    photo = profile.lead_photo
    if photo:
        shown = photo_set(profile, photo)
        width = min(photo.width, FALLBACK_WIDTH)
        answer |= {
            "thumbnail_url": imprint.absolute(shown.src),
            "thumbnail_width": width,
            "thumbnail_height": round(width * shown.height / shown.width),
        }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _title(profile: PublishedProfile) -> str:
    return f"{'Minh họa, nhân vật hư cấu: ' if profile.sample else ''}{profile.title}"
