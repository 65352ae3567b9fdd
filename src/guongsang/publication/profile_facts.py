"""Facts of a profile for checks across profiles: unique values, links, when it may be shown.

They are small and plain and have places, so that 10,000 of them can be compared, sent between
processes and cached.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from guongsang.manuscripts.document import Document
from guongsang.manuscripts.manuscript import Manuscript
from guongsang.publication.gate import Decision, Reason
from guongsang.rules.problem import Span, span_at

Placed = tuple[str, Span]
# [text](address), not an image. The address has no spaces or stands in <>.
_LINK = re.compile(r"(?<!!)\[[^\[\]]{0,400}\]\(\s*<?([^)\s>]+)")
_OUTSIDE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|#)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What checks across profiles need to know of one profile.

    Attributes:
        path: its file.
        slug: its address.
        status: the review status.
        name: its name; "" if missing.
        sample: whether it is fictional.
        id: its id, with its place.
        person: name and unit, which together must be unique, with their place.
        aliases: its former slugs, with their places.
        initiatives: the names of its initiatives, with their places.
        links: the links of its body to pages of this site, with their places.
        channels: for each channel its id, the moment of publication (ISO text, "" if missing) and
            the gate's reasons without the embargo.
    """

    path: str
    slug: str
    status: str
    name: str = ""
    sample: bool = False
    id: Placed | None = None
    person: Placed | None = None
    aliases: tuple[Placed, ...] = ()
    initiatives: tuple[Placed, ...] = ()
    links: tuple[Placed, ...] = ()
    channels: tuple[tuple[str, str, tuple[Reason, ...]], ...] = ()

    def decisions(self, as_of: datetime) -> tuple[Decision, ...]:
        """Return the gate's decisions as of a moment of the same day as the facts."""
        return tuple(
            Decision(channel, (*reasons, "embargoed") if _is_later(publish, as_of) else reasons)
            for channel, publish, reasons in self.channels
        )


def collect_facts(manuscript: Manuscript, decisions: tuple[Decision, ...]) -> ProfileFacts:
    """Return the facts of a profile, given the gate's decisions on it."""
    profile, located = manuscript.profile, manuscript.document.fields
    plans = profile.channels
    return ProfileFacts(
        manuscript.path,
        manuscript.slug,
        manuscript.status,
        profile.name or "",
        profile.sample,
        id=(profile.id, located.span("id")) if profile.id else None,
        person=(f"{profile.name}@{profile.unit}", located.span("name")) if profile.name and profile.unit else None,
        aliases=tuple((alias, located.span("aliases", index)) for index, alias in enumerate(profile.aliases) if alias),
        initiatives=tuple(
            (item.name, located.span("initiatives", index, "name"))
            for index, item in enumerate(profile.initiatives)
            if item.name
        ),
        links=tuple(find_links(manuscript.document)),
        channels=tuple(
            (
                decision.channel,
                _iso(plans[decision.channel].publish),
                tuple(r for r in decision.reasons if r != "embargoed"),
            )
            for decision in decisions
        ),
    )


def profile_spellings(facts: Iterable[ProfileFacts]) -> Mapping[str, str]:
    """Return slug, id and former slugs of each profile → its slug: events may name it by any."""
    found: dict[str, str] = {}
    for item in facts:
        for spelling in (item.slug, *([item.id[0]] if item.id else []), *(alias for alias, _ in item.aliases)):
            found.setdefault(spelling, item.slug)
    return found


def _is_later(publish: str, as_of: datetime) -> bool:
    return bool(publish) and datetime.fromisoformat(publish) > as_of


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def find_links(document: Document) -> list[Placed]:
    """Return the links of a body to pages of this site, with their places."""
    body, line = document.body, document.body_line
    found = []
    for match in _LINK.finditer(body) if "](" in body else ():
        if not _OUTSIDE.match(match[1]):
            found.append((match[1], span_at(body, match.start(1), len(match[1]), first_line=line)))
    return found
