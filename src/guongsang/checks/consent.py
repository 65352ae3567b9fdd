"""DH5 on consent: nobody is named or shown without consent that is recorded and in force.

Sources: Luật 91/2025/QH15 on personal data (consent is explicit, provable, can be withdrawn); Civil
Code art. 32 (a person's image).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from guongsang.checks.dates import first_publication
from guongsang.manuscripts.manuscript import Manuscript
from guongsang.registry.model import Registry
from guongsang.rules import problem
from guongsang.rules.problem import Problem
from guongsang.text.dates import format_date
from guongsang.text.folding import fold


def check_consent(manuscript: Manuscript, registry: Registry, as_of: datetime) -> Iterator[Problem]:
    """Yield DH501-DH508.

    DH501-DH503: coverage, channels, expiry. DH504, DH508: the notice of a withdrawal.
    DH505: consent after first publication. DH506, DH507: photos.
    """
    profile, located = manuscript.profile, manuscript.document.fields
    consent = profile.consent
    if consent:
        if consent.covers and "name" not in consent.covers:
            yield problem(manuscript.path, located.span("consent", "covers"), "DH501", status=manuscript.status)
        for channel in profile.channels:
            if registry.channels.get(channel) and consent.channels and channel not in consent.channels:
                yield problem(
                    manuscript.path,
                    located.span("consent", "channels"),
                    "DH502",
                    status=manuscript.status,
                    value=channel,
                )
        if consent.expires and consent.expires < as_of.date():
            yield problem(
                manuscript.path, located.span("consent", "expires"), "DH503", value=format_date(consent.expires)
            )
        yield from _check_order(manuscript)
        yield from _check_photos(manuscript)
    notice = profile.review.notice if profile.review else None
    if notice and profile.name and fold(profile.name) in fold(notice):
        yield problem(manuscript.path, located.span("review", "notice"), "DH504", value=profile.name)
    if profile.status == "withdrawn" and not notice:
        yield problem(manuscript.path, located.key_span("review"), "DH508", status=manuscript.status)


def _check_order(manuscript: Manuscript) -> Iterator[Problem]:
    consent, first = manuscript.profile.consent, first_publication(manuscript)
    if consent and consent.date and first and consent.date > first:
        yield problem(
            manuscript.path,
            manuscript.document.fields.span("consent", "date"),
            "DH505",
            status=manuscript.status,
            value=format_date(consent.date),
            other=format_date(first),
        )


def _check_photos(manuscript: Manuscript) -> Iterator[Problem]:
    profile, located = manuscript.profile, manuscript.document.fields
    if profile.photos and profile.consent and "image" not in profile.consent.covers:
        yield problem(manuscript.path, located.key_span("photos"), "DH506", status=manuscript.status)
    if profile.kind != "individual" or not profile.name:
        return
    for index, photo in enumerate(profile.photos):
        for position, person in enumerate(photo.people):
            if person and fold(person) != fold(profile.name):
                yield problem(
                    manuscript.path,
                    located.span("photos", index, "people", position),
                    "DH507",
                    status=manuscript.status,
                    value=person,
                )
