"""The checks on what staff write, one noun a module: each yields problems (`rules.Problem`).

A check never prints, never raises and never stops at the first problem. A new one needs a rule in
`rules/`, a function in the module of its noun, and a call in `check_manuscript`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from guongsang.checks.across_profiles import check_across
from guongsang.checks.body import check_text
from guongsang.checks.clauses import check_clauses
from guongsang.checks.consent import check_consent
from guongsang.checks.dates import check_dates
from guongsang.checks.editorial_pages import check_content
from guongsang.checks.events import check_events
from guongsang.checks.honours import check_honours
from guongsang.checks.names import check_name
from guongsang.checks.photos import check_photos
from guongsang.checks.press_log import check_press_log
from guongsang.checks.privacy import check_privacy
from guongsang.checks.references import check_references
from guongsang.manuscripts.manuscript import Manuscript
from guongsang.publication.criteria import Assessment
from guongsang.registry.model import Registry
from guongsang.rules.problem import Problem

__all__ = ["check_across", "check_content", "check_events", "check_manuscript", "check_press_log"]


def check_manuscript(
    manuscript: Manuscript, assessments: Iterable[Assessment], registry: Registry, as_of: datetime
) -> Iterator[Problem]:
    """Yield the problems of one profile.

    Args:
        manuscript: the profile.
        assessments: how the profile answers each clause of the criteria.
        registry: the registers that ids refer to.
        as_of: the moment of the check.
    """
    yield from check_name(manuscript)
    yield from check_dates(manuscript, as_of)
    yield from check_references(manuscript, registry)
    yield from check_honours(manuscript, registry)
    yield from check_clauses(manuscript, assessments, registry)
    yield from check_consent(manuscript, registry, as_of)
    yield from check_privacy(manuscript)
    yield from check_photos(manuscript)
    yield from check_text(manuscript)
