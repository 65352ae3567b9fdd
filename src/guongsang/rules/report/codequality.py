"""GitLab format: a Code Quality report, which a merge request shows beside its changes.

Source: docs.gitlab.com, "Code Quality report format". Of entries with the same fingerprint, GitLab
keeps only the first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from guongsang.rules.problem import Problem
from guongsang.rules.report.source_lines import HINT, fingerprints
from guongsang.rules.rule import Language, Severity

_SEVERITY: dict[Severity, str] = {"error": "major", "warning": "minor"}


def render_codequality(problems: Iterable[Problem], root: Path, lang: Language = "vi") -> str:
    """Return a JSON list of {description, check_name, fingerprint, severity, location}."""
    rows = [
        {
            "description": _describe(item, lang),
            "check_name": item.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITY[item.severity],
            "location": {"path": item.path, "lines": {"begin": item.span.line}},
        }
        for item, fingerprint in fingerprints(problems, root)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _describe(item: Problem, lang: Language) -> str:
    hint = item.hint(lang)
    return f"{item.message(lang)} ({HINT[lang]}: {hint})" if hint else item.message(lang)
