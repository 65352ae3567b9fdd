"""A sheet set as a Word file: real styles, a Vietnamese text font, tables with headings, properties that tell of the content.

Drawn on python-docx's own template, of which nothing that tells of another author or day is left. The same sheet gives the same bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

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

FONT = "Times New Roman"  # what offices and newsrooms have, with all Vietnamese letters
_TAGS = {"vi": "vi-VN", "en": "en-GB"}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a ZIP can tell
_INK, _MUTED = RGBColor(0x22, 0x1B, 0x14), RGBColor(0x59, 0x4F, 0x44)
_RULE, _TINT = "B9AE9C", "F3EEE4"
_PICTURE_AREA = 56  # square centimetres: upright and wide photos alike
_TEXT_WIDTH = Cm(16)
_STYLES = {"body": "Normal", "lead": "Sapo", "byline": "Byline", "small": "Small"}
_LONGEST_PROPERTY = 255  # characters; Office's own limit


def draw_document(sheet: Sheet, pictures: Mapping[str, bytes]) -> bytes:
    """Return a sheet as the bytes of a .docx file.

    Args:
        sheet: what it says.
        pictures: JPEG bytes by the file name in each `Picture`; one that is missing leaves its caption.
    """
    document = Document()
    _shape_page(document, sheet)
    _shape_styles(document, _TAGS.get(sheet.language, sheet.language))
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
    """Give a paragraph its style by id, which here is its name without spaces: python-docx's own way by name takes most of a document's time."""
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def _add_table(document: WordDocument, block: Table) -> None:
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.header), style="Table Grid")
    table.autofit = False
    _rule(table)
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
            properties.append(
                OxmlElement("w:tblHeader")
            )  # repeated on each page, and what screen readers tell columns by
    _write(document, "", "After Table")


def _column_widths(block: Table) -> list[int]:
    """Return widths that share the page by how much each column says, none narrower than a document's number needs."""
    longest = [
        max(len(line) for row in (block.header, *block.rows) for line in row[index].split("\n"))
        for index in range(len(block.header))
    ]
    weights = [min(max(length, 9), 120) ** 0.7 for length in longest]
    return [int(_TEXT_WIDTH * weight / sum(weights)) for weight in weights]


def _rule(table: WordTable) -> None:
    """Draw hairlines between rows, and none between columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        shown = side in ("top", "bottom", "insideH")
        for name, value in (("val", "single" if shown else "nil"), ("sz", "4"), ("space", "0"), ("color", _RULE)):
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
            shape._inline.set(side, "0")  # unsaid, LibreOffice takes it for a gap
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


def _shape_page(document: WordDocument, sheet: Sheet) -> None:
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


def _shape_styles(document: WordDocument, language: str) -> None:
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    spoken = defaults.find(qn("w:lang"))
    for name in ("val", "eastAsia", "bidi"):
        spoken.set(qn(f"w:{name}"), language)
    _shape(styles["Normal"], size=12.5, after=7, line=1.2)
    _shape(styles["Title"], size=22, bold=True, before=6, after=8, line=1.05)
    _shape(styles["Heading 1"], size=15, bold=True, before=18, after=5, keep=True)
    _shape(styles["Heading 2"], size=12.5, bold=True, before=10, after=4, keep=True)
    _shape(styles["Heading 3"], size=12.5, bold=True, italic=True, before=8, after=4, keep=True)
    _shape(styles["Quote"], size=12.5, italic=True, after=8, left=1)
    _shape(styles["List Bullet"], after=4, line=1.2)
    _shape(styles["Caption"], size=10.5, after=12, bold=False, line=1.1)
    _shape(styles["Footer"], size=9.5, colour=_MUTED)
    for name, base, shape in (
        ("Sapo", "Normal", {"bold": True, "after": 6}),
        ("Byline", "Normal", {"italic": True, "after": 12}),
        ("Small", "Normal", {"size": 10.5, "colour": _MUTED, "after": 5}),
        ("Speaker", "Normal", {"left": 1, "after": 9}),
        ("Numbered", "Normal", {"left": 0.8, "first": -0.8, "after": 4}),
        ("Note", "Normal", {"size": 11.5, "bold": True, "after": 10, "line": 1.1}),
        ("Photo", "Normal", {"before": 6, "after": 3, "keep": True, "line": 1}),
        ("Table Text", "Normal", {"size": 10.5, "after": 2, "before": 2, "line": 1.05}),
        ("Table Head", "Table Text", {"bold": True, "keep": True}),
        ("After Table", "Normal", {"size": 4, "after": 4, "line": 1}),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[base]
        _shape(style, **shape)
    _frame(styles["Note"])
    for name in ("Title", "Heading 1"):
        borders = styles[name].element.pPr.find(qn("w:pBdr"))
        if borders is not None:
            styles[name].element.pPr.remove(borders)


def _shape(
    style: ParagraphStyle,
    *,
    size: float | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    before: float = 0,
    after: float = 0,
    line: float | None = None,
    left: float | None = None,
    first: float | None = None,
    keep: bool = False,
    colour: RGBColor = _INK,
) -> None:
    """Set a style: sizes and gaps in points, indents in centimetres."""
    font, form = style.font, style.paragraph_format
    font.name, font.color.rgb = FONT, colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]  # a theme's font would win over ours
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
    if size:
        font.size = Pt(size)
    if bold is not None:
        font.bold = bold
    if italic is not None:
        font.italic = italic
    spacing = style.element.rPr.find(qn("w:spacing"))
    if spacing is not None:
        style.element.rPr.remove(spacing)  # the template's title is set wide
    form.space_before, form.space_after = Pt(before), Pt(after)
    if line:
        form.line_spacing = line
    if left is not None:
        form.left_indent = Cm(left)
    if first is not None:
        form.first_line_indent = Cm(first)
    if keep:
        form.keep_with_next = True
    form.alignment = WD_ALIGN_PARAGRAPH.LEFT
    form.widow_control = True


def _frame(style: ParagraphStyle) -> None:
    """Draw a rule to the left of a style's paragraphs."""
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", _RULE)):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    style.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )


def _describe(document: WordDocument, sheet: Sheet) -> None:
    """Set the document's properties: whose it is, what it is about, and its content's own days, never the clock's."""
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
        if relation.reltype.endswith(
            ("/thumbnail", "/extended-properties")
        ):  # of the template: another page's picture, another machine
            package.rels.pop(key)


def _property(text: str) -> str:
    return legal_xml(text)[:_LONGEST_PROPERTY]


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _pack(document: WordDocument) -> bytes:
    """Return the file, packed again: python-docx writes the clock into each entry."""
    loose, packed = BytesIO(), BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(packed, "w") as target:
        names = sorted(
            source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)
        )  # readers look for the types first
        for name in names:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on Windows
            target.writestr(entry, source.read(name), compresslevel=6)
    return packed.getvalue()
