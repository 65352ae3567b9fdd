"""Problems as staff and tools read them: text with an excerpt and a caret, or JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from guongsang.problems import Language, Problem

_SEVERITY: dict[Language, dict[str, str]] = {
    "vi": {"error": "lỗi", "warning": "cảnh báo"}, "en": {"error": "error", "warning": "warning"}}
_HINT: dict[Language, str] = {"vi": "gợi ý", "en": "hint"}
_MAX_EXCERPT = 100
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")  # would drive the terminal, or break the line


def render_text(problems: Sequence[Problem], root: Path, lang: Language = "vi") -> str:
    """Return problems as text: place, message, the line with a caret under the fault, the mend."""
    lines_of: dict[str, list[str]] = {}
    parts = []
    for item in problems:
        if item.path not in lines_of:
            lines_of[item.path] = _read_lines(root / item.path)
        parts.append(_render_one(item, lines_of[item.path], lang))
    return "\n".join(parts)


def _render_one(item: Problem, lines: list[str], lang: Language) -> str:
    span = item.span
    text = [f"{item.path}:{span.line}:{span.column}: {_SEVERITY[lang][item.severity]} {item.code}: {item.message(lang)}"]
    if 1 <= span.line <= len(lines) and lines[span.line - 1].strip():
        source, start = _clip(lines[span.line - 1].replace("\t", " "), span.column - 1)
        length = max(1, min(span.length, len(source) - start))
        text.append(f"{span.line:5d} | {source}")
        text.append(f"      | {' ' * _cells(source[:start])}{'^' * max(1, _cells(source[start:start + length]))}")
    hint = item.hint(lang)
    if hint:
        text.append(f"  {_HINT[lang]}: {hint}")
    return "\n".join(text)


def _clip(line: str, start: int) -> tuple[str, int]:
    """Return a stretch of a long line around the fault, and where the fault stands in it."""
    if len(line) <= _MAX_EXCERPT:
        return line, min(start, len(line))
    left = max(0, min(start - 30, len(line) - _MAX_EXCERPT))
    clipped = line[left: left + _MAX_EXCERPT]
    return (f"…{clipped}" if left else clipped), start - left + (1 if left else 0)


def _cells(text: str) -> int:
    """Return how many terminal cells a text takes: none for combining marks, two for wide characters."""
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _read_lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        return [_UNSEEN.sub("\ufffd", line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    except OSError:
        return []


def render_json(problems: Iterable[Problem], lang: Language = "vi") -> str:
    """Return problems as a JSON list of {path, line, column, code, severity, clause, message, hint}."""
    rows = [{"path": item.path, "line": item.span.line, "column": item.span.column, "code": item.code, "severity": item.severity,
             "clause": item.clause, "message": item.message(lang), "hint": item.hint(lang)} for item in problems]
    return json.dumps(rows, ensure_ascii=False, indent=2)
