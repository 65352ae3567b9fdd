"""The rules of all families by code; a rule is added in its family's module, such as `shape.py`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from guongsang.rules import across, consent, criteria, photos, references, shape, syntax
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
