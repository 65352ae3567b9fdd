"""What a check yields: a `Problem` with its place, code, severity and details."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from guongsang.rules.catalogue import RULES
from guongsang.rules.rule import Language, Severity


@dataclass(frozen=True, slots=True)
class Span:
    """A range of characters on one line of a source file. Lines and columns count from 1."""

    line: int
    column: int
    length: int = 1


START = Span(1, 1)


def span_at(text: str, start: int, length: int = 1, *, first_line: int = 1) -> Span:
    """Return the place of `text[start:start + length]` in its file.

    Args:
        text: the file, or its part from the beginning of line `first_line` on.
        start: offset of the first character.
        length: number of characters.
        first_line: number of the line on which `text` begins.
    """
    return Span(first_line + text.count("\n", 0, start), start - text.rfind("\n", 0, start), length)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in one place.

    Attributes:
        path: the file, relative to the project's root, with forward slashes.
        span: where in the file.
        code: a key of `RULES`: `DH` and three digits.
        severity: `error` stops publication; `warning` doesn't.
        clause: id of the criteria clause concerned, where there is one.
        details: values for the rule's message and hint.
    """

    path: str
    span: Span
    code: str
    severity: Severity
    clause: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By place, then code and details: two problems with the same key are one."""
        return (self.path, self.span.line, self.span.column, self.code, str(sorted(self.details.items())))

    def message(self, lang: Language = "vi") -> str:
        """Return what must hold and what was found."""
        return RULES[self.code].message_for(self.details, lang)

    def hint(self, lang: Language = "vi") -> str:
        """Return how to fix it, or an empty string."""
        return RULES[self.code].hint_for(self.details, lang)


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems sorted by path, line and column, without duplicates."""
    unique = {problem.sort_key: problem for problem in problems}
    return [unique[key] for key in sorted(unique)]


def has_errors(problems: Iterable[Problem]) -> bool:
    """Answer whether any of the problems forbids publication."""
    return any(problem.severity == "error" for problem in problems)
