"""Typeset text for images: choose a size, break lines evenly, never overflow.

Widths come from the font (in thousandths of an em), kerning from the table beside it (see
tools/merge_fonts.py). So a line has the same width on every machine.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).parent / "fonts"
ELLIPSIS = "…"
_EM = 1000
_INFINITE = float("inf")
_ORPHAN = 0.35  # cost of a last line with a single word, in squares of the line's width
_SMALL_WORDS = frozenset(
    "và của là ở từ cho với để mà thì cùng đến về trong trên một những các bằng theo vì do".split()
)
_LOOSE_END = 0.012  # cost of a line that ends with one of these


class Face:
    """A typeface: one font file with its kerning.

    Args:
        name: file name below `fonts/`, without suffix.

    Attributes:
        letters: characters that the font has.
    """

    def __init__(self, name: str) -> None:
        about = json.loads((FONTS / f"{name}.json").read_text(encoding="utf-8"))
        self.name = name
        self.letters = frozenset(about["letters"])
        self._kerning = {
            first + second: int(value)
            for first, row in about["kerning"].items()
            for value, seconds in row.items()
            for second in seconds
        }
        self._large = ImageFont.truetype(str(FONTS / f"{name}.ttf"), _EM, layout_engine=ImageFont.Layout.BASIC)
        self._advances: dict[str, float] = {}
        self._sizes: dict[int, ImageFont.FreeTypeFont] = {}
        # The same words are measured for each size that is tried, and on many cards.
        self._measured = lru_cache(maxsize=8192)(self._measure)

    def sized(self, size: int) -> ImageFont.FreeTypeFont:
        """Return the font with `size` pixels per em."""
        if size not in self._sizes:
            self._sizes[size] = self._large.font_variant(size=size)
        return self._sizes[size]

    def readable(self, text: str) -> str:
        """Return `text` in Unicode NFC on one line, without characters that the font lacks."""
        composed = unicodedata.normalize("NFC", text)
        return re.sub(
            r"[ \t\r\n]+", " ", "".join(letter for letter in composed if letter in self.letters or letter in "\t\r\n")
        ).strip()

    def places(self, text: str, size: float) -> Iterator[tuple[str, float]]:
        """Yield each letter and its x position, in pixels from the start of the line."""
        at, before = 0.0, ""
        for letter in text:
            at += self._kerning.get(before + letter, 0)
            yield letter, at * size / _EM
            at += self._advance(letter)
            before = letter

    def width(self, text: str, size: float) -> float:
        """Return the width of `text` in pixels."""
        return self._measured(text) * size / _EM

    def _measure(self, text: str) -> float:
        return sum(map(self._advance, text)) + sum(
            self._kerning.get(text[index : index + 2], 0) for index in range(len(text) - 1)
        )

    def _advance(self, letter: str) -> float:
        if letter not in self._advances:
            self._advances[letter] = self._large.getlength(letter)
        return self._advances[letter]


@lru_cache(maxsize=8)
def load_face(name: str) -> Face:
    """Return a typeface below `fonts/`, read once per process."""
    return Face(name)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines in one typeface and size.

    Attributes:
        face: the typeface.
        size: pixels per em.
        leading: pixels between baselines.
        lines: the text of each line.
    """

    face: Face
    size: int
    leading: int
    lines: tuple[str, ...]

    @property
    def height(self) -> int:
        """Height in pixels, with the leading of each line."""
        return self.leading * len(self.lines)


@dataclass(frozen=True, slots=True)
class TypeSize:
    """A size to try.

    Attributes:
        size: pixels per em.
        lines: number of lines allowed at this size.
    """

    size: int
    lines: int


def fit(
    text: str, face: Face, steps: Sequence[TypeSize], width: int, *, height: float = _INFINITE, leading: float = 1.2
) -> Block:
    """Typeset `text` in the first size that fits; else in the last, cut at a word with an ellipsis.

    Args:
        text: what to set.
        face: the typeface.
        steps: sizes to try, in this order.
        width: pixels available for a line.
        height: pixels available for all lines.
        leading: distance of baselines, as a multiple of the size.
    """
    text = face.readable(text)
    for step in steps:
        line = round(step.size * leading)
        most = min(step.lines, int(height // line)) if height < _INFINITE else step.lines
        lines = break_lines(text, face, step.size, width)
        if len(lines) <= most and not _is_split(text, lines):
            return Block(face, step.size, line, lines)
    lines = break_lines(text, face, step.size, width)
    return Block(
        face, step.size, line, lines if len(lines) <= most else _cut(text, face, step.size, width, max(1, most))
    )


def break_lines(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """Return as few lines as possible, of even width; avoids a last line with a single word."""
    words = [piece for word in text.split(" ") if word for piece in _pieces(word, face, size, width)]
    if not words:
        return ()
    count = len(_greedy(words, face, size, width))
    return _balanced(words, count, face, size, width)


def _pieces(word: str, face: Face, size: float, width: float) -> list[str]:
    """Cut a word that is wider than a line into pieces; return other words whole."""
    pieces = []
    while face.width(word, size) > width and len(word) > 1:
        end = next(end for end in range(len(word) - 1, 0, -1) if end == 1 or face.width(word[:end], size) <= width)
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word]


def _is_split(text: str, lines: Sequence[str]) -> bool:
    return " ".join(lines) != text


def _greedy(words: Sequence[str], face: Face, size: float, width: float) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if face.width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _balanced(words: Sequence[str], count: int, face: Face, size: float, width: float) -> tuple[str, ...]:
    """Break into exactly `count` lines at the least cost, by dynamic programming.

    The cost is the sum of squares of each line's difference from the mean width.
    """
    starts, at = [], 0.0
    space = face.width(" ", size)
    for word in words:
        starts.append(at)
        at += face.width(word, size) + space
    starts.append(at)
    mean = min(width, (at - space) / count)
    total = len(words)
    best: list[list[tuple[float, int]]] = [[(_INFINITE, 0)] * (total + 1) for _ in range(count + 1)]
    best[0][0] = (0.0, 0)
    for number in range(1, count + 1):
        for end in range(1, total + 1):
            for start in range(end - 1, -1, -1):
                length = starts[end] - starts[start] - space
                if length > width and start < end - 1:
                    break
                cost = best[number - 1][start][0] + ((mean - length) / width) ** 2
                if end == total and end - start == 1 and total > count:
                    cost += _ORPHAN
                if end < total and words[end - 1].lower() in _SMALL_WORDS:
                    cost += _LOOSE_END
                if cost < best[number][end][0]:
                    best[number][end] = (cost, start)
    lines, end = [], total
    for number in range(count, 0, -1):
        start = best[number][end][1]
        lines.append(" ".join(words[start:end]))
        end = start
    return tuple(reversed(lines))


def _cut(text: str, face: Face, size: float, width: float, count: int) -> tuple[str, ...]:
    """Return as many whole words as fit on `count` lines, with an ellipsis after the last."""
    words = text.split(" ")
    fewest, most = 1, len(words)
    while fewest < most:  # binary search for the largest number of words that fits
        middle = (fewest + most + 1) // 2
        if len(break_lines(_shortened(words, middle), face, size, width)) <= count:
            fewest = middle
        else:
            most = middle - 1
    return break_lines(_shortened(words, fewest), face, size, width)[:count]


def _shortened(words: Sequence[str], count: int) -> str:
    return " ".join(words[:count]).rstrip(" ,.;:–-(“") + ELLIPSIS
