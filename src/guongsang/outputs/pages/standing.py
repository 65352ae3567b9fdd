"""Pages of which there is one: home, criteria, corrections, search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, TypeAlias

from guongsang.outputs.artifacts import HOME, PageArtifact
from guongsang.outputs.parts.cards import IndexLink, last_change, make_card
from guongsang.outputs.parts.event_cards import make_event_card
from guongsang.outputs.parts.initiative_cards import initiative_card
from guongsang.outputs.parts.search_address import FACETS
from guongsang.publication.profile import PublishedInitiative, PublishedProfile
from guongsang.publication.site import Site
from guongsang.registry.model import Clause
from guongsang.text.addresses import (
    COLLECTIVES_URL,
    CORRECTIONS_URL,
    CRITERIA_URL,
    EMERGING_URL,
    INDIVIDUALS_URL,
    INITIATIVES_URL,
    SEARCH_URL,
    UNITS_URL,
    field_url,
    profile_url,
    section_url,
    unit_url,
    year_url,
)

_CRITERIA_GROUPS = (("individual", "collective"), ("collective",), ("individual",))
_GROUP_TITLES = {
    ("individual", "collective"): "Tiêu chuẩn chung",
    ("collective",): "Đối với tập thể",
    ("individual",): "Đối với cá nhân",
}
_PEOPLE_PER_CLAUSE = 12
_UNITS_SHOWN = 8
Made: TypeAlias = tuple[PublishedInitiative, PublishedProfile]  # an initiative and its maker


def standing_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield home and the pages of criteria, corrections and search."""
    yield _home(site)
    yield _criteria(site)
    yield _corrections(site)
    yield PageArtifact(
        SEARCH_URL,
        "search.html",
        "Tìm kiếm",
        "Tìm điển hình, mô hình, đơn vị; gõ có dấu hay không dấu đều được.",
        {"heading": "Tìm kiếm", "facets": FACETS, "browse": _ways_to_browse(site)},
        (HOME,),
        listed=False,
    )


def _ways_to_browse(site: Site) -> list[tuple[str, list[IndexLink]]]:
    """Return the links that the search page shows before a search, and without JavaScript."""
    kinds = [
        IndexLink(title, url, len(found))
        for title, url, found in (
            ("Cá nhân", INDIVIDUALS_URL, site.by_kind.get("individual", ())),
            ("Tập thể", COLLECTIVES_URL, site.by_kind.get("collective", ())),
            ("Nhân tố mới", EMERGING_URL, site.by_stage.get("emerging", ())),
            ("Mô hình, sáng kiến", INITIATIVES_URL, site.initiatives),
        )
    ]
    fields = [
        IndexLink(entry.label, field_url(entry.id), len(found))
        for entry in site.registry.fields
        if (found := site.by_field.get(entry.id))
    ]
    years = [
        IndexLink(f"Năm {year}", year_url(year), len(site.by_year[year])) for year in sorted(site.by_year, reverse=True)
    ]
    units = sorted(
        (unit for unit in site.registry.units if unit.id in site.by_unit),
        key=lambda unit: (-len(site.by_unit[unit.id]), unit.id),
    )
    largest = [IndexLink(unit.label, unit_url(unit.id), len(site.by_unit[unit.id])) for unit in units[:_UNITS_SHOWN]]
    return [
        ("Điển hình", kinds),
        ("Lĩnh vực", fields),
        ("Năm giới thiệu", years),
        ("Đơn vị có nhiều điển hình", largest),
    ]


