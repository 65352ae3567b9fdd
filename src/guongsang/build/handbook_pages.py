"""Handbook pages derived from the code: problem codes, keys of the profile, criteria.

Derived, they can't differ from what is checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, get_origin

from pydantic.fields import FieldInfo

from guongsang.manuscripts.authored import Visibility, is_needed, iter_fields, visibility_of
from guongsang.manuscripts.field_descriptions import choice_labels, choices_of, describe_shape
from guongsang.manuscripts.profile import Profile
from guongsang.outputs.artifacts import HOME, Crumb, PageArtifact
from guongsang.publication.criteria_descriptions import describe_requirement
from guongsang.registry.model import Clause, Registry
from guongsang.rules import FAMILIES, RULES
from guongsang.rules.explanations import EXPLANATIONS
from guongsang.rules.explanations.explanation import PATHS, WEIGHTS, usual_mend
from guongsang.text.addresses import HANDBOOK_CODES_URL, HANDBOOK_CRITERIA_URL, HANDBOOK_FIELDS_URL, HANDBOOK_URL

HANDBOOK = Crumb("Sổ tay cán bộ", HANDBOOK_URL)
VISIBILITIES: Mapping[Visibility, str] = MappingProxyType(
    {"public": "công khai", "press": "báo chí", "internal": "nội bộ"}
)
_KINDS = {"individual": "cá nhân", "collective": "tập thể"}


def guide_pages(registry: Registry) -> Iterator[PageArtifact]:
    """Yield the handbook's derived pages.

    Templates: guide_codes.html, guide_fields.html, guide_criteria.html.
    """
    yield _codes()
    yield _fields()
    yield _criteria(registry)


def _page(url: str, template: str, title: str, intro: str, view: Mapping[str, Any]) -> PageArtifact:
    return PageArtifact(url, template, title, intro, {"heading": title, "intro": intro, **view}, (HOME, HANDBOOK))


def code_anchor(code: str) -> str:
    """Return the anchor of a code on the page of codes: `DH402` → `dh402`."""
    return code.lower()


def _codes() -> PageArtifact:
    families = [
        {
            "id": family.lower(),
            "code": family,
            "name": name,
            "codes": [_code(code) for code in RULES if code.startswith(family)],
        }
        for family, name in FAMILIES.items()
    ]
    return _page(
        HANDBOOK_CODES_URL,
        "guide_codes.html",
        "Mã lỗi",
        "Mỗi mã mà lệnh kiểm tra báo: yêu cầu gì, vì sao, ví dụ chưa đúng và đúng.",
        {"families": families},
    )


def _code(code: str) -> dict[str, Any]:
    rule, explanation = RULES[code], EXPLANATIONS[code]
    example = explanation.example
    return {
        "anchor": code_anchor(code),
        "code": code,
        "headline": explanation.headline("vi"),
        "severity": WEIGHTS[rule.weight]["vi"],
        "asks": explanation.asks["vi"],
        "why": explanation.why["vi"],
        "mend": usual_mend(rule, "vi"),
        "bad": example.shown(bad=True),
        "good": example.shown(bad=False),
        "file": example.file if example.file not in (PATHS, "index.md") else "",
        "encoding": example.encoding_name,
    }


def _fields() -> PageArtifact:
    groups: list[dict[str, Any]] = []
    for path, info in iter_fields(Profile):
        field = _field(path, info)
        if len(path) == 1:
            groups.append({**field, "inner": []})
        else:
            groups[-1]["inner"].append(field)
    return _page(
        HANDBOOK_FIELDS_URL,
        "guide_fields.html",
        "Các khóa của hồ sơ",
        "Mọi khóa của phần thông tin ở đầu hồ sơ, theo thứ tự nên viết: ghi gì, có cần để đăng không, ai đọc được.",
        {"groups": groups},
    )


def _field(path: tuple[str, ...], info: FieldInfo) -> dict[str, Any]:
    labels = choice_labels(info)
    return {
        "anchor": "-".join(("khoa", *path)),
        "key": _key(path),
        "help": info.description or "",
        "shape": describe_shape(info),
        "needed": _needed(path, info),
        "visibility": VISIBILITIES[visibility_of(info)],
        "choices": [(value, labels.get(value, "")) for value in choices_of(info)],
    }


def _key(path: tuple[str, ...]) -> str:
    """Return a path of keys as staff read it; `<mã>` stands for an id that they choose."""
    parts = [path[0]]
    if len(path) > 1 and get_origin(Profile.model_fields[path[0]].annotation) is dict:
        parts.append("<mã>")
    return ".".join((*parts, *path[1:]))


def _needed(path: tuple[str, ...], info: FieldInfo) -> str:
    if not is_needed(info):
        return "không bắt buộc"
    return "cần để được đăng" if len(path) == 1 else "cần khi có mục này"


def _criteria(registry: Registry) -> PageArtifact:
    groups: dict[str, list[dict[str, Any]]] = {}
    for clause in registry.clauses:
        answer = describe_requirement(clause.answered_by, clause, registry)
        groups.setdefault(_group(clause, registry), []).append({"clause": clause, "answer": answer})
    return _page(
        HANDBOOK_CRITERIA_URL,
        "guide_criteria.html",
        "Tiêu chuẩn và cách trả lời",
        "Từng ý của tiêu chuẩn, và những gì trong hồ sơ trả lời được ý đó.",
        {"groups": list(groups.items())},
    )


def _group(clause: Clause, registry: Registry) -> str:
    unit = registry.units.find(getattr(clause, "unit", None))
    whom = f"Đối với {_KINDS[clause.applies_to[0]]}" if len(clause.applies_to) == 1 else "Tiêu chuẩn chung"
    return f"{whom}, riêng {unit.name} và đơn vị trực thuộc" if unit else whom
