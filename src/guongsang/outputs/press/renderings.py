"""A press kit's article as plain text and as Markdown for a CMS, and the list of captions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guongsang.outputs.parts.press_wording import SAMPLE_NOTE, photo_people, usage_terms
from guongsang.outputs.parts.sheet import (
    Heading,
    Item,
    Note,
    Paragraph,
    Picture,
    Quotation,
    Reference,
    Sheet,
    SheetBlock,
    Table,
)
from guongsang.outputs.press.article import NO_PHOTOS
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import press_photo_name
from guongsang.text.dates import format_date
from guongsang.text.xml_text import legal_xml

BOM = "\ufeff"  # without it Word asks for the encoding, and old Notepads guess wrong
_SPECIAL = re.compile(r"([\\`*_\[\]<>|]|&(?=#?\w+;))")
_OPENING = re.compile(r"^([#+=~-]|\d+(?=[.)]))")


def render_press_text(sheet: Sheet) -> str:
    """Return a sheet as text, a paragraph per line.

    Editors paste it into Word or a CMS, which wrap lines themselves.
    """
    notes = [block.text for block in sheet.blocks if isinstance(block, Note)]
    parts = [*notes, sheet.title, *(part for block in sheet.blocks for part in _text_parts(block))]
    return _close(parts, BOM)


def _close(parts: list[str], mark: str = "") -> str:
    """Return the parts as one text, without characters that XML, and so no CMS, allows."""
    return mark + legal_xml("\n\n".join(parts)) + "\n"


def _text_parts(block: SheetBlock) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield text.upper() if level == 1 else text
        case Paragraph(text):
            yield text
        case Item(text, number):
            yield f"{number}. {text}" if number else f"- {text}"
        case Quotation(text, by):
            yield f"{text}\n— {by}" if by else text
        case Table():
            yield "\n".join(_row_line(block.header, row) for row in block.rows)
        case Picture(file, alt, lines):
            yield "\n".join([file, *lines, f"Ảnh cho thấy: {alt}"])
        case Reference(text, address):
            yield f"{text}: {address}"


def _row_line(header: tuple[str, ...], row: tuple[str, ...]) -> str:
    """Return a row as a line that makes sense without its table: subject, then labelled values."""
    subject, *cells = (cell.replace("\n", "; ") for cell in row)
    if len(cells) == 1:
        return f"- {subject}: {cells[0]}"
    named = [
        f"{label}: {cell.rstrip('.')}." if label else cell
        for label, cell in zip(header[1:], cells, strict=True)
        if cell
    ]
    return f"- {' '.join([f'{subject}.', *named] if subject else named)}"


def render_press_markdown(sheet: Sheet) -> str:
    """Return a sheet as Markdown (CommonMark with tables), without front matter.

    Markup characters in the author's text are escaped.
    """
    notes = [f"> **{_escape(block.text)}**" for block in sheet.blocks if isinstance(block, Note)]
    return _close(
        [*notes, f"# {_escape(sheet.title)}", *(part for block in sheet.blocks for part in _markdown_parts(block))]
    )


def _markdown_parts(block: SheetBlock) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * (level + 1)} {_escape(text)}"
        case Paragraph(text, style):
            yield (
                f"**{_escape(text)}**"
                if style == "lead"
                else f"*{_escape(text)}*"
                if style == "byline"
                else _escape(text)
            )
        case Item(text, number):
            yield f"{number}. {_escape(text)}" if number else f"- {_escape(text)}"
        case Quotation(text, by):
            yield f"> {_escape(text)}\n>\n> — {_escape(by)}" if by else f"> {_escape(text)}"
        case Table(header, rows):
            yield "\n".join([_markdown_row(header), f"|{'---|' * len(header)}", *map(_markdown_row, rows)])
        case Picture(file, alt, lines):
            yield f"![{_escape(alt)}]({file})\n\n" + "  \n".join(map(_escape, lines))
        case Reference(text, address):
            yield f"{_escape(text)}: <{address}>"


def _markdown_row(cells: tuple[str, ...]) -> str:
    lines = (_escape(cell).replace("\n", "<br>") for cell in cells)
    return f"| {' | '.join(lines)} |"


def _escape(text: str) -> str:
    return _OPENING.sub(_escape_opening, _SPECIAL.sub(r"\\\1", text))


def _escape_opening(match: re.Match[str]) -> str:
    return f"{match[0]}\\" if match[0][0].isdigit() else f"\\{match[0]}"


def render_captions(profile: PublishedProfile, site: Site) -> str:
    """Return the list of photos for a picture desk, and the terms of use.

    Each photo has file, caption, credit, people, day and alternative text.
    """
    parts = [SAMPLE_NOTE] if profile.sample else []
    for photo in profile.photos:
        lines = (
            ("Tệp", press_photo_name(profile.slug, photo.number)),
            ("Chú thích", photo.caption),
            ("Tác giả, nguồn ảnh", photo.credit),
            ("Trong ảnh", ", ".join(photo_people(photo))),
            ("Ngày chụp", format_date(photo.taken) if photo.taken else ""),
            ("Ảnh cho thấy", photo.alt),
        )
        parts.append("\n".join(f"{label}: {text}" for label, text in lines if text))
    parts.append(f"Điều kiện sử dụng: {usage_terms(site)}" if profile.photos else NO_PHOTOS)
    return _close(parts, BOM)
