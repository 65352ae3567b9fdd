"""An edition: a project check and the profiles themselves, and the site that may be shown as of its moment.

The one road from files to `Site`. The command line and the engine's adapter both walk it. What a profile came to is kept, most often by the
project check, which judges what it reads as if all that it found were shown; what that doesn't fit is read and judged here, on all cores. It holds as
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

from guongsang.build.check_profile import CheckedProfile, check_profile
from guongsang.build.check_project import ProjectCheck, check_project, hold
from guongsang.build.result_cache import (
    FEW_EDITED,
    CachedResult,
    ResultCache,
    pack_result,
    unpack_result,
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
from guongsang.publication.result import publish_manuscript, result_key
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
    project_check: ProjectCheck
    withholding: Withholding | None = None

    @property
    def as_of(self) -> datetime:
        return self.project_check.as_of

    @property
    def registry(self) -> Registry:
        return self.project_check.registry

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.project_check.problems

    @property
    def stopping(self) -> tuple[Problem, ...]:
        """The problems that a build looks at: all, or those alone that leaving out doesn't mend."""
        return self.withholding.stopping if self.withholding else self.problems

    @property
    def total(self) -> int:
        return self.project_check.total

    @cached_property
    def manuscripts(self) -> tuple[Manuscript, ...]:
        """Every profile that can be read, as it lies there now."""
        return tuple(
            found
            for checked in self.project_check.profiles
            if checked.facts and (found := load_manuscript(self.root, checked.path)[0])
        )

    @cached_property
    def _decisions(self) -> dict[str, tuple[Decision, ...]]:
        return {checked.path: self.project_check.decisions(checked) for checked in self.project_check.profiles}

    def decisions(self, manuscript: Manuscript) -> tuple[Decision, ...]:
        """Return the gate's decision per channel for one profile."""
        return self._decisions[manuscript.path]


@dataclass(frozen=True, slots=True)
class _PublishInputs:
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
    return read_edition(root, check_project(root, as_of, publishing=True, progress=progress))


def read_edition(root: Path, found: ProjectCheck, withholding: Withholding | None = None) -> Edition:
    """Return the edition of a project check; `withholding` says what to leave out of the site."""
    return Edition(root, found, withholding)


@dataclass(frozen=True)
class Verdict:
    """What a project check came to, profile by profile: all that a site is made of.

    Attributes:
        project check: what was read, with anew what had changed since.
        decisions, results: by path, of those profiles that the site may hold.
        events: those that may be shown.
        stories: gives the story of each profile, where the results are without.
    """

    project_check: ProjectCheck
    decisions: Mapping[str, tuple[Decision, ...]]
    results: Mapping[str, CachedResult]
    events: tuple[PublishedEvent, ...]
    stories: Stories


class Stories:
    """Gives the stories of profiles, one at a time, in as many processes as ask."""

    def __init__(
        self,
        publishing: _PublishInputs,
        wanted: Mapping[str, tuple[CheckedProfile, tuple[Decision, ...]]],
        keys: Mapping[str, bytes],
    ) -> None:
        """Take what judging takes, the profiles by path with their decisions, and what their results are kept under."""
        self._inputs = publishing
        self._wanted = {
            checked.facts.slug: (checked, decisions) for checked, decisions in wanted.values() if checked.facts
        }
        self._keys = keys
        self._values = KeptValues(publishing.registry)
        self._shelf: tuple[int, ResultCache] | None = None

    def of(self, slug: str) -> Story:
        """Return the story of a profile that is shown; where it isn't kept, it is judged again. Raises BuildError where its file has changed meanwhile."""
        checked, decisions = self._wanted[slug]
        story = self._open().story(checked.path, self._keys.get(checked.path, b""), self._values)
        if story is None:
            ((_, changed, packed),) = _publish_batch([(checked, decisions)], (self._inputs, self._values))
            story = None if changed else unpack_story(packed, self._values)
        if story is None:
            raise BuildError(f"{checked.path} vừa thay đổi trong lúc dựng; chạy lại lệnh dựng")
        return story

    def _open(self) -> ResultCache:
        """Return the shelf as this process opened it: SQLite can't share one with a process that was forked."""
        process = os.getpid()
        if self._shelf is None or self._shelf[0] != process:
            self._shelf = process, ResultCache(self._inputs.root)
        return self._shelf[1]


