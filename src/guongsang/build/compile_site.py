"""An edition: a survey and the profiles themselves, and the site that may be shown as of its moment.

The one road from files to `Site`. The command line and the engine's adapter both walk it. What a profile came to is kept, most often by the
survey, which judges what it reads as if all that it found were shown; what that doesn't fit is read and judged here, on all cores. It holds as
long as its files, the code, the registry, the day, the gate's decisions and the pages that it links to are the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from guongsang.build.check_profile import Reading, read_profile
from guongsang.build.check_project import Survey, hold, survey
from guongsang.build.result_cache import (
    FEW_EDITED,
    KeptOutcome,
    OutcomeShelf,
    pack_outcome,
    unpack_outcome,
    unpack_story,
)
from guongsang.build.safe_pickle import KeptValues
from guongsang.build.withholding import Withholding
from guongsang.errors import BuildError
from guongsang.manuscripts.manuscript import Manuscript, load_manuscript, state_of
from guongsang.progress import Progress
from guongsang.publication.criteria import assess
from guongsang.publication.event import PublishedEvent, publish_events
from guongsang.publication.gate import Decision
from guongsang.publication.profile_facts import profile_spellings
from guongsang.publication.profile_parts import Story, is_whole
from guongsang.publication.result import judge, outcome_key
from guongsang.publication.site import Site, sort_newest
from guongsang.registry.model import Registry
from guongsang.rules.problem import Problem
from guongsang.workers import worker_pool

_CHUNK = 50  # profiles a task
_FEW = 100  # below this a second process costs more than it saves


@dataclass(frozen=True)
class Edition:
    """Every profile checked as of a moment, published or not. For checks and staff, not for outputs.

    With `withholding`, what has errors of its own is left out of the site, instead of stopping its build.
    """

    root: Path
    survey: Survey
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
    def manuscripts(self) -> tuple[Manuscript, ...]:
        """Every profile that can be read, as it lies there now."""
        return tuple(
            found
            for reading in self.survey.readings
            if reading.facts and (found := load_manuscript(self.root, reading.path)[0])
        )

    @cached_property
    def _decisions(self) -> dict[str, tuple[Decision, ...]]:
        return {reading.path: self.survey.decisions(reading) for reading in self.survey.readings}

    def decisions(self, manuscript: Manuscript) -> tuple[Decision, ...]:
        """Return the gate's decision per channel for one profile."""
        return self._decisions[manuscript.path]


@dataclass(frozen=True, slots=True)
class _Judging:
    """What judging any profile takes, handed to a worker process once."""

    root: Path
    registry: Registry
    as_of: datetime
    linkable: frozenset[str]
    preview: bool


def load_edition(root: Path, as_of: datetime, *, progress: Progress | None = None) -> Edition:
    """Check and read everything below `root`.

    Raises ProjectError where `root` is no project. What is wrong in files comes back as problems.
    """
    return read_edition(root, survey(root, as_of, judging=True, progress=progress))


def read_edition(root: Path, found: Survey, withholding: Withholding | None = None) -> Edition:
    """Return the edition of a survey; `withholding` says what to leave out of the site."""
    return Edition(root, found, withholding)


@dataclass(frozen=True)
class Verdict:
    """What a survey came to, profile by profile: all that a site is made of.

    Attributes:
        survey: what was read, with anew what had changed since.
        decisions, outcomes: by path, of those profiles that the site may hold.
        events: those that may be shown.
        stories: gives the story of each profile, where the outcomes are without.
    """

    survey: Survey
    decisions: Mapping[str, tuple[Decision, ...]]
    outcomes: Mapping[str, KeptOutcome]
    events: tuple[PublishedEvent, ...]
    stories: Stories


class Stories:
    """Gives the stories of profiles, one at a time, in as many processes as ask."""

    def __init__(
        self, judging: _Judging, wanted: Mapping[str, tuple[Reading, tuple[Decision, ...]]], keys: Mapping[str, bytes]
    ) -> None:
        """Take what judging takes, the profiles by path with their decisions, and what their outcomes are kept under."""
        self._judging = judging
        self._wanted = {
            reading.facts.slug: (reading, decisions) for reading, decisions in wanted.values() if reading.facts
        }
        self._keys = keys
        self._values = KeptValues(judging.registry)
        self._shelf: tuple[int, OutcomeShelf] | None = None

    def of(self, slug: str) -> Story:
        """Return the story of a profile that is shown; where it isn't kept, it is judged again. Raises BuildError where its file has changed meanwhile."""
        reading, decisions = self._wanted[slug]
        story = self._open().story(reading.path, self._keys.get(reading.path, b""), self._values)
        if story is None:
            ((_, changed, packed),) = _judge_batch([(reading, decisions)], (self._judging, self._values))
            story = None if changed else unpack_story(packed, self._values)
        if story is None:
            raise BuildError(f"{reading.path} vừa thay đổi trong lúc dựng; chạy lại lệnh dựng")
        return story

    def _open(self) -> OutcomeShelf:
        """Return the shelf as this process opened it: SQLite can't share one with a process that was forked."""
        process = os.getpid()
        if self._shelf is None or self._shelf[0] != process:
            self._shelf = process, OutcomeShelf(self._judging.root)
        return self._shelf[1]


