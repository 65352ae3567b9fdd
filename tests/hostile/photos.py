"""Hostile photos, made when a test wants them: what is no photo, or more than one, and what is one but carries something."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

from hostile.cases import HIT
from PIL import Image, PngImagePlugin

SIZE = (1600, 80)  # large enough to be taken, small enough to be made in no time
SVG = f'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1600" onload="{HIT}"><script>{HIT}</script></svg>'.encode()


def _image(format: str, mode: str = "RGB", size: tuple[int, int] = SIZE, **options: object) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size).save(target, format, **options)
    return target.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, *chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + b"".join(chunks) + _chunk(b"IEND", b"")


def _frames(format: str, count: int) -> bytes:
    first, *others = (Image.new("RGB", SIZE, (number % 256, 0, 0)) for number in range(count))
    target = io.BytesIO()
    first.save(target, format, save_all=True, append_images=others)
    return target.getvalue()


def _exif(text: str) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x9C9B] = text, text, text.encode("utf-16-le")
    return exif


def _jpeg_claiming(width: int, height: int) -> bytes:
    """A JPEG whose frame header claims another size."""
    content = bytearray(_image("JPEG"))
    place = content.index(b"\xff\xc0") + 5
    content[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(content)


def _broken_checksum() -> bytes:
    content = bytearray(_image("PNG"))
    content[content.index(b"IDAT") + 6] ^= 0xFF
    return bytes(content)


def _text_chunk() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", f"<script>{HIT}</script>")
    return _image("PNG", pnginfo=info)


# Name → the bytes, the file's name and the code of the problem.
REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "SVG": (lambda: SVG, "anh.svg", "DH602"),
    "SVG called JPEG": (lambda: SVG, "anh.jpg", "DH602"),
    "SVG packed": (lambda: zlib.compress(SVG), "anh.svgz", "DH602"),
    "HTML called JPEG": (lambda: f"<html><script>{HIT}</script>".encode(), "anh.jpg", "DH602"),
    "text called PNG": (lambda: b"not an image\n" * 9, "anh.png", "DH602"),
    "no bytes": (lambda: b"", "anh.jpg", "DH602"),
    "GIF that is a script": (lambda: b"GIF89a/*" + _image("GIF", "P", (10, 10))[8:] + f"*/=1;{HIT}".encode(), "anh.gif", "DH602"),
    "GIF called JPEG": (lambda: _image("GIF", "P"), "anh.jpg", "DH602"),
    "GIF of 50 frames": (lambda: _frames("GIF", 50), "anh.gif", "DH602"),
    "WebP of 300 frames": (lambda: _frames("WEBP", 300), "anh.webp", "DH602"),
    "PNG of 60 frames": (lambda: _frames("PNG", 60), "anh.png", "DH602"),
    "TIFF": (lambda: _image("TIFF"), "anh.tif", "DH602"),
    "BMP": (lambda: _image("BMP"), "anh.bmp", "DH602"),
    "ICO": (lambda: _image("ICO", size=(64, 64)), "anh.ico", "DH602"),
    "PDF": (lambda: _image("PDF"), "anh.pdf", "DH602"),
    "PostScript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1600 1600\n(%pipe%id) (r) file\n", "anh.jpg", "DH602"),
    "JPEG cut short": (lambda: _image("JPEG", size=(1600, 1600))[:900], "anh.jpg", "DH602"),
    "JPEG of a header alone": (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF", "anh.jpg", "DH602"),
    "PNG cut short": (lambda: _image("PNG", size=(1600, 1600))[:100], "anh.png", "DH602"),
    "WebP cut short": (lambda: _image("WEBP")[:40], "anh.webp", "DH602"),
    "PNG of 60,000 × 60,000": (lambda: _png(60_000, 60_000, _chunk(b"IDAT", zlib.compress(b""))), "anh.png", "DH602"),
    "PNG of 2³¹ pixels": (lambda: _png(2**31 - 1, 1, _chunk(b"IDAT", b"")), "anh.png", "DH602"),
    "PNG of no pixels": (lambda: _png(0, 0, _chunk(b"IDAT", b"")), "anh.png", "DH602"),
    "PNG with a false checksum": (_broken_checksum, "anh.png", "DH602"),
    "PNG whose text unpacks to 100 MB": (lambda: _png(1600, 1600, _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 100_000_000, 9))), "anh.png", "DH602"),
    "JPEG that claims 65,000 × 65,000": (lambda: _jpeg_claiming(65_000, 65_000), "anh.jpg", "DH602"),
    "PNG of 101 MB": (lambda: _image("PNG") + b"\0" * 101_000_000, "anh.png", "DH602"),
    "path out of the folder": (lambda: b"", "../../../mkdocs.yml", "DH601"),
    "absolute path": (lambda: b"", "/etc/hostname", "DH601"),
    "address": (lambda: b"", "https://evil.invalid/x.jpg", "DH601"),
    "path with backslashes": (lambda: b"", "..\\..\\x.jpg", "DH601"),
    "name with NUL": (lambda: b"", "a\\0b.jpg", "DH601"),
    "name of 5,000 letters": (lambda: b"", "a" * 5_000 + ".jpg", "DH601"),
    "folder itself": (lambda: b"", ".", "DH601"),
    "text of the profile": (lambda: b"", "index.md", "DH602"),
}

# Photos that are taken: what they carry never reaches the site.
TAKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "CMYK": (lambda: _image("JPEG", "CMYK"), "anh.jpg"),
    "16 bits": (lambda: _image("PNG", "I;16"), "anh.png"),
    "black and white": (lambda: _image("PNG", "1"), "anh.png"),
    "palette with a clear colour": (lambda: _image("PNG", "P", transparency=0), "anh.png"),
    "HTML in EXIF": (lambda: _image("JPEG", exif=_exif(f"<script>{HIT}</script>")), "anh.jpg"),
    "HTML in a comment": (lambda: _image("JPEG", comment=f"*/{HIT}/*<script>{HIT}</script>".encode()), "anh.jpg"),
    "HTML in a text chunk": (_text_chunk, "anh.png"),
    "HTML behind the photo": (lambda: _image("JPEG") + f"<html><script>{HIT}</script></html>".encode(), "anh.jpg"),
    "ZIP behind the photo": (lambda: _image("JPEG") + b"PK\x05\x06" + b"\0" * 18, "anh.jpg"),
    "broken EXIF": (lambda: _image("JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 60), "anh.jpg"),
    "broken colour profile": (lambda: _image("JPEG", icc_profile=b"\xff" * 3_000), "anh.jpg"),
    "more rows claimed than there are": (lambda: _jpeg_claiming(1600, 120), "anh.jpg"),
    "PNG called JPEG": (lambda: _image("PNG"), "anh.jpg"),
    "WebP called HTML": (lambda: _image("WEBP"), "anh.html"),
    "name with markup": (lambda: _image("JPEG"), f'"><img src=x onerror={HIT}>.jpg'),
    "name with a newline": (lambda: _image("JPEG"), "a\nb.jpg"),
    "name with jinja": (lambda: _image("JPEG"), "{{7*7}}.jpg"),
    "name that is an option": (lambda: _image("JPEG"), "-rf.jpg"),
}
