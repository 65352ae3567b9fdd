"""Embeds: a profile as a card in somebody else's article. A small page for an `<iframe>`, and oEmbed 1.0 (oembed.com) for systems that make one themselves.

The code to copy and the oEmbed answer name things by full address, so there are none where the site doesn't know its own.
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

# Pixels. The page fills whatever frame it gets, from 280 to 700 wide; this height lets the narrowest show all that it has.
WIDTH, HEIGHT, WIDEST = 600, 460, 700
_FRESH = 86_400  # seconds that an oEmbed answer may be kept: corrections and withdrawals reach others within a day


@dataclass(frozen=True, slots=True)
class Embed:
    """How others may embed a profile: the code to copy and the full address of the oEmbed answer."""

    code: str
    oembed: str


def make_embed(profile: PublishedProfile, site: Site) -> Embed | None:
    """Return how to embed a profile; None in a preview's draft and where the site has no address of its own."""
    if profile.preview or not site.imprint.address:
        return None
    return Embed(render_code(profile, site), site.imprint.absolute(oembed_url(profile.slug)))


def embed_pages(dossier: Dossier) -> Iterator[PageArtifact]:
    """Yield the card of a profile that is published. Search engines are told of the profile instead."""
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
    """Return the HTML that others paste into an article. Its styles stand in it: another site has none of ours."""
    title = escape(f"{_title(profile)} ({site.imprint.name})")
    return (
        f'<iframe src="{escape(site.imprint.absolute(embed_url(profile.slug)))}" title="{title}" width="{WIDTH}" height="{HEIGHT}" loading="lazy" '
        f'style="width:100%;max-width:{WIDEST}px;border:0"></iframe>'
    )


def render_oembed(profile: PublishedProfile, site: Site) -> str:
    """Return the oEmbed answer for a profile's page: type rich, with a photo as thumbnail where one may be shown."""
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