def _home(site: Site) -> PageArtifact:
    leads = [
        p
        for p in site.profiles
        if p.stage == "outstanding" and p.lead_photo and p.lead_photo.role != "portrait" and not p.preview
    ]
    lead = leads[0] if leads else (site.profiles[0] if site.profiles else None)
    newest = [profile for profile in site.profiles if profile is not lead][:7]
    emerging = [profile for profile in site.by_stage.get("emerging", ()) if profile not in newest][:4]
    measured = [(item, profile) for profile in site.profiles for item in profile.initiatives if item.figures]
    # What most others have adopted is most worth copying; ties keep the newest first.
    measured.sort(key=lambda pair: -len(pair[0].replicated_at))
    replicated = {unit.id for profile in site.profiles for item in profile.initiatives for unit in item.replicated_at}
    return PageArtifact(
        "",
        "home.html",
        "",
        "",
        {
            "lead": make_card(lead) if lead else None,
            "newest": [make_card(profile) for profile in newest],
            "emerging": [make_card(profile) for profile in emerging],
            "initiatives": [initiative_card(item, owner) for item, owner in _one_per_profile(measured)[:3]],
            "events": [make_event_card(event, site) for event in (site.upcoming_events or site.past_events)[:3]],
            "events_title": "Sự kiện sắp tới" if site.upcoming_events else "Sự kiện",
            "sections": _sections(site, {profile.slug for profile in (lead, *newest[:4]) if profile}),
            "numbers": [
                (len(site.by_kind.get("individual", ())), "cá nhân", INDIVIDUALS_URL),
                (len(site.by_kind.get("collective", ())), "tập thể", COLLECTIVES_URL),
                (len(site.initiatives), "mô hình, sáng kiến", INITIATIVES_URL),
                (len(replicated), "đơn vị đã làm theo", UNITS_URL),
            ],
            "fields": [
                (entry.label, field_url(entry.id), len(site.by_field.get(entry.id, ())))
                for entry in site.registry.fields
            ],
        },
        updated=max(filter(None, map(last_change, site.profiles)), default=None),
    )


def _sections(site: Site, seen: set[str]) -> list[dict[str, Any]]:
    """Return three stories per channel; the first is one that home doesn't show yet, if possible.

    `seen` are the slugs of the profiles that home shows above.
    """
    sections = []
    for channel in site.registry.channels:
        newest = site.by_channel[channel.id][:8]
        opener = next(
            (profile for profile in newest if profile.slug not in seen and profile.lead_photo),
            newest[0] if newest else None,
        )
        stories = [opener, *[profile for profile in newest if profile is not opener][:2]] if opener else []
        seen = seen | {profile.slug for profile in stories}
        sections.append(
            {
                "channel": channel,
                "url": section_url(channel.path),
                "cards": [make_card(profile, channel) for profile in stories],
            }
        )
    return sections


def _one_per_profile(pairs: Sequence[Made]) -> list[Made]:
    """Return the first initiative of each profile, in order."""
    return list({profile.slug: (item, profile) for item, profile in reversed(pairs)}.values())[::-1]


def _criteria(site: Site) -> PageArtifact:
    title = "Tiêu chuẩn"
    intro = "Từng ý của tiêu chuẩn điển hình tiên tiến, và những điển hình có hồ sơ trả lời ý đó kèm văn bản."
    groups = []
    for applies_to in _CRITERIA_GROUPS:
        clauses = [
            clause
            for clause in site.registry.clauses
            if clause.unit is None and set(clause.applies_to) == set(applies_to)
        ]
        groups.append((_GROUP_TITLES[applies_to], [_clause_entry(clause, site) for clause in clauses]))
    for unit in site.registry.units:
        own = [clause for clause in site.registry.clauses if clause.unit == unit.id]
        if own:
            groups.append((f"Riêng của {unit.name}", [_clause_entry(clause, site) for clause in own]))
    return PageArtifact(
        CRITERIA_URL, "criteria.html", title, intro, {"heading": title, "intro": intro, "groups": groups}, (HOME,)
    )


def _clause_entry(clause: Clause, site: Site) -> dict[str, Any]:
    answered = site.by_clause.get(clause.id, ())
    return {
        "clause": clause,
        "total": len(answered),
        "people": [(p.name, profile_url(p.slug)) for p in answered[:_PEOPLE_PER_CLAUSE]],
    }


def _corrections(site: Site) -> PageArtifact:
    title, intro = "Đính chính", "Những chỗ đã đăng chưa đúng và đã được sửa, mới nhất trước."
    rows = [(profile, item) for profile in site.profiles for item in profile.corrections]
    rows.sort(key=lambda row: (row[1].date or date.min, row[0].slug), reverse=True)
    view = {
        "heading": title,
        "intro": intro,
        "rows": [
            {
                "name": p.name,
                "title": p.title,
                "url": profile_url(p.slug),
                "date": item.date,
                "text": item.text,
                "sample": p.sample,
            }
            for p, item in rows
        ],
    }
    return PageArtifact(CORRECTIONS_URL, "corrections.html", title, intro, view, (HOME,))
