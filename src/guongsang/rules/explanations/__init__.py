"""The explanation of every code, for `guongsang explain`, the handbook and the tests."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from guongsang.rules.explanations import dh1, dh2, dh3, dh4, dh5, dh6, dh7
from guongsang.rules.explanations.explanation import Explanation

EXPLANATIONS: Mapping[str, Explanation] = MappingProxyType(
    {code: explanation for family in (dh1, dh2, dh3, dh4, dh5, dh6, dh7) for code, explanation in family.TABLE.items()}
)
