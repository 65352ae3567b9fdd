"""From the checked project to `Site`: the only way, for the command line and for the engine.

Publication results are cached, mostly by the project check, which assumes that every page exists.
Profiles without a valid cached result are published here, on all cores. A result is valid for one
state of its files, one code, registry and day, the same decisions of the gate, and while the pages
that it links to exist or not as they did.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from guongsang.build.check_profile import CheckedProfile
from guongsang.build.check_project import ProjectCheck, check_project, findings_key
from guongsang.build.publish_profiles import PublishInputs, publish_profiles
from guongsang.build.result_cache import FEW_EDITED, CachedResult, ResultCache, unpack_result, unpack_story
from guongsang.build.safe_pickle import KeptValues
from guongsang.build.stories import Stories
from guongsang.build.withholding import Withholding
from guongsang.manuscripts.manuscript import state_of
from guongsang.progress import Progress
from guongsang.publication.event import PublishedEvent, publish_events
from guongsang.publication.gate import Decision
from guongsang.publication.profile_facts import profile_spellings
from guongsang.publication.profile_parts import is_whole
from guongsang.publication.result import result_key
from guongsang.publication.site import Site, sort_newest
from guongsang.registry.model import Registry
from guongsang.rules.problem import Problem


@dataclass(frozen=True)
class Edition:
    """Every profile checked as of a moment, published or not. For checks and staff only.

    Attributes:
        root: the project's folder.
        project_check: what was found.
        withholding: if given, faulty profiles and events are left out; otherwise they stop the
            build.
    """

    root: Path
    project_check: ProjectCheck
    withholding: Withholding | None = None

    @property
    def as_of(self) -> datetime:
        """The moment as of which the gate decides."""
        return self.project_check.as_of

    @property
    def registry(self) -> Registry:
        """The registry against which everything was checked."""
        return self.project_check.registry

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems of the project, sorted by place."""
        return self.project_check.problems

    @property
    def stopping(self) -> tuple[Problem, ...]:
        """The problems that may stop the build: all, or those that leaving out doesn't solve."""
        return self.withholding.stopping if self.withholding else self.problems

    @property
    def total(self) -> int:
        """How many profiles the project has, readable or not."""
        return self.project_check.total


@dataclass(frozen=True)
class Verdict:
    """The publication results of a project, profile by profile: all that a site is made of.

    Attributes:
        project_check: what was found, with new findings where a file has changed since.
        decisions: the gate's decisions, by path, for the profiles that the site may have.
        results: the publication results, by the same paths.
        events: the events that may be shown.
        stories: gives the full part of a profile whose result lacks it.
    """

    project_check: ProjectCheck
    decisions: Mapping[str, tuple[Decision, ...]]
    results: Mapping[str, CachedResult]
    events: tuple[PublishedEvent, ...]
    stories: Stories


def load_edition(root: Path, as_of: datetime, *, progress: Progress | None = None) -> Edition:
    """Check everything below `root`, for a build. Faults in files come back as problems.

    Raises:
        ProjectError: `root` is no project.
    """
    return read_edition(root, check_project(root, as_of, publishing=True, progress=progress))


def read_edition(root: Path, found: ProjectCheck, withholding: Withholding | None = None) -> Edition:
    """Return the edition of a project check. `withholding` says what to leave out of the site."""
    return Edition(root, found, withholding)


def compile_site(
    edition: Edition,
    *,
    preview: bool = False,
    samples: bool = True,
    whole: bool = True,
    progress: Progress | None = None,
) -> Site:
    """Return the site that may be shown. For the arguments see `publish_edition`."""
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
    """Publish every profile. A file that has changed since the project check is checked again.

    So exactly the content that was checked is published.

    Args:
        edition: what was checked.
        preview: also show profiles that aren't published, each marked with the reasons why not.
            For a local look only.
        samples: whether the fictional profiles and events of the project are part of the site.
        whole: whether to load the full part of every profile; otherwise `Site.whole` loads it.
        progress: called with the progress: profiles published, and how many were reused.
        before: the last verdict of a preview, on the same registry and day. Results of profiles
            that weren't read since are reused from it, without access to the disk.
    """
    with closing(ResultCache(edition.root)) as cache:
        publication = _Publication(edition, cache, preview=preview, samples=samples, before=before)
        publication.reuse_results()
        # At most twice, except in a race with a writer: a file that has changed meanwhile may open
        # or close a page to which others link.
        while changed := publication.publish_stale(whole=whole, progress=progress):
            publication.replace_findings(changed)
        publication.record_results()
    return publication.verdict(whole=whole)


