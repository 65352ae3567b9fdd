"""The text of a file as lines with their own line endings, and edits at spans of problems."""

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
    """One fix.

    Attributes:
        line: number of the line, before any fix.
        sentence: what changes, in Vietnamese.
    """

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Source:
    r"""The text of a file.

    Attributes:
        lines: without their endings.
        endings: of each line: `\n`, `\r\n` or `\r`; the last line has none.
    """

    lines: tuple[str, ...]
    endings: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Source:
        """Split a text at its line breaks, of any kind."""
        parts = _ENDING.split(text)
        return cls(tuple(parts[::2]), (*parts[1::2], ""))

    @property
    def text(self) -> str:
        """The whole text, with the line endings that it had."""
        return "".join(line + ending for line, ending in zip(self.lines, self.endings, strict=True))

    @property
    def front_end(self) -> int:
        """The index of the line that closes the front matter.

        Raises:
            ValueError: There is no front matter, or it has no end.
        """
        boundaries = (index for index, line in enumerate(self.lines) if _BOUNDARY.fullmatch(line))
        if next(boundaries, None) != 0:
            raise ValueError("no front matter")
        end = next(boundaries, None)
        if end is None:
            raise ValueError("front matter without an end")
        return end

    def with_lines(self, lines: Iterable[str]) -> Source:
        """Return the source with the lines replaced and the same endings."""
        return replace(self, lines=tuple(lines))

    def at(self, span: Span) -> str:
        """Return the text of a span."""
        return self.lines[span.line - 1][span.column - 1 : span.column - 1 + span.length]

    def with_edits(self, edits: Iterable[tuple[Span, str]]) -> Source:
        """Return the source with the text of each span replaced. Spans must not overlap."""
        lines = list(self.lines)
        for span, text in sorted(edits, key=lambda edit: (edit[0].line, edit[0].column), reverse=True):
            line, start = lines[span.line - 1], span.column - 1
            lines[span.line - 1] = line[:start] + text + line[start + span.length :]
        return self.with_lines(lines)


@dataclass(frozen=True, slots=True)
class Draft:
    """A file between two fixes.

    Attributes:
        source: its text.
        document: the same text, parsed.
    """

    source: Source
    document: Document
