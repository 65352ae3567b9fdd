"""Every rule once, by family. Checks name a code and the details; what staff read derives from here.

So do the guide, `guongsang explain` and the tests, from the explanation that each code has.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from guongsang.rules import across, consent, criteria, photos, references, shape, syntax
from guongsang.rules.problem import Problem, Span
from guongsang.rules.rule import Rule

FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "DH1": "Cú pháp và bảng mã",
        "DH2": "Khóa, kiểu, độ dài, ngày tháng",
        "DH3": "Tham chiếu danh mục",
        "DH4": "Tiêu chuẩn",
        "DH5": "Sự đồng ý và riêng tư",
        "DH6": "Ảnh",
        "DH7": "Giữa các hồ sơ",
    }
)
_TABLES = (syntax, shape, references, criteria, consent, photos, across)
RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for family in _TABLES for rule in family.TABLE})


def problem(
    path: str, span: Span, code: str, *, status: str | None = None, clause: str | None = None, **details: Any
) -> Problem:
    """Return a `Problem` of rule `code`, as grave as the profile's review `status` makes it.

    `details` fill the rule's sentences; `near` (and `near_name`) is the nearest valid value.
    """
    if details.get("near_name"):
        details["near_name"] = f" ({details['near_name']})"
    return Problem(path, span, code, RULES[code].severity(status), clause, details)