def compile_site(
    edition: Edition,
    *,
    preview: bool = False,
    samples: bool = True,
    whole: bool = True,
    progress: Progress | None = None,
) -> Site:
    """Make the site that may be shown. For the arguments see `judge_edition`."""
    return make_site(
        judge_edition(edition, preview=preview, samples=samples, whole=whole, progress=progress), preview=preview
    )


def judge_edition(
    edition: Edition,
    *,
    preview: bool = False,
    samples: bool = True,
    whole: bool = True,
    progress: Progress | None = None,
    before: Verdict | None = None,
) -> Verdict:
    """Judge every profile.

    What was judged is what is published: a file that has changed since the survey is judged anew, by what it says now.

    Args:
        edition: what was read.
        preview: also show what is not published, each marked with the reasons why not. For a local look only.
        samples: whether the fictional profiles and events that ship with the project are part of the site.
        whole: whether profiles have their stories; else these are to be asked for.
        progress: told how many profiles are judged, of how many, and for how many the last time's outcome holds.
        before: the last verdict of a preview on the same registry and day: what was read then and not since holds, and nothing is asked of the disk.
    """
    found = edition.survey
    left_out = frozenset(edition.withholding.left_out if edition.withholding else ())
    held = {reading.path: reading for reading in before.survey.readings} if before else {}
    with closing(OutcomeShelf(edition.root)) as shelf:
        values = KeptValues(found.registry)
        outcomes: dict[str, KeptOutcome] = {}
        forget: list[str] = []
        keys: dict[str, bytes] = {}
        made: dict[str, tuple[bytes, bytes]] = {}
        while True:  # twice at most in all but a race with a writer: a file that changed meanwhile may open or close a page to others
            wanted = {
                reading.path: reading
                for reading in found.readings
                if reading.facts and reading.path not in left_out and (samples or not reading.facts.sample)
            }
            decisions = {path: found.decisions(reading) for path, reading in wanted.items()}
            shown = frozenset(
                reading.facts.slug
                for path, reading in wanted.items()
                if reading.facts and (preview or any(item.is_open for item in decisions[path]))
            )
            events = _events(found, shown, preview=preview, samples=samples)
            linkable = shown | {event.url.rstrip("/") for event in events}
            if before:
                for path, reading in wanted.items():
                    if (
                        path not in outcomes
                        and held.get(path) is reading
                        and before.decisions.get(path) == decisions[path]
                    ):
                        outcomes[path] = before.outcomes[path]
            else:
                known = bool(keys)
                keys = {
                    path: outcome_key(found.states.get(path, ""), reading.digest, decisions[path], preview=preview)
                    for path, reading in wanted.items()
                }
                if not known:
                    moved = _changed_since(edition.root, found)
                    for path, key, row in shelf.read():
                        if path not in wanted:
                            forget.append(path)
                        elif key == keys[path] and path not in moved:
                            with suppress(ValueError):
                                outcomes[path] = unpack_outcome(row, values)
            stale = [path for path in wanted if path not in outcomes or not outcomes[path].outcome.holds(linkable)]
            judging = _Judging(edition.root, found.registry, found.as_of, linkable, preview)
            done = taken = len(wanted) - len(stale)
            if progress:
                progress(done, len(wanted), taken)
            if not stale:
                break
            changed: dict[str, Reading] = {}
            for batch in _judge_all(judging, [(wanted[path], decisions[path]) for path in stale]):
                for path, reading, packed in batch:
                    if reading is not None:
                        changed[path] = reading
                        outcomes.pop(path, None)
                        continue
                    if len(stale) <= FEW_EDITED:
                        packed = shelf.settle(path, packed, values)
                    outcomes[path] = unpack_outcome(packed, values)
                    if whole:
                        outcomes[path] = outcomes[path].with_story(unpack_story(packed, values))
                    if not before:
                        made[path] = keys[path], packed
                done += len(batch)
                if progress:
                    progress(done, len(wanted), taken)
            if not changed:
                break
            found = replace(
                found,
                readings=tuple(changed.get(reading.path, reading) for reading in found.readings),
                states={path: state for path, state in found.states.items() if path not in changed},
            )
        if made or forget:
            shelf.write(((path, key, packed) for path, (key, packed) in made.items() if found.states.get(path)), forget)
    stories = Stories(judging, {path: (reading, decisions[path]) for path, reading in wanted.items()}, keys)
    if whole:
        for path, kept in outcomes.items():
            if kept.outcome.profile and not is_whole(kept.outcome.profile):
                outcomes[path] = kept.with_story(stories.of(kept.outcome.profile.slug))
    return Verdict(found, decisions, {path: outcomes[path] for path in wanted}, events, stories)


