"""Drawing a social card: paper, ink, a hairline, one accent, and the photo. Pillow draws; this decides where.

Three layouts: a tall photo at the right, a wide one above right with the name below it, and type alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from guongsang.imprint import Palette
from guongsang.outputs.artifacts import CardArtifact, CardPhoto
from guongsang.outputs.social_cards import SIZE
from guongsang.typesetting import Block, Face, Step, fit, load_face

WIDTH, HEIGHT = SIZE
_MARGIN = 60
_GUTTER = 48
_GAP = 6  # between name and note
_TALL = (436, HEIGHT)  # the panel for a portrait
_WIDE = (616, 411)  # the panel for a wide photo: 3:2, as cameras take it, so that nobody at the edge is lost
_SEAL = 264  # the sign on the card of the site itself
_COLOURS = 48  # of a card without a photo: five and the steps between them
_JPEG = {"format": "JPEG", "quality": 85, "subsampling": 0, "optimize": True}
_PNG = {"format": "PNG", "compress_level": 6}

_POSTER = (Step(148, 1), Step(124, 1), Step(104, 1), Step(92, 2))
_HEADLINE_WHOLE = tuple(Step(size, 5) for size in (84, 78, 72, 66, 60, 54, 48, 44, 40, 36))
_HEADLINE_TALL = tuple(Step(size, 6) for size in (68, 64, 60, 56, 52, 48, 44, 40, 37, 34, 32))
_HEADLINE_WIDE = tuple(Step(size, 8) for size in (60, 56, 52, 48, 44, 40, 36, 33, 30))
_NAME = (Step(38, 1), Step(34, 1), Step(31, 1), Step(31, 2), Step(27, 2), Step(24, 3), Step(21, 3), Step(18, 3))
_NOTE = (Step(27, 1), Step(25, 1), Step(23, 1), Step(25, 2), Step(23, 2), Step(20, 3), Step(18, 3), Step(17, 3))


@dataclass(frozen=True, slots=True)
class Column:
    """Where text stands, in pixels: left edge, width, and the last line's lower end."""

    left: int
    width: int
    bottom: int = HEIGHT - _MARGIN


