"""The text of a file as lines that keep their own endings, edited at places that count as problems count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from guongsang.manuscripts.document import Document
from guongsang.rules.problem import Span

BOM = "\ufeff"
_ENDING = re.compile(r"(\r\n|\r|\n)")
_BOUNDARY = re.compile(r"-{3,}\s*")


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing put right: the line of the file as it was, and a sentence that says what changes."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Source:
    """Lines without their endings, and the ending of each (`\\n`, `\\r\\n`, `\\r`; the last has none)."""

    lines: tuple[str, ...]
    endings: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Source:
        parts = _ENDING.split(text)
        return cls(tuple(parts[::2]), (*parts[1::2], ""))

    @property
    def text(self) -> str:
        return "".join(line + ending for line, ending in zip(self.lines, self.endings, strict=True))

    @property
    def front_end(self) -> int:
        """Return the index of the line that closes the front matter. Raises ValueError where there is none."""
        boundaries = (index for index, line in enumerate(self.lines) if _BOUNDARY.fullmatch(line))
        if next(boundaries, None) != 0:
            raise ValueError("no front matter")
        end = next(boundaries, None)
        if end is None:
            raise ValueError("front matter without an end")
        return end

    def with_lines(self, lines: Iterable[str]) -> Source:
        """Return the source with other lines and the same endings."""
        return replace(self, lines=tuple(lines))

    def at(self, span: Span) -> str:
        """Return the text at a place."""
        return self.lines[span.line - 1][span.column - 1 : span.column - 1 + span.length]

    def with_edits(self, edits: Iterable[tuple[Span, str]]) -> Source:
        """Return the source with the text at each place replaced. Places must not overlap."""
        lines = list(self.lines)
        for span, text in sorted(edits, key=lambda edit: (edit[0].line, edit[0].column), reverse=True):
            line, start = lines[span.line - 1], span.column - 1
            lines[span.line - 1] = line[:start] + text + line[start + span.length :]
        return self.with_lines(lines)


@dataclass(frozen=True, slots=True)
class Draft:
    """A file on its way to being mended: its text, and what that text is read as."""

    source: Source
    document: Document
