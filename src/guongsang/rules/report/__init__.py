"""Problems as people and tools read them, one format a module, and the summary of where each profile stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from guongsang.rules.problem import Language, Problem
from guongsang.rules.report.codequality import render_codequality
from guongsang.rules.report.github import render_github
from guongsang.rules.report.json import render_json
from guongsang.rules.report.sarif import render_sarif
from guongsang.rules.report.text import render_text

__all__ = ["FORMATS", "render_codequality", "render_github", "render_json", "render_sarif", "render_text"]

Render = Callable[[Sequence[Problem], Path, Language], str]

# Every format by the name that `check --format` knows it by.
FORMATS: Mapping[str, Render] = MappingProxyType(
    {
        "text": render_text,
        "json": lambda problems, root, lang: render_json(problems, lang),
        "github": lambda problems, root, lang: render_github(problems, lang),
        "sarif": render_sarif,
        "codequality": render_codequality,
    }
)