def draw_card(card: CardArtifact, photo: Image.Image | None) -> bytes:
    """Return the card as a JPEG or, without a photo, a PNG. `photo` is upright, in sRGB, and has the shape of `panel(card.photo)`."""
    canvas = Image.new("RGB", SIZE, card.palette.paper)
    pen = _Pen(canvas, card)
    if card.photo is None or photo is None:
        room = 0 if card.page else _SEAL + _GUTTER  # the card of the site itself bears its sign at large
        if room:
            canvas.paste(_seal(_SEAL, card.palette), (WIDTH - _MARGIN - _SEAL, (HEIGHT - _SEAL) // 2))
        pen.article(Column(_MARGIN, WIDTH - 2 * _MARGIN - room), _HEADLINE_WHOLE if card.kicker else _POSTER + _HEADLINE_WHOLE)
    elif is_wide(card.photo):
        left = WIDTH - _WIDE[0]
        canvas.paste(photo, (left, 0))
        pen.head(Column(_MARGIN, left - _MARGIN - _GUTTER), HEIGHT - _MARGIN, _HEADLINE_WIDE)
        pen.caption(Column(left, _WIDE[0] - _MARGIN, HEIGHT - 44), _WIDE[1] + 24)
    else:
        canvas.paste(photo, (WIDTH - _TALL[0], 0))
        pen.article(Column(_MARGIN, WIDTH - _TALL[0] - _MARGIN - _GUTTER), _HEADLINE_TALL)
    buffer = BytesIO()
    if card.path.endswith(".png"):
        canvas.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(buffer, **_PNG)
    else:
        canvas.save(buffer, **_JPEG)
    return buffer.getvalue()


def panel(photo: CardPhoto) -> tuple[int, int]:
    """Return width and height of the place for a photo on its card, in pixels."""
    return _WIDE if is_wide(photo) else _TALL


def is_wide(photo: CardPhoto) -> bool:
    return photo.width > photo.height * 1.1


def crop_box(size: tuple[int, int], shape: tuple[int, int], focus: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return the largest part of a picture that has a shape, with the point `focus` as near its middle as the edges allow.

    Args:
        size: of the picture. shape: width and height that the part's proportion is to be. focus: hundredths from the top left.
    Returns left, top, right, bottom in the picture's pixels.
    """
    scale = min(size[0] / shape[0], size[1] / shape[1])
    width, height = shape[0] * scale, shape[1] * scale
    left = min(max(size[0] * focus[0] / 100 - width / 2, 0), size[0] - width)
    top = min(max(size[1] * focus[1] / 100 - height / 2, 0), size[1] - height)
    return left, top, left + width, top + height


class _Pen:
    """Draws the parts of one card."""

    def __init__(self, canvas: Image.Image, card: CardArtifact) -> None:
        self.canvas, self.draw, self.card, self.palette = canvas, ImageDraw.Draw(canvas), card, card.palette
        self.serif, self.sans, self.bold = load_face("card-serif-600"), load_face("card-sans-400"), load_face("card-sans-600")

    def article(self, column: Column, steps: tuple[Step, ...]) -> None:
        """Draw all texts in one column: name and note at its end below a hairline, the headline in what is left."""
        name, note = self.signature(column, HEIGHT // 3)
        top = column.bottom - _height(name, note)
        if name.lines or note.lines:
            self.sign(column, top, name, note)
            self.draw.rectangle((column.left, top - 24, column.left + column.width - 1, top - 23), fill=self.palette.rule)
            top -= 24 + 28
        self.head(column, top, steps)

    def caption(self, column: Column, top: int) -> None:
        """Draw name and note from `top` down, as below a picture."""
        self.sign(column, top, *self.signature(column, column.bottom - top))

    def head(self, column: Column, bottom: int, steps: tuple[Step, ...]) -> None:
        """Draw brand, kicker and headline, down to `bottom` at most."""
        top = self.brand(column)
        if self.card.kicker:
            kicker = fit(self.card.kicker, self.bold, (Step(23, 1),), column.width)
            self.lines(kicker, column.left, top + 22, self.palette.accent)
            top += 22 + 16
        room = bottom - top - 16
        headline = fit(self.card.headline, self.serif, steps, column.width, height=room, leading=1.14)
        # With type alone, a short headline stands a little above the middle of what is left.
        drop = 0 if self.card.photo else max(0, round((room - headline.height) * 0.38))
        self.lines(headline, column.left, top + 16 + drop + round(headline.size * 0.86), self.palette.ink)

    def brand(self, column: Column) -> int:
        """Draw the site's sign and name, and the mark of a sample. Returns where the rest may begin."""
        size, top = 46, 56
        if self.card.page:
            self.canvas.paste(_seal(size, self.palette), (column.left, top))
        indent = size + 16 if self.card.page else 0
        mark_width = self.mark(column, top + size // 2) if self.card.mark else 0
        room = column.width - indent - (mark_width + 20 if mark_width else 0)
        name = fit(self.card.brand, self.serif, (Step(32, 1), Step(28, 1), Step(24, 1), Step(21, 1)), room)
        self.lines(name, column.left + indent, top + round(size / 2 + name.size * 0.33), self.palette.ink)
        return top + size + 28

    def mark(self, column: Column, middle: int) -> int:
        """Draw the mark that says that all is made up, in its frame, at the right end of the column. Returns its width."""
        text, size, pad = self.bold.readable(self.card.mark), 22, 13
        width = round(self.bold.width(text, size)) + 2 * pad
        left = column.left + column.width - width
        self.draw.rectangle((left, middle - 20, left + width - 1, middle + 20), outline=self.palette.muted, width=2)
        self.text(text, self.bold, size, left + pad, middle + 8, self.palette.muted)
        return width

    def signature(self, column: Column, room: int) -> tuple[Block, Block]:
        """Return name and note, set to take no more than `room` together."""
        name = fit(self.card.name, self.bold, _NAME, column.width, height=room * (0.55 if self.card.note else 1), leading=1.25)
        return name, fit(self.card.note, self.sans, _NOTE, column.width, height=room - name.height - _GAP, leading=1.36)

    def sign(self, column: Column, top: int, name: Block, note: Block) -> None:
        """Draw name and note from `top` down."""
        self.lines(name, column.left, top + round(name.size * 0.95), self.palette.ink)
        self.lines(note, column.left, top + name.height + (_GAP if name.lines else 0) + round(note.size * 1.02), self.palette.muted)

    def lines(self, block: Block, left: int, first: int, colour: str) -> None:
        """Draw lines; `first` is the base line of the first."""
        for number, line in enumerate(block.lines):
            self.text(line, block.face, block.size, left, first + number * block.leading, colour)

    def text(self, line: str, face: Face, size: int, left: int, base: int, colour: str) -> None:
        """Draw letter by letter, each at its own fraction of a pixel: Pillow would round and kern by the library it finds."""
        font = face.sized(size)
        for letter, x in face.places(line, size):
            if not letter.isspace():
                self.draw.text((left + x, base), letter, fill=colour, font=font, anchor="ls")


def _height(name: Block, note: Block) -> int:
    return name.height + note.height + (_GAP if name.lines and note.lines else 0) - 8  # without the space below the last line


@lru_cache(maxsize=8)
def _seal(size: int, palette: Palette) -> Image.Image:
    """Return the site's sign, a four-pointed star on a disc, drawn large and made small so that its edges are smooth."""
    scale = 4
    large = Image.new("RGB", (size * scale, size * scale), palette.paper)
    draw = ImageDraw.Draw(large)
    draw.ellipse((0, 0, size * scale - 1, size * scale - 1), fill=palette.accent)
    unit = size * scale / 32
    draw.polygon([(x * unit, y * unit) for x, y in _star()], fill=palette.accent_ink)
    return large.resize((size, size), Image.Resampling.LANCZOS)


def _star() -> list[tuple[float, float]]:
    """Return the outline of the star on a field of 32: from each point a curve inwards and out to the next."""
    points = []
    corner = ((16.0, 5.0), (17.2, 11.3), (20.7, 14.8), (27.0, 16.0))
    for turn in range(4):
        for step in range(12):
            t = step / 12
            x, y = (sum(weight * point[axis] for weight, point in zip(((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3), corner, strict=True))
                    for axis in (0, 1))
            for _ in range(turn):
                x, y = 32 - y, x
            points.append((x, y))
    return points
