"""DH510-DH517: personal data in texts that everybody can read. One row of `_KINDS` a kind.

Each is a warning, since only people can decide whether the data may stay. Sources: Luật
91/2025/QH15 and Nghị định 356/2025 (basic and sensitive personal data).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from guongsang.manuscripts.authored import Authored, visibility_of
from guongsang.manuscripts.document import Document
from guongsang.manuscripts.located_yaml import KeyPath
from guongsang.manuscripts.manuscript import Manuscript
from guongsang.rules import problem
from guongsang.rules.problem import Problem, span_at
from guongsang.text.word_scan import sign_finder

_ETHNIC = (
    "Kinh|Tày|Thái|Mường|Khmer|Khơ-?me|Nùng|H'?Mông|Mông|Dao|Gia ?Rai|Jrai|Ê ?Đê|Ba ?Na|Xơ ?Đăng|Sán Chay|"
    "Sán Dìu|Cơ ?Ho|Chăm|Hrê|Mnông|M'Nông|Ra ?Glai|Xtiêng|Bru|"
    "Thổ|Giáy|Cơ ?Tu|Mạ|Khơ ?Mú|Hà Nhì|La Chí|Lô Lô|La Hủ|Pà Thẻn|Cống|Si La"
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of personal data.

    Attributes:
        code: the rule.
        pattern: finds the data.
        may_be_in: a fast pre-check on case-folded text. If false, the pattern is not tried.
    """

    code: str
    pattern: re.Pattern[str]
    may_be_in: Callable[[str], bool]


def _kind(code: str, signs: str, pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> _Kind:
    r"""Return a kind of personal data.

    Args:
        code: the rule.
        signs: a pattern for `text.word_scan`. It must match the case-folded text of every match of
            `pattern`. `\W` stands for spaces, since the two engines differ on what a space is.
        pattern: finds the data.
        flags: of `pattern`.
    """
    return _Kind(code, re.compile(pattern, flags), sign_finder(signs))


_KINDS = (
    _kind(
        "DH510",
        r"sinh\W+(?:n(?:gày|ăm)\W+)?\d|ngày sinh",
        r"\b(?:sinh|ngày sinh:?)\s+(?:ngày\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?:19|20)\d\d"
        r"|\bsinh năm\s+(?:19|20)\d\d|\bngày sinh\b",
    ),
    _kind(
        "DH511",
        "cccd|cmnd|cmt|căn cước|chứng minh nhân dân|hộ chiếu",
        r"\b(?:CCCD|CMND|CMT|căn cước(?: công dân)?|chứng minh nhân dân|hộ chiếu)"
        r"(?:\s*(?:số|:))*\s*[A-Z]?\d[\d .]{6,}\d",
    ),
    _kind("DH511", r"0\d{11}", r"(?<![\d/.,-])0\d{11}(?![\d/.,-])"),
    _kind(
        "DH512",
        r"(?:0|84)\W?[35789]\d(?:\W?\d){7}",
        r"(?<![\d/.,])(?:\+?84|0)[\s.-]?(?:3|5|7|8|9)\d(?:[\s.-]?\d){7}(?!\d)",
    ),
    _kind(
        "DH513",
        r"trú tại|thường trú|tạm trú|hộ khẩu|nhà riêng |(?:số nhà|ngõ|ngách|hẻm) \d",
        # A number or a capital letter must follow: prose about household registers is no address.
        r"\b(?i:trú tại|thường trú(?: tại)?|tạm trú(?: tại)?|hộ khẩu(?: thường trú)?|nhà riêng (?:ở|tại)):?"
        r"(?=[^.;\n]{0,12} [\dA-ZĐ])[^.;\n]{0,40}"
        r"|\b(?i:số nhà|ngõ|ngách|hẻm) \d+[^.;\n]{0,40}",
        re.NOFLAG,
    ),
    _kind(
        "DH514",
        rf"(?:dân tộc|người)\W+(?:{_ETHNIC.lower()})",
        rf"\b(?:dân tộc|người dân tộc|người)\s+(?:{_ETHNIC})\b",
        re.NOFLAG,
    ),
    _kind(
        "DH515",
        "theo đạo|tôn giáo|tín đồ|giáo dân|phật tử|công giáo|thiên chúa|đạo tin lành|đạo hòa hảo|đạo cao đài",
        r"\b(?:theo đạo(?!\s+(?:đức|lý|diễn))|tôn giáo\s*:|tín đồ|giáo dân|phật tử|công giáo"
        r"|thiên chúa giáo|đạo tin lành|đạo hòa hảo|đạo cao đài)[^.;,\n]{0,25}",
    ),
    _kind(
        "DH516",
        "ung thư|hiv|tiểu đường|tâm thần|trầm cảm|viêm gan|bệnh (?:án|tim|thận|phổi|gan|hiểm nghèo)|(?:mắc|bị) bệnh"
        "|nhóm máu|khuyết tật",
        r"\b(?:ung thư|nhiễm HIV|HIV/AIDS|tiểu đường|tâm thần|trầm cảm|viêm gan [A-E]"
        r"|bệnh án|nhóm máu|(?:bị|là người) khuyết tật|mắc bệnh|bị bệnh"
        r"|bệnh (?:tim|thận|phổi|gan|hiểm nghèo))\b[^.;,\n]{0,25}",
    ),
    _kind("DH517", "@", r"\b[\w.+-]+@(?:gmail|yahoo|hotmail|outlook|icloud|live|ymail)\.[a-z.]{2,}"),
)


def check_privacy(manuscript: Manuscript) -> Iterator[Problem]:
    """DH510-DH517: yield what looks like personal data in the body and in public fields."""
    yield from check_privacy_of(manuscript.document, manuscript.profile, manuscript.status)


def check_privacy_of(document: Document, item: Authored, status: str | None) -> Iterator[Problem]:
    """Yield what looks like personal data in any document.

    Args:
        document: the file; its body is searched.
        item: the object of its front matter; its public texts are searched.
        status: the review status, for the severity.
    """
    texts = list(_public_texts(item))
    together = "\0".join([document.body, *(text for _, text in texts)]).casefold()
    kinds = [kind for kind in _KINDS if kind.may_be_in(together)]
    if not kinds:
        return
    for code, match in _find(document.body, kinds):
        span = span_at(document.body, match.start(), len(match[0]), first_line=document.body_line)
        yield problem(document.path, span, code, status=status, value=match[0].strip())
    for place, text in texts:
        for code, match in _find(text, kinds):
            yield problem(document.path, document.fields.span(*place), code, status=status, value=match[0].strip())


def _find(text: str, kinds: Sequence[_Kind]) -> Iterator[tuple[str, re.Match[str]]]:
    folded = text.casefold()
    # By code, the offset after its last match: a number that two patterns find is reported once.
    ends: dict[str, int] = {}
    for kind in kinds:
        if kind.may_be_in(folded):
            for match in kind.pattern.finditer(text):
                if match.start() >= ends.get(kind.code, 0):
                    ends[kind.code] = match.end()
                    yield kind.code, match


@cache
def _public_fields(model: type[Authored]) -> tuple[str, ...]:
    """Return a model's public fields, except numbers of documents and addresses: no prose."""
    return tuple(
        name
        for name, info in model.model_fields.items()
        if visibility_of(info) == "public" and name not in ("document", "url", "id")
    )


def _public_texts(item: Authored, at: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield the public texts of an object, each with its path in the front matter."""
    for name in _public_fields(type(item)):
        value = getattr(item, name)
        if not value:
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
