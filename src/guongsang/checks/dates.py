"""DH2 on dates: records are not in the future, follow-ups not before publication."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from guongsang.manuscripts.located_yaml import KeyPath
from guongsang.manuscripts.manuscript import Manuscript
from guongsang.rules import problem
from guongsang.rules.problem import Problem
from guongsang.text.dates import format_date

Dated = tuple[KeyPath, date]


def check_dates(manuscript: Manuscript, as_of: datetime) -> Iterator[Problem]:
    """DH216: a record in the future. DH217: a follow-up or correction before first publication."""
    located = manuscript.document.fields
    for place, day in _records(manuscript):
        if day > as_of.date():
            yield problem(
                manuscript.path,
                located.span(*place),
                "DH216",
                status=manuscript.status,
                key=place[-1],
                value=format_date(day),
            )
    first = first_publication(manuscript)
    if first is None:
        return
    for place, day in _later_records(manuscript):
        if day < first:
            yield problem(
                manuscript.path,
                located.span(*place),
                "DH217",
                status=manuscript.status,
                key=place[-1],
                value=format_date(day),
                other=format_date(first),
            )


def first_publication(manuscript: Manuscript) -> date | None:
    """Return the earliest publication date over all channels; None if there is no date."""
    return min((plan.publish.date() for plan in manuscript.profile.channels.values() if plan.publish), default=None)


def _later_records(manuscript: Manuscript) -> Iterator[Dated]:
    profile = manuscript.profile
    for index, item in enumerate(profile.follow_up):
        if item.date:
            yield ("follow_up", index, "date"), item.date
    for index, correction in enumerate(profile.corrections):
        if correction.date:
            yield ("corrections", index, "date"), correction.date


def _records(manuscript: Manuscript) -> Iterator[Dated]:
    profile = manuscript.profile
    if profile.recognition and profile.recognition.date:
        yield ("recognition", "date"), profile.recognition.date
    if profile.consent and profile.consent.date:
        yield ("consent", "date"), profile.consent.date
    if profile.review and profile.review.date:
        yield ("review", "date"), profile.review.date
    for index, award in enumerate(profile.awards):
        if award.date:
            yield ("awards", index, "date"), award.date
    for index, photo in enumerate(profile.photos):
        if photo.taken:
            yield ("photos", index, "taken"), photo.taken
    for index, item in enumerate(profile.press.coverage if profile.press else []):
        if item.date:
            yield ("press", "coverage", index, "date"), item.date
    yield from _later_records(manuscript)
