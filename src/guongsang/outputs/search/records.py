"""Search records: the text and facets of each page that search can find.

A record keeps names, titles, topics and running text apart, since their matches rank differently.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from operator import attrgetter
from typing import TypeAlias

from guongsang.outputs.parts.cards import INITIATIVE_KINDS, KINDS, LEVELS, STAGES
from guongsang.outputs.parts.event_cards import KINDS as EVENT_KINDS
from guongsang.outputs.parts.photos import photo_set
from guongsang.outputs.parts.search_address import KIND_KEYS, STAGE_KEYS
from guongsang.publication.profile import PublishedInitiative, PublishedProfile
from guongsang.publication.site import Site
from guongsang.registry.model import Entry, Unit
from guongsang.text.addresses import (
    AWARD_FACET,
    CHANNEL_FACET,
    COLLECTIVES_URL,
    CORRECTIONS_URL,
    CRITERIA_URL,
    EMERGING_URL,
    EVENT_KEY,
    EVENTS_URL,
    FIELD_FACET,
    INDIVIDUALS_URL,
    INITIATIVE_KEY,
    INITIATIVES_URL,
    KIND_FACET,
    STAGE_FACET,
    STATISTICS_URL,
    UNIT_FACET,
    YEAR_FACET,
    award_url,
    field_url,
    initiative_url,
    movement_url,
    profile_url,
    section_url,
    unit_url,
    year_url,
)
from guongsang.text.folding import sort_text

_MODELS, _EVENTS, _PAGES = (INITIATIVE_KEY, "Mô hình, sáng kiến"), (EVENT_KEY, "Sự kiện"), ("trang", "Trang, danh mục")

Values: TypeAlias = tuple[tuple[str, str], ...]  # of one facet: (key in addresses, label)
Facets: TypeAlias = tuple[tuple[str, Values], ...]  # by facet
_Lists: TypeAlias = Mapping[str, Sequence[PublishedProfile]]


@dataclass(frozen=True, slots=True)
class ContentPage:
    """An editorial page or a list, for search."""

    url: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """One thing that search can find.

    Attributes:
        url: of the result, relative to the site's root, as is `image`. A result also shows
            `title`, `kind`, `headline` and `facts`.
        names: all its names.
        titles: headlines, and names of initiatives.
        topics: unit, fields, awards, documents.
        text: running text; excerpts are cut from it.
        focus: the point of the image that its crop keeps, in percent from left and top.
        facets: its values by facet.
        day: by which "newest first" sorts.
        order: by which "by name" sorts.
    """

    url: str
    title: str
    kind: str
    names: tuple[str, ...]
    titles: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    text: str = ""
    headline: str = ""
    facts: tuple[str, ...] = ()
    image: str = ""
    focus: tuple[int, int] | None = None
    sample: bool = False
    facets: Facets = ()
    day: date | None = None
    order: str = ""


_FIELDS = attrgetter(*(field.name for field in fields(SearchRecord)))


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """The records of one profile, or of all that is no profile's, not made yet.

    An index asks for the records only if the digest has changed.

    Attributes:
        key: a profile's address; empty for all that is no profile's.
        digest: changes whenever the records do.
        records: makes them.
    """

    key: str
    digest: str
    records: Callable[[], Iterable[SearchRecord]]


def search_entries(site: Site, pages: Iterable[ContentPage] = ()) -> Iterator[SearchEntry]:
    """Yield an entry for each profile, and one for everything else."""
    for profile in site.profiles:
        yield entry_of(profile_url(profile.slug), profile_records(profile, site))
    yield entry_of("", shared_records(site, pages))


def entry_of(key: str, records: Iterable[SearchRecord]) -> SearchEntry:
    """Return an entry of records that are already made."""
    made = tuple(records)
    text = json.dumps([_FIELDS(record) for record in made], ensure_ascii=False, default=str)
    return SearchEntry(key, hashlib.sha256(text.encode()).hexdigest(), lambda: made)


def profile_records(profile: PublishedProfile, site: Site) -> Iterator[SearchRecord]:
    """Yield the records of a profile and of its initiatives.

    They depend on the profile, and on the registry for the names of its unit's successors.
    """
    profile = site.whole(profile)
    facets = tuple(_facets(profile))
    yield _profile_record(profile, site, facets)
    for initiative in profile.initiatives:
        yield _initiative_record(initiative, profile, facets)


def shared_records(site: Site, pages: Iterable[ContentPage] = ()) -> Iterator[SearchRecord]:
    """Yield the records of events, lists (with their number of profiles) and editorial pages."""
    for event in site.events:
        facts = (EVENT_KINDS[event.kind], event.place)
        record = SearchRecord(
            event.url,
            event.title,
            "Sự kiện",
            (),
            topics=(*facts, event.organiser),
            text=f"{event.lead}\n{event.prose.text}",
            facts=facts,
            sample=event.sample,
            day=event.published,
        )
        yield _page_record(record, _EVENTS)
    yield from _list_records(site)
    for page in pages:
        yield _page_record(SearchRecord(page.url, page.title, "Trang", (), text=page.text), _PAGES)


def _profile_record(profile: PublishedProfile, site: Site, facets: Facets) -> SearchRecord:
    unit = profile.unit
    portrait = photo_set(profile, profile.portrait) if profile.portrait else None
    return SearchRecord(
        profile_url(profile.slug),
        profile.name,
        KINDS[profile.kind],
        (profile.name,),
        titles=_distinct(
            [
                profile.title,
                *(item.title for item in profile.appearances.values()),
                *(item.name for item in profile.initiatives),
            ]
        ),
        topics=_distinct(
            [
                profile.role,
                *(_unit_names(unit) if unit else ()),
                *(_successors(unit, site) if unit else ()),
                *(entry.name for entry in profile.fields),
                *(name for item in profile.awards for name in (item.award.name, item.document)),
                *(entry.name for entry in profile.movements),
                *(item.document for item in profile.initiatives),
                *(item.document or "" for item in profile.ratings),
                profile.recognition.document or "" if profile.recognition else "",
                *(answer.document for item in profile.assessments for answer in item.answers),
                profile.id,
            ]
        ),
        text="\n".join(
            _distinct(
                [
                    profile.summary,
                    profile.prose.text,
                    *(text for item in profile.initiatives for text in (item.effect, item.how)),
                    *(answer.statement for item in profile.assessments for answer in item.answers),
                    *(quote.text or "" for quote in profile.quotes),
                    *(item.effect for item in profile.follow_up),
                    *(item.title or "" for item in profile.coverage),
                ]
            )
        ),
        headline=profile.title,
        facts=_distinct([profile.role, unit.label if unit else "", str(profile.year)]),
        image=portrait.thumbnail if portrait else "",
        focus=(portrait.focus.x, portrait.focus.y) if portrait else None,
        sample=profile.sample,
        facets=((KIND_FACET, ((KIND_KEYS[profile.kind], KINDS[profile.kind]),)), *facets),
        day=profile.published,
        order=sort_text(profile.name, by_given_name=profile.kind == "individual"),
    )


def _initiative_record(initiative: PublishedInitiative, profile: PublishedProfile, facets: Facets) -> SearchRecord:
    return SearchRecord(
        initiative_url(initiative.slug),
        initiative.name,
        INITIATIVE_KINDS[initiative.kind],
        (initiative.name,),
        titles=(profile.name,),
        topics=_distinct(
            [
                *(unit.name for unit in initiative.replicated_at),
                *(entry.name for entry in profile.fields),
                profile.unit.name if profile.unit else "",
                initiative.document,
            ]
        ),
        text=f"{initiative.effect}\n{initiative.how}",
        facts=_distinct([profile.name, profile.unit.label if profile.unit else ""]),
        sample=profile.sample,
        facets=((KIND_FACET, (_MODELS,)), *facets),
        day=profile.published,
        order=sort_text(initiative.name, by_given_name=False),
    )


def _list_records(site: Site) -> Iterator[SearchRecord]:
    """Yield the records of every list of profiles, and of the page of criteria."""
    records = (*_unit_records(site), *_register_records(site), *_year_records(site), *_section_records(site))
    yield from (_page_record(record, _PAGES) for record in records)
    for url, title in (
        (INDIVIDUALS_URL, "Cá nhân"),
        (COLLECTIVES_URL, "Tập thể"),
        (EMERGING_URL, "Nhân tố mới"),
        (INITIATIVES_URL, "Mô hình, sáng kiến"),
        (STATISTICS_URL, "Thống kê"),
        (CORRECTIONS_URL, "Đính chính"),
        (EVENTS_URL, "Sự kiện"),
    ):
        yield _page_record(SearchRecord(url, title, "Danh mục", ()), _PAGES)
    criteria = "\n".join(clause.text for clause in site.registry.clauses)
    yield _page_record(SearchRecord(CRITERIA_URL, "Tiêu chuẩn", "Trang", (), text=criteria), _PAGES)


def _unit_records(site: Site) -> Iterator[SearchRecord]:
    for unit in site.registry.units:
        count = _count(len(site.by_unit.get(unit.id, ())))
        yield SearchRecord(unit_url(unit.id), unit.name, "Đơn vị", _unit_names(unit), facts=(count,))


def _register_records(site: Site) -> Iterator[SearchRecord]:
    """Yield the records of fields, awards and movements."""
    registry = site.registry
    registers: tuple[tuple[Callable[[str], str], str, Iterable[Entry], _Lists], ...] = (
        (field_url, "Lĩnh vực", registry.fields, site.by_field),
        (award_url, "Khen thưởng", registry.awards, site.by_award),
        (movement_url, "Phong trào", registry.movements, site.by_movement),
    )
    for url_of, kind, entries, lists in registers:
        for entry in entries:
            yield SearchRecord(
                url_of(entry.id),
                entry.name,
                kind,
                _distinct([entry.name, getattr(entry, "short", None) or "", *entry.aliases]),
                text=getattr(entry, "description", None) or getattr(entry, "full_name", None) or "",
                facts=(LEVELS.get(getattr(entry, "level", ""), ""), _count(len(lists.get(entry.id, ())))),
            )


def _year_records(site: Site) -> Iterator[SearchRecord]:
    for year in sorted(site.by_year):
        facts = (_count(len(site.by_year[year])),)
        yield SearchRecord(year_url(year), f"Năm {year}", "Theo năm", (), facts=facts)


def _section_records(site: Site) -> Iterator[SearchRecord]:
    for channel in site.registry.channels:
        names = _distinct([channel.name, channel.short or ""])
        url, text = section_url(channel.path), channel.description or ""
        yield SearchRecord(url, channel.name, "Chuyên trang", names, text=text)


def _page_record(record: SearchRecord, facet: tuple[str, str]) -> SearchRecord:
    """Return the record of a page that is no profile's, completed with facet and sort key."""
    return replace(
        record,
        names=record.names or (record.title,),
        facts=_distinct(record.facts),
        facets=((KIND_FACET, (facet,)),),
        order=sort_text(record.title, by_given_name=False),
    )


