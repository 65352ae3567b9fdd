"""What a rule is: its code, when it is an error, its message and hint in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

Language = Literal["vi", "en"]
Severity = Literal["error", "warning"]
# broken: always an error. missing: an error once the profile is approved, a warning before.
# advice: always a warning.
Weight = Literal["broken", "missing", "advice"]


class Blanks(dict[str, Any]):
    """Details for `str.format_map`. A missing one prints as an ellipsis instead of an error."""

    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `{name}` in a sentence stands for a detail of the problem.

    Attributes:
        code: `DH` and three digits.
        weight: when a breach is an error (see `Weight`).
        message: what must hold and what was found.
        hint: how it is usually fixed.
        near_hint: replaces `hint` where the nearest valid value is known.
    """

    code: str
    weight: Weight
    message: Mapping[Language, str]
    hint: Mapping[Language, str]
    near_hint: Mapping[Language, str] = field(
        default_factory=lambda: MappingProxyType(
            {"vi": 'có phải "{near}"{near_name}?', "en": 'did you mean "{near}"{near_name}?'}
        )
    )

    def hint_for(self, details: Mapping[str, Any], lang: Language) -> str:
        """Return the hint that suits the details."""
        template = self.near_hint if details.get("near") else self.hint
        return template[lang].format_map(Blanks({"near_name": "", **details}))

    def message_for(self, details: Mapping[str, Any], lang: Language) -> str:
        """Return what must hold and what was found."""
        return self.message[lang].format_map(Blanks(details))

    def severity(self, status: str | None) -> Severity:
        """Return the severity of a breach in a profile with the review status `status`."""
        if self.weight == "broken":
            return "error"
        return "error" if self.weight == "missing" and status == "approved" else "warning"


def rule(code: str, weight: Weight, vi: str, en: str, *, hint: tuple[str, str] = ("", "")) -> Rule:
    """Return a rule from its messages in Vietnamese and English; `hint` is in both too."""
    return Rule(code, weight, MappingProxyType({"vi": vi, "en": en}), MappingProxyType({"vi": hint[0], "en": hint[1]}))
