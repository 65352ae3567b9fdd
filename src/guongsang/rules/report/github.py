"""GitHub format: workflow commands, which GitHub shows beside the lines of a pull request.

Sources: docs.github.com, "Workflow commands for GitHub Actions"; for the escapes, `command.ts` of
actions/toolkit.
"""

from __future__ import annotations

from collections.abc import Iterable

from guongsang.rules.problem import Problem
from guongsang.rules.report.source_lines import HINT
from guongsang.rules.rule import Language

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render_github(problems: Iterable[Problem], lang: Language = "vi") -> str:
    """Return one workflow command per problem, each on its own line."""
    return "\n".join(_render_one(item, lang) for item in problems)


def _render_one(item: Problem, lang: Language) -> str:
    properties = {
        "file": item.path,
        "line": item.span.line,
        "col": item.span.column,
        "endColumn": item.span.column + max(1, item.span.length),
        "title": item.code,
    }
    listed = ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in properties.items())
    hint = item.hint(lang)
    text = f"{item.message(lang)}\n{HINT[lang]}: {hint}" if hint else item.message(lang)
    return f"::{item.severity} {listed}::{text.translate(_DATA)}"
