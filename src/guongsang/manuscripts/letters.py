"""Check how letters are encoded (DH1): composed, visible, in Unicode."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from guongsang.manuscripts.document import Document
from guongsang.rules import problem
from guongsang.rules.problem import Problem, span_at
from guongsang.text.legacy_encodings import SUSPECT, find_legacy_text

# Unicode general category Cf and similar characters, which people paste without seeing them:
# joiners, direction marks, soft hyphens.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_ODD = re.compile(f"[{_INVISIBLE.pattern[1:-1]}{SUSPECT.pattern[1:-1]}]")
_NAMES = {
    "\u200b": "dấu cách không độ rộng",
    "\u200c": "dấu ngắt nối chữ",
    "\u200d": "dấu nối chữ",
    "\u00ad": "dấu gạch nối mềm",
    "\ufeff": "dấu BOM",
    "\u2060": "dấu chống ngắt dòng",
    "\u200e": "dấu chiều viết trái sang phải",
    "\u200f": "dấu chiều viết phải sang trái",
    "\u202e": "dấu đảo chiều viết",
    "\u202d": "dấu ép chiều viết",
}


def check_text_form(document: Document, status: str | None) -> Iterator[Problem]:
    """DH109: decomposed letters. DH110: invisible characters. DH111: text in an old encoding."""
    text = "\n".join(document.lines)
    if text.isascii():
        return
    yield from _check_composed(document, text)
    if not _ODD.search(text):
        return  # most texts have neither; one search for both is faster
    for match in _INVISIBLE.finditer(text):
        name = f"{_NAMES.get(match[0], 'ký tự ẩn')} (U+{ord(match[0]):04X})"
        yield problem(document.path, span_at(text, match.start()), "DH110", status=status, name=name)
    legacy = find_legacy_text(text)
    if legacy:
        yield problem(
            document.path,
            span_at(text, legacy.start, len(legacy.written)),
            "DH111",
            value=legacy.written,
            encoding=legacy.encoding,
            converted=legacy.converted,
        )


def _check_composed(document: Document, text: str) -> Iterator[Problem]:
    if unicodedata.is_normalized("NFC", text):
        return
    words = [match for match in re.finditer(r"\S+", text) if not unicodedata.is_normalized("NFC", match[0])]
    if words:
        first = words[0]
        yield problem(
            document.path,
            span_at(text, first.start(), len(first[0])),
            "DH109",
            value=unicodedata.normalize("NFC", first[0]),
            count=len(words),
        )