def _unit_names(unit: Unit) -> tuple[str, ...]:
    return _distinct(
        [
            unit.name,
            unit.short or "",
            *unit.abbreviations,
            *unit.aliases,
            *(former.name for former in unit.former_names),
        ]
    )


def _successors(unit: Unit, site: Site) -> Iterator[str]:
    """Yield the names of a unit's successors: readers also search by today's name."""
    for id in unit.successors:
        if successor := site.registry.units.get(id):
            yield from (successor.name, *successor.abbreviations)


def _facets(profile: PublishedProfile) -> Iterator[tuple[str, Values]]:
    yield FIELD_FACET, tuple((entry.id, entry.label) for entry in profile.fields)
    yield YEAR_FACET, ((str(profile.year), str(profile.year)),)
    yield STAGE_FACET, ((STAGE_KEYS[profile.stage], STAGES[profile.stage]),)
    yield AWARD_FACET, tuple({item.award.id: (item.award.id, item.award.name) for item in profile.awards}.values())
    yield UNIT_FACET, ((profile.unit.id, profile.unit.name),) if profile.unit else ()
    yield (
        CHANNEL_FACET,
        tuple(
            (channel.path, channel.label)
            for channel in sorted((item.channel for item in profile.appearances.values()), key=lambda c: c.id)
        ),
    )


def _count(number: int) -> str:
    return f"{number} hồ sơ"


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts that aren't empty, each once, in order."""
    return tuple(dict.fromkeys(text for text in texts if text))
