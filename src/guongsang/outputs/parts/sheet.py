"""The article of a press kit as blocks. Word, text and Markdown render these, so they agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Note:
    """A warning above the title: the profile is a sample, or was corrected."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. `level` is 1 for parts of the sheet and of the story, 2 and 3 below them."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `style` is body, lead (the sapo), byline, or small (remarks on the text)."""

    text: str
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list. `number` is 0 in a list without numbers."""

    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation, with its speaker; `by` is empty if nobody is named."""

    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Each row has as many cells as `header`; a cell may have several lines."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo of the kit.

    Attributes:
        file: its path in the kit's folder.
        alt: its alternative text.
        lines: the lines of its caption.
    """

    file: str
    alt: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """An address on the site, with the words before it."""

    text: str
    address: str


SheetBlock = Note | Heading | Paragraph | Item | Quotation | Table | Picture | Reference


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole article.

    Attributes:
        title: the headline.
        blocks: its content, in order; notes are shown above the title.
        publisher: property of the Word document, as are `subject`, `keywords` and `language`.
        footer: text at the foot of each page.
        created: when the content was published, never when the file was made.
        modified: when the content last changed.
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
