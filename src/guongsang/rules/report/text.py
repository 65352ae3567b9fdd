"""Text format, for people at a terminal: place, message, source line with carets, hint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.cells import cell_len, split_graphemes

from guongsang.rules.problem import Problem
from guongsang.rules.report.source_lines import HINT, Sources, clean, is_invisible
from guongsang.rules.rule import Language, Severity

SEVERITY: dict[Language, dict[Severity, str]] = {
    "vi": {"error": "lỗi", "warning": "cảnh báo"},
    "en": {"error": "error", "warning": "warning"},
}
_COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow"}
_MOST_CELLS = 100
_BEFORE = 30  # cells shown before the fault, if the line is too long
_MOST_CHARACTERS = 1000  # read on each side of the fault
_TAB = 4
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A grapheme on a terminal.

    Attributes:
        text: what is printed.
        start: offset of its first character in the line.
        end: offset after its last character.
        cells: its width in terminal cells.
    """

    text: str
    start: int
    end: int
    cells: int


def render_text(problems: Sequence[Problem], root: Path, lang: Language = "vi", *, colour: bool = False) -> str:
    """Return problems as text; `colour` adds ANSI escape codes."""
    sources = Sources(root)
    return "\n".join(_render_one(item, sources.line(item.path, item.span.line), lang, colour) for item in problems)


def _render_one(item: Problem, line: str, lang: Language, colour: bool) -> str:
    def paint(text: str, **style: Any) -> str:
        return click.style(text, **style) if colour else text

    span, shade = item.span, _COLOURS[item.severity]
    place = paint(f"{clean(item.path)}:{span.line}:{span.column}:", bold=True)
    kind = paint(f"{SEVERITY[lang][item.severity]} {item.code}:", fg=shade, bold=True)
    text = [f"{place} {kind} {clean(item.message(lang))}"]
    if line.strip():
        source, carets = excerpt(line, span.column - 1, span.length)
        text.append(f"{paint(f'{span.line:5d} |', fg='blue')} {source}")
        text.append(f"{paint('      |', fg='blue')} {paint(carets, fg=shade, bold=True)}")
    hint = item.hint(lang)
    if hint:
        text.append(f"  {paint(f'{HINT[lang]}:', fg='cyan')} {clean(hint)}")
    return "\n".join(text)


def excerpt(line: str, start: int, length: int) -> tuple[str, str]:
    """Return a source line as a terminal shows it, and the line of carets to print below it.

    Args:
        line: one line of a file.
        start: offset of the fault's first character; may lie past the end.
        length: the fault's length in characters.
    """
    left = max(0, start - _MOST_CHARACTERS)
    glyphs = _glyphs(line[left : start + _MOST_CHARACTERS])
    begin, end = start - left, start - left + max(1, length)
    first = next((index for index, glyph in enumerate(glyphs) if glyph.end > begin), len(glyphs))
    last = next((index for index, glyph in enumerate(glyphs) if glyph.start >= end), len(glyphs))
    from_, to = _window(glyphs, first)
    before, after = "…" * (left > 0 or from_ > 0), "…" * (to < len(glyphs) or start + _MOST_CHARACTERS < len(line))
    indent = cell_len(before) + _width(glyphs[from_:first])
    source = f"{before}{''.join(glyph.text for glyph in glyphs[from_:to])}{after}"
    return source, " " * indent + "^" * max(1, _width(glyphs[first : min(last, to)]))


def _window(glyphs: list[_Glyph], first: int) -> tuple[int, int]:
    """Return the range of glyphs to show: as many as fit, with glyph `first` among them."""
    if _width(glyphs) <= _MOST_CELLS:
        return 0, len(glyphs)
    from_, room = first, _BEFORE
    while from_ > 0 and (room := room - glyphs[from_ - 1].cells) >= 0:
        from_ -= 1
    to, room = from_, _MOST_CELLS
    while to < len(glyphs) and (room := room - glyphs[to].cells) >= 0:
        to += 1
    # Where the line ends before the room does, show more of what stands before.
    while to == len(glyphs) and from_ > 0 and (room := room - glyphs[from_ - 1].cells) >= 0:
        from_ -= 1
    return from_, to


def _width(glyphs: list[_Glyph]) -> int:
    return sum(glyph.cells for glyph in glyphs)


def _glyphs(line: str) -> list[_Glyph]:
    """Return the glyphs of a line: tabs as spaces to the next stop, invisible ones as U+FFFD."""
    glyphs: list[_Glyph] = []
    offset = column = 0
    for index, part in enumerate(line.split("\t")):
        if index:
            cells = _TAB - column % _TAB
            glyphs.append(_Glyph(" " * cells, offset, offset + 1, cells))
            offset, column = offset + 1, column + cells
        shown = _replace_invisible(part)
        for start, end, cells in split_graphemes(shown)[0]:
            glyphs.append(_Glyph(shown[start:end], offset + start, offset + end, cells))
            column += cells
        offset += len(part)
    return glyphs


def _replace_invisible(text: str) -> str:
    """Return text with invisible characters as U+FFFD, except those that join or flag emoji."""
    return "".join(
        "\ufffd" if is_invisible(char) and not _is_within_emoji(text, index) else char
        for index, char in enumerate(text)
    )


def _is_within_emoji(text: str, index: int) -> bool:
    char = text[index]
    if 0xE0020 <= ord(char) <= 0xE007F:  # tag characters, as in the flag of Scotland
        return index > 0 and (text[index - 1] == "\U0001f3f4" or 0xE0020 <= ord(text[index - 1]) <= 0xE007F)
    return (
        char == _JOINER
        and 0 < index < len(text) - 1
        and _is_pictograph(text[index - 1])
        and _is_pictograph(text[index + 1])
    )


def _is_pictograph(char: str) -> bool:
    return 0x1F000 <= ord(char) <= 0x1FAFF or 0x2190 <= ord(char) <= 0x2BFF or char == "\ufe0f"
