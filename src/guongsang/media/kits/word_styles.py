"""Set the styles of a Word file: font, size, spacing and colour of each kind of paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

FONT = "Times New Roman"  # offices and newsrooms have it, and it has all Vietnamese letters
RULE_COLOUR = "B9AE9C"
_INK, _MUTED = RGBColor(0x22, 0x1B, 0x14), RGBColor(0x59, 0x4F, 0x44)


@dataclass(frozen=True, slots=True)
class Look:
    """How a style looks. None leaves what the base style has.

    Attributes:
        size: points.
        bold: whether bold.
        italic: whether italic.
        before: points above a paragraph.
        after: points below a paragraph.
        line: line spacing, as a multiple of the size.
        left: indent of all lines, in centimetres.
        first: further indent of the first line, in centimetres.
        keep: keep a paragraph on one page with the next.
        colour: of the text.
    """

    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    before: float = 0
    after: float = 0
    line: float | None = None
    left: float | None = None
    first: float | None = None
    keep: bool = False
    colour: RGBColor = _INK


_BUILT_IN = {
    "Normal": Look(size=12.5, after=7, line=1.2),
    "Title": Look(size=22, bold=True, before=6, after=8, line=1.05),
    "Heading 1": Look(size=15, bold=True, before=18, after=5, keep=True),
    "Heading 2": Look(size=12.5, bold=True, before=10, after=4, keep=True),
    "Heading 3": Look(size=12.5, bold=True, italic=True, before=8, after=4, keep=True),
    "Quote": Look(size=12.5, italic=True, after=8, left=1),
    "List Bullet": Look(after=4, line=1.2),
    "Caption": Look(size=10.5, after=12, bold=False, line=1.1),
    "Footer": Look(size=9.5, colour=_MUTED),
}
_ADDED = (  # name, base style, look
    ("Sapo", "Normal", Look(bold=True, after=6)),
    ("Byline", "Normal", Look(italic=True, after=12)),
    ("Small", "Normal", Look(size=10.5, colour=_MUTED, after=5)),
    ("Speaker", "Normal", Look(left=1, after=9)),
    ("Numbered", "Normal", Look(left=0.8, first=-0.8, after=4)),
    ("Note", "Normal", Look(size=11.5, bold=True, after=10, line=1.1)),
    ("Photo", "Normal", Look(before=6, after=3, keep=True, line=1)),
    ("Table Text", "Normal", Look(size=10.5, after=2, before=2, line=1.05)),
    ("Table Head", "Table Text", Look(bold=True, keep=True)),
    ("After Table", "Normal", Look(size=4, after=4, line=1)),
)


def set_styles(document: WordDocument, language: str) -> None:
    """Set the language, and all styles that a sheet uses."""
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    lang = defaults.find(qn("w:lang"))
    for name in ("val", "eastAsia", "bidi"):
        lang.set(qn(f"w:{name}"), language)
    for name, look in _BUILT_IN.items():
        _set_style(styles[name], look)
    for name, base, look in _ADDED:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[base]
        _set_style(style, look)
    _add_left_border(styles["Note"])
    for name in ("Title", "Heading 1"):
        borders = styles[name].element.pPr.find(qn("w:pBdr"))
        if borders is not None:
            styles[name].element.pPr.remove(borders)


def _set_style(style: ParagraphStyle, look: Look) -> None:
    _set_font(style, look)
    spacing = style.element.rPr.find(qn("w:spacing"))
    if spacing is not None:
        style.element.rPr.remove(spacing)  # the template spaces the letters of its title
    paragraph = style.paragraph_format
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    if look.line:
        paragraph.line_spacing = look.line
    if look.left is not None:
        paragraph.left_indent = Cm(look.left)
    if look.first is not None:
        paragraph.first_line_indent = Cm(look.first)
    if look.keep:
        paragraph.keep_with_next = True
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    paragraph.widow_control = True


def _set_font(style: ParagraphStyle, look: Look) -> None:
    font = style.font
    font.name, font.color.rgb = FONT, look.colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]  # a font of the template's theme would override ours
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
    if look.size:
        font.size = Pt(look.size)
    if look.bold is not None:
        font.bold = look.bold
    if look.italic is not None:
        font.italic = look.italic


def _add_left_border(style: ParagraphStyle) -> None:
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", RULE_COLOUR)):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    style.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )
