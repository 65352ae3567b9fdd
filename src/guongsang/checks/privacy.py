"""DH510-DH517: personal data that slipped into text that will be read by all.

A warning with the place: whether it may stand there is for people to decide. Source: Luật 91/2025/QH15 and Nghị định
356/2025 (basic and sensitive personal data). The table is the rule; to add a kind of data, add a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from guongsang.authored import Authored, visibility_of
from guongsang.front_matter import Document
from guongsang.located_yaml import Path
from guongsang.manuscript import Manuscript
from guongsang.problems import Problem, span_at
from guongsang.rules import problem

_ETHNIC = ("Kinh|Tày|Thái|Mường|Khmer|Khơ-?me|Nùng|H'?Mông|Mông|Dao|Gia ?Rai|Jrai|Ê ?Đê|Ba ?Na|Xơ ?Đăng|Sán Chay|Sán Dìu|Cơ ?Ho|Chăm|Hrê|Mnông|M'Nông|"
           "Ra ?Glai|Xtiêng|Bru|Thổ|Giáy|Cơ ?Tu|Mạ|Khơ ?Mú|Hà Nhì|La Chí|Lô Lô|La Hủ|Pà Thẻn|Cống|Si La")


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of personal data: its code, words of which one must occur and forms of which one must (both case folded; looked up first, being cheap), the pattern."""

    code: str
    triggers: tuple[str, ...]
    pattern: re.Pattern[str]
    forms: tuple[re.Pattern[str], ...] = ()

    def may_be_in(self, folded: str) -> bool:
        """Answer whether a text, case folded, may hold such data: no pattern need be tried where not."""
        if self.forms and not any(form.search(folded) for form in self.forms):
            return False
        return any(trigger in folded for trigger in self.triggers)


def _kind(code: str, triggers: str, pattern: str, flags: re.RegexFlag = re.IGNORECASE, *, forms: tuple[str, ...] = ()) -> _Kind:
    return _Kind(code, tuple(triggers.split("|")), re.compile(pattern, flags), tuple(map(re.compile, forms)))


_KINDS = (
    _kind("DH510", "sinh", r"\b(?:sinh|ngày sinh:?)\s+(?:ngày\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?:19|20)\d\d|\bsinh năm\s+(?:19|20)\d\d|\bngày sinh\b",
          forms=(r"sinh(?:\s+(?:n(?:gày|ăm)\s+)?\d|(?<=ngày sinh))",)),
    _kind("DH511", "cccd|cmnd|cmt|căn cước|chứng minh|hộ chiếu",
          r"\b(?:CCCD|CMND|CMT|căn cước(?: công dân)?|chứng minh nhân dân|hộ chiếu)(?:\s*(?:số|:))*\s*[A-Z]?\d[\d .]{6,}\d"),
    _kind("DH511", "0", r"(?<![\d/.,-])0\d{11}(?![\d/.,-])", forms=(r"0\d{11}",)),
    _kind("DH512", "0|84", r"(?<![\d/.,])(?:\+?84|0)[\s.-]?(?:3|5|7|8|9)\d(?:[\s.-]?\d){7}(?!\d)",
          forms=(r"0[\s.-]?[35789]\d(?:[\s.-]?\d){7}", r"84[\s.-]?[35789]\d(?:[\s.-]?\d){7}")),
    _kind("DH513", "trú tại|thường trú|tạm trú|hộ khẩu|nhà riêng |số nhà |ngõ |ngách |hẻm ",
          # a place must follow, by a number or a capital: prose on household registers is no address
          r"\b(?i:trú tại|thường trú(?: tại)?|tạm trú(?: tại)?|hộ khẩu(?: thường trú)?|nhà riêng (?:ở|tại)):?(?=[^.;\n]{0,12} [\dA-ZĐ])[^.;\n]{0,40}"
          r"|\b(?i:số nhà|ngõ|ngách|hẻm) \d+[^.;\n]{0,40}", re.NOFLAG),
    _kind("DH514", "dân tộc|người", rf"\b(?:dân tộc|người dân tộc|người)\s+(?:{_ETHNIC})\b", re.NOFLAG,
          forms=(rf"người\s+(?:{_ETHNIC.lower()})", rf"tộc\s+(?:{_ETHNIC.lower()})")),
    _kind("DH515", "đạo|tôn giáo|tín đồ|giáo dân|phật tử|công giáo|thiên chúa",
          r"\b(?:theo đạo(?!\s+(?:đức|lý|diễn))|tôn giáo\s*:|tín đồ|giáo dân|phật tử|công giáo|thiên chúa giáo|đạo tin lành|đạo hòa hảo|đạo cao đài)[^.;,\n]{0,25}"),
    _kind("DH516", "ung thư|hiv|tiểu đường|tâm thần|trầm cảm|viêm gan|bệnh|nhóm máu|khuyết tật",
          r"\b(?:ung thư|nhiễm HIV|HIV/AIDS|tiểu đường|tâm thần|trầm cảm|viêm gan [A-E]|bệnh án|nhóm máu|(?:bị|là người) khuyết tật|mắc bệnh|bị bệnh"
          r"|bệnh (?:tim|thận|phổi|gan|hiểm nghèo))\b[^.;,\n]{0,25}"),
    _kind("DH517", "@", r"\b[\w.+-]+@(?:gmail|yahoo|hotmail|outlook|icloud|live|ymail)\.[a-z.]{2,}"),
)


def check_privacy(manuscript: Manuscript) -> Iterator[Problem]:
    """DH510-DH517: yield what looks like personal data, in the body and in every public text of the front matter."""
    yield from check_privacy_of(manuscript.document, manuscript.profile, manuscript.status)


def check_privacy_of(document: Document, item: Authored, status: str | None) -> Iterator[Problem]:
    """Yield the same for whatever people wrote: a document and the object that its front matter makes."""
    texts = list(_public_texts(item))
    body, *rest = folded = [document.body.casefold(), *(text.casefold() for _, text in texts)]
    together = "\0".join(folded)
    kinds = [kind for kind in _KINDS if kind.may_be_in(together)]
    if not kinds:
        return
    for code, match in _find(document.body, body, kinds):
        span = span_at(document.body, match.start(), len(match[0]), first_line=document.body_line)
        yield problem(document.path, span, code, status=status, value=match[0].strip())
    for (place, text), read in zip(texts, rest, strict=True):
        for code, match in _find(text, read, kinds):
            yield problem(document.path, document.fields.span(*place), code, status=status, value=match[0].strip())


def _find(text: str, folded: str, kinds: Sequence[_Kind]) -> Iterator[tuple[str, re.Match[str]]]:
    told: dict[str, int] = {}  # a number found by two patterns of one code is told once
    for kind in kinds:
        if kind.may_be_in(folded):
            for match in kind.pattern.finditer(text):
                if match.start() >= told.get(kind.code, 0):
                    told[kind.code] = match.end()
                    yield kind.code, match


@cache
def _public_fields(model: type[Authored]) -> tuple[str, ...]:
    """Return the fields of a model that readers may see. Documents' numbers are not prose."""
    return tuple(name for name, info in model.model_fields.items() if visibility_of(info) == "public" and name not in ("document", "url", "id"))


def _public_texts(item: Authored, at: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield the texts of an object that readers may see, with their places."""
    for name in _public_fields(type(item)):
        value = getattr(item, name)
        if value is None:
            continue
        place = (*at, name)
        if isinstance(value, str):
            yield place, value
        elif isinstance(value, Authored):
            yield from _public_texts(value, place)
        elif isinstance(value, (list, dict)):
            for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
                if isinstance(entry, Authored):
                    yield from _public_texts(entry, (*place, key))
