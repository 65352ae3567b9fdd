"""SARIF format (OASIS Static Analysis Results Interchange Format 2.1.0), for code scanning."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from guongsang import __version__
from guongsang.rules import RULES
from guongsang.rules.problem import START, Problem
from guongsang.rules.report.source_lines import HINT, fingerprints
from guongsang.rules.rule import Language

_HELP: dict[Language, str] = {
    "vi": "Giải thích: guongsang explain {code}",
    "en": "Explanation: guongsang explain {code}",
}
_BASE = "%SRCROOT%"


def render_sarif(problems: Sequence[Problem], root: Path, lang: Language = "vi") -> str:
    """Return problems as one SARIF run.

    Columns count characters (`columnKind`). The end column is the one after the last character.
    There is no `helpUri`: it must be absolute (section 3.49.12), and the handbook's address is
    unknown here.
    """
    codes = sorted({item.code for item in problems})
    run = {
        "tool": {
            "driver": {
                "name": "guongsang",
                "version": __version__,
                "language": lang,
                "rules": [_rule(code, lang) for code in codes],
            }
        },
        "language": lang,
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(item, codes.index(item.code), fingerprint, lang)
            for item, fingerprint in fingerprints(problems, root)
        ],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(code: str, lang: Language) -> dict[str, Any]:
    rule = RULES[code]
    summary = {"text": Problem("", START, code, "error").message(lang)}  # each missing detail prints as …
    return {
        "id": code,
        "shortDescription": summary,
        "fullDescription": summary,
        "help": {"text": _HELP[lang].format(code=code)},
        "defaultConfiguration": {"level": "warning" if rule.weight == "advice" else "error"},
    }


def _result(item: Problem, index: int, fingerprint: str, lang: Language) -> dict[str, Any]:
    hint = item.hint(lang)
    span = item.span
    result = {
        "ruleId": item.code,
        "ruleIndex": index,
        "level": item.severity,
        "message": {"text": f"{item.message(lang)}\n{HINT[lang]}: {hint}" if hint else item.message(lang)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(item.path, errors="surrogateescape"), "uriBaseId": _BASE},
                    "region": {
                        "startLine": span.line,
                        "startColumn": span.column,
                        "endColumn": span.column + max(1, span.length),
                    },
                }
            }
        ],
        "partialFingerprints": {"guongsangLine/v1": fingerprint},
    }
    return {**result, "properties": {"clause": item.clause}} if item.clause else result
