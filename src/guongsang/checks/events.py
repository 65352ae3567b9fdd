"""DH2, DH3, DH5 on events: dates, units, profiles, links, and names of unpublished people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from guongsang.checks.across_profiles import leads_somewhere, site_addresses
from guongsang.checks.privacy import check_privacy_of
from guongsang.manuscripts.event import EventManuscript
from guongsang.publication.event import names_of_hidden
from guongsang.publication.profile_facts import ProfileFacts, find_links, profile_spellings
from guongsang.publication.prose import IMAGE
from guongsang.registry.model import Registry
from guongsang.rules import problem
from guongsang.rules.problem import START, Problem, span_at
from guongsang.text.dates import format_date
from guongsang.text.folding import nearest

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def check_events(
    events: Sequence[EventManuscript], facts: Sequence[ProfileFacts], registry: Registry, as_of: datetime
) -> Iterator[Problem]:
    """Yield the problems of all events, given the facts of all profiles."""
    if not events:
        return
    profiles = profile_spellings(facts)
    names = {item.slug: item.person[0].rpartition("@")[0] if item.person else "" for item in facts}
    shown = frozenset(item.slug for item in facts if any(decision.is_open for decision in item.decisions(as_of)))
    addresses = site_addresses(facts, registry, events)
    for event in events:
        yield from _check_days(event)
        yield from _check_organiser(event, registry)
        yield from _check_profiles(event, profiles)
        yield from _check_body(event, addresses)
        yield from check_privacy_of(event.document, event.event, event.status)
        for name in names_of_hidden(event, shown, profiles, names):
            yield problem(event.path, START, "DH518", value=name)


def _check_days(item: EventManuscript) -> Iterator[Problem]:
    """DH221: the last day is before the first."""
    event = item.event
    if event.date and event.ends and event.ends < event.date:
        yield problem(
            item.path,
            item.document.fields.span("ends"),
            "DH221",
            value=format_date(event.ends),
            other=format_date(event.date),
        )


def _check_organiser(item: EventManuscript, registry: Registry) -> Iterator[Problem]:
    """DH302: an id that no unit has. An organiser in words may be anybody."""
    written = item.event.organiser
    if written and _ID.fullmatch(written) and not registry.units.find(written):
        near = registry.units.nearest(written)
        yield problem(
            item.path,
            item.document.fields.span("organiser"),
            "DH302",
            status=item.status,
            value=written,
            near=near.id if near else None,
            near_name=near.name if near else "",
        )


def _check_profiles(item: EventManuscript, profiles: Mapping[str, str]) -> Iterator[Problem]:
    """DH316: no such profile. An unpublished one is right: it appears once it is published."""
    for index, written in enumerate(item.event.profiles):
        if written and written not in profiles:
            yield problem(
                item.path,
                item.document.fields.span("profiles", index),
                "DH316",
                value=written,
                near=nearest(written, profiles),
            )


def _check_body(item: EventManuscript, addresses: set[str]) -> Iterator[Problem]:
    """DH314: a link leads nowhere. DH604: an image; events can't have any."""
    body, line = item.document.body, item.document.body_line
    for link, span in find_links(item.document):
        if not leads_somewhere(link, addresses):
            yield problem(item.path, span, "DH314", status=item.status, value=link)
    for match in IMAGE.finditer(body):
        group = 1 if match[1] else 2
        yield problem(
            item.path,
            span_at(body, match.start(group), len(match[group]), first_line=line),
            "DH604",
            status=item.status,
            value=match[group],
        )
