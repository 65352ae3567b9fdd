"""DH219: a name is written as on official papers, since search and sorting rely on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guongsang.manuscripts.manuscript import Manuscript
from guongsang.rules import problem
from guongsang.rules.problem import Problem

_TITLES = re.compile(
    r"^(?:(?:ông|bà|anh|chị|cô|chú|đồng chí|đ/c|ths|ts|gs|pgs|ks|bs|cn)\b[.,\s]*)+(?=\S+\s+\S)", re.IGNORECASE
)


def check_name(manuscript: Manuscript) -> Iterator[Problem]:
    """DH219: a name with a title, or all in capitals."""
    name = manuscript.profile.name
    if not name:
        return
    better = name
    if manuscript.profile.kind == "individual":
        better = _TITLES.sub("", better)
    if better.isupper() and " " in better:
        better = better.title() if manuscript.profile.kind == "individual" else better.capitalize()
    better = " ".join(better.split())
    if better != name and better:
        yield problem(
            manuscript.path,
            manuscript.document.fields.span("name"),
            "DH219",
            status=manuscript.status,
            value=name,
            better=better,
        )
