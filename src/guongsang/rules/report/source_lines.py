"""Source lines of problems, fingerprints that survive moved lines, and text safe for terminals.

A file may hold anything. Only regular files inside the project are read, up to a maximum size.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from guongsang.rules.problem import Problem
from guongsang.rules.rule import Language

_MOST_BYTES = 4_000_000  # twice document.MAX_BYTES, which limits a profile
_LINE_ENDS = {"\u2028", "\u2029"}
HINT: dict[Language, str] = {"vi": "gợi ý", "en": "hint"}


class Sources:
    """Lines of files below `root`. Caches one file only, since problems are sorted by path."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._path: str | None = None
        self._lines: list[str] = []

    def line(self, path: str, number: int) -> str:
        """Return a line without its line break; empty if the line or the file can't be read."""
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
    """Yield each problem with a hash of its path, code, clause and the text of its line.

    The line number is not hashed, so the hash survives edits above the line. Problems that agree in
    all four are numbered in their order.
    """
    sources = Sources(root)
    seen: Counter[tuple[str, ...]] = Counter()
    for item in problems:
        key = (item.path, item.code, item.clause or "", sources.line(item.path, item.span.line).strip())
        seen[key] += 1
        yield item, hashlib.sha256("\0".join((*key, str(seen[key]))).encode("utf-8", "replace")).hexdigest()


def is_invisible(char: str) -> bool:
    """Answer whether a character is invisible; it may control the terminal or text direction."""
    return unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")


def clean(text: str) -> str:
    """Return text on one line: line breaks and tabs as spaces, invisible characters as U+FFFD."""
    return "".join(
        " " if char in "\t\n\r" or char in _LINE_ENDS else "\ufffd" if is_invisible(char) else char for char in text
    )
