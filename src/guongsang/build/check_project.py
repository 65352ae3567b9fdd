"""Checks the whole project: every profile and event, on all cores; unchanged findings are reused.

`check` only checks. A build also publishes each profile that is read, because its manuscript is in
memory then, and puts the result in the cache (`result_cache`). Findings are cached in
`.cache/readings.sqlite`, a line of JSON per profile. They are valid for one state of its files, one
code, one registry and one day. Whatever else is found there, or can't be read, is checked again.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from guongsang.build.check_profile import CheckedProfile, ProfileChecker, check_profile, check_profiles, parse_checked
from guongsang.build.inputs import code, installed_packages
from guongsang.build.result_cache import FEW_EDITED, ResultCache
from guongsang.build.safe_pickle import KeptValues
from guongsang.checks import check_across, check_content, check_events, check_press_log
from guongsang.manuscripts.event import EventManuscript, read_events
from guongsang.manuscripts.manuscript import check_stray, check_strays, find_manuscripts
from guongsang.manuscripts.press_log import load_press_log
from guongsang.manuscripts.project_layout import EXEMPLARS, REGISTRY, require_project
from guongsang.progress import Progress
from guongsang.publication.gate import Decision
from guongsang.publication.result import result_key
from guongsang.registry.loading import load_registry
from guongsang.registry.model import Registry
from guongsang.rules.problem import Problem, sort_problems
from guongsang.storage.cache_table import CacheTable
from guongsang.storage.sealed_files import CACHE
from guongsang.workers import CORES

FINDINGS = f"{CACHE}/readings.sqlite"


@dataclass(frozen=True)
class ProjectCheck:
    """Every profile and event checked as of a moment: what is wrong, and what may be shown where.

    Attributes:
        as_of: the moment.
        registry: the registry.
        profiles: what was found in each profile.
        problems: all problems, sorted by place.
        events: the events.
        key: the common key of all findings: a digest of place, code, packages, registry and day.
        states: by path of a profile, the key of its findings: that, and the state of its files.
        fresh: paths of the profiles that were read just now.
        elsewhere: problems that involve no profile (registry, editorial pages, events).
        strays: problems of files that lie where a profile should.
    """

    as_of: datetime
    registry: Registry
    profiles: tuple[CheckedProfile, ...]
    problems: tuple[Problem, ...]
    events: tuple[EventManuscript, ...] = ()
    key: str = field(default="", repr=False)
    states: Mapping[str, str] = field(default_factory=dict, repr=False)
    fresh: frozenset[str] = field(default=frozenset(), repr=False)
    elsewhere: tuple[Problem, ...] = field(default=(), repr=False)
    strays: tuple[Problem, ...] = field(default=(), repr=False)

    @property
    def total(self) -> int:
        """How many profiles the project has, readable or not."""
        return len(self.profiles)

    def decisions(self, checked: CheckedProfile) -> tuple[Decision, ...]:
        """Return the gate's decisions on one profile. An error found across profiles closes it."""
        if checked.facts is None:
            return ()
        decisions = checked.facts.decisions(self.as_of)
        if checked.path not in self._faulty_across:
            return decisions
        return tuple(Decision(item.channel, tuple(dict.fromkeys((*item.reasons, "errors")))) for item in decisions)

    @cached_property
    def _faulty_across(self) -> frozenset[str]:
        return frozenset(item.path for item in self.problems if item.severity == "error")


def check_project(
    root: Path,
    as_of: datetime,
    *,
    publishing: bool = False,
    progress: Progress | None = None,
    workers: int | None = None,
    on_change: Callable[[], None] | None = None,
) -> ProjectCheck:
    """Check every profile and event below `root`.

    Args:
        root: the project's folder.
        as_of: the moment as of which to decide.
        publishing: whether profiles that are read are also published, because a build follows.
        progress: called with the progress: profiles checked, and how many findings were reused.
        workers: how many processes; None: one a core.
        on_change: called as soon as a profile has changed since the last time, before most are
            checked.

    Raises:
        ProjectError: `root` is no project.
    """
    require_project(root)
    registry, problems = load_registry(root, REGISTRY)
    key = _key(root, as_of)
    states = {path: findings_key(key, state) for path, state in find_manuscripts(root, EXEMPLARS).items()}
    events, faults = read_events(root)
    with closing(CacheTable(root / FINDINGS, "readings")) as table, ExitStack() as stack:
        profiles, forget = _load_findings(table, states)
        stale = [path for path in states if path not in profiles]
        if on_change and profiles and (stale or forget):
            on_change()
        checker = ProfileChecker(root, registry, as_of, _linkable(states, events) if publishing else None)
        results = stack.enter_context(closing(ResultCache(root))) if publishing and stale else None
        made: list[tuple[str, bytes, bytes]] = []
        values = KeptValues(registry)
        done = reused = len(profiles)
        if progress:
            progress(done, len(states), reused)
        for batch in check_profiles(checker, stale, workers or CORES):
            packs = []
            for path, line, pack in batch:
                checked = profiles[path] = parse_checked(path, line)
                made.append((path, bytes.fromhex(states[path]), line))
                if pack and results and checked.facts:
                    settled = results.settle(path, pack, values) if len(stale) <= FEW_EDITED else pack
                    packs.append(
                        (path, result_key(states[path], checked.digest, checked.facts.decisions(as_of)), settled)
                    )
            if results:
                results.write(packs)
            done += len(batch)
            if progress:
                progress(done, len(states), reused)
        if made or forget:
            table.write(made, forget)
    found = ProjectCheck(
        as_of,
        registry,
        tuple([profiles[path] for path in states]),
        (),
        tuple(events),
        key,
        states,
        frozenset(stale),
        (*problems, *check_content(root), *faults),
        tuple(check_strays(root, EXEMPLARS, states)),
    )
    return _check_whole(root, found)


