"""Search records: what the index holds of each page, made from the published view alone.

Pagefind folds tone marks but not đ; the words that hold đ are indexed once more with d, as metadata:
`names` for those of the name, headline, unit and fields, `folded` (of low weight) for the whole text.
So `dien hinh` finds `điển hình`, and excerpts stay right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from guongsang.folding import fold
from guongsang.outputs.cards import INITIATIVE_KINDS, KINDS, STAGES, profile_url
from guongsang.outputs.initiatives import initiative_url
from guongsang.outputs.photos import photo_set
from guongsang.published import PublishedProfile
from guongsang.site import Site

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """One thing that search can find. `url` is from the site's root."""

    url: str
    content: str
    meta: Mapping[str, str]
    filters: Mapping[str, list[str]] = field(default_factory=dict)
    sort: Mapping[str, str] = field(default_factory=dict)


def folded_words(text: str) -> str:
    """Return the words of `text` that hold đ, with d for it and without marks, each once in order."""
    found = dict.fromkeys(fold(word) for word in _WORD.findall(text) if "đ" in word.casefold())
    return " ".join(found)


def search_records(site: Site) -> Iterator[SearchRecord]:
    """Yield a record for each profile and each initiative of the site."""
    for profile in site.profiles:
        yield _profile_record(profile)
    for initiative, profile in site.initiatives:
        text = f"{initiative.name}. {initiative.effect} {initiative.how} {_names(unit.name for unit in initiative.replicated_at)}"
        yield SearchRecord(initiative_url(initiative), text, {
            "title": initiative.name, "kind": INITIATIVE_KINDS[initiative.kind], "summary": initiative.effect, "by": profile.name,
            "sample": "1" if profile.sample else "", "names": folded_words(initiative.name), "folded": folded_words(text)},
            {"Loại": ["Mô hình, sáng kiến"], **_filters(profile)}, {"newest": _day(profile)})


def _profile_record(profile: PublishedProfile) -> SearchRecord:
    unit = profile.unit
    facts = [profile.name, profile.role, profile.title, profile.summary, *(_names([unit.name, *unit.abbreviations]) if unit else "",),
             _names(entry.name for entry in profile.fields), _names(item.name for item in profile.initiatives),
             _names(item.award.name for item in profile.awards), _names(item.document for item in profile.awards),
             _names(entry.name for entry in profile.movements), profile.prose.text]
    content = ". ".join(fact for fact in facts if fact)
    portrait = photo_set(profile, profile.portrait) if profile.portrait else None
    return SearchRecord(profile_url(profile), content, {
        "title": profile.name, "kind": KINDS[profile.kind], "stage": STAGES[profile.stage], "headline": profile.title, "summary": profile.summary,
        "unit": unit.label if unit else "", "fields": _names(entry.name for entry in profile.fields), "year": str(profile.year), "sample": "1" if profile.sample else "",
        "image": portrait.thumbnail if portrait else "",
        "names": folded_words(f"{profile.name} {profile.title} {unit.name if unit else ''} {_names(entry.name for entry in profile.fields)}"),
        "folded": folded_words(content)},
        {"Loại": [KINDS[profile.kind]], **_filters(profile)}, {"newest": _day(profile)})


def _filters(profile: PublishedProfile) -> dict[str, list[str]]:
    return {"Lĩnh vực": [entry.name for entry in profile.fields], "Đơn vị": [profile.unit.name] if profile.unit else [],
            "Năm": [str(profile.year)], "Mức": [STAGES[profile.stage]]}


def _day(profile: PublishedProfile) -> str:
    return profile.published.isoformat() if profile.published else ""


def _names(names: Iterable[str]) -> str:
    return ", ".join(name for name in names if name)
