"""Initiatives: the models that others may copy, things of their own beside the people who made them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guongsang.outputs.artifacts import Crumb, PageArtifact
from guongsang.outputs.browse import HOME
from guongsang.outputs.cards import INITIATIVE_KINDS, Card, make_card
from guongsang.outputs.listing import PAGE_SIZE, make_pager, page_url
from guongsang.published import PublishedInitiative, PublishedProfile
from guongsang.site import Site

_RELATED = 3
_LOOKED_AT = 12  # the newest few of the field: the cost of a page doesn't grow with the site
TITLE = "Mô hình, sáng kiến"
INTRO = "Những cách làm đã có kết quả, kèm số liệu và văn bản, để nơi khác tham khảo và làm theo."


@dataclass(frozen=True, slots=True)
class InitiativeCard:
    """What a list shows of an initiative. `url` is from the site's root."""

    initiative: PublishedInitiative
    url: str
    kind: str
    card: Card


def initiative_url(initiative: PublishedInitiative) -> str:
    """Return an initiative's address from the site's root."""
    return f"mo-hinh/{initiative.slug}/"


def initiative_card(item: PublishedInitiative, profile: PublishedProfile) -> InitiativeCard:
    """Return the card of an initiative, with the card of who made it."""
    return InitiativeCard(item, initiative_url(item), INITIATIVE_KINDS[item.kind], make_card(profile))


def initiative_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield the directory of initiatives, paginated, and a page for each."""
    pairs = site.initiatives
    count = max(1, -(-len(pairs) // PAGE_SIZE))
    for number in range(1, count + 1):
        chunk = pairs[(number - 1) * PAGE_SIZE: number * PAGE_SIZE]
        yield PageArtifact(
            page_url("mo-hinh/", number), "initiatives.html", TITLE if number == 1 else f"{TITLE}, trang {number}", INTRO,
            {"heading": TITLE, "intro": INTRO, "unit_word": "mô hình, sáng kiến", "total": len(pairs), "pager": make_pager("mo-hinh/", number, count),
             "items": [initiative_card(item, profile) for item, profile in chunk]},
            (HOME,))
    for item, profile in pairs:
        yield _initiative_page(item, profile, site)


def _initiative_page(item: PublishedInitiative, profile: PublishedProfile, site: Site) -> PageArtifact:
    return PageArtifact(
        initiative_url(item), "initiative.html", item.name, item.effect,
        {"initiative": item, "kind": INITIATIVE_KINDS[item.kind], "card": make_card(profile), "profile": profile, "related": _related(item, profile, site)},
        (HOME, Crumb(TITLE, "mo-hinh/")), updated=profile.updated, listed=not profile.preview, profile=profile, initiative=item)


def _related(item: PublishedInitiative, profile: PublishedProfile, site: Site) -> list[InitiativeCard]:
    """Return up to three other initiatives: of the same maker, then of the newest in the same field; those with figures first."""
    shelf = site.by_field.get(profile.fields[0].id, ()) if profile.fields else ()
    makers = {maker.slug: maker for maker in (profile, *shelf[:_LOOKED_AT])}
    found = [(other, maker) for maker in makers.values() if not maker.preview for other in maker.initiatives if other.slug != item.slug]
    return [initiative_card(other, maker) for other, maker in sorted(found, key=lambda pair: not pair[0].figures)[:_RELATED]]
