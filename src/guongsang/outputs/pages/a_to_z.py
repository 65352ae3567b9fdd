"""A-Z lists: individuals by given name, collectives by name; whole, by field, year and stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType

from guongsang.outputs.artifacts import HOME, Crumb, PageArtifact
from guongsang.outputs.parts.cards import KINDS, STAGES, Card
from guongsang.outputs.parts.filters import Choice, Filter, FilterBar, filtered_heading, make_filter
from guongsang.outputs.parts.paging import PAGE_SIZE, ListStyle, list_pages
from guongsang.outputs.parts.search_address import BY_NAME, FACETS, KIND_KEYS, STAGE_KEYS, search_address
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site, sort_by_name
from guongsang.text.addresses import (
    COLLECTIVES_URL,
    FIELD_FACET,
    INDIVIDUALS_URL,
    KIND_FACET,
    STAGE_FACET,
    YEAR_FACET,
    page_url,
)
from guongsang.text.folding import FOREIGN_LETTERS, LETTERS, initial_letter

_OTHER = "#"  # mark of names that begin with a digit; after the alphabet
_STYLE = ListStyle("directory.html")
_SHORT = 12  # so short a list needs no letters to jump to
_ALL: Mapping[str, str] = MappingProxyType(
    {"individual": "Các cá nhân điển hình tiên tiến", "collective": "Các tập thể điển hình tiên tiến"}
)
_URLS: Mapping[str, str] = MappingProxyType({"individual": INDIVIDUALS_URL, "collective": COLLECTIVES_URL})
_OF_STAGE: Mapping[str, str] = MappingProxyType(
    {
        "emerging": "mới được phát hiện, đang trong giai đoạn bồi dưỡng",
        "recognised": "đã được công nhận",
        "outstanding": "ở mức tiêu biểu",
    }
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of an A-Z list.

    Attributes:
        mark: as printed.
        name: as read aloud.
        anchor: the id of its group.
        url: of the page where its group begins, relative to the site's root; empty if it has none.
    """

    mark: str
    name: str
    anchor: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """The cards of a letter on one page. `goes_on`: the letter began on an earlier page."""

    letter: Letter
    cards: tuple[Card, ...]
    goes_on: bool


def directory_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield the A-Z lists of individuals and of collectives, whole and narrowed by one filter."""
    for kind in KINDS:
        yield from _kind_pages(site, kind)


def _kind_pages(site: Site, kind: str) -> Iterator[PageArtifact]:
    base, title, facet = _URLS[kind], KINDS[kind], {KIND_FACET: KIND_KEYS[kind]}
    people = tuple(sort_by_name(site.by_kind.get(kind, ())))
    filters = _filters(site, base, people)
    bar = FilterBar(filters, None, title, base, search_address(facet, order=BY_NAME))
    yield from _directory(base, title, f"{_ALL[kind]}, xếp theo tên.", people, bar, (HOME,))
    for choice in (choice for one in filters for choice in one.choices):
        chosen = replace(
            bar, chosen=choice, more_url=search_address({**facet, choice.facet: choice.key}, order=BY_NAME)
        )
        heading = f"{title} năm {choice.title}" if choice.facet == YEAR_FACET else f"{title}: {choice.title}"
        yield from _directory(
            choice.url, heading, _intro(site, kind, choice), choice.members, chosen, (HOME, Crumb(title, base))
        )


def _filters(site: Site, base: str, people: Sequence[PublishedProfile]) -> tuple[Filter[PublishedProfile], ...]:
    fields = {entry.id: entry.label for entry in site.registry.fields}
    years = {year: year for year in sorted(site.by_year, reverse=True)}
    stages = {key: STAGES[stage] for stage, key in STAGE_KEYS.items()}
    return (
        make_filter(
            FACETS[FIELD_FACET],
            base,
            FIELD_FACET,
            fields,
            people,
            lambda profile: [entry.id for entry in profile.fields],
        ),
        make_filter(FACETS[YEAR_FACET], base, YEAR_FACET, years, people, lambda profile: [str(profile.year)]),
        make_filter(
            FACETS[STAGE_FACET], base, STAGE_FACET, stages, people, lambda profile: [STAGE_KEYS[profile.stage]]
        ),
    )


def _intro(site: Site, kind: str, choice: Choice[PublishedProfile]) -> str:
    if choice.facet == STAGE_FACET:
        stage = next(stage for stage, key in STAGE_KEYS.items() if key == choice.key)
        # An emerging factor isn't recognised as an exemplar yet.
        who = f"Những {KINDS[kind].lower()}" if stage == "emerging" else _ALL[kind]
        return f"{who} {_OF_STAGE[stage]}, xếp theo tên."
    field = site.registry.fields.get(choice.key) if choice.facet == FIELD_FACET else None
    of = f"trong lĩnh vực {field.name}" if field else f"được giới thiệu năm {choice.title}"
    return f"{_ALL[kind]} {of}, xếp theo tên."


def _directory(
    base: str,
    title: str,
    intro: str,
    people: Sequence[PublishedProfile],
    bar: FilterBar[PublishedProfile],
    crumbs: tuple[Crumb, ...],
) -> Iterator[PageArtifact]:
    """Yield the pages of an A-Z list. `people` are in name order; cards are grouped by letter."""
    letters = _letters(base, people)
    shown = tuple(letters.values()) if len(people) > _SHORT else ()
    heading = filtered_heading(bar.whole, bar.chosen) if bar.chosen and bar.chosen.facet != YEAR_FACET else {}
    view = {"letters": shown, "filters": bar, **heading}
    before = ""
    for page in list_pages(base, title, people, style=_STYLE, crumbs=crumbs, description=intro, view=view):
        groups = []
        for mark, cards in groupby(page.view["cards"], key=_initial):
            groups.append(LetterGroup(letters[mark], tuple(cards), goes_on=mark == before))
            before = mark
        yield replace(page, view={**page.view, "groups": groups})


def _initial(profile: PublishedProfile | Card) -> str:
    return _letter_of(profile.name, profile.kind == "individual")


@lru_cache(1 << 15)
def _letter_of(name: str, by_given_name: bool) -> str:
    return initial_letter(name, by_given_name=by_given_name)


def _letters(base: str, people: Sequence[PublishedProfile]) -> Mapping[str, Letter]:
    """Return the alphabet by mark, with the page where each letter begins.

    Foreign letters and `#` are included only if a name begins with them.
    """
    begins: dict[str, str] = {}
    for index, profile in enumerate(people):
        begins.setdefault(_initial(profile), page_url(base, index // PAGE_SIZE + 1))
    marks = [mark for mark in LETTERS if mark in begins or mark not in FOREIGN_LETTERS] + [_OTHER] * (_OTHER in begins)
    return {
        mark: Letter(
            mark,
            "Chữ số" if mark == _OTHER else f"Vần {mark}",
            "chu-so" if mark == _OTHER else f"chu-{mark}",
            begins.get(mark, ""),
        )
        for mark in marks
    }
