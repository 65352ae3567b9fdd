"""A project check: every profile and event checked, on all cores, what has not changed taken from the last time.

For checks alone, or for a build: then each profile that is read is judged at once too (`result`), and what it came to is put where
`edition` looks for it. What checking found is kept in `.cache/checked profile.sqlite`, a line of JSON for each profile. It holds for the state of its
files, one code, one registry and one day; anything else, or what can't be read, means checking anew.
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
from guongsang.workers import CORES

CACHE = ".cache/readings.sqlite"


@dataclass(frozen=True)
class ProjectCheck:
    """Every profile and event checked as of a moment: what is wrong, and where each may be shown."""

    as_of: datetime
    registry: Registry
    profiles: tuple[CheckedProfile, ...]
    problems: tuple[Problem, ...]
    events: tuple[EventManuscript, ...] = ()
    key: str = field(default="", repr=False)  # what all findings hold for: place, code, registry, day
    states: Mapping[str, str] = field(
        default_factory=dict, repr=False
    )  # by path, what its findings hold for: that, and the files of its folder
    fresh: frozenset[str] = field(default=frozenset(), repr=False)  # paths of those that were read just now
    elsewhere: tuple[Problem, ...] = field(
        default=(), repr=False
    )  # those of its problems that no profile has part in: of registry, content, events by themselves
    strays: tuple[Problem, ...] = field(default=(), repr=False)  # those of its problems that lie where a profile should

    @property
    def total(self) -> int:
        return len(self.profiles)

    def decisions(self, checked: CheckedProfile) -> tuple[Decision, ...]:
        """Return the gate's decisions on one profile; an error found across profiles shuts it too."""
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
    """Check every profile below `root`.

    Args:
        root: the project's folder.
        as_of: the moment as of which to decide.
        judging: whether what is read is to be judged as well, since a site will be made of it.
        progress: told how many of how many are done, and for how many of them what was found the last time holds.
        workers: processes; None takes one a core.
        on_change: called once some profiles turn out to be others than the last time, while most aren't looked at yet.

    Raises ProjectError where `root` is no project.
    """
    require_project(root)
    registry, problems = load_registry(root, REGISTRY)
    key = _key(root, as_of)
    states = {path: hold(key, state) for path, state in find_manuscripts(root, EXEMPLARS).items()}
    events, faults = read_events(root)
    with closing(CacheTable(root / CACHE, "readings")) as shelf, ExitStack() as stack:
        kept: dict[str, bytes] = {}
        profiles: dict[str, CheckedProfile] = {}
        for path, state, line in shelf.read():
            kept[path] = state
            if states.get(path) == state.hex():
                with suppress(ValueError):
                    profiles[path] = parse_checked(path, line)
        stale = [path for path in states if path not in profiles]
        if on_change and profiles and (stale or kept.keys() - states.keys()):
            on_change()
        reader = ProfileChecker(root, registry, as_of, _linkable(states, events) if publishing else None)
        results = stack.enter_context(closing(ResultCache(root))) if publishing and stale else None
        made: list[tuple[str, bytes, bytes]] = []
        values = KeptValues(registry)
        done = taken = len(profiles)
        if progress:
            progress(done, len(states), taken)
        for batch in check_profiles(reader, stale, workers or CORES):
            published = []
            for path, line, result in batch:
                checked = profiles[path] = parse_checked(path, line)
                made.append((path, bytes.fromhex(states[path]), line))
                if result and results and checked.facts:
                    settled = results.settle(path, result, values) if len(stale) <= FEW_EDITED else result
                    published.append(
                        (path, result_key(states[path], checked.digest, checked.facts.decisions(as_of)), settled)
                    )
            if results:
                results.write(published)
            done += len(batch)
            if progress:
                progress(done, len(states), taken)
        forget = [path for path in kept if path not in states]
        if made or forget:
            shelf.write(made, forget)
    ordered = tuple([profiles[path] for path in states])
    found = ProjectCheck(
        as_of,
        registry,
        ordered,
        (),
        tuple(events),
        key,
        states,
        frozenset(stale),
        (*problems, *check_content(root), *faults),
        tuple(check_strays(root, EXEMPLARS, states)),
    )
    return _check_whole(root, found)


def hold(key: str, state: str) -> str:
    """Return what the findings on a profile hold for: one place, code, registry and day, and the state of its files."""
    return hashlib.blake2b(f"{key}{state}".encode(errors="surrogateescape"), digest_size=16).hexdigest()


def _linkable(paths: Iterable[str], events: Iterable[EventManuscript]) -> frozenset[str]:
    """Return the pages that links may lead to if all that was found is shown, which most of it is."""
    return frozenset([*(path.split("/")[-2] for path in paths), *(event.url.rstrip("/") for event in events)])


def check_project_again(
    root: Path, before: ProjectCheck, places: Collection[str], as_of: datetime, *, content: bool = False
) -> ProjectCheck:
    """Check anew what lies at some places, and what must hold over all; the rest is as it was found before.

    Args:
        root: the project's folder.
        before: the last project check, of the same registry and day.
        places: the folders of profiles in which something has changed, from the root; or files that lie where such a folder should.
        as_of: the moment as of which to decide.
        content: whether editorial pages or events have changed too.
    """
    profiles = {checked.path: checked for checked in before.profiles if _place(checked.path) not in places}
    for path in (path for place in places if not (root / place).is_symlink() for path in find_manuscripts(root, place)):
        profiles[path] = check_profile(root, path, before.registry, as_of)
    strays = [item for item in before.strays if _place(item.path) not in places]
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
    states = {path: state for path, state in before.states.items() if _place(path) not in places}
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


def _place(path: str) -> str:
    """Return the folder, or the file in its place, among the profiles of a year, in which a path lies."""
    return "/".join(path.split("/")[:3])


def _check_whole(root: Path, found: ProjectCheck) -> ProjectCheck:
    """Return a project check with all its problems: also those that show only when all profiles are seen together."""
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
    """Return what the kept findings hold for: this place, this code, this registry, this day."""
    digest = hashlib.sha256(f"{root}|{as_of.date()}|{sys.version}|{installed_packages()}|{code()}".encode())
    for file in sorted((root / REGISTRY).rglob("*.yml")):
        digest.update(file.as_posix().encode() + file.read_bytes())
    return digest.hexdigest()
