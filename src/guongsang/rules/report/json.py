"""JSON format: a list of problems, for the tools of others."""

from __future__ import annotations

import json
from collections.abc import Iterable

from guongsang.rules.problem import Problem
from guongsang.rules.rule import Language


def render_json(problems: Iterable[Problem], lang: Language = "vi") -> str:
    """Return a JSON list of {path, line, column, code, severity, clause, message, hint}."""
    rows = [
        {
            "path": item.path,
            "line": item.span.line,
            "column": item.span.column,
            "code": item.code,
            "severity": item.severity,
            "clause": item.clause,
            "message": item.message(lang),
            "hint": item.hint(lang),
        }
        for item in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
