"""Pages of initiatives: their lists, and a page for each model that others may copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from guongsang.outputs.artifacts import HOME, Crumb, PageArtifact
from guongsang.outputs.dossier import Dossier
from guongsang.outputs.parts.cards import INITIATIVE_KINDS, last_change
from guongsang.outputs.parts.filters import Choice, FilterBar, filtered_heading, make_filter
from guongsang.outputs.parts.initiative_cards import InitiativeCard, initiative_card
from guongsang.outputs.parts.paging import PAGE_SIZE, make_pager
from guongsang.outputs.parts.search_address import BY_NAME, FACETS, search_address
from guongsang.publication.profile import PublishedInitiative, PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import FIELD_FACET, INITIATIVE_KEY, INITIATIVES_URL, KIND_FACET, initiative_url, page_url
from guongsang.text.folding import slugify

TITLE = "Mô hình, sáng kiến"
INTRO = "Những cách làm đã có kết quả, kèm số liệu và văn bản, để nơi khác tham khảo và làm theo."
Made: TypeAlias = tuple[PublishedInitiative, PublishedProfile]  # an initiative and its maker


def initiative_lists(site: Site) -> Iterator[PageArtifact]:
    """Yield the list of initiatives, whole, by field and by kind."""
    fields = {entry.id: entry.label for entry in site.registry.fields}
    kinds = {slugify(title): title for title in INITIATIVE_KINDS.values()}
    filters = (
        make_filter(
            FACETS[FIELD_FACET],
            INITIATIVES_URL,
            FIELD_FACET,
            fields,
            site.initiatives,
            lambda made: [entry.id for entry in made[1].fields],
        ),
        make_filter(
            "Loại",
            INITIATIVES_URL,
            KIND_FACET,
            kinds,
            site.initiatives,
            lambda made: [slugify(INITIATIVE_KINDS[made[0].kind])],
        ),
    )
    facet = {KIND_FACET: INITIATIVE_KEY}
    bar = FilterBar(filters, None, TITLE, INITIATIVES_URL, search_address(facet, order=BY_NAME))
    yield from _list_pages(INITIATIVES_URL, TITLE, INTRO, site.initiatives, bar, (HOME,))
    for choice in (choice for one in filters for choice in one.choices):
        # The search page has a filter for fields, none for kinds of initiatives.
        more = "" if choice.facet == KIND_FACET else search_address({**facet, choice.facet: choice.key}, order=BY_NAME)
        heading = choice.title if choice.facet == KIND_FACET else f"{TITLE}: {choice.title}"
        yield from _list_pages(
            choice.url,
            heading,
            _intro(choice, site),
            choice.members,
            replace(bar, chosen=choice, more_url=more),
            (HOME, Crumb(TITLE, INITIATIVES_URL)),
        )


def initiative_pages(dossier: Dossier) -> Iterator[PageArtifact]:
    """Yield the page of each initiative of a profile."""
    for item, next_ones in zip(dossier.profile.initiatives, dossier.models, strict=True):
        yield _initiative_page(item, dossier, next_ones)


def _intro(choice: Choice[Made], site: Site) -> str:
    field = site.registry.fields.get(choice.key) if choice.facet != KIND_FACET else None
    of = f"Những cách làm trong lĩnh vực {field.name}" if field else f"Những {choice.title.lower()}"
    return f"{of} đã có kết quả, kèm số liệu và văn bản, xếp theo tên."


def _list_pages(
    base: str, title: str, intro: str, pairs: Sequence[Made], bar: FilterBar[Made], crumbs: tuple[Crumb, ...]
) -> Iterator[PageArtifact]:
    is_kind = bar.chosen is not None and bar.chosen.facet == KIND_FACET
    heading = filtered_heading(TITLE, bar.chosen) if bar.chosen and not is_kind else {"heading": title}
    count = max(1, -(-len(pairs) // PAGE_SIZE))
    for number in range(1, count + 1):
        chunk = pairs[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        yield PageArtifact(
            page_url(base, number),
            "initiatives.html",
            title if number == 1 else f"{title}, trang {number}",
            intro,
            {
                **heading,
                "intro": intro,
                "unit_word": (title if is_kind else TITLE).lower(),
                "total": len(pairs),
                "pager": make_pager(base, number, count),
                "items": [initiative_card(item, profile) for item, profile in chunk],
                "filters": bar,
            },
            crumbs if number == 1 else (*crumbs, Crumb(title, base)),
            updated=max(filter(None, (last_change(profile) for _, profile in chunk)), default=None),
        )


def _initiative_page(item: PublishedInitiative, dossier: Dossier, next_ones: Sequence[InitiativeCard]) -> PageArtifact:
    profile = dossier.profile
    return PageArtifact(
        initiative_url(item.slug),
        "initiative.html",
        item.name,
        item.effect,
        {
            "initiative": item,
            "kind": INITIATIVE_KINDS[item.kind],
            "card": dossier.card,
            "profile": profile,
            "related": next_ones,
        },
        (HOME, Crumb(TITLE, INITIATIVES_URL)),
        updated=profile.updated,
        listed=not profile.preview,
        profile=profile,
        initiative=item,
    )
