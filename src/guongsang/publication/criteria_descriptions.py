"""Describe for staff what answers a clause, from `answered_by`.

So the handbook says exactly what the checks ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from guongsang.manuscripts.authored import Authored
from guongsang.manuscripts.field_descriptions import choice_labels
from guongsang.manuscripts.profile import Initiative, Profile, ProfileAward, Rating, Recognition
from guongsang.registry.model import Clause, Registry, Requirement

_MODELS: Mapping[str, type[Authored]] = MappingProxyType(
    {"initiatives": Initiative, "awards": ProfileAward, "ratings": Rating, "recognition": Recognition}
)
# Columns of awards.yml.
_OF_AWARDS: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        "level": ("thuộc cấp", {"unit": "đơn vị", "ministry": "bộ, ban, ngành, tỉnh", "state": "Nhà nước"}),
        "kind": (
            "thuộc loại",
            {
                "title": "danh hiệu",
                "commendation": "bằng khen, giấy khen",
                "medal": "huân chương",
                "memento": "kỷ niệm chương",
                "prize": "giải thưởng",
            },
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Words:
    """A requirement in words.

    Attributes:
        text: the requirement in Vietnamese.
        parts: the requirements of which one or all must be met, if it is such a list.
    """

    text: str
    parts: tuple[Words, ...] = ()


def describe_requirement(requirement: Requirement, clause: Clause, registry: Registry) -> Words:
    """Return a requirement of a clause in words."""
    if requirement.any:
        return Words(
            "Một trong các điều sau:", tuple(describe_requirement(part, clause, registry) for part in requirement.any)
        )
    if requirement.all:
        return Words(
            "Đủ các điều sau:", tuple(describe_requirement(part, clause, registry) for part in requirement.all)
        )
    if requirement.statement:
        return Words(f"Một mục evidence với clause: {clause.id}, nêu việc làm cụ thể, kèm số văn bản")
    return Words(_describe_records(requirement, registry))


def _describe_records(requirement: Requirement, registry: Registry) -> str:
    records = requirement.records or ""
    help = (Profile.model_fields[records].description or "").split(":")[0]
    conditions = ",".join(
        f" {_describe_condition(records, key, wanted, registry)}" for key, wanted in requirement.where.items()
    )
    years = (
        f", cho từng năm trong {registry.window_years} năm liền trước năm giới thiệu" if requirement.each_year else ""
    )
    amount = "Mục" if records == "recognition" else "Ít nhất một dòng ở mục"
    return f"{amount} {records} ({help[:1].lower()}{help[1:]}){conditions}, kèm số văn bản{years}"


def _describe_condition(records: str, key: str, wanted: list[str] | str, registry: Registry) -> str:
    values = wanted if isinstance(wanted, list) else [wanted]
    name = f"có {key}"
    labels: Mapping[str, str] = {}
    if records == "awards" and key in _OF_AWARDS:
        name, labels = _OF_AWARDS[key]
    elif records == "awards" and key == "award":
        name = "là"
        labels = {value: award.name for value in values if (award := registry.awards.find(value))}
    elif key in _MODELS[records].model_fields:
        labels = choice_labels(_MODELS[records].model_fields[key])
        labels = {value: f"{value} ({label})" for value, label in labels.items()}
    shown = " hoặc ".join(labels.get(value, value) for value in values)
    return f"{name} {shown}"
