"""Setting type: letters of a font in lines that fit, balanced, never overflowing. For pictures; the web does this by itself.

Widths come from the font's own, in thousandths of the em, and kerning from the table beside it (see tools/merge_fonts.py),
so that a line is as wide on one machine as on another.
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
_ORPHAN = 0.35  # what a last line of a single word costs, in squares of the line's width
_SMALL_WORDS = frozenset(
    "và của là ở từ cho với để mà thì cùng đến về trong trên một những các bằng theo vì do".split()
)
_LOOSE_END = 0.012  # what a line that ends in a small word costs


class Face:
    """A font: how wide its letters are, alone and in pairs. Letters that it doesn't have are left out of a text."""

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
        self._measured = lru_cache(maxsize=8192)(
            self._measure
        )  # the same words come at every size that is tried, and on many cards

    def sized(self, size: int) -> ImageFont.FreeTypeFont:
        """Return the font at `size` pixels an em."""
        if size not in self._sizes:
            self._sizes[size] = self._large.font_variant(size=size)
        return self._sizes[size]

    def readable(self, text: str) -> str:
        """Return `text` in composed form and one line, without the letters that the font lacks."""
        composed = unicodedata.normalize("NFC", text)
        return re.sub(
            r"[ \t\r\n]+", " ", "".join(letter for letter in composed if letter in self.letters or letter in "\t\r\n")
        ).strip()

    def places(self, text: str, size: float) -> Iterator[tuple[str, float]]:
        """Yield each letter with where it begins, in pixels from the start of the line."""
        at, before = 0.0, ""
        for letter in text:
            at += self._kerning.get(before + letter, 0)
            yield letter, at * size / _EM
            at += self._advance(letter)
            before = letter

    def width(self, text: str, size: float) -> float:
        """Return how wide `text` is, in pixels."""
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
    """Return the face of a font below `fonts/`, read once a process."""
    return Face(name)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines set in one face and size. `leading` is the distance of base lines; both in pixels."""

    face: Face
    size: int
    leading: int
    lines: tuple[str, ...]

    @property
    def height(self) -> int:
        return self.leading * len(self.lines)


@dataclass(frozen=True, slots=True)
class Step:
    """One size to try, in pixels, with the most lines that it may take."""

    size: int
    lines: int


def fit(
    text: str, face: Face, steps: Sequence[Step], width: int, *, height: float = _INFINITE, leading: float = 1.2
) -> Block:
    """Set `text` in the first step in which it fits a box; in the last one cut it at the end of a word, with an ellipsis."""
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
    """Return the fewest lines that hold `text`, as even as can be, without a single word on the last where avoidable."""
    words = [piece for word in text.split(" ") if word for piece in _pieces(word, face, size, width)]
    if not words:
        return ()
    count = len(_greedy(words, face, size, width))
    return _balanced(words, count, face, size, width)


def _pieces(word: str, face: Face, size: float, width: float) -> list[str]:
    """Cut a word that is wider than a line; most aren't."""
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
    """Break into exactly `count` lines at the least cost: the squares of what is left at the ends, measured by the mean line."""
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
    """Return as many whole words as `count` lines hold, with an ellipsis after the last."""
    words = text.split(" ")
    fewest, most = 1, len(words)
    while fewest < most:  # the greatest number of words that fits
        middle = (fewest + most + 1) // 2
        if len(break_lines(_shortened(words, middle), face, size, width)) <= count:
            fewest = middle
        else:
            most = middle - 1
    return break_lines(_shortened(words, fewest), face, size, width)[:count]


def _shortened(words: Sequence[str], count: int) -> str:
    return " ".join(words[:count]).rstrip(" ,.;:–-(“") + ELLIPSIS
