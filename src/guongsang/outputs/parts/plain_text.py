"""Parts of a profile as plain text: blocks of its story, lines of facts and corrections."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from guongsang.outputs.identity_cache import remember
from guongsang.outputs.parts.facts import Fact, FactKey, profile_facts
from guongsang.publication.profile import PublishedProfile
from guongsang.text.dates import format_date

_BLOCKS = {
    "p": "paragraph",
    "li": "item",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "tr": "row",
    "pre": "paragraph",
    "figcaption": "paragraph",
}
# A tag of sanitised HTML: lower case, every value quoted, no bare "<" between tags.
# The standard library's parser also reads other HTML, but takes far longer.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)([^">]*(?:"[^"]*"[^">]*)*)>')
_START = re.compile(r' start="([0-9]+)"')

_FACTS: tuple[FactKey, ...] = ("kind", "recognition", "award", "initiative", "figure")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text.

    Attributes:
        kind: paragraph, heading, item (of a list), quote or row (of a table).
        text: its words; the cells of a row are separated by " | ".
        level: of a heading, 2 to 4; else 0.
        number: of an item in a numbered list; else 0.
        cells: of a row, empty ones included.
    """

    kind: str
    text: str
    level: int = 0
    number: int = 0
    cells: tuple[str, ...] = ()


class _BlockReader:
    """Splits the sanitised HTML of a body into blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._kind = "paragraph"
        self._parts: list[str] = []
        self._cells: list[int] = []  # index in `_parts` of each cell's first part
        self._lists: list[int | None] = []  # next number of each open list; None: unnumbered
        self._level = 0
        self._quoted = 0

    def feed(self, html: str) -> None:
        """Read a piece of HTML. The last block stays open until `end_block`."""
        text, *rest = _TAG.split(html)
        parts = iter(rest)
        self._add(text)
        for ends, tag, attributes, text in zip(parts, parts, parts, parts, strict=True):
            if ends:
                self._end_tag(tag)
            else:
                self._start_tag(tag, attributes)
            self._add(text)

    def _add(self, text: str) -> None:
        if text:
            self._parts.append(unescape(text))

    def _start_tag(self, tag: str, attributes: str) -> None:
        if tag in _BLOCKS and not (tag == "p" and self._kind == "item" and not "".join(self._parts).strip()):
            self.end_block()
            self._kind = _BLOCKS[tag]
            self._level = int(tag[1]) if self._kind == "heading" else 0
        if tag in ("ol", "ul"):
            self.end_block()
            start = _START.search(attributes)
            self._lists.append((int(start[1]) if start else 1) if tag == "ol" else None)
        if tag == "blockquote":
            self.end_block()
            self._quoted += 1
        if tag == "br":
            self._parts.append(" ")
        if tag in ("td", "th"):
            if "".join(self._parts).strip():
                self._parts.append(" | ")
            self._cells.append(len(self._parts))

    def _end_tag(self, tag: str) -> None:
        if tag in _BLOCKS or tag == "blockquote":
            self.end_block()
        if tag == "blockquote":
            self._quoted -= 1
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()

    def end_block(self) -> None:
        """Close the current block; it is dropped if it has no text."""
        text = even_spaces("".join(self._parts))
        if text:
            kind = "quote" if self._quoted and self._kind == "paragraph" else self._kind
            self.blocks.append(
                Block(
                    kind,
                    text,
                    self._level,
                    self._next_number() if kind == "item" else 0,
                    self._row() if kind == "row" else (),
                )
            )
        self._kind, self._parts, self._cells, self._level = "paragraph", [], [], 0

    def _next_number(self) -> int:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return 0
        self._lists[-1] = number + 1
        return number

    def _row(self) -> tuple[str, ...]:
        ends = [*self._cells[1:], len(self._parts)]
        return tuple(
            " ".join("".join(self._parts[start:end]).removesuffix(" | ").split())
            for start, end in zip(self._cells, ends, strict=True)
        )


@remember(1 << 6)  # press kit, panel and plain text ask in turn, each for a batch of profiles
def read_blocks(profile: PublishedProfile) -> tuple[Block, ...]:
    """Return the body of a profile as blocks, in order, without photos."""
    reader = _BlockReader()
    for segment in profile.prose.segments:
        reader.feed(segment.html)
        reader.end_block()
    return tuple(reader.blocks)


@remember(1 << 6)  # plain text and feeds ask in turn
def fact_lines(profile: PublishedProfile) -> tuple[str, ...]:
    """Return facts of a profile, each a line with the document behind it.

    These are kind and stage, recognition, awards, and initiatives with their figures.
    """
    return tuple(_fact_line(fact) for fact in profile_facts(profile, _FACTS) if fact.values)


def _fact_line(fact: Fact) -> str:
    match fact.key:
        case "recognition":
            day = f" ngày {format_date(fact.day)}" if fact.day else ""
            return f"Công nhận: {fact.text}{day} ({fact.document})"
        case "award":
            return f"{fact.text} ({fact.document})"
        case "initiative":
            name, effect = (value.text for value in fact.values)
            return f"Mô hình, sáng kiến: {name}. {effect} ({fact.document})"
        case "figure":
            before, after = (value.text for value in fact.values)
            return f"{fact.label}: {f'trước {before}, ' if before else ''}sau {after}"
    return fact.text


def correction_lines(profile: PublishedProfile) -> list[str]:
    """Return each correction as a sentence, with its day if known."""
    return [
        f"Đính chính ngày {format_date(item.date)}: {item.text}" if item.date else item.text or ""
        for item in profile.corrections
    ]


def even_spaces(text: str) -> str:
    """Return a text with single spaces between words and none at its ends.

    Most texts are so already; checking first takes a fifth of the time of splitting.
    """
    # Of all white space only " " is printable.
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text
    return " ".join(text.split())