def compile_site(
    edition: Edition,
    *,
    preview: bool = False,
    samples: bool = True,
    whole: bool = True,
    progress: Progress | None = None,
) -> Site:
    """Make the site that may be shown. For the arguments see `publish_edition`."""
    return make_site(
        publish_edition(edition, preview=preview, samples=samples, whole=whole, progress=progress), preview=preview
    )


def publish_edition(
    edition: Edition,
    *,
    preview: bool = False,
    samples: bool = True,
    whole: bool = True,
    progress: Progress | None = None,
    before: Verdict | None = None,
) -> Verdict:
    """Judge every profile.

    What was judged is what is published: a file that has changed since the project check is judged anew, by what it says now.

    Args:
        edition: what was read.
        preview: also show what is not published, each marked with the reasons why not. For a local look only.
        samples: whether the fictional profiles and events that ship with the project are part of the site.
        whole: whether profiles have their stories; else these are to be asked for.
        progress: told how many profiles are judged, of how many, and for how many the last time's result holds.
        before: the last verdict of a preview on the same registry and day: what was read then and not since holds, and nothing is asked of the disk.
    """
    found = edition.project_check
    left_out = frozenset(edition.withholding.left_out if edition.withholding else ())
    held = {checked.path: checked for checked in before.project_check.profiles} if before else {}
    with closing(ResultCache(edition.root)) as shelf:
        values = KeptValues(found.registry)
        results: dict[str, CachedResult] = {}
        forget: list[str] = []
        keys: dict[str, bytes] = {}
        made: dict[str, tuple[bytes, bytes]] = {}
        while True:  # twice at most in all but a race with a writer: a file that changed meanwhile may open or close a page to others
            wanted = {
                checked.path: checked
                for checked in found.profiles
                if checked.facts and checked.path not in left_out and (samples or not checked.facts.sample)
            }
            decisions = {path: found.decisions(checked) for path, checked in wanted.items()}
            shown = frozenset(
                checked.facts.slug
                for path, checked in wanted.items()
                if checked.facts and (preview or any(item.is_open for item in decisions[path]))
            )
            events = visible_events(found, shown, preview=preview, samples=samples)
            linkable = shown | {event.url.rstrip("/") for event in events}
            if before:
                for path, checked in wanted.items():
                    if (
                        path not in results
                        and held.get(path) is checked
                        and before.decisions.get(path) == decisions[path]
                    ):
                        results[path] = before.results[path]
            else:
                known = bool(keys)
                keys = {
                    path: result_key(found.states.get(path, ""), checked.digest, decisions[path], preview=preview)
                    for path, checked in wanted.items()
                }
                if not known:
                    moved = _changed_since(edition.root, found)
                    for path, key, row in shelf.read():
                        if path not in wanted:
                            forget.append(path)
                        elif key == keys[path] and path not in moved:
                            with suppress(ValueError):
                                results[path] = unpack_result(row, values)
            stale = [path for path in wanted if path not in results or not results[path].result.holds(linkable)]
            publishing = _PublishInputs(edition.root, found.registry, found.as_of, linkable, preview)
            done = taken = len(wanted) - len(stale)
            if progress:
                progress(done, len(wanted), taken)
            if not stale:
                break
            changed: dict[str, CheckedProfile] = {}
            for batch in _publish_all(publishing, [(wanted[path], decisions[path]) for path in stale]):
                for path, checked, packed in batch:
                    if checked is not None:
                        changed[path] = checked
                        results.pop(path, None)
                        continue
                    if len(stale) <= FEW_EDITED:
                        packed = shelf.settle(path, packed, values)
                    results[path] = unpack_result(packed, values)
                    if whole:
                        results[path] = results[path].with_story(unpack_story(packed, values))
                    if not before:
                        made[path] = keys[path], packed
                done += len(batch)
                if progress:
                    progress(done, len(wanted), taken)
            if not changed:
                break
            found = replace(
                found,
                profiles=tuple(changed.get(checked.path, checked) for checked in found.profiles),
                states={path: state for path, state in found.states.items() if path not in changed},
            )
        if made or forget:
            shelf.write(((path, key, packed) for path, (key, packed) in made.items() if found.states.get(path)), forget)
    stories = Stories(publishing, {path: (checked, decisions[path]) for path, checked in wanted.items()}, keys)
    if whole:
        for path, kept in results.items():
            if kept.result.profile and not is_whole(kept.result.profile):
                results[path] = kept.with_story(stories.of(kept.result.profile.slug))
    return Verdict(found, decisions, {path: results[path] for path in wanted}, events, stories)


