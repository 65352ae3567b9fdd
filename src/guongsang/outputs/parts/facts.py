"""The facts of a profile as rows: name, unit, fields, recognition, awards, initiatives and so on.

The profile's page, its plain text, the press panel and the press article choose rows from here by
key. Each may word a row its own way; none reads the profile again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from guongsang.outputs.parts.cards import INITIATIVE_KINDS, KINDS, STAGES
from guongsang.publication.profile import PublishedInitiative, PublishedProfile
from guongsang.text.addresses import field_url, movement_url, section_url, unit_url, year_url
from guongsang.text.dates import format_date

FactKey = Literal[
    "name",
    "role",
    "unit",
    "fields",
    "introduced",
    "kind",
    "recognition",
    "movements",
    "channels",
    "id",
    "award",
    "initiative",
    "figure",
]


@dataclass(frozen=True, slots=True)
class FactValue:
    """One value of a fact.

    Attributes:
        text: the value.
        url: address of the list that it leads to; empty if there is none.
        note: what stands in brackets behind it, such as a day; may be empty.
    """

    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of facts. A row that the profile can't fill has no values.

    Attributes:
        key: by which outputs choose rows; several awards, initiatives and figures share one.
        label: what the press reads before the values.
        brief: the shorter label on the profile's page.
        values: a figure has two, before (maybe empty) and after; an initiative name and effect.
        day: when it happened; None if unknown or the row has no day.
        document: the document behind it; empty if there is none.
    """

    key: FactKey
    label: str
    brief: str
    values: tuple[FactValue, ...]
    day: date | None = None
    document: str = ""

    @property
    def text(self) -> str:
        """The values in one line, without notes."""
        return ", ".join(value.text for value in self.values)


def profile_facts(profile: PublishedProfile, keys: Collection[FactKey]) -> Iterator[Fact]:
    """Yield the facts that have one of `keys`, in the order of a page."""
    return (fact for fact in _facts(profile) if fact.key in keys)


def _facts(profile: PublishedProfile) -> Iterator[Fact]:
    person = profile.kind == "individual"
    unit, recognition = profile.unit, profile.recognition
    year, stage = profile.year, STAGES[profile.stage].lower()
    name_label, name_brief = ("Họ và tên", "Họ và tên") if person else ("Tên tập thể", "Tập thể")
    fields = tuple(FactValue(entry.name, field_url(entry.id)) for entry in profile.fields)
    movements = tuple(FactValue(entry.name, movement_url(entry.id)) for entry in profile.movements)
    introduced = (FactValue(f"Năm {year}", year_url(year)), FactValue(stage))
    yield Fact("name", name_label, name_brief, (FactValue(profile.name),))
    yield Fact("role", "Chức vụ, công việc", "Công việc", (FactValue(profile.role),) if profile.role else ())
    yield Fact("unit", "Đơn vị", "Đơn vị", (FactValue(unit.name, unit_url(unit.id)),) if unit else ())
    yield Fact("fields", "Lĩnh vực", "Lĩnh vực", fields)
    yield Fact("introduced", "Giới thiệu", "Giới thiệu", introduced)
    kind = FactValue(f"{KINDS[profile.kind]}, {stage}, giới thiệu năm {year}")
    yield Fact("kind", "Loại hồ sơ", "Loại hồ sơ", (kind,))
    yield Fact(
        "recognition",
        "Công nhận",
        "Công nhận",
        (FactValue(recognition.body or ""),) if recognition else (),
        recognition.date if recognition else None,
        (recognition.document or "") if recognition else "",
    )
    yield Fact("movements", "Phong trào thi đua", "Phong trào", movements)
    yield Fact("channels", "Đăng trên", "Đăng trên", tuple(_channels(profile)))
    yield Fact("id", "Mã hồ sơ", "Mã hồ sơ", (FactValue(profile.id),))
    for award in profile.awards:
        title = FactValue(award.award.name, note="truy tặng" if award.posthumous else "")
        values = (title, FactValue(f"năm {award.year}")) if award.year else (title,)
        yield Fact("award", "Khen thưởng", "Khen thưởng", values, award.date, award.document)
    for item in profile.initiatives:
        yield from _initiative(item)


def _channels(profile: PublishedProfile) -> Iterator[FactValue]:
    for item in profile.appearances.values():
        yield FactValue(item.channel.label, section_url(item.channel.path), format_date(item.published.date()))


def _initiative(item: PublishedInitiative) -> Iterator[Fact]:
    label = INITIATIVE_KINDS[item.kind]
    yield Fact("initiative", label, label, (FactValue(item.name), FactValue(item.effect)), document=item.document)
    for figure in item.figures:
        values = (FactValue(figure.before or ""), FactValue(figure.after or ""))
        yield Fact("figure", figure.label or "", figure.label or "", values, document=item.document)
