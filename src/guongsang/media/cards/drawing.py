"""Lay out and draw a social card (PNG or JPEG) with Pillow.

Three layouts: a tall photo on the right; a wide photo at the top right with the name below it; text
alone.

Text is drawn on an indexed image ("plate") with 32 palette entries: paper, four colours with their
steps of anti-aliasing, and the colour of rules. So a card without a photo needs no reduction of
colours, which took more than half the time of a card.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageColor, ImageDraw

from guongsang.media.cards.typesetting import Block, Face, TypeSize, fit, load_face
from guongsang.outputs.artifacts import CardArtifact, CardPhoto
from guongsang.outputs.sharing.social_cards import SIZE
from guongsang.publication.imprint import Palette

WIDTH, HEIGHT = SIZE
_MARGIN = 60
_GUTTER = 48
_QUARTERS = 4  # glyphs are placed to a quarter of a pixel
_GAP = 6  # pixels between name and note
_TALL = (436, HEIGHT)  # pixels of a tall photo
_WIDE = (616, 411)  # pixels of a wide photo: 3:2, as from a camera, so that nobody at the edge is cut off
_LARGE_LOGO = 264  # pixels, on the card of the site itself
# Palette entries of each colour: index of its faintest step, number of steps. Entry 0 is paper.
_INK, _MUTED, _ACCENT, _STAR = (1, 11), (12, 8), (20, 7), (27, 4)
_RULE = 31
_JPEG: dict[str, Any] = {"format": "JPEG", "quality": 85, "subsampling": 0, "optimize": True}
# Run-length coding suits flat colours: less than half the time, for a tenth more bytes.
_PNG: dict[str, Any] = {"format": "PNG", "compress_level": 6, "compress_type": zlib.Z_RLE}

_POSTER = (TypeSize(148, 1), TypeSize(124, 1), TypeSize(104, 1), TypeSize(92, 2))
_HEADLINE_WHOLE = tuple(TypeSize(size, 5) for size in (84, 78, 72, 66, 60, 54, 48, 44, 40, 36))
_HEADLINE_TALL = tuple(TypeSize(size, 6) for size in (68, 64, 60, 56, 52, 48, 44, 40, 37, 34, 32))
_HEADLINE_WIDE = tuple(TypeSize(size, 8) for size in (60, 56, 52, 48, 44, 40, 36, 33, 30))
_NAME = (
    TypeSize(38, 1),
    TypeSize(34, 1),
    TypeSize(31, 1),
    TypeSize(31, 2),
    TypeSize(27, 2),
    TypeSize(24, 3),
    TypeSize(21, 3),
    TypeSize(18, 3),
)
_NOTE = (
    TypeSize(27, 1),
    TypeSize(25, 1),
    TypeSize(23, 1),
    TypeSize(25, 2),
    TypeSize(23, 2),
    TypeSize(20, 3),
    TypeSize(18, 3),
    TypeSize(17, 3),
)


@dataclass(frozen=True, slots=True)
class Column:
    """Where text is placed, in pixels: left edge, width, bottom of the last line."""

    left: int
    width: int
    bottom: int = HEIGHT - _MARGIN


def draw_card(card: CardArtifact, photo: Image.Image | None) -> bytes:
    """Return the card as a JPEG or, without a photo, a PNG.

    Args:
        card: what it shows.
        photo: its photo, upright, in sRGB, with the size of `panel(card.photo)`.
    """
    plate = Image.new("L", SIZE)
    pen = _Pen(plate, card)
    corner = (0, 0)
    if card.photo is None or photo is None:
        logo_width = 0 if card.page else _LARGE_LOGO + _GUTTER  # the card of the site itself has a large logo
        if logo_width:
            plate.paste(_logo(_LARGE_LOGO), (WIDTH - _MARGIN - _LARGE_LOGO, (HEIGHT - _LARGE_LOGO) // 2))
        pen.article(
            Column(_MARGIN, WIDTH - 2 * _MARGIN - logo_width),
            _HEADLINE_WHOLE if card.kicker else _POSTER + _HEADLINE_WHOLE,
        )
    elif is_wide(card.photo):
        left = WIDTH - _WIDE[0]
        corner = (left, 0)
        pen.head(Column(_MARGIN, left - _MARGIN - _GUTTER), HEIGHT - _MARGIN, _HEADLINE_WIDE)
        pen.caption(Column(left, _WIDE[0] - _MARGIN, HEIGHT - 44), _WIDE[1] + 24)
    else:
        corner = (WIDTH - _TALL[0], 0)
        pen.article(Column(_MARGIN, WIDTH - _TALL[0] - _MARGIN - _GUTTER), _HEADLINE_TALL)
    plate.putpalette(_colours(card.palette))
    buffer = BytesIO()
    if card.path.endswith(".png"):
        plate.save(buffer, **_PNG)
    else:
        canvas = plate.convert("RGB")
        if photo:
            canvas.paste(photo, corner)
        canvas.save(buffer, **_JPEG)
    return buffer.getvalue()


def panel(photo: CardPhoto) -> tuple[int, int]:
    """Return width and height of a photo on its card, in pixels."""
    return _WIDE if is_wide(photo) else _TALL


def is_wide(photo: CardPhoto) -> bool:
    """Answer whether a photo gets the wide layout: clearly wider than high."""
    return photo.width > photo.height * 1.1


def crop_box(
    size: tuple[int, int], shape: tuple[int, int], focus: tuple[float, float]
) -> tuple[float, float, float, float]:
    """Return the largest part with a given proportion, centred on `focus` as far as edges allow.

    Args:
        size: width and height of the picture.
        shape: width and height whose proportion the part has.
        focus: the point to centre on, in hundredths from the left and the top.

    Returns:
        Left, top, right, bottom, in the picture's pixels.
    """
    scale = min(size[0] / shape[0], size[1] / shape[1])
    width, height = shape[0] * scale, shape[1] * scale
    left = min(max(size[0] * focus[0] / 100 - width / 2, 0), size[0] - width)
    top = min(max(size[1] * focus[1] / 100 - height / 2, 0), size[1] - height)
    return left, top, left + width, top + height


class _Pen:
    """Draws the parts of one card."""

    def __init__(self, plate: Image.Image, card: CardArtifact) -> None:
        self.plate, self.draw, self.card = plate, ImageDraw.Draw(plate), card
        self.serif, self.sans, self.bold = (
            load_face("card-serif-600"),
            load_face("card-sans-400"),
            load_face("card-sans-600"),
        )

    def article(self, column: Column, steps: tuple[TypeSize, ...]) -> None:
        """Draw all texts in one column: headline, then a rule, and name and note at the bottom."""
        name, note = self.signature(column, HEIGHT // 3)
        top = column.bottom - _height(name, note)
        if name.lines or note.lines:
            self.sign(column, top, name, note)
            self.draw.rectangle((column.left, top - 24, column.left + column.width - 1, top - 23), fill=_RULE)
            top -= 24 + 28
        self.head(column, top, steps)

    def caption(self, column: Column, top: int) -> None:
        """Draw name and note below a picture, from `top` down."""
        self.sign(column, top, *self.signature(column, column.bottom - top))

    def head(self, column: Column, bottom: int, steps: tuple[TypeSize, ...]) -> None:
        """Draw brand, kicker and headline, above `bottom`."""
        top = self.brand(column)
        if self.card.kicker:
            kicker = fit(self.card.kicker, self.bold, (TypeSize(23, 1),), column.width)
            self.lines(kicker, column.left, top + 22, _ACCENT)
            top += 22 + 16
        room = bottom - top - 16
        headline = fit(self.card.headline, self.serif, steps, column.width, height=room, leading=1.14)
        # On a card without a photo, a short headline is placed a little above the middle.
        drop = 0 if self.card.photo else max(0, round((room - headline.height) * 0.38))
        self.lines(headline, column.left, top + 16 + drop + round(headline.size * 0.86), _INK)

    def brand(self, column: Column) -> int:
        """Draw logo and name of the site, and the mark of a sample. Returns the bottom of all."""
        size, top = 46, 56
        if self.card.page:
            self.plate.paste(_logo(size), (column.left, top))
        indent = size + 16 if self.card.page else 0
        mark_width = self.mark(column, top + size // 2) if self.card.mark else 0
        room = column.width - indent - (mark_width + 20 if mark_width else 0)
        name = fit(
            self.card.brand, self.serif, (TypeSize(32, 1), TypeSize(28, 1), TypeSize(24, 1), TypeSize(21, 1)), room
        )
        self.lines(name, column.left + indent, top + round(size / 2 + name.size * 0.33), _INK)
        return top + size + 28

    def mark(self, column: Column, middle: int) -> int:
        """Draw the framed mark of fictitious samples, at the right. Returns its width."""
        text, size, pad = self.bold.readable(self.card.mark), 22, 13
        width = round(self.bold.width(text, size)) + 2 * pad
        left = column.left + column.width - width
        self.draw.rectangle((left, middle - 20, left + width - 1, middle + 20), outline=_full(_MUTED), width=2)
        self.lines(Block(self.bold, size, size, (text,)), left + pad, middle + 8, _MUTED)
        return width

    def signature(self, column: Column, room: int) -> tuple[Block, Block]:
        """Typeset name and note, so that both together are at most `room` pixels high."""
        name = fit(
            self.card.name, self.bold, _NAME, column.width, height=room * (0.55 if self.card.note else 1), leading=1.25
        )
        return name, fit(self.card.note, self.sans, _NOTE, column.width, height=room - name.height - _GAP, leading=1.36)

    def sign(self, column: Column, top: int, name: Block, note: Block) -> None:
        """Draw name and note from `top` down."""
        self.lines(name, column.left, top + round(name.size * 0.95), _INK)
        self.lines(note, column.left, top + name.height + (_GAP if name.lines else 0) + round(note.size * 1.02), _MUTED)

    def lines(self, block: Block, left: int, first: int, colour: tuple[int, int]) -> None:
        """Draw lines glyph by glyph.

        Pillow would round and kern according to the text libraries that it finds on the machine.

        Args:
            block: the lines.
            left: left edge.
            first: baseline of the first line.
            colour: palette entries, as in _INK.
        """
        if not block.lines:
            return
        pad = block.size  # no glyph extends further beyond its line
        widest = max(block.face.width(line, block.size) for line in block.lines)
        sheet = Image.new("L", (round(widest) + 2 * pad, block.leading * (len(block.lines) - 1) + 3 * pad))
        for number, line in enumerate(block.lines):
            for letter, x in block.face.places(line, block.size):
                if not letter.isspace():
                    quarters = round(x * _QUARTERS)
                    glyph, dx, dy = _glyph(block.face, block.size, letter, quarters % _QUARTERS)
                    sheet.paste(255, (pad + quarters // _QUARTERS + dx, 2 * pad + number * block.leading + dy), glyph)
        box = (left - pad, first - 2 * pad, left - pad + sheet.width, first - 2 * pad + sheet.height)
        self.plate.paste(ImageChops.lighter(self.plate.crop(box), sheet.point(_entries(colour))), box)


@lru_cache(maxsize=4096)
def _glyph(face: Face, size: int, letter: str, quarters: int) -> tuple[Image.Image, int, int]:
    """Render a glyph at a sub-pixel offset of `quarters`/4.

    Returns:
        The image, and its offset (x, y) from the origin on the baseline.
    """
    sheet = Image.new("L", (3 * size, 3 * size))
    ImageDraw.Draw(sheet).text(
        (size + quarters / _QUARTERS, 2 * size), letter, fill=255, font=face.sized(size), anchor="ls"
    )
    box = sheet.getbbox() or (size, size, size + 1, size + 1)
    return sheet.crop(box), box[0] - size, box[1] - 2 * size


@lru_cache(maxsize=8)
def _entries(colour: tuple[int, int]) -> list[int]:
    """Return the palette entry for each opacity from 0 to 255."""
    first, steps = colour
    return [first - 1 + level if (level := round(opacity * steps / 255)) else 0 for opacity in range(256)]


@lru_cache(maxsize=8)
def _colours(palette: Palette) -> list[int]:
    """Return red, green and blue of each palette entry, in one list."""
    paper, accent = ImageColor.getrgb(palette.paper), ImageColor.getrgb(palette.accent)
    found = [*paper]
    for (_, steps), background, colour in (
        (_INK, paper, palette.ink),
        (_MUTED, paper, palette.muted),
        (_ACCENT, paper, palette.accent),
        (_STAR, accent, palette.accent_ink),
    ):
        for level in range(1, steps + 1):
            found += [
                round(below + (above - below) * level / steps)
                for below, above in zip(background, ImageColor.getrgb(colour), strict=True)
            ]
    return [*found, *ImageColor.getrgb(palette.rule)]


def _full(colour: tuple[int, int]) -> int:
    return colour[0] + colour[1] - 1


def _height(name: Block, note: Block) -> int:
    gap = _GAP if name.lines and note.lines else 0
    return name.height + note.height + gap - 8  # without the leading below the last line


@lru_cache(maxsize=8)
def _logo(size: int) -> Image.Image:
    """Return the logo, a four-pointed star on a disc, drawn large and scaled for smooth edges."""
    scale = 4
    disc, star = (Image.new("L", (size * scale, size * scale)) for _ in range(2))
    ImageDraw.Draw(disc).ellipse((0, 0, size * scale - 1, size * scale - 1), fill=255)
    unit = size * scale / 32
    ImageDraw.Draw(star).polygon([(x * unit, y * unit) for x, y in _star()], fill=255)
    small = (
        layer.resize((size, size), Image.Resampling.LANCZOS).point(_entries(colour))
        for layer, colour in ((disc, _ACCENT), (star, _STAR))
    )
    return ImageChops.lighter(*small)


def _star() -> list[tuple[float, float]]:
    """Return the star's outline on a 32 × 32 grid: a Bézier curve from each point to the next."""
    points = []
    corner = ((16.0, 5.0), (17.2, 11.3), (20.7, 14.8), (27.0, 16.0))
    for turn in range(4):
        for step in range(12):
            t = step / 12
            x, y = (
                sum(
                    weight * point[axis]
                    for weight, point in zip(
                        ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3), corner, strict=True
                    )
                )
                for axis in (0, 1)
            )
            for _ in range(turn):
                x, y = 32 - y, x
            points.append((x, y))
    return points
