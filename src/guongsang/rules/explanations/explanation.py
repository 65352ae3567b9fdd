"""What an explanation is: what a rule asks, why, and an example that is also the rule's test."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import dedent
from types import MappingProxyType

from guongsang.rules.rule import Language, Rule, Weight

Texts = Mapping[Language, str]
WEIGHTS: Mapping[Weight, Texts] = MappingProxyType(
    {
        "broken": {"vi": "luôn là lỗi", "en": "always an error"},
        "missing": {
            "vi": "lỗi khi đã duyệt, cảnh báo khi còn nháp",
            "en": "an error once approved, a warning in a draft",
        },
        "advice": {"vi": "cảnh báo", "en": "a warning"},
    }
)
PATHS = ""  # value of `Example.file`: the example moves a file
_DETAIL = re.compile(r"\{\w+\}")
ENCODINGS: Mapping[str, str] = MappingProxyType({"cp1258": "Windows-1258", "utf-8-sig": "UTF-8 BOM"})


@dataclass(frozen=True, slots=True)
class Example:
    """One change to the model project (`model_project`) that breaks a rule, and one that keeps it.

    Attributes:
        bad: text that breaks the rule.
        good: text that keeps it.
        instead_of: the text to replace; it occurs once in the model's `file`.
        file: `index.md` (of the model profile) or a path from the project's root. With `PATHS`, the
            texts are parts of paths: the file is moved and its content stays.
        encoding: of the file with `bad`. The file with `good` is always UTF-8.
    """

    bad: str
    good: str
    instead_of: str
    file: str = "index.md"
    encoding: str = "utf-8"

    @property
    def encoding_name(self) -> str:
        """The bad file's encoding under the name that editors show; empty for UTF-8."""
        return ENCODINGS.get(self.encoding, "")

    def shown(self, *, bad: bool) -> str:
        """Return the bad or the good text for display: not indented, invisible characters shown."""
        return make_visible(dedent(self.bad if bad else self.good).strip("\n"))


@dataclass(frozen=True, slots=True)
class Explanation:
    """Explains one rule.

    Attributes:
        asks: what the rule asks.
        why: the reason, with its source: clause, law or standard.
        example: a change that breaks the rule and one that keeps it.
    """

    asks: Texts
    why: Texts
    example: Example

    def headline(self, lang: Language) -> str:
        """Return the first sentence of `asks`, for lists, without its full stop."""
        return self.asks[lang].split(". ")[0].rstrip(".")


def explain(
    *,
    vi: tuple[str, str],
    en: tuple[str, str],
    bad: str,
    good: str,
    instead_of: str | None = None,
    file: str = "index.md",
    encoding: str = "utf-8",
) -> Explanation:
    """Return an explanation.

    Args:
        vi: what is asked and why, in Vietnamese.
        en: the same in English.
        bad: as in `Example`.
        good: as in `Example`.
        instead_of: as in `Example`; None means `good`.
        file: as in `Example`.
        encoding: as in `Example`.
    """
    example = Example(bad, good, good if instead_of is None else instead_of, file, encoding)
    return Explanation(
        MappingProxyType({"vi": vi[0], "en": en[0]}), MappingProxyType({"vi": vi[1], "en": en[1]}), example
    )


def usual_mend(rule: Rule, lang: Language) -> str:
    """Return a rule's hint with … for details; empty if the hint is nothing but a detail."""
    text = _DETAIL.sub(
        lambda match: "" if match.start() and rule.hint[lang][match.start() - 1].isalpha() else "…", rule.hint[lang]
    )
    return "" if text == "…" else text


def make_visible(text: str) -> str:
    """Return `text` with invisible characters shown: U+200B as ‹U+200B›.

    A combining mark gets a dotted circle, so that it shows beside its letter.
    """
    return "".join(_show_char(char) for char in text)


def _show_char(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Mn":
        return f"\u25cc{char}"
    if char == "\t" or (category in ("Cf", "Cc", "Co", "Zs", "Zl", "Zp") and char not in " \n"):
        return f"‹U+{ord(char):04X}›"
    return char
