"""Recognise text in encodings from before Unicode, so that staff know how to convert it.

Old computers still produce three: TCVN3 (the .Vn fonts), VNI (the VNI- fonts), Windows-1258.
Two more come from accidents: UTF-16, and UTF-8 that was read as Windows-1252 (`Nguyá»…n`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_UNICODE = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ"
# TCVN 5712:1993, third table, as Latin-1 shows it, letter for letter with the line above.
_TCVN3 = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§"
_FROM_TCVN3 = str.maketrans(_TCVN3, _UNICODE)
# VNI writes the mark as a separate character after the vowel.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_MARKS = {
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
    **_VNI_TONES,
}
_VNI_SINGLE = {"ñ": "đ", "ö": "ư", "ô": "ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_PAIR = re.compile("([aeouyAEOUYôöÔÖ])([âáàåãäêéèúüëùøûõïÂÁÀÅÃÄÊÉÈÚÜËÙØÛÕÏ])")
# Frequent words: a conversion that yields them is right, any other is noise.
_FREQUENT = frozenset(
    """anh bà bảo bị biển bộ các cán cao cấp cho chị chính chúng có công cơ cũng của dân dự đã
    đại đất để đến đi địa điểm đo đồng được đội đơn gia giờ hai hành hiện hiệu hoạt học hội kế
    kết không khi khoa kỹ là làm lại lao lên liệu lúc lý mà minh mô mới một mưa mức năm này nên
    ngày nghiên người nguồn nguyễn nguyên những nhiều nhiệm như núi nước ở ông phải pháp phòng
    phương quan quản quốc ra rất rừng sản sáng sau số sông sự sử tác tại tập tế thành thể theo
    thì thiên thời thực thường tiên tiến tìm tỉnh tổ trạm trên triển trình trong trung trường
    từ và vận vào văn vẫn về vệ việc viên vị viện vùng xã xây yêu""".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:[^\s\w][^\W\d_]+)*[^\s\w.,;:!?()\"'“”]*", re.UNICODE)
# Characters that old encodings use and Vietnamese spelling lacks: text without any is not suspect.
_ODD = re.escape("".join(sorted(set(_TCVN3 + "ñöæîûøïåäëüÑÖÆÎÛØÏÅÄËÜ") - set(_UNICODE + _UNICODE.upper()))))
_FOREIGN = re.compile(f"[{_ODD}]|á[»º]|Ä[‘\x90]|Æ[°¡\xa0]|Ã[^\\W]")
# Every match of _FOREIGN has one of these; a single character class is searched faster.
SUSPECT = re.compile(f"[{_ODD}º‘\x90°¡\xa0Ã]")
_TRACES_1252 = re.compile("á[»º].|Ä[‘\x90]|Æ[°¯\xa0¡]|Ã[ -¿ºª©¨¢£´µ²¹­¬]|â€")


@dataclass(frozen=True, slots=True)
class LegacyText:
    """A passage in an old encoding.

    Attributes:
        start: offset in the text.
        written: what stands there.
        converted: the same in Unicode, most likely.
        encoding: the name of the encoding, for staff.
    """

    start: int
    written: str
    converted: str
    encoding: str


def guess_encoding(raw: bytes) -> str:
    """Return the most likely encoding of bytes that are not UTF-8, by name."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or raw[:200].count(0) > len(raw[:200]) // 4:
        return "UTF-16"
    sample = raw[:20_000]
    latin = sample.decode("latin-1")
    scores = {
        "Windows-1258": _score(unicodedata.normalize("NFC", sample.decode("cp1258", "replace"))),
        "TCVN3 (phông .Vn)": _score(_from_tcvn3(latin)),
        "VNI (phông VNI-)": _score(_from_vni(latin)),
    }
    name, best = max(scores.items(), key=lambda item: item[1])
    return name if best >= 3 else "không rõ"


def find_legacy_text(text: str) -> LegacyText | None:
    """Return the first passage of `text` that was typed in an old encoding, or None.

    At least two words must convert to frequent Vietnamese words; foreign names and symbols don't.
    """
    if not SUSPECT.search(text):
        return None
    lines = {
        text.rfind("\n", 0, match.start()) + 1: text.find("\n", match.start()) for match in _FOREIGN.finditer(text)
    }
    words = [
        match
        for start, end in lines.items()
        for match in _WORD.finditer(text, start, end if end >= 0 else len(text))
        if _is_suspect(match[0])
    ]
    if len(words) < 2:
        return None
    profiles: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("UTF-8 bị đọc nhầm thành Windows-1252", _from_1252),
        ("TCVN3 (.Vn)", _from_tcvn3),
        ("VNI", _from_vni),
    )
    for encoding, convert in profiles:
        found = [(match, converted) for match in words if (converted := _better(match[0], convert))]
        if len(found) >= 2:
            match, converted = found[0]
            return LegacyText(match.start(), match[0], converted, encoding)
    return None


def _is_suspect(word: str) -> bool:
    return not word.isascii() and bool(_FOREIGN.search(word)) and word.casefold() not in _FREQUENT


def _better(word: str, convert: Callable[[str], str]) -> str:
    """Return a suspect word converted, if that makes it a frequent Vietnamese word; else ""."""
    converted = convert(word)
    return converted if converted != word and converted.casefold().strip("­") in _FREQUENT else ""


def _score(text: str) -> int:
    return sum(not word.isascii() and word.casefold() in _FREQUENT for word in re.findall(r"[^\W\d_]+", text))


def _from_tcvn3(text: str) -> str:
    return text.translate(_FROM_TCVN3)


def _from_vni(text: str) -> str:
    def pair(match: re.Match[str]) -> str:
        base = _VNI_SINGLE.get(match[1].lower(), match[1].lower())
        letter = unicodedata.normalize("NFC", base + _VNI_MARKS[match[2].lower()])
        return letter.upper() if match[1].isupper() else letter

    return re.sub("[ñöôæóòî]", lambda match: _VNI_SINGLE[match[0]], _VNI_PAIR.sub(pair, text).replace("Ñ", "Đ"))


def _from_1252(text: str) -> str:
    if not _TRACES_1252.search(text):
        return text
    raw = bytearray()
    for char in text:
        try:
            raw += char.encode("cp1252")
        except UnicodeEncodeError:
            if ord(char) > 255:
                return text
            raw.append(ord(char))  # cp1252 leaves five bytes undefined; programs keep them as they are
    return raw.decode("utf-8", "ignore")
