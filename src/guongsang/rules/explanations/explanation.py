"""What an explanation of a rule is: what the rule asks, why, and a bad and a good example that are also its test."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import dedent
from types import MappingProxyType

from guongsang.rules.problem import Language
from guongsang.rules.rule import Rule, Weight

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
PATHS = ""  # an example of a file's place, not of its text
_DETAIL = re.compile(r"\{\w+\}")
ENCODINGS: Mapping[str, str] = MappingProxyType({"cp1258": "Windows-1258", "utf-8-sig": "UTF-8 BOM"})


@dataclass(frozen=True, slots=True)
class Example:
    """One change to the model project (`model_project`) that keeps a rule, and one that breaks it.

    Attributes:
        bad: what in place of `instead_of` breaks the rule.
        good: what in place of `instead_of` keeps it.
        instead_of: a text that stands once in the model's `file`.
        file: `index.md` of the model profile, else a path from the project's root. `PATHS` (empty)
            says that the texts are parts of paths: the file is moved, its content stays.
        encoding: how the file with `bad` is written. The one with `good` is always UTF-8.
    """

    bad: str
    good: str
    instead_of: str
    file: str = "index.md"
    encoding: str = "utf-8"

    @property
    def encoding_name(self) -> str:
        """The name of the bad file's encoding as editors call it; empty for plain UTF-8."""
        return ENCODINGS.get(self.encoding, "")

    def shown(self, *, bad: bool) -> str:
        """Return the bad or the good text as people should see it: from the left margin, with nothing hidden."""
        return make_visible(dedent(self.bad if bad else self.good).strip("\n"))


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a rule asks, why (with the source: clause, law or standard), and its example."""

    asks: Texts
    why: Texts
    example: Example

    def headline(self, lang: Language) -> str:
        """Return the first sentence of what the rule asks, for lists, without its full stop."""
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
    """Return an explanation. `vi` and `en` say what is asked and why; `instead_of` is `good` where it isn't given."""
    example = Example(bad, good, good if instead_of is None else instead_of, file, encoding)
    return Explanation(
        MappingProxyType({"vi": vi[0], "en": en[0]}), MappingProxyType({"vi": vi[1], "en": en[1]}), example
    )


def usual_mend(rule: Rule, lang: Language) -> str:
    """Return a rule's mend without the details of one case; empty where the case alone tells it."""
    text = _DETAIL.sub(
        lambda match: "" if match.start() and rule.hint[lang][match.start() - 1].isalpha() else "…", rule.hint[lang]
    )
    return "" if text == "…" else text


def make_visible(text: str) -> str:
    """Return `text` with what the eye can't see made visible: U+200B as ‹U+200B›, a separate tone mark beside its letter."""
    return "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Mn":
        return f"\u25cc{char}"
    if char == "\t" or (category in ("Cf", "Cc", "Co", "Zs", "Zl", "Zp") and char not in " \n"):
        return f"‹U+{ord(char):04X}›"
    return char
