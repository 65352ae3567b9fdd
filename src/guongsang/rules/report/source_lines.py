"""The lines that problems stand on, as editors number them, and a fingerprint that outlives a shift of lines.

What a file holds may be anything, so nothing is read that isn't a plain file of the project, nor more of it than a profile may have.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from guongsang.rules.problem import Language, Problem

_MOST_BYTES = 4_000_000  # twice what a profile may have (front_matter.MAX_BYTES)
_LINE_ENDS = {"\u2028", "\u2029"}
HINT: dict[Language, str] = {"vi": "gợi ý", "en": "hint"}


class Sources:
    """Lines of files below `root`. Keeps the latest file only: problems come sorted by path."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._path: str | None = None
        self._lines: list[str] = []

    def line(self, path: str, number: int) -> str:
        """Return a line without its end; an empty one where there is none or the file isn't readable."""
        if path != self._path:
            self._path, self._lines = path, self._read(self._root / path)
        return self._lines[number - 1] if 1 <= number <= len(self._lines) else ""

    def _read(self, path: Path) -> list[str]:
        try:
            if not path.is_file() or not path.resolve().is_relative_to(self._root):
                return []
            with path.open("rb") as file:
                text = file.read(_MOST_BYTES).decode("utf-8-sig", "replace")
        except OSError:
            return []
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def fingerprints(problems: Iterable[Problem], root: Path) -> Iterator[tuple[Problem, str]]:
    """Yield each problem with a hash of its path, code, clause and line's text: the same when lines above it come or go.

    Where all four are alike, the second and later ones are told apart by their order.
    """
    sources = Sources(root)
    seen: Counter[tuple[str, ...]] = Counter()
    for item in problems:
        key = (item.path, item.code, item.clause or "", sources.line(item.path, item.span.line).strip())
        seen[key] += 1
        yield item, hashlib.sha256("\0".join((*key, str(seen[key]))).encode("utf-8", "replace")).hexdigest()


def is_unseen(char: str) -> bool:
    """Answer whether a character shows nothing itself but could drive the terminal, turn the direction or break the line."""
    return unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")


def clean(text: str) -> str:
    """Return text for one line of output: line breaks and tabs as spaces, what can't be seen as U+FFFD."""
    return "".join(
        " " if char in "\t\n\r" or char in _LINE_ENDS else "\ufffd" if is_unseen(char) else char for char in text
    )
