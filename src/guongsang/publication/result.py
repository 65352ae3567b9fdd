"""An result: what a site gets of one manuscript, judged by itself. A pure function of the profile, the gate's decisions and the moment."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from guongsang.manuscripts.manuscript import Manuscript
from guongsang.publication.criteria import Assessment
from guongsang.publication.gate import REASONS, Decision
from guongsang.publication.profile import EmbargoedTitle, Notice, PublishedProfile, publish, publish_titles
from guongsang.registry.model import Registry

_DEFAULT_NOTICE = "Hồ sơ này đã được rút và không còn được công bố."


@dataclass(frozen=True, slots=True)
class PublicationResult:
    """What a site gets of one manuscript: the profile, or a notice of it, or nothing; and headlines that are told beforehand.

    `linked` are the pages that its text links to, each with whether it was there: with another answer the text would be another.
    """

    profile: PublishedProfile | None = None
    notice: Notice | None = None
    titles: tuple[EmbargoedTitle, ...] = ()
    linked: tuple[tuple[str, bool], ...] = ()

    def holds(self, linkable: frozenset[str]) -> bool:
        """Answer whether it would come out the same with these pages to link to."""
        return all((address in linkable) == there for address, there in self.linked)


class _Asked:
    """The pages that can be linked to, and a note of which were asked for."""

    def __init__(self, pages: Container[str]) -> None:
        self._pages = pages
        self.answers: dict[str, bool] = {}

    def __contains__(self, page: object) -> bool:
        there = page in self._pages  # type: ignore[operator]
        self.answers[str(page)] = there
        return there


def result_key(state: str, digest: str, decisions: tuple[Decision, ...], *, preview: bool = False) -> bytes:
    """Return what an result is kept under, and holds for beside the pages that its text links to.

    Args:
        state: of the profile's files, for one code, registry and day.
        digest: of the text that was judged.
    """
    hidden = preview and not any(item.is_open for item in decisions)  # of what may be shown a preview shows the same
    told = (state, digest, [(item.channel, item.reasons) for item in decisions], hidden)
    return hashlib.blake2b(repr(told).encode(), digest_size=16).digest()


def publish_manuscript(
    manuscript: Manuscript,
    decisions: tuple[Decision, ...],
    assessments: tuple[Assessment, ...],
    registry: Registry,
    as_of: datetime,
    *,
    linkable: Container[str],
    preview: bool = False,
) -> PublicationResult:
    """Return what a site gets of a manuscript.

    Args:
        decisions: the gate's, per channel.
        assessments: how it stands with the criteria.
        registry: to resolve ids.
        as_of: the moment of the build.
        linkable: addresses of the pages that links in its text may lead to.
        preview: also give what is not published, marked with the reasons why not. For a local look only.
    """
    if manuscript.status == "withdrawn":
        channels = _shown_before(manuscript, as_of)
        return PublicationResult(notice=_notice(manuscript, channels, as_of) if channels else None)
    titles = tuple(publish_titles(manuscript.profile, decisions, registry))
    is_open = any(decision.is_open for decision in decisions)
    if not (is_open or preview):
        return PublicationResult(titles=titles)
    asked = _Asked(linkable)
    profile = publish(
        manuscript,
        assessments,
        decisions,
        registry,
        as_of,
        linkable=asked,
        preview=() if is_open else _describe(decisions),
    )
    return PublicationResult(
        profile if profile.appearances or preview else None, titles=titles, linked=tuple(sorted(asked.answers.items()))
    )


def _describe(decisions: Iterable[Decision]) -> tuple[str, ...]:
    reasons = dict.fromkeys(reason for decision in decisions for reason in decision.reasons)
    return tuple(REASONS[reason] for reason in reasons) or ("chưa chọn kênh đăng",)


def _shown_before(manuscript: Manuscript, as_of: datetime) -> tuple[str, ...]:
    """Return the channels on which a withdrawn profile was to be seen. A notice at its address would tell of one that never was."""
    profile = manuscript.profile
    withdrawn = profile.review.date if profile.review else None
    if not profile.consent:
        return ()
    return tuple(
        channel
        for channel, plan in sorted(profile.channels.items())
        if plan.publish and plan.publish <= as_of and (withdrawn is None or plan.publish.date() <= withdrawn)
    )


def _notice(manuscript: Manuscript, channels: tuple[str, ...], as_of: datetime) -> Notice:
    profile, review = manuscript.profile, manuscript.profile.review
    withdrawn = review.date if review else None
    shown = (plan.publish.date() for channel, plan in profile.channels.items() if channel in channels and plan.publish)
    changed = (item.date for item in (*profile.corrections, *profile.follow_up))
    last = max(day for day in (*shown, *changed) if day and day <= as_of.date())
    return Notice(
        manuscript.slug,
        (review.notice if review else None) or _DEFAULT_NOTICE,
        profile.id or "",
        withdrawn,
        channels,
        withdrawn or last,
    )
