"""The checks: each yields problems, one noun a module. None prints, raises or stops early."""

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
from guongsang.checks.honours import check_ledger
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
    """Yield what is wrong with one profile, given how it stands with the criteria, the registry and a moment."""
    yield from check_name(manuscript)
    yield from check_dates(manuscript, as_of)
    yield from check_references(manuscript, registry)
    yield from check_ledger(manuscript, registry)
    yield from check_clauses(manuscript, assessments, registry)
    yield from check_consent(manuscript, registry, as_of)
    yield from check_privacy(manuscript)
    yield from check_photos(manuscript)
    yield from check_text(manuscript)
