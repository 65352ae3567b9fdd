"""A sheet: what a press kit's article says, block by block, before it is set as Word, text or Markdown. So the three can't differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Note:
    """What must be read before all else: that a profile is a sample, what was corrected."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` is 1 for the parts of the sheet and the story, 2 and 3 below them."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`style` is body, lead (the sapo), byline, or small (what is about the text)."""

    text: str
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; `number` is 0 where the list has none."""

    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Quotation:
    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a row of headings; each row has as many cells. A cell may have several lines."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo of the kit: `file` is its name from the kit's folder, `lines` what its caption says below it."""

    file: str
    alt: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """An address on the site itself, with the words before it."""

    text: str
    address: str


SheetBlock = Note | Heading | Paragraph | Item | Quotation | Table | Picture | Reference


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole sheet.

    Attributes:
        title: the headline.
        blocks: all that stands below it; notes stand above.
        publisher, subject, keywords, language: properties of the document.
        footer: what stands at the foot of each page.
        created, modified: days of the content, never of the making.
    """

    title: str
    blocks: tuple[SheetBlock, ...]
    publisher: str
    subject: str
    keywords: tuple[str, ...]
    language: str
    footer: str
    created: date | None
    modified: date | None
