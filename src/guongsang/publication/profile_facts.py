"""Facts of a profile that the whole must know: what has to be unique, what links point at, when it may be shown.

Small, plain and with places, so that ten thousand of them can be compared, sent between processes and kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from guongsang.manuscripts.document import Document
from guongsang.manuscripts.manuscript import Manuscript
from guongsang.publication.gate import Decision
from guongsang.rules.problem import Span, span_at

Placed = tuple[str, Span]
# [text](address), not an image; the address without spaces or in <>.
_LINK = re.compile(r"(?<!!)\[[^\[\]]{0,400}\]\(\s*<?([^)\s>]+)")
_OUTSIDE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|#)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What the whole must know of one profile. `channels` are (channel, publish moment as ISO text or "", reasons but the embargo)."""

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
    channels: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    def decisions(self, as_of: datetime) -> tuple[Decision, ...]:
        """Return the gate's decisions as of a moment of the day on which the facts were taken."""
        return tuple(
            Decision(
                channel, (*reasons, *(("embargoed",) if publish and datetime.fromisoformat(publish) > as_of else ()))
            )  # type: ignore[arg-type]
            for channel, publish, reasons in self.channels
        )


def collect_facts(manuscript: Manuscript, decisions: tuple[Decision, ...]) -> ProfileFacts:
    """Return the facts of one profile, given the gate's decisions on it."""
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
    """Return every way in which an event may call a profile (folder, id, former address), with the slug that it means."""
    found: dict[str, str] = {}
    for item in facts:
        for spelling in (item.slug, *([item.id[0]] if item.id else []), *(alias for alias, _ in item.aliases)):
            found.setdefault(spelling, item.slug)
    return found


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
