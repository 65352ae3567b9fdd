"""The preview's page of problems, so that writers see them beside what they write."""

from __future__ import annotations

from guongsang.build.compile_site import Edition
from guongsang.outputs.artifacts import PageArtifact

PROBLEMS_URL = "_loi/"


def problems_page(edition: Edition) -> PageArtifact:
    """Return the page that lists an edition's problems, errors first."""
    rows = [
        {
            "place": f"{item.path}:{item.span.line}:{item.span.column}",
            "code": item.code,
            "severity": item.severity,
            "message": item.message(),
            "hint": item.hint(),
        }
        for item in sorted(edition.problems, key=lambda item: (item.severity, item.sort_key))
    ]
    return PageArtifact(
        PROBLEMS_URL,
        "problems.html",
        "Các lỗi cần sửa",
        view={"heading": "Các lỗi cần sửa", "rows": rows},
        listed=False,
    )
