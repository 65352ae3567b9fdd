"""Words that tests plant in what people write, to find where each of them comes out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

_LETTERS = "bcghklmnprstvx"  # none that search folds into another
_MARK = "qz"
_WORD = re.compile(rf"{_MARK}[{_LETTERS}]{{5}}".encode())
_NUMBER = re.compile(r"(?<![\da-f.])7[.,\u00a0]?\d{3}[.,\u00a0]?\d{3}(?![\da-f])")
_ID = re.compile(r"dh-2024-\d{4}")
_DAYS = (
    re.compile(r"(?<!\d)(?P<y>\d{4})[-:/](?P<m>\d\d)[-:/](?P<d>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}),? năm (?P<y>\d{4})"),
    re.compile(r"(?<![\da-f])(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?![\da-f])"),
)


Seen = Callable[[str], bool]  # whether the file of this name may hold it


def nowhere(name: str) -> bool:
    return False


@dataclass(frozen=True)
class Canary:
    """One planted thing: where it was written, the files that may hold it, and whether one of them must."""

    token: str
    place: str
    may: Seen
    must: bool


@dataclass
class Aviary:
    """All that is planted, by token: the end of a word, a day, a number or an id."""

    planted: dict[str, Canary] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=count)

    def word(self, place: str, may: Seen = nowhere, *, must: bool = False) -> str:
        """Return a new word, the same when folded, in an address and in a search key; known without its beginning."""
        number, letters = (next(self._numbers) * 7919 + 101) % len(_LETTERS) ** 5, ""
        for _ in range(5):
            number, rest = divmod(number, len(_LETTERS))
            letters += _LETTERS[rest]
        return "chim" + self.keep(_MARK + letters, place, may, must)

    def keep(self, token: str, place: str, may: Seen, must: bool) -> str:
        assert token not in self.planted, (token, place)
        self.planted[token] = Canary(token, place, may, must)
        return token

    def heard_in(self, content: bytes) -> set[str]:
        """Return the tokens in a text or in bytes, in any case, in UTF-16 too. Days and numbers: only in texts."""
        raw = content.lower()
        found = {match.decode() for match in (*_WORD.findall(raw), *_WORD.findall(raw.replace(b"\0", b"")))}
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            return found & self.planted.keys()
        found |= set(_ID.findall(text)) | {re.sub(r"\D", "", number) for number in _NUMBER.findall(text)}
        found |= {
            f"{int(day['y']):04}-{int(day['m']):02}-{int(day['d']):02}"
            for pattern in _DAYS
            for day in pattern.finditer(text)
        }
        return found & self.planted.keys()
