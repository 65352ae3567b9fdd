"""Problems as people and tools read them, one format a module, and the summary of where each profile stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from guongsang.problems import Language, Problem
from guongsang.report.codequality import render_codequality
from guongsang.report.github import render_github
from guongsang.report.records import render_json
from guongsang.report.sarif import render_sarif
from guongsang.report.text import render_text

__all__ = ["FORMATS", "render_codequality", "render_github", "render_json", "render_sarif", "render_text"]

Render = Callable[[Sequence[Problem], Path, Language], str]

# Every format by the name that `check --format` knows it by.
FORMATS: Mapping[str, Render] = MappingProxyType({
    "text": render_text,
    "json": lambda problems, root, lang: render_json(problems, lang),
    "github": lambda problems, root, lang: render_github(problems, lang),
    "sarif": render_sarif,
    "codequality": render_codequality,
})
