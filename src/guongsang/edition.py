"""An edition: a survey and the profiles themselves, and the site that may be shown as of its moment.

The one road from files to `Site`. The command line and the engine's adapter both walk it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from guongsang.criteria import assess
from guongsang.facts import profile_spellings
from guongsang.gate import REASONS, Decision
from guongsang.manuscript import Manuscript, load_manuscript
from guongsang.problems import Problem
from guongsang.published import EmbargoedTitle, Notice, PublishedProfile, publish, publish_titles
from guongsang.published_events import PublishedEvent, publish_events
from guongsang.registry import Registry
from guongsang.site import Site, sort_newest
from guongsang.survey import Progress, Reading, Survey, examine, survey
from guongsang.withholding import Withholding


@dataclass(frozen=True)
class Edition:
    """Every profile read and checked as of a moment, published or not. For checks and staff, not for outputs.

    With `withholding`, what has errors of its own is left out of the site, instead of stopping its build.
    """

    root: Path
    survey: Survey
    manuscripts: tuple[Manuscript, ...] = ()
    withholding: Withholding | None = None

    @property
    def as_of(self) -> datetime:
        return self.survey.as_of

    @property
    def registry(self) -> Registry:
        return self.survey.registry

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.survey.problems

    @property
    def stopping(self) -> tuple[Problem, ...]:
        """The problems that a build looks at: all, or those alone that leaving out doesn't mend."""
        return self.withholding.stopping if self.withholding else self.problems

    @property
    def total(self) -> int:
        return self.survey.total

    @cached_property
    def _decisions(self) -> dict[str, tuple[Decision, ...]]:
        return {reading.path: self.survey.decisions(reading) for reading in self.survey.readings}

    def decisions(self, manuscript: Manuscript) -> tuple[Decision, ...]:
        """Return the gate's decision per channel for one profile."""
        return self._decisions[manuscript.path]


def load_edition(root: Path, as_of: datetime, *, progress: Progress | None = None) -> Edition:
    """Check and read everything below `root`.

    Raises ProjectError where `root` is no project. What is wrong in files comes back as problems.
    """
    return read_edition(root, survey(root, as_of, progress=progress))


def read_edition(root: Path, found: Survey, withholding: Withholding | None = None) -> Edition:
    """Read the profiles that a survey could read; `withholding` says what to leave out of the site.

    What was judged is what is published: a file that has changed since the survey is judged anew, by what it says now.
    """
    readings: list[Reading] = []
    manuscripts: list[Manuscript] = []
    for reading in found.readings:
        manuscript = load_manuscript(root, reading.path)[0] if reading.facts else None
        if manuscript and manuscript.document.digest != reading.digest:
            manuscript, reading = examine(root, reading.path, found.registry, found.as_of)
        readings.append(reading)
        if manuscript:
            manuscripts.append(manuscript)
    return Edition(root, replace(found, readings=tuple(readings)), tuple(manuscripts), withholding)


def compile_site(edition: Edition, *, preview: bool = False, samples: bool = True, progress: Progress | None = None) -> Site:
    """Make the site that may be shown.

    Args:
        edition: what was read.
        preview: also show what is not published, each marked with the reasons why not. For a local look only.
        samples: whether the fictional profiles and events that ship with the project are part of the site.
    """
    shown: list[PublishedProfile] = []
    notices: list[Notice] = []
    upcoming: list[EmbargoedTitle] = []
    left_out = frozenset(edition.withholding.left_out if edition.withholding else ())
    open_slugs = frozenset(m.slug for m in edition.manuscripts if m.path not in left_out and (samples or not m.profile.sample)
                           and (preview or any(decision.is_open for decision in edition.decisions(m))))
    events = _events(edition, open_slugs, preview=preview, samples=samples)
    linkable = open_slugs | {event.url.rstrip("/") for event in events}
    for index, manuscript in enumerate(edition.manuscripts, start=1):
        if progress:
            progress(index, len(edition.manuscripts))
        if manuscript.path in left_out or manuscript.profile.sample and not samples:
            continue
        if manuscript.status == "withdrawn":
            if channels := _shown_before(manuscript, edition.as_of):
                notices.append(_notice(manuscript, channels, edition.as_of))
            continue
        decisions = edition.decisions(manuscript)
        upcoming.extend(publish_titles(manuscript.profile, decisions, edition.registry))
        is_open = any(decision.is_open for decision in decisions)
        if is_open or preview:
            reasons = () if is_open else _describe(decisions)
            assessments = assess(manuscript.profile, edition.registry)
            profile = publish(manuscript, assessments, decisions, edition.registry, edition.as_of, linkable=linkable, preview=reasons)
            if profile.appearances or preview:
                shown.append(profile)
    errors = sum(problem.severity == "error" for problem in edition.problems)
    upcoming.sort(key=lambda item: (item.publish, item.channel, item.id))
    return Site(edition.registry, edition.as_of, tuple(sort_newest(shown)), tuple(notices), preview, errors, events=events, upcoming_titles=tuple(upcoming))


def _events(edition: Edition, shown: frozenset[str], *, preview: bool, samples: bool) -> tuple[PublishedEvent, ...]:
    faulty = frozenset(problem.path for problem in edition.problems if problem.severity == "error")
    spellings = profile_spellings(reading.facts for reading in edition.survey.readings if reading.facts)
    names = {m.slug: m.profile.name or "" for m in edition.manuscripts}
    return publish_events(edition.survey.events, edition.registry, edition.as_of, shown=shown, profiles=spellings, names=names, faulty=faulty,
                          samples=samples, preview=preview)


def _describe(decisions: Iterable[Decision]) -> tuple[str, ...]:
    reasons = dict.fromkeys(reason for decision in decisions for reason in decision.reasons)
    return tuple(REASONS[reason] for reason in reasons) or ("chưa chọn kênh đăng",)


def _shown_before(manuscript: Manuscript, as_of: datetime) -> tuple[str, ...]:
    """Return the channels on which a withdrawn profile was to be seen. A notice at its address would tell of one that never was."""
    profile = manuscript.profile
    withdrawn = profile.review.date if profile.review else None
    if not profile.consent:
        return ()
    return tuple(channel for channel, plan in sorted(profile.channels.items())
                 if plan.publish and plan.publish <= as_of and (withdrawn is None or plan.publish.date() <= withdrawn))


def _notice(manuscript: Manuscript, channels: tuple[str, ...], as_of: datetime) -> Notice:
    profile, review = manuscript.profile, manuscript.profile.review
    default = "Hồ sơ này đã được rút và không còn được công bố."
    withdrawn = review.date if review else None
    shown = (plan.publish.date() for channel, plan in profile.channels.items() if channel in channels and plan.publish)
    changed = (item.date for item in (*profile.corrections, *profile.follow_up))
    last = max(day for day in (*shown, *changed) if day and day <= as_of.date())
    return Notice(manuscript.slug, (review.notice if review else None) or default, profile.id or "", withdrawn, channels, withdrawn or last)
