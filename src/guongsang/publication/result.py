"""Publish one manuscript: a profile, a notice or nothing. A pure function that reads no file."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from guongsang.manuscripts.manuscript import Manuscript
from guongsang.publication.criteria import Assessment
from guongsang.publication.gate import REASONS, Decision
from guongsang.publication.profile import EmbargoedTitle, Notice, PublishedProfile
from guongsang.publication.profile_view import publish_profile, publish_titles
from guongsang.registry.model import Registry

_DEFAULT_NOTICE = "Hồ sơ này đã được rút và không còn được công bố."


@dataclass(frozen=True, slots=True)
class PublicationResult:
    """What the site receives of one manuscript.

    Attributes:
        profile: its published view, if it may be shown.
        notice: the notice of a withdrawn profile that was shown before.
        titles: headlines that channels announce before the day of publication.
        linked: the pages that its text links to, each with whether it existed. If one appears or
            disappears, the text changes.
    """

    profile: PublishedProfile | None = None
    notice: Notice | None = None
    titles: tuple[EmbargoedTitle, ...] = ()
    linked: tuple[tuple[str, bool], ...] = ()

    def holds(self, linkable: frozenset[str]) -> bool:
        """Answer whether the result is the same with these pages to link to."""
        return all((address in linkable) == exists for address, exists in self.linked)


class _RecordedPages:
    """The pages that can be linked to; records each lookup."""

    def __init__(self, pages: Container[str]) -> None:
        self._pages = pages
        self.answers: dict[str, bool] = {}

    def __contains__(self, page: object) -> bool:
        exists = page in self._pages
        self.answers[str(page)] = exists
        return exists


def result_key(state: str, digest: str, decisions: tuple[Decision, ...], *, preview: bool = False) -> bytes:
    """Return the cache key of a result: all its inputs but the pages that its text links to.

    Args:
        state: the state of the profile's files, for one version of code, registry and day.
        digest: SHA-256 of the profile's text.
        decisions: the gate's, per channel.
        preview: whether unpublished profiles are shown too. It changes nothing in others.
    """
    hidden = preview and not any(item.is_open for item in decisions)
    inputs = (state, digest, [(item.channel, item.reasons) for item in decisions], hidden)
    return hashlib.blake2b(repr(inputs).encode(), digest_size=16).digest()


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
    """Return what the site receives of a manuscript.

    Args:
        manuscript: as read from disk, with its photo files.
        decisions: the gate's, per channel.
        assessments: how it meets the criteria, by clause.
        registry: to resolve ids.
        as_of: the moment of the build.
        linkable: addresses of the pages that its text may link to.
        preview: also show an unpublished profile, marked with the reasons. For local use only.
    """
    if manuscript.status == "withdrawn":
        channels = _shown_before(manuscript, as_of)
        return PublicationResult(notice=_notice(manuscript, channels, as_of) if channels else None)
    titles = tuple(publish_titles(manuscript.profile, decisions, registry))
    is_open = any(decision.is_open for decision in decisions)
    if not (is_open or preview):
        return PublicationResult(titles=titles)
    pages = _RecordedPages(linkable)
    profile = publish_profile(
        manuscript,
        assessments,
        decisions,
        registry,
        as_of,
        linkable=pages,
        preview=() if is_open else _describe(decisions),
    )
    return PublicationResult(
        profile if profile.appearances or preview else None, titles=titles, linked=tuple(sorted(pages.answers.items()))
    )


def _describe(decisions: Iterable[Decision]) -> tuple[str, ...]:
    reasons = dict.fromkeys(reason for decision in decisions for reason in decision.reasons)
    return tuple(REASONS[reason] for reason in reasons) or ("chưa chọn kênh đăng",)


def _shown_before(manuscript: Manuscript, as_of: datetime) -> tuple[str, ...]:
    """Return the channels that showed a withdrawn profile.

    If there is none, no notice may stand at its address: it would reveal that the profile exists.
    """
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
    corrected, followed = (item.date for item in profile.corrections), (item.date for item in profile.follow_up)
    last = max(day for day in (*shown, *corrected, *followed) if day and day <= as_of.date())
    return Notice(
        manuscript.slug,
        (review.notice if review else None) or _DEFAULT_NOTICE,
        profile.id or "",
        withdrawn,
        channels,
        withdrawn or last,
    )
