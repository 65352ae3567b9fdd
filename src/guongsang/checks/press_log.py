"""DH317, DH706, DH707, DH216 on the press log: profiles, duplicates, notices, dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from guongsang.manuscripts.press_log import PATH, PressLog
from guongsang.publication.profile_facts import ProfileFacts, profile_spellings
from guongsang.rules import problem
from guongsang.rules.problem import Problem
from guongsang.text.dates import format_date
from guongsang.text.folding import fold, nearest


def check_press_log(log: PressLog, facts: Sequence[ProfileFacts], as_of: datetime) -> Iterator[Problem]:
    """Yield the problems of the press log, given the facts of all profiles.

    DH317: no such profile. DH706: the same entry twice. DH707: a profile is withdrawn, and an
    outlet that took it hasn't been notified. DH216: a date in the future.
    """
    statuses = {item.id[0]: item.status for item in facts if item.id}
    ids = {item.slug: item.id[0] for item in facts if item.id}
    spellings = profile_spellings(facts)
    lines: dict[tuple[str, str, object], int] = {}
    for item in log.takes:
        take = item.take
        if take.profile not in statuses:
            written = take.profile or ""
            near = ids.get(spellings[written]) if written in spellings else nearest(written, statuses)
            yield problem(PATH, item.profile_span, "DH317", value=written, near=near)
        elif statuses[take.profile] == "withdrawn" and not take.notified:
            yield problem(PATH, item.outlet_span, "DH707", value=take.profile, outlet=take.outlet)
        key = (take.profile or "", fold(take.outlet or ""), take.date)
        if lines.setdefault(key, item.line) != item.line:
            yield problem(
                PATH, item.outlet_span, "DH706", outlet=take.outlet, value=take.profile, first_line=lines[key]
            )
        if take.date and take.date > as_of.date():
            yield problem(PATH, item.date_span, "DH216", key="date", value=format_date(take.date))
