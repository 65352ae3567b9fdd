"""DH5: nobody is named or shown without consent that is explicit, on record and in force.

Rules: Luật 91/2025/QH15 on personal data (consent explicit, provable, withdrawable); Civil Code art. 32 (images).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from guongsang.calendar import format_date
from guongsang.folding import fold
from guongsang.manuscript import Manuscript
from guongsang.problems import Problem
from guongsang.registry import Registry
from guongsang.rules import problem


def check_consent(manuscript: Manuscript, registry: Registry, as_of: datetime) -> Iterator[Problem]:
    """DH501-DH503: coverage, channels, expiry. DH504: the notice of a withdrawal names nobody."""
    profile, located = manuscript.profile, manuscript.document.fields
    consent = profile.consent
    if consent:
        if "name" not in consent.covers:
            yield problem(manuscript.path, located.span("consent", "covers"), "DH501", status=manuscript.status)
        for channel in profile.channels:
            if registry.channels.get(channel) and channel not in consent.channels:
                yield problem(manuscript.path, located.span("consent", "channels"), "DH502", status=manuscript.status, value=channel)
        if consent.expires and consent.expires < as_of.date():
            yield problem(manuscript.path, located.span("consent", "expires"), "DH503", value=format_date(consent.expires))
    notice = profile.review.notice if profile.review else None
    if notice and profile.name and fold(profile.name) in fold(notice):
        yield problem(manuscript.path, located.span("review", "notice"), "DH504", value=profile.name)
