"""Formats of `check --format`, one module a format: text, JSON, GitHub, GitLab, SARIF."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from guongsang.rules.problem import Problem
from guongsang.rules.report.codequality import render_codequality
from guongsang.rules.report.github import render_github
from guongsang.rules.report.json import render_json
from guongsang.rules.report.sarif import render_sarif
from guongsang.rules.report.text import render_text
from guongsang.rules.rule import Language

__all__ = ["FORMATS", "render_codequality", "render_github", "render_json", "render_sarif", "render_text"]

Render = Callable[[Sequence[Problem], Path, Language], str]

# The keys are the choices of `check --format`.
FORMATS: Mapping[str, Render] = MappingProxyType(
    {
        "text": render_text,
        "json": lambda problems, root, lang: render_json(problems, lang),
        "github": lambda problems, root, lang: render_github(problems, lang),
        "sarif": render_sarif,
        "codequality": render_codequality,
    }
)
