"""Hostile photos, made on demand: no photo, more than one, or a photo that carries something else."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image, PngImagePlugin

from hostile.cases import HIT

SIZE = (1600, 80)  # large enough to be taken, small enough to be made in no time
SVG = (
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1600" '
    f'onload="{HIT}"><script>{HIT}</script></svg>'
).encode()


def _image(format: str, mode: str = "RGB", size: tuple[int, int] = SIZE, **options: object) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size).save(target, format, **options)
    return target.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, *chunks: bytes) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + b"".join(chunks)
        + _chunk(b"IEND", b"")
    )


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


def _zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("META-INF/MANIFEST.MF", "Main-Class: X\n")
    return target.getvalue()


def _commented_jpeg() -> bytes:
    """A JPEG that is JavaScript too: a name, a comment, code. The length of its first segment reads as `/*`."""
    whole = _image("JPEG")
    length = struct.unpack(">H", b"/*")[0]
    code = f"*/=1;{HIT}/*".encode()
    return b"\xff\xd8\xff\xe0/*" + (b"JFIF\0\1\1\0\0\1\0\1\0\0" + code).ljust(length - 2, b" ") + whole[2:]


def _film() -> bytes:
    """What phones put behind a motion photo, in form: boxes of an MP4."""
    noise = random.Random(7).randbytes(300_000)
    return b"".join(
        struct.pack(">I", len(data) + 8) + kind + data
        for kind, data in ((b"ftyp", b"mp42\0\0\0\0isommp42"), (b"moov", bytes(900)), (b"mdat", noise))
    )


def _second_photo() -> bytes:
    """A photo with a second one in the Multi-Picture Format (CIPA DC-007), as phones write depth and light."""
    target = io.BytesIO()
    Image.new("RGB", SIZE).save(target, "MPO", save_all=True, append_images=[Image.new("RGB", (200, 10), "grey")])
    return target.getvalue()


# What makes a photo another kind of file too. Behind a photo, and in its comment, each is refused.
JOINED: dict[str, bytes] = {
    "ZIP": _zip(),
    "empty ZIP": b"PK\x05\x06" + bytes(18),
    "ZIP with a remark": _zip()[:-2] + b"\x05\0remar",
    "ZIP with more behind it": _zip() + b"\0" * 100_000,
    "RAR": b"Rar!\x1a\x07\x01\0" + bytes(40),
    "7z": b"7z\xbc\xaf'\x1c\0\x04" + bytes(40),
    "cabinet": b"MSCF\0\0\0\0" + bytes(40),
    "PDF": b"%PDF-1.7\n1 0 obj\n<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>\nendobj\n%%EOF",
    "Word document of old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40),
    "page": f"<html><body onload={HIT}></body></html>".encode(),
    "page in capitals": f"<!DOCTYPE HTML><SCRIPT>{HIT}</SCRIPT>".encode(),
    "script": f"*/{HIT}/*<script>{HIT}</script>".encode(),
    "image that runs": f'<img src=x\nonerror="{HIT}">'.encode(),
    "SVG": SVG,
    "SVG with a slash": f"<svg/onload={HIT}>".encode(),
    "PHP": b"<?php system($_GET['c']); ?>",
    "PHP in short": b"<?=`$_GET[0]`?>",
    "shell script": b"#!/bin/sh\nrm -rf ~\n",
    "script of env": b"#! /usr/bin/env python3\nimport os\n",
    "batch file": b"@ECHO OFF\r\ndel *.*\r\n",
    "ELF": b"\x7fELF\x02\x01\x01" + bytes(60),
    "Windows program": b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0\x64\x86" + bytes(60),
    "macOS program": b"\xcf\xfa\xed\xfe\x0c\0\0\x01" + bytes(60),
    "Java class": b"\xca\xfe\xba\xbe\0\0\0\x41" + bytes(60),
}


# Name → the bytes, the file's name and the code of the problem.
REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "SVG": (lambda: SVG, "anh.svg", "DH602"),
    "SVG called JPEG": (lambda: SVG, "anh.jpg", "DH602"),
    "SVG packed": (lambda: zlib.compress(SVG), "anh.svgz", "DH602"),
    "HTML called JPEG": (f"<html><script>{HIT}</script>".encode, "anh.jpg", "DH602"),
    "text called PNG": (lambda: b"not an image\n" * 9, "anh.png", "DH602"),
    "no bytes": (lambda: b"", "anh.jpg", "DH602"),
    "GIF that is a script": (
        lambda: b"GIF89a/*" + _image("GIF", "P", (10, 10))[8:] + f"*/=1;{HIT}".encode(),
        "anh.gif",
        "DH602",
    ),
    "GIF called JPEG": (lambda: _image("GIF", "P"), "anh.jpg", "DH602"),
    "GIF of 50 frames": (lambda: _frames("GIF", 50), "anh.gif", "DH602"),
    "WebP of 300 frames": (lambda: _frames("WEBP", 300), "anh.webp", "DH602"),
    "PNG of 60 frames": (lambda: _frames("PNG", 60), "anh.png", "DH602"),
    "TIFF": (lambda: _image("TIFF"), "anh.tif", "DH602"),
    "BMP": (lambda: _image("BMP"), "anh.bmp", "DH602"),
    "ICO": (lambda: _image("ICO", size=(64, 64)), "anh.ico", "DH602"),
    "PDF": (lambda: _image("PDF"), "anh.pdf", "DH602"),
    "PostScript": (
        lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1600 1600\n(%pipe%id) (r) file\n",
        "anh.jpg",
        "DH602",
    ),
    "JPEG cut short": (lambda: _image("JPEG", size=(1600, 1600))[:900], "anh.jpg", "DH602"),
    "JPEG of a header alone": (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF", "anh.jpg", "DH602"),
    "PNG cut short": (lambda: _image("PNG", size=(1600, 1600))[:100], "anh.png", "DH602"),
    "WebP cut short": (lambda: _image("WEBP")[:40], "anh.webp", "DH602"),
    "PNG of 60,000 × 60,000": (lambda: _png(60_000, 60_000, _chunk(b"IDAT", zlib.compress(b""))), "anh.png", "DH602"),
    "PNG of 2³¹ pixels": (lambda: _png(2**31 - 1, 1, _chunk(b"IDAT", b"")), "anh.png", "DH602"),
    "PNG of no pixels": (lambda: _png(0, 0, _chunk(b"IDAT", b"")), "anh.png", "DH602"),
    "PNG with a false checksum": (_broken_checksum, "anh.png", "DH602"),
    "PNG whose text unpacks to 100 MB": (
        lambda: _png(1600, 1600, _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 100_000_000, 9))),
        "anh.png",
        "DH602",
    ),
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
    **{
        f"{name} behind a JPEG": (lambda joined=joined: _image("JPEG") + joined, "anh.jpg", "DH607")
        for name, joined in JOINED.items()
    },
    **{
        f"{name} in a JPEG's comment": (
            lambda joined=joined: _image("JPEG", comment=joined[:60_000]),
            "anh.jpg",
            "DH607",
        )
        for name, joined in JOINED.items()
        if "ZIP" not in name
    },
    "ZIP in a JPEG's comment, its list behind": (lambda: _image("JPEG", comment=_zip()) + _zip(), "anh.jpg", "DH607"),
    "ZIP in a small JPEG's comment": (lambda: _image("JPEG", comment=_zip()), "anh.jpg", "DH607"),
    "HTML in EXIF": (lambda: _image("JPEG", exif=_exif(f"<script>{HIT}</script>")), "anh.jpg", "DH607"),
    "HTML in a text chunk": (_text_chunk, "anh.png", "DH607"),
    "program in a chunk of a PNG": (
        lambda: _image("PNG").replace(b"\0\0\0\0IEND", _chunk(b"prVt", JOINED["ELF"]) + b"\0\0\0\0IEND"),
        "anh.png",
        "DH607",
    ),
    "ZIP behind a PNG": (lambda: _image("PNG") + _zip(), "anh.png", "DH607"),
    "PHP in a WebP's XMP": (lambda: _image("WEBP", xmp=JOINED["PHP"]), "anh.webp", "DH607"),
    "page behind a WebP": (lambda: _image("WEBP") + JOINED["page"], "anh.webp", "DH607"),
    "JPEG that reads as JavaScript": (_commented_jpeg, "anh.jpg", "DH607"),
    "ZIP behind a film behind a photo": (lambda: _image("JPEG") + _film() + _zip(), "anh.jpg", "DH607"),
    "program in the film of a photo": (
        lambda: _image("JPEG") + _film() + b"\0\0\0\x48mdat" + JOINED["ELF"],
        "anh.jpg",
        "DH607",
    ),
}

# Photos that are taken: what they carry never reaches the site.
TAKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "CMYK": (lambda: _image("JPEG", "CMYK"), "anh.jpg"),
    "16 bits": (lambda: _image("PNG", "I;16"), "anh.png"),
    "black and white": (lambda: _image("PNG", "1"), "anh.png"),
    "palette with a clear colour": (lambda: _image("PNG", "P", transparency=0), "anh.png"),
    "code in a comment": (
        lambda: _image("JPEG", comment=f"*/{HIT}/* a < b > <b>c</b> <x:xmpmeta>".encode()),
        "anh.jpg",
    ),
    "second photo": (_second_photo, "anh.jpg"),
    "JPEG behind a JPEG": (lambda: _image("JPEG") + _image("JPEG", size=(300, 40)), "anh.jpg"),
    "film of a motion photo": (lambda: _image("JPEG") + _film(), "anh.jpg"),
    "notes of a phone's maker": (
        lambda: (
            _image("JPEG")
            + (
                b"\0\0\x01\n\x0e\0\0\0Image_UTC_Data1718000000000SEFHk\0\0\0\x01\0\0\0\0\0\x01\n"
                b"\x1c\0\0\0$\0\0\0\x18\0\0\0SEFT"
            )
        ),
        "anh.jpg",
    ),
    "zeros behind the photo": (lambda: _image("JPEG") + bytes(5_000), "anh.jpg"),
    "XMP of a camera": (
        lambda: _image(
            "JPEG",
            xmp=(
                b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta '
                b'xmlns:x="adobe:ns:meta/"><rdf:RDF/></x:xmpmeta><?xpacket end="w"?>'
            ),
        ),
        "anh.jpg",
    ),
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