def make_site(verdict: Verdict, *, preview: bool = False) -> Site:
    """Make the site of a verdict."""
    found, outcomes = verdict.survey, [kept.outcome for kept in verdict.outcomes.values()]
    shown = {kept.outcome.profile.slug: kept for kept in verdict.outcomes.values() if kept.outcome.profile}
    upcoming = sorted(
        (title for item in outcomes for title in item.titles), key=lambda item: (item.publish, item.channel, item.id)
    )
    errors = sum(problem.severity == "error" for problem in found.problems)
    return Site(
        found.registry,
        found.as_of,
        tuple(sort_newest(item.profile for item in outcomes if item.profile)),
        tuple(item.notice for item in outcomes if item.notice),
        preview,
        errors,
        events=verdict.events,
        upcoming_titles=tuple(upcoming),
        story_of=verdict.stories.of,
        fingerprints={slug: kept.whole for slug, kept in shown.items()},
        faces={slug: kept.face for slug, kept in shown.items()},
        words={slug: kept.words for slug, kept in shown.items()},
    )


def _changed_since(root: Path, found: Survey) -> frozenset[str]:
    """Return the paths of those profiles that the survey has read and whose files have changed since."""
    return frozenset(path for path in found.fresh if hold(found.key, state_of(root, path)) != found.states[path])


def _judge_all(
    judging: _Judging, wanted: list[tuple[Reading, tuple[Decision, ...]]]
) -> Iterator[list[tuple[str, Reading | None, bytes]]]:
    """Yield, a batch at a time, each path with its outcome as kept; or with a new reading where the file has changed since it was read."""
    batches = [wanted[start : start + _CHUNK] for start in range(0, len(wanted), _CHUNK)]
    if len(wanted) < _FEW:
        _prepare(judging)
        yield from map(_judge_batch, batches)
        return
    with worker_pool(begin=_prepare, given=(judging,)) as pool:
        yield from pool.map(_judge_batch, batches)


_prepared: tuple[_Judging, KeptValues] | None = None


def _prepare(judging: _Judging) -> None:
    global _prepared
    _prepared = judging, KeptValues(judging.registry)


def _judge_batch(
    batch: list[tuple[Reading, tuple[Decision, ...]]], given: tuple[_Judging, KeptValues] | None = None
) -> list[tuple[str, Reading | None, bytes]]:
    found = given or _prepared
    if found is None:
        raise RuntimeError("worker without its registry")
    judging, values = found
    judged: list[tuple[str, Reading | None, bytes]] = []
    for reading, decisions in batch:
        manuscript = load_manuscript(judging.root, reading.path)[0]
        if manuscript is None or manuscript.document.digest != reading.digest:
            judged.append(
                (reading.path, read_profile(judging.root, reading.path, judging.registry, judging.as_of), b"")
            )
            continue
        outcome = judge(
            manuscript,
            decisions,
            assess(manuscript.profile, judging.registry),
            judging.registry,
            judging.as_of,
            linkable=judging.linkable,
            preview=judging.preview,
        )
        judged.append((reading.path, None, pack_outcome(outcome, values)))
    return judged


def _events(found: Survey, shown: frozenset[str], *, preview: bool, samples: bool) -> tuple[PublishedEvent, ...]:
    if not found.events:
        return ()
    faulty = frozenset(problem.path for problem in found.problems if problem.severity == "error")
    facts = [reading.facts for reading in found.readings if reading.facts]
    names: Mapping[str, str] = {item.slug: item.name for item in facts}
    return publish_events(
        found.events,
        found.registry,
        found.as_of,
        shown=shown,
        profiles=profile_spellings(facts),
        names=names,
        faulty=faulty,
        samples=samples,
        preview=preview,
    )
