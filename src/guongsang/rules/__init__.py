"""Every code of a problem, defined once: its severity, messages and hints.

Checks name a code and its details. Messages, the handbook's page of codes and `guongsang explain`
derive from the table. Each code also has an explanation (`explanations/`), whose example is a test.
"""

from __future__ import annotations

from typing import Any

from guongsang.rules.catalogue import FAMILIES, RULES
from guongsang.rules.problem import Problem, Span

__all__ = ["FAMILIES", "RULES", "problem"]


def problem(
    path: str, span: Span, code: str, *, status: str | None = None, clause: str | None = None, **details: Any
) -> Problem:
    """Return a `Problem` of rule `code`.

    Args:
        path: the file, relative to the project's root.
        span: where in the file.
        code: a key of `RULES`.
        status: the profile's review status, which decides the severity of some rules.
        clause: id of the criteria clause concerned, where there is one.
        details: values for the rule's sentences; `near`, `near_name`: the nearest valid value.
    """
    if details.get("near_name"):
        details["near_name"] = f" ({details['near_name']})"
    return Problem(path, span, code, RULES[code].severity(status), clause, details)
