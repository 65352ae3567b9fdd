"""The profile's page, redirects from its former addresses, and notices of withdrawn profiles."""

from __future__ import annotations

from collections.abc import Iterator

from guongsang.outputs.artifacts import HOME, Crumb, PageArtifact
from guongsang.outputs.dossier import Dossier
from guongsang.outputs.parts.cards import INITIATIVE_KINDS, KINDS, STAGES
from guongsang.outputs.parts.criteria_panel import RATINGS, clause_rows
from guongsang.outputs.parts.facts import FactKey, profile_facts
from guongsang.outputs.parts.photos import photo_set
from guongsang.outputs.parts.story import opens_long, story_parts
from guongsang.outputs.parts.timeline import timeline
from guongsang.outputs.press.panel import press_panel
from guongsang.outputs.sharing.embeds import make_embed
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site
from guongsang.registry.model import Unit
from guongsang.text.addresses import COLLECTIVES_URL, INDIVIDUALS_URL, profile_url, text_url

_FACTS: tuple[FactKey, ...] = (
    "name",
    "role",
    "unit",
    "fields",
    "introduced",
    "recognition",
    "movements",
    "channels",
    "id",
)


def profile_pages(dossier: Dossier) -> Iterator[PageArtifact]:
    """Yield the page of a profile, and a redirect from each of its former addresses."""
    profile = dossier.profile
    yield _profile_page(profile, dossier)
    for alias in profile.aliases:
        yield PageArtifact(
            profile_url(alias), "redirect.html", profile.title, view={"target": profile_url(profile.slug)}, listed=False
        )


def notice_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield the notice at the address of each withdrawn profile."""
    for notice in site.notices:
        yield PageArtifact(
            profile_url(notice.slug),
            "notice.html",
            "Hồ sơ đã được rút",
            notice.text,
            {"text": notice.text},
            (HOME,),
            listed=False,
        )


def _profile_page(profile: PublishedProfile, dossier: Dossier) -> PageArtifact:
    site = dossier.site
    lead = profile.lead_photo
    kind_crumb = Crumb(KINDS[profile.kind], INDIVIDUALS_URL if profile.kind == "individual" else COLLECTIVES_URL)
    photos = [photo_set(profile, photo) for photo in profile.photos]
    shown_in_text = {segment.photo for segment in profile.prose.segments if segment.photo is not None}
    gallery = [
        shown
        for index, shown in enumerate(photos)
        if profile.photos[index] not in (lead, profile.portrait) and index not in shown_in_text
    ]
    return PageArtifact(
        url=profile_url(profile.slug),
        template="profile.html",
        title=profile.title,
        description=profile.summary,
        crumbs=(HOME, kind_crumb),
        updated=profile.updated,
        photo=photo_set(profile, lead).src if lead else "",
        listed=not profile.preview,
        profile=profile,
        view={
            "profile": profile,
            "gallery": gallery,
            "lead": photo_set(profile, lead) if lead else None,
            "portrait": photo_set(profile, profile.portrait)
            if profile.portrait and profile.portrait is not lead
            else None,
            "stage_label": STAGES[profile.stage],
            "kind_label": KINDS[profile.kind],
            "initiative_kinds": INITIATIVE_KINDS,
            "story": story_parts(profile),
            "opens_long": opens_long(profile),
            "timeline": timeline(profile),
            "clauses": clause_rows(profile, site.registry),
            "followers": _followers(profile),
            "text_url": text_url(profile.slug),
            "embed": make_embed(profile, site),
            "press": press_panel(profile, site),
            "facts": list(profile_facts(profile, _FACTS)),
            "ratings": [(item.year, RATINGS[item.rating or "completed"], item.document) for item in profile.ratings],
            "channel_names": {channel.id: channel.name for channel in site.registry.channels},
            "events": dossier.events,
            "related": dossier.related,
        },
    )


def _followers(profile: PublishedProfile) -> list[tuple[Unit, str]]:
    """Return the units that adopted a model of the profile, each once, with the model's name."""
    found: dict[str, tuple[Unit, str]] = {}
    for item in profile.initiatives:
        for unit in item.replicated_at:
            found.setdefault(unit.id, (unit, item.name))
    return list(found.values())