def make_site(verdict: Verdict, *, preview: bool = False) -> Site:
    """Make the site of a verdict."""
    found, results = verdict.project_check, [kept.result for kept in verdict.results.values()]
    shown = {kept.result.profile.slug: kept for kept in verdict.results.values() if kept.result.profile}
    upcoming = sorted(
        (title for item in results for title in item.titles), key=lambda item: (item.publish, item.channel, item.id)
    )
    errors = sum(problem.severity == "error" for problem in found.problems)
    return Site(
        found.registry,
        found.as_of,
        tuple(sort_newest(item.profile for item in results if item.profile)),
        tuple(item.notice for item in results if item.notice),
        preview,
        errors,
        events=verdict.events,
        upcoming_titles=tuple(upcoming),
        story_of=verdict.stories.of,
        fingerprints={slug: kept.whole for slug, kept in shown.items()},
        faces={slug: kept.face for slug, kept in shown.items()},
        words={slug: kept.words for slug, kept in shown.items()},
    )


def _changed_since(root: Path, found: ProjectCheck) -> frozenset[str]:
    """Return the paths of those profiles that the project check has read and whose files have changed since."""
    return frozenset(path for path in found.fresh if hold(found.key, state_of(root, path)) != found.states[path])


def _publish_all(
    publishing: _PublishInputs, wanted: list[tuple[CheckedProfile, tuple[Decision, ...]]]
) -> Iterator[list[tuple[str, CheckedProfile | None, bytes]]]:
    """Yield, a batch at a time, each path with its result as kept; or with a new checked profile where the file has changed since it was read."""
    batches = [wanted[start : start + _CHUNK] for start in range(0, len(wanted), _CHUNK)]
    if len(wanted) < _FEW:
        _prepare(publishing)
        yield from map(_publish_batch, batches)
        return
    with worker_pool(initializer=_prepare, initargs=(publishing,)) as pool:
        yield from pool.map(_publish_batch, batches)


_prepared: tuple[_PublishInputs, KeptValues] | None = None


def _prepare(publishing: _PublishInputs) -> None:
    global _prepared
    _prepared = publishing, KeptValues(publishing.registry)


def _publish_batch(
    batch: list[tuple[CheckedProfile, tuple[Decision, ...]]], given: tuple[_PublishInputs, KeptValues] | None = None
) -> list[tuple[str, CheckedProfile | None, bytes]]:
    found = given or _prepared
    if found is None:
        raise RuntimeError("worker without its registry")
    publishing, values = found
    published: list[tuple[str, CheckedProfile | None, bytes]] = []
    for checked, decisions in batch:
        manuscript = load_manuscript(publishing.root, checked.path)[0]
        if manuscript is None or manuscript.document.digest != checked.digest:
            published.append(
                (checked.path, check_profile(publishing.root, checked.path, publishing.registry, publishing.as_of), b"")
            )
            continue
        result = publish_manuscript(
            manuscript,
            decisions,
            assess(manuscript.profile, publishing.registry),
            publishing.registry,
            publishing.as_of,
            linkable=publishing.linkable,
            preview=publishing.preview,
        )
        published.append((checked.path, None, pack_result(result, values)))
    return published


def visible_events(
    found: ProjectCheck, shown: frozenset[str], *, preview: bool = False, samples: bool = True
) -> tuple[PublishedEvent, ...]:
    """Return the events that may be shown, given the slugs of the profiles that are shown."""
    if not found.events:
        return ()
    faulty = frozenset(problem.path for problem in found.problems if problem.severity == "error")
    facts = [checked.facts for checked in found.profiles if checked.facts]
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
