"""A rule: its code, when it is an error, and its sentences. `{name}` in a sentence is one of a problem's details."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from guongsang.rules.problem import Language, Severity

# broken: always an error. missing: an error once the profile is approved, a warning before.
# advice: always a warning.
Weight = Literal["broken", "missing", "advice"]


class Blanks(dict[str, Any]):
    """Details for a sentence: one that is missing reads as an ellipsis, since a message must never fail to print."""

    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `hint` is the usual mend; `near_hint` takes over when a nearest value is known."""

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
        """Return the mend that suits the details."""
        template = self.near_hint if details.get("near") else self.hint
        return template[lang].format_map(Blanks({"near_name": "", **details}))

    def message_for(self, details: Mapping[str, Any], lang: Language) -> str:
        """Return what must hold and what stands there."""
        return self.message[lang].format_map(Blanks(details))

    def severity(self, status: str | None) -> Severity:
        """Return how grave a breach is in a profile whose review status is `status`."""
        if self.weight == "broken":
            return "error"
        return "error" if self.weight == "missing" and status == "approved" else "warning"


def rule(code: str, weight: Weight, vi: str, en: str, *, mend: tuple[str, str] = ("", "")) -> Rule:
    """Return a rule from its sentences in Vietnamese and English; `mend` is the usual hint in both."""
    return Rule(code, weight, MappingProxyType({"vi": vi, "en": en}), MappingProxyType({"vi": mend[0], "en": mend[1]}))
