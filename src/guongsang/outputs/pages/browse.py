"""Browse lists: emerging factors, and profiles by field, unit, year, movement and award.

The A-Z lists are in a_to_z.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guongsang.outputs.artifacts import HOME, Crumb, PageArtifact
from guongsang.outputs.parts.cards import LEVELS, IndexLink
from guongsang.outputs.parts.paging import ListStyle, list_pages
from guongsang.publication.site import Site
from guongsang.registry.model import Unit
from guongsang.text.addresses import (
    AWARDS_URL,
    EMERGING_URL,
    FIELDS_URL,
    MOVEMENTS_URL,
    UNITS_URL,
    YEARS_URL,
    award_url,
    field_url,
    movement_url,
    unit_url,
    year_url,
)
from guongsang.text.dates import format_date
from guongsang.text.folding import collation_key


def browse_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield every browse list, and the index above each family of lists."""
    yield from list_pages(
        EMERGING_URL,
        "Nhân tố mới",
        site.by_stage.get("emerging", ()),
        crumbs=(HOME,),
        description=(
            "Những cá nhân, tập thể mới được phát hiện, đang trong giai đoạn bồi dưỡng. "
            "Nhân tố mới chỉ đối chiếu với các tiêu chuẩn chung."
        ),
    )
    yield from _field_pages(site)
    yield from _unit_pages(site)
    yield from _year_pages(site)
    yield from _movement_pages(site)
    yield from _award_pages(site)


def _index(base: str, title: str, intro: str, shelves: Iterable[IndexLink]) -> PageArtifact:
    return PageArtifact(
        base, "index.html", title, intro, {"heading": title, "intro": intro, "shelves": list(shelves)}, (HOME,)
    )


def _field_pages(site: Site) -> Iterator[PageArtifact]:
    title = "Lĩnh vực"
    yield _index(
        FIELDS_URL,
        title,
        "Xem điển hình theo lĩnh vực công tác.",
        [
            IndexLink(entry.name, field_url(entry.id), len(site.by_field.get(entry.id, ())), entry.description or "")
            for entry in site.registry.fields
        ],
    )
    for entry in site.registry.fields:
        yield from list_pages(
            field_url(entry.id),
            entry.name,
            site.by_field.get(entry.id, ()),
            description=entry.description or "",
            crumbs=(HOME, Crumb(title, FIELDS_URL)),
        )


def _unit_pages(site: Site) -> Iterator[PageArtifact]:
    title = "Đơn vị"
    units = sorted(site.registry.units, key=lambda unit: (collation_key(unit.name), unit.id))
    current = "Đang hoạt động"
    yield _index(
        UNITS_URL,
        title,
        "Xem điển hình theo đơn vị, gồm cả những đơn vị đã sáp nhập hoặc đổi tên.",
        [
            IndexLink(
                unit.name,
                unit_url(unit.id),
                len(site.by_unit.get(unit.id, ())),
                group=current if _is_current(unit, site) else "Đã sáp nhập, đổi tên",
            )
            for unit in units
        ],
    )
    predecessors: dict[str, list[Unit]] = {}
    for unit in units:
        for successor in unit.successors:
            predecessors.setdefault(successor, []).append(unit)
    for unit in units:
        successors = [entry for entry in map(site.registry.units.get, unit.successors) if entry]
        yield from list_pages(
            unit_url(unit.id),
            unit.name,
            site.by_unit.get(unit.id, ()),
            style=ListStyle("unit.html"),
            crumbs=(HOME, Crumb(title, UNITS_URL)),
            view={
                "unit": unit,
                "until": format_date(unit.until) if unit.until and not _is_current(unit, site) else "",
                "successors": [(entry.name, unit_url(entry.id)) for entry in successors],
                "predecessors": [(entry.name, unit_url(entry.id)) for entry in predecessors.get(unit.id, [])],
            },
        )


def _is_current(unit: Unit, site: Site) -> bool:
    return unit.is_valid_on(site.as_of.date())


def _year_pages(site: Site) -> Iterator[PageArtifact]:
    years = sorted(site.by_year, reverse=True)
    yield _index(
        YEARS_URL,
        "Năm",
        "Xem điển hình theo năm được giới thiệu.",
        [IndexLink(f"Năm {year}", year_url(year), len(site.by_year[year])) for year in years],
    )
    for year in years:
        yield from list_pages(
            year_url(year),
            f"Năm {year}",
            site.by_year[year],
            crumbs=(HOME, Crumb("Năm", YEARS_URL)),
            description=f"Các điển hình được giới thiệu năm {year}.",
        )


def _movement_pages(site: Site) -> Iterator[PageArtifact]:
    title = "Phong trào"
    yield _index(
        MOVEMENTS_URL,
        title,
        "Các phong trào thi đua mà điển hình tham gia.",
        [
            IndexLink(entry.name, movement_url(entry.id), len(site.by_movement.get(entry.id, ())), entry.source or "")
            for entry in site.registry.movements
        ],
    )
    for entry in site.registry.movements:
        yield from list_pages(
            movement_url(entry.id),
            entry.name,
            site.by_movement.get(entry.id, ()),
            description=entry.full_name or "",
            crumbs=(HOME, Crumb(title, MOVEMENTS_URL)),
        )


def _award_pages(site: Site) -> Iterator[PageArtifact]:
    title = "Khen thưởng"
    yield _index(
        AWARDS_URL,
        title,
        "Danh hiệu thi đua và hình thức khen thưởng.",
        [
            IndexLink(entry.name, award_url(entry.id), len(site.by_award.get(entry.id, ())), group=LEVELS[entry.level])
            for entry in site.registry.awards
        ],
    )
    for entry in site.registry.awards:
        facts = [LEVELS[entry.level], f"thẩm quyền: {entry.authority}" if entry.authority else "", entry.source or ""]
        yield from list_pages(
            award_url(entry.id),
            entry.name,
            site.by_award.get(entry.id, ()),
            crumbs=(HOME, Crumb(title, AWARDS_URL)),
            description=" · ".join(fact for fact in facts if fact),
        )
