"""Initiatives: the models that others may copy, things of their own beside the people who made them."""

from __future__ import annotations

from collections.abc import Iterator

from guongsang.outputs.artifacts import Crumb, PageArtifact
from guongsang.outputs.browse import HOME
from guongsang.outputs.cards import INITIATIVE_KINDS, make_card
from guongsang.outputs.listing import PAGE_SIZE, make_pager, page_url
from guongsang.published import PublishedInitiative, PublishedProfile
from guongsang.site import Site

TITLE = "Mô hình, sáng kiến"
INTRO = "Những cách làm đã có kết quả, kèm số liệu và văn bản, để nơi khác tham khảo và làm theo."


def initiative_url(initiative: PublishedInitiative) -> str:
    """Return an initiative's address from the site's root."""
    return f"mo-hinh/{initiative.slug}/"


def initiative_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield the directory of initiatives, paginated, and a page for each."""
    pairs = site.initiatives
    count = max(1, -(-len(pairs) // PAGE_SIZE))
    for number in range(1, count + 1):
        chunk = pairs[(number - 1) * PAGE_SIZE: number * PAGE_SIZE]
        yield PageArtifact(
            page_url("mo-hinh/", number), "initiatives.html", TITLE if number == 1 else f"{TITLE}, trang {number}", INTRO,
            {"heading": TITLE, "intro": INTRO, "unit_word": "mô hình, sáng kiến", "total": len(pairs), "pager": make_pager("mo-hinh/", number, count),
             "items": [{"initiative": item, "url": initiative_url(item), "kind": INITIATIVE_KINDS[item.kind], "card": make_card(profile)}
                       for item, profile in chunk]},
            (HOME,))
    for item, profile in pairs:
        yield _initiative_page(item, profile)


def _initiative_page(item: PublishedInitiative, profile: PublishedProfile) -> PageArtifact:
    return PageArtifact(
        initiative_url(item), "initiative.html", item.name, item.effect,
        {"initiative": item, "kind": INITIATIVE_KINDS[item.kind], "card": make_card(profile), "profile": profile},
        (HOME, Crumb(TITLE, "mo-hinh/")), updated=profile.updated, listed=not profile.preview)
