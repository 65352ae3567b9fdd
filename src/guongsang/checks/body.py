"""DH2, DH6 on the body: expected headings, images that `photos` must list, nesting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guongsang.manuscripts.manuscript import Manuscript
from guongsang.manuscripts.profile import HEADINGS
from guongsang.publication.prose import IMAGE
from guongsang.rules import problem
from guongsang.rules.problem import Problem, Span, span_at
from guongsang.text.folding import fold

# More than about twelve levels of lists or quotes.
_DEEP = re.compile(r"^(?:[ \t]{48,}|(?:[ \t]*>){13,}[ \t]*|(?:[ \t]*[-*+][ \t]+){13,})\S", re.MULTILINE)
_HEADING = re.compile(r"^##\s+(.+?)\s*#*\s*$", re.MULTILINE)


def check_text(manuscript: Manuscript) -> Iterator[Problem]:
    """Yield DH214, DH212, DH604 and DH215.

    DH214: no text. DH212: a heading is missing. DH604: an image that `photos` doesn't list.
    DH215: nested too deep.
    """
    body, line = manuscript.document.body, manuscript.document.body_line
    if not body.strip():
        if manuscript.status != "withdrawn":
            yield problem(manuscript.path, Span(line, 1), "DH214")
        return
    present = {fold(heading) for heading in _headings(body)}
    for heading in HEADINGS:
        if fold(heading) not in present:
            yield problem(manuscript.path, Span(line, 1), "DH212", heading=heading)
    listed = {photo.file for photo in manuscript.profile.photos}
    for match in IMAGE.finditer(body) if "![" in body else ():
        group = 1 if match[1] else 2
        if match[group] not in listed:
            yield problem(
                manuscript.path,
                span_at(body, match.start(group), len(match[group]), first_line=line),
                "DH604",
                status=manuscript.status,
                value=match[group],
            )
    deep = _DEEP.search(body) if _may_be_deep(body) else None
    if deep:
        yield problem(manuscript.path, span_at(body, deep.start(), first_line=line), "DH215")


def _headings(body: str) -> Iterator[str]:
    """Yield the second-level headings. The pattern is tried only on lines that begin with `##`."""
    start = 0 if body.startswith("##") else body.find("\n##") + 1
    while start or body.startswith("##"):
        match = _HEADING.match(body, start)
        if match:
            yield match[1]
        start = body.find("\n##", match.end() - 1 if match else start) + 1
        if not start:
            return


def _may_be_deep(body: str) -> bool:
    """Answer whether a body has enough list or quote marks for `_DEEP`, whose search is slow."""
    return "\t" in body or " " * 48 in body or body.count(">") > 12 or sum(map(body.count, "-*+")) > 12
