"""What a check yields: a `Problem` that says where, what must hold, what stands there, and the mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning"]
Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line in a source file. Lines and columns count from 1, in characters."""

    line: int
    column: int
    length: int = 1


START = Span(1, 1)


def span_at(text: str, start: int, length: int = 1, *, first_line: int = 1) -> Span:
    """Return the place of `text[start:start + length]` in a file in which `text` begins on line `first_line`."""
    return Span(first_line + text.count("\n", 0, start), start - text.rfind("\n", 0, start), length)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in one place.

    Attributes:
        path: the file, relative to the project's root, with forward slashes.
        span: where in the file.
        code: an id of the rules table, `DH` and three digits.
        severity: `error` stops publication; `warning` doesn't.
        clause: the criteria clause concerned, where there is one.
        details: the values that the rule's message and hint speak of.
        hint: a key of the rule's hints; None takes the rule's usual hint.
    """

    path: str
    span: Span
    code: str
    severity: Severity
    clause: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sort_key(self) -> tuple:
        return (self.path, self.span.line, self.span.column, self.code, str(sorted(self.details.items())))

    def message(self, lang: Language = "vi") -> str:
        """Return what must hold and what stands there."""
        from guongsang.rules import RULES

        return RULES[self.code].message_for(self.details, lang)

    def hint(self, lang: Language = "vi") -> str:
        """Return how to mend it, or an empty string."""
        from guongsang.rules import RULES

        return RULES[self.code].hint_for(self.details, lang)


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems by path, line and column, each once."""
    unique = {problem.sort_key: problem for problem in problems}
    return [unique[key] for key in sorted(unique)]


def has_errors(problems: Iterable[Problem]) -> bool:
    """Answer whether any of the problems forbids publication."""
    return any(problem.severity == "error" for problem in problems)
