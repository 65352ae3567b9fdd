"""Make the fonts of the social cards: merge the web subsets of each font into one file.

python tools/merge_fonts.py SOURCE_SERIF_PACKAGE BE_VIETNAM_PACKAGE

Run by hand when a font changes; the result is committed in src/guongsang/media/cards/fonts/. It
needs what the project doesn't: pip install fonttools brotli uharfbuzz, and the npm packages
@fontsource/source-serif-4 and @fontsource/be-vietnam-pro, unpacked.

A subset kerns only its own letters, and a Vietnamese word mixes two subsets ("Tổ": T from one, ổ
from the other). A pair across subsets is kerned like the nearest letter of the Latin subset. All
pairs and letters stand in a JSON file beside the font: Pillow kerns differently with and without
its shaping library, and a card must always come out the same.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

import uharfbuzz as harfbuzz
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program

SUBSETS = ("latin", "latin-ext", "vietnamese")
TARGET = Path(__file__).resolve().parent.parent / "src" / "guongsang" / "media" / "cards" / "fonts"
KEPT = ("head", "hhea", "maxp", "OS/2", "hmtx", "cmap", "loca", "glyf", "name", "post", "GlyphOrder")
# A hinting program that changes nothing (scan control, push, pop). Without one, FreeType hints by
# itself and moves outlines.
NO_HINTS = bytes.fromhex("b801ff85b0048db00021")
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwzàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
LETTERS = VIETNAMESE + VIETNAMESE.upper() + "0123456789.,:;!?()“”‘’\"'-–…/%"
# The Latin accent whose letter is kerned in place of a Vietnamese one: same height, like outline.
MARKS = {
    "\u0302": "\u0302",
    "\u0306": "\u0302",
    "\u0309": "\u0301",
    "\u0303": "\u0301",
    "\u0301": "\u0301",
    "\u0300": "\u0300",
}


def nearest_latin(letter: str) -> str:
    """Return the Latin-1 letter that is kerned most like `letter`: ấ → â, ạ → a, ổ → ô, đ → d."""
    letter = {"đ": "d", "Đ": "D"}.get(letter, letter)
    base, *marks = list(unicodedata.normalize("NFD", letter))
    above = next(
        (MARKS[mark] for mark in marks if mark in "\u0302\u0306"),
        next((MARKS[mark] for mark in marks if mark in MARKS), ""),
    )
    near = unicodedata.normalize("NFC", base + above)
    return near if len(near) == 1 and ord(near) < 256 else base


def merge(package: Path, family: str, weight: int, name: str) -> None:
    """Write one complete font to TARGET."""
    paths = [package / "files" / f"{package.name}-{subset}-{weight}-normal.woff2" for subset in SUBSETS]
    fonts = [TTFont(path) for path in paths]
    whole = fonts[0]
    kerning = pair_kerning(fonts)
    cmap = dict(whole.getBestCmap())
    glyphs = {glyph: drawn(whole, glyph) for glyph in [".notdef", *cmap.values()]}
    for font in fonts[1:]:
        for code, glyph in font.getBestCmap().items():
            if code not in cmap:
                cmap[code] = f"uni{code:04X}"
                glyphs[cmap[code]] = drawn(font, glyph)
    order = list(dict.fromkeys(glyphs))
    for table in [tag for tag in whole.keys() if tag not in KEPT]:
        del whole[table]
    whole.setGlyphOrder(order)
    whole["glyf"].glyphs = {glyph: outline for glyph, (outline, _) in glyphs.items()}
    whole["glyf"].glyphOrder = order
    whole["hmtx"].metrics = {glyph: metrics for glyph, (_, metrics) in glyphs.items()}
    for table in whole["cmap"].tables:
        table.cmap = dict(cmap)
    whole["cmap"].tables = [table for table in whole["cmap"].tables if table.isUnicode()]
    whole["post"].formatType, whole["post"].extraNames, whole["post"].mapping = 3.0, [], {}
    rename(whole, family, name)
    whole["prep"] = newTable("prep")
    whole["prep"].program = Program()
    whole["prep"].program.fromBytecode(NO_HINTS)
    whole.flavor = None
    whole.recalcTimestamp = False
    whole.save(TARGET / f"{name}.ttf")
    about = {"letters": "".join(map(chr, sorted(cmap))), "kerning": grouped(kerning)}
    (TARGET / f"{name}.json").write_text(
        json.dumps(about, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    print(name, len(order), "glyphs", len(kerning), "pairs", (TARGET / f"{name}.ttf").stat().st_size, "bytes")


def drawn(font: TTFont, glyph: str) -> tuple[object, tuple[int, int]]:
    """Return a glyph without components or hints, and its metrics."""
    recording = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(recording)
    pen = TTGlyphPen(None)
    recording.replay(pen)
    outline = pen.glyph()
    outline.recalcBounds(font["glyf"])
    return outline, (font["hmtx"][glyph][0], getattr(outline, "xMin", 0) if outline.numberOfContours else 0)


def pair_kerning(fonts: list[TTFont]) -> dict[tuple[str, str], int]:
    """Return how far each pair of letters moves together, in units of the em, where it does."""
    shapers = []
    for font in fonts:
        font.flavor = None
        path = Path("/tmp") / "merge-fonts.ttf"
        font.save(path)
        shapers.append((frozenset(font.getBestCmap()), harfbuzz.Font(harfbuzz.Face(path.read_bytes()))))
    found = {}
    for first in LETTERS:
        for second in LETTERS:
            home = next((shaper for codes, shaper in shapers if ord(first) in codes and ord(second) in codes), None)
            pair = (first, second) if home else (nearest_latin(first), nearest_latin(second))
            value = kern(home or shapers[0][1], *pair)
            if value:
                found[first, second] = value
    return found


def kern(shaper: harfbuzz.Font, first: str, second: str) -> int:
    """Return by how much kerning changes the width of a pair, in units of the em."""

    def width(on: bool) -> int:
        buffer = harfbuzz.Buffer()
        buffer.add_str(first + second)
        buffer.guess_segment_properties()
        harfbuzz.shape(shaper, buffer, {"kern": on, "liga": False, "calt": False})
        return sum(position.x_advance for position in buffer.glyph_positions)

    return width(True) - width(False)


def grouped(pairs: dict[tuple[str, str], int]) -> dict[str, dict[str, str]]:
    """Return first letter → distance → second letters."""
    groups: dict[str, dict[str, str]] = {}
    for (first, second), value in sorted(pairs.items()):
        row = groups.setdefault(first, {})
        row[str(value)] = row.get(str(value), "") + second
    return groups


def rename(font: TTFont, family: str, name: str) -> None:
    """Rename the changed font, as the Open Font License asks; its copyright and licence stay."""
    for record in list(font["name"].names):
        if record.nameID in (1, 16):
            record.string = family
        elif record.nameID in (3, 4, 6):
            record.string = name
        elif record.nameID not in (0, 2, 5, 13, 14, 17):
            font["name"].names.remove(record)


if __name__ == "__main__":
    serif, sans = map(Path, sys.argv[1:])
    merge(serif, "Card Serif", 600, "card-serif-600")
    merge(sans, "Card Sans", 400, "card-sans-400")
    merge(sans, "Card Sans", 600, "card-sans-600")