class _Publication:
    """One run of `publish_edition`: findings, which may still change, and the results so far."""

    def __init__(
        self, edition: Edition, cache: ResultCache, *, preview: bool, samples: bool, before: Verdict | None
    ) -> None:
        self._root = edition.root
        self._left_out = frozenset(edition.withholding.left_out if edition.withholding else ())
        self._cache = cache
        self._preview = preview
        self._samples = samples
        self._before = before
        self._values = KeptValues(edition.registry)
        self._results: dict[str, CachedResult] = {}
        self._packs: dict[str, tuple[bytes, bytes]] = {}  # key and pack by path, to be recorded
        self._forget: list[str] = []
        self._use_findings(edition.project_check)

    def _use_findings(self, found: ProjectCheck) -> None:
        """Select profiles and events of a project check; compute which pages links may lead to."""
        self._found = found
        self._wanted = {
            checked.path: (checked, found.decisions(checked))
            for checked in found.profiles
            if checked.facts and checked.path not in self._left_out and (self._samples or not checked.facts.sample)
        }
        shown = frozenset(
            checked.facts.slug
            for checked, decisions in self._wanted.values()
            if checked.facts and (self._preview or any(item.is_open for item in decisions))
        )
        self._events = visible_events(found, shown, preview=self._preview, samples=self._samples)
        linkable = shown | {event.url.rstrip("/") for event in self._events}
        self._inputs = PublishInputs(self._root, found.registry, found.as_of, linkable, self._preview)
        self._keys: dict[str, bytes] = {}  # a preview that has an earlier verdict doesn't use the cache
        if self._before is None:
            self._keys = {
                path: result_key(found.states.get(path, ""), checked.digest, decisions, preview=self._preview)
                for path, (checked, decisions) in self._wanted.items()
            }

    def reuse_results(self) -> None:
        """Take what is still valid from the earlier verdict, or else from the cache."""
        if self._before:
            self._reuse_verdict(self._before)
            return
        moved = _changed_since(self._root, self._found)
        for path, key, row in self._cache.read():
            if path not in self._wanted:
                self._forget.append(path)
            elif key == self._keys[path] and path not in moved:
                with suppress(ValueError):
                    self._results[path] = unpack_result(row, self._values)

    def _reuse_verdict(self, before: Verdict) -> None:
        earlier = {checked.path: checked for checked in before.project_check.profiles}
        for path, (checked, decisions) in self._wanted.items():
            if earlier.get(path) is checked and before.decisions.get(path) == decisions:
                self._results[path] = before.results[path]

    def publish_stale(self, *, whole: bool, progress: Progress | None) -> dict[str, CheckedProfile]:
        """Publish the profiles that have no valid result.

        Returns:
            By path, new findings of the files that have changed since they were checked.
        """
        linkable = self._inputs.linkable
        stale = [
            path for path in self._wanted if path not in self._results or not self._results[path].result.holds(linkable)
        ]
        total = len(self._wanted)
        done = reused = total - len(stale)
        if progress:
            progress(done, total, reused)
        changed: dict[str, CheckedProfile] = {}
        if not stale:
            return changed
        for batch in publish_profiles(self._inputs, [self._wanted[path] for path in stale]):
            for path, found, pack in batch:
                if found is not None:
                    changed[path] = found
                    self._results.pop(path, None)
                else:
                    settled = self._cache.settle(path, pack, self._values) if len(stale) <= FEW_EDITED else pack
                    self._add_result(path, settled, whole=whole)
            done += len(batch)
            if progress:
                progress(done, total, reused)
        return changed

    def _add_result(self, path: str, pack: bytes, *, whole: bool) -> None:
        result = unpack_result(pack, self._values)
        self._results[path] = result.with_story(unpack_story(pack, self._values)) if whole else result
        if self._before is None:
            self._packs[path] = self._keys[path], pack

    def replace_findings(self, changed: Mapping[str, CheckedProfile]) -> None:
        """Go on with new findings of some files.

        Their states are dropped, since nobody knows the state that belongs to this content: so
        their results aren't recorded.
        """
        found = self._found
        self._use_findings(
            replace(
                found,
                profiles=tuple(changed.get(checked.path, checked) for checked in found.profiles),
                states={path: state for path, state in found.states.items() if path not in changed},
            )
        )

    def record_results(self) -> None:
        """Write new results to the cache, and delete those of profiles that the site can't have."""
        if self._packs or self._forget:
            states = self._found.states
            self._cache.write(
                ((path, key, pack) for path, (key, pack) in self._packs.items() if states.get(path)), self._forget
            )

    def verdict(self, *, whole: bool) -> Verdict:
        """Return the outcome; with `whole`, every profile has its full part."""
        stories = Stories(self._inputs, self._wanted.values(), self._keys)
        results = {path: self._results[path] for path in self._wanted}
        if whole:
            for path, cached in results.items():
                if cached.result.profile and not is_whole(cached.result.profile):
                    results[path] = cached.with_story(stories.of(cached.result.profile.slug))
        decisions = {path: decisions for path, (_, decisions) in self._wanted.items()}
        return Verdict(self._found, decisions, results, self._events, stories)


def make_site(verdict: Verdict, *, preview: bool = False) -> Site:
    """Return the site of a verdict."""
    found, results = verdict.project_check, [cached.result for cached in verdict.results.values()]
    shown = {cached.result.profile.slug: cached for cached in verdict.results.values() if cached.result.profile}
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
        fingerprints={slug: cached.whole for slug, cached in shown.items()},
        faces={slug: cached.face for slug, cached in shown.items()},
        words={slug: cached.words for slug, cached in shown.items()},
    )


def _changed_since(root: Path, found: ProjectCheck) -> frozenset[str]:
    """Return the paths of profiles whose files have changed since the project check read them."""
    return frozenset(
        path for path in found.fresh if findings_key(found.key, state_of(root, path)) != found.states[path]
    )


def visible_events(
    found: ProjectCheck, shown: frozenset[str], *, preview: bool = False, samples: bool = True
) -> tuple[PublishedEvent, ...]:
    """Return the events that may be shown.

    Args:
        found: the project check.
        shown: the slugs of the profiles that are shown.
        preview: whether events that may not be published are shown too.
        samples: whether the fictional events of the project are shown.
    """
    if not found.events:
        return ()
    faulty = frozenset(problem.path for problem in found.problems if problem.severity == "error")
    facts = [checked.facts for checked in found.profiles if checked.facts]
    names: Mapping[str, str] = {item.slug: item.name for item in facts}
    return publish_events(
        [event for event in found.events if samples or not event.event.sample],
        found.registry,
        found.as_of,
        shown=shown,
        profiles=profile_spellings(facts),
        names=names,
        faulty=faulty,
        preview=preview,
    )
