"""Write a sheet as a Word file (.docx) with python-docx; equal sheets give equal bytes.

It starts from python-docx's own template, without the template's author, dates and thumbnail.
word_styles.py sets the styles.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from guongsang.media.kits.word_styles import RULE_COLOUR, set_styles
from guongsang.media.kits.zip_entry import zip_entry
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
from guongsang.text.xml_text import legal_xml

_TAGS = {"vi": "vi-VN", "en": "en-GB"}
_TINT = "F3EEE4"  # background of a table's header
_PICTURE_AREA = 56  # square centimetres: upright and wide photos alike
_TEXT_WIDTH = Cm(16)
_STYLES = {"body": "Normal", "lead": "Sapo", "byline": "Byline", "small": "Small"}
_LONGEST_PROPERTY = 255  # characters; Office's own limit


def draw_document(sheet: Sheet, pictures: Mapping[str, bytes]) -> bytes:
    """Return a sheet as the bytes of a .docx file.

    Args:
        sheet: the content.
        pictures: JPEG bytes by `Picture.file`. If one is missing, only its caption is written.
    """
    document = Document()
    _set_page(document, sheet)
    set_styles(document, _TAGS.get(sheet.language, sheet.language))
    _describe(document, sheet)
    for block in sheet.blocks:
        if isinstance(block, Note):
            _write(document, block.text, "Note")
    _write(document, sheet.title, "Title")
    for block in sheet.blocks:
        _add(document, block, pictures)
    return _pack(document)


def _add(document: WordDocument, block: SheetBlock, pictures: Mapping[str, bytes]) -> None:
    match block:
        case Heading(text, level):
            _write(document, text, f"Heading {level}")
        case Paragraph(text, style):
            _write(document, text, _STYLES[style])
        case Item(text, number):
            _write(document, f"{number}.\t{text}" if number else text, "Numbered" if number else "List Bullet")
        case Quotation(text, by):
            said = _write(document, text, "Quote")
            if by:
                said.paragraph_format.keep_with_next, said.paragraph_format.space_after = True, Pt(3)
                _write(document, f"— {by}", "Speaker")
        case Table():
            _add_table(document, block)
        case Picture():
            _add_picture(document, block, pictures.get(block.file))
        case Reference(text, address):
            _add_reference(document, text, address)


def _write(document: WordDocument, text: str, style: str) -> WordParagraph:
    return _styled(document.add_paragraph(legal_xml(text)), style)


def _styled(paragraph: WordParagraph, style: str) -> WordParagraph:
    """Set a paragraph's style by id, which here is the name without spaces.

    To set it by name, as python-docx offers, takes most of the time of a document.
    """
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def _add_table(document: WordDocument, block: Table) -> None:
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.header), style="Table Grid")
    table.autofit = False
    _add_borders(table)
    widths = _column_widths(block)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, (row, cells) in enumerate(zip(table.rows, (block.header, *block.rows), strict=True)):
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = width
            _styled(cell.paragraphs[0], "Table Head" if number == 0 else "Table Text").add_run(legal_xml(text))
            if number == 0:
                _shade(cell)
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            # Word repeats this row on each page; screen readers announce columns by it.
            properties.append(OxmlElement("w:tblHeader"))
    _write(document, "", "After Table")


def _column_widths(block: Table) -> list[int]:
    """Return column widths by length of text, each wide enough for a document's number."""
    longest = [
        max(len(line) for row in (block.header, *block.rows) for line in row[index].split("\n"))
        for index in range(len(block.header))
    ]
    weights = [min(max(length, 9), 120) ** 0.7 for length in longest]
    return [int(_TEXT_WIDTH * weight / sum(weights)) for weight in weights]


def _add_borders(table: WordTable) -> None:
    """Draw thin lines between rows, and none between columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        shown = side in ("top", "bottom", "insideH")
        for name, value in (("val", "single" if shown else "nil"), ("sz", "4"), ("space", "0"), ("color", RULE_COLOUR)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _shade(cell: _Cell) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _TINT)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _add_picture(document: WordDocument, block: Picture, content: bytes | None) -> None:
    if content:
        paragraph = _write(document, "", "Photo")
        shape = paragraph.add_run().add_picture(BytesIO(content))
        ratio = shape.width / shape.height
        shape.width, shape.height = (
            Cm(min(16, (_PICTURE_AREA * ratio) ** 0.5)),
            Cm(min(16 / ratio, (_PICTURE_AREA / ratio) ** 0.5)),
        )
        for side in ("distT", "distB", "distL", "distR"):
            shape._inline.set(side, "0")  # if missing, LibreOffice adds a gap
        shape._inline.docPr.set("descr", legal_xml(block.alt))
        shape._inline.docPr.set("name", block.file)
    caption = _write(document, "", "Caption")
    caption.add_run(block.file).bold = True
    for line in block.lines:
        caption.add_run().add_break()
        caption.add_run(legal_xml(line))


def _add_reference(document: WordDocument, text: str, address: str) -> None:
    paragraph = _write(document, f"{text}: ", "Normal")
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(address)
    run.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _set_page(document: WordDocument, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    section.header_distance = section.footer_distance = Cm(1)
    foot = section.footer.paragraphs[0]
    foot.add_run(legal_xml(f"{sheet.footer}, trang " if sheet.footer else "Trang "))
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    run = foot.add_run("1")
    number.append(run._r)
    foot._p.append(number)


def _describe(document: WordDocument, sheet: Sheet) -> None:
    """Set the document's properties: title, publisher, keywords, and dates from the content.

    The clock is never used, so that equal sheets give equal bytes.
    """
    about = document.core_properties
    about.title, about.subject = _property(sheet.title), _property(sheet.subject)
    about.author = about.last_modified_by = _property(sheet.publisher)
    about.keywords = _property("; ".join(sheet.keywords))
    about.language = _TAGS.get(sheet.language, sheet.language)
    about.comments, about.category, about.revision = "", "", 1
    created = _moment(sheet.created or sheet.modified or date(1980, 1, 1))
    about.created, about.modified = created, max(created, _moment(sheet.modified or sheet.created or date(1980, 1, 1)))
    package = document.part.package
    for key, relation in list(package.rels.items()):
        # The template's own: a thumbnail of another page, properties from another machine.
        if relation.reltype.endswith(("/thumbnail", "/extended-properties")):
            package.rels.pop(key)


def _property(text: str) -> str:
    return legal_xml(text)[:_LONGEST_PROPERTY]


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _pack(document: WordDocument) -> bytes:
    """Return the file, zipped again: python-docx stores the current time in each entry."""
    saved, packed = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w") as target:
        # Readers expect the content types first.
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            target.writestr(zip_entry(name, zipfile.ZIP_DEFLATED), source.read(name), compresslevel=6)
    return packed.getvalue()