def _load_findings(table: CacheTable, states: Mapping[str, str]) -> tuple[dict[str, CheckedProfile], list[str]]:
    """Return the cached findings that are still valid, by path; and cached paths that are gone."""
    profiles: dict[str, CheckedProfile] = {}
    gone: list[str] = []
    for path, key, line in table.read():
        if path not in states:
            gone.append(path)
        elif states[path] == key.hex():
            with suppress(ValueError):
                profiles[path] = parse_checked(path, line)
    return profiles, gone


def findings_key(key: str, state: str) -> str:
    """Return the key of the findings on one profile.

    Args:
        key: the common key of all findings.
        state: the state of the profile's files.
    """
    return hashlib.blake2b(f"{key}{state}".encode(errors="surrogateescape"), digest_size=16).hexdigest()


def _linkable(paths: Iterable[str], events: Iterable[EventManuscript]) -> frozenset[str]:
    """Return the pages that exist if every profile and event is shown, as most of them are."""
    return frozenset([*(path.split("/")[-2] for path in paths), *(event.url.rstrip("/") for event in events)])


def check_project_again(
    root: Path, before: ProjectCheck, places: Collection[str], as_of: datetime, *, content: bool = False
) -> ProjectCheck:
    """Check changed profiles again, and all that involves several; reuse the other findings.

    Args:
        root: the project's folder.
        before: the last project check, of the same registry and day.
        places: the folders of the changed profiles, from the root; or files that lie where such a
            folder should.
        as_of: the moment as of which to decide.
        content: whether editorial pages or events have changed too.
    """
    profiles = {checked.path: checked for checked in before.profiles if _profile_folder(checked.path) not in places}
    for path in (path for place in places if not (root / place).is_symlink() for path in find_manuscripts(root, place)):
        profiles[path] = check_profile(root, path, before.registry, as_of)
    strays = [item for item in before.strays if _profile_folder(item.path) not in places]
    strays += [item for place in places for item in check_stray(root, root / place)]
    events, elsewhere = before.events, before.elsewhere
    if content:
        read, faults = read_events(root)
        events = tuple(read)
        elsewhere = (
            *(item for item in elsewhere if item.path.startswith(f"{REGISTRY}/")),
            *check_content(root),
            *faults,
        )
    states = {path: state for path, state in before.states.items() if _profile_folder(path) not in places}
    ordered = tuple(profiles[path] for path in sorted(profiles))
    return _check_whole(
        root,
        replace(
            before,
            as_of=as_of,
            profiles=ordered,
            events=events,
            states=states,
            elsewhere=elsewhere,
            strays=tuple(strays),
        ),
    )


def _profile_folder(path: str) -> str:
    """Return the profile folder in which a path lies, or the file in such a folder's place."""
    return "/".join(path.split("/")[:3])


def _check_whole(root: Path, found: ProjectCheck) -> ProjectCheck:
    """Return a project check with all its problems, also those between several profiles."""
    facts = [checked.facts for checked in found.profiles if checked.facts]
    press_log, faults = load_press_log(root)
    problems = [*found.elsewhere, *found.strays, *(item for checked in found.profiles for item in checked.problems)]
    problems += [*faults, *check_press_log(press_log, facts, found.as_of)]
    problems += [
        *check_events(found.events, facts, found.registry, found.as_of),
        *check_across(facts, found.registry, found.events),
    ]
    return replace(found, problems=tuple(sort_problems(problems)))


def _key(root: Path, as_of: datetime) -> str:
    """Return the common key of all findings: place, day, Python, packages, code, registry."""
    digest = hashlib.sha256(f"{root}|{as_of.date()}|{sys.version}|{installed_packages()}|{code()}".encode())
    for file in sorted((root / REGISTRY).rglob("*.yml")):
        digest.update(file.as_posix().encode() + file.read_bytes())
    return digest.hexdigest()
