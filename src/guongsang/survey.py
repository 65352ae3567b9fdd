"""A survey: every profile and event checked, on all cores, what has not changed taken from the last time.

For checks alone; a build needs the profiles themselves and reads them (`edition`). What is kept is plain JSON in
`.cache/check.json`: for each profile the state of its files (size and times, as git's own index has it) and what was
found. It holds for one code, one registry and one day; anything else, or a file that can't be read, means checking anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from guongsang.checks import check_across, check_content, check_events, check_manuscript, check_press_log
from guongsang.criteria import assess
from guongsang.errors import ProjectError
from guongsang.events import EventManuscript, read_events
from guongsang.facts import Facts, facts_of
from guongsang.gate import Decision, decide
from guongsang.installed import installed_packages
from guongsang.manuscript import Manuscript, check_stray, check_strays, find_manuscripts, load_manuscript
from guongsang.press_log import load_press_log
from guongsang.problems import Problem, Span, has_errors, sort_problems
from guongsang.registry import Registry
from guongsang.registry_files import load_registry
from guongsang.steps import Progress
from guongsang.whole_files import read_sealed, write_sealed
from guongsang.worker_pool import CORES, worker_pool

EXEMPLARS = "exemplars"
REGISTRY = "exemplars/_registry"
CACHE = ".cache/check.json"
_CHUNK = 100  # profiles a task: enough to outweigh handing it over
_FEW = 150  # below this a second process costs more than it saves


@dataclass(frozen=True, slots=True)
class Reading:
    """What checking one file found. `facts` is None where its front matter can't be read at all."""

    path: str
    problems: tuple[Problem, ...]
    facts: Facts | None
    digest: str = ""  # of the file that was read, so that nothing else is published on these findings


@dataclass(frozen=True)
class Survey:
    """Every profile and event checked as of a moment: what is wrong, and where each may be shown."""

    as_of: datetime
    registry: Registry
    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]
    events: tuple[EventManuscript, ...] = ()
    states: Mapping[str, str] = field(default_factory=dict, repr=False)  # by path, what its findings hold for: code, registry, day, and the files of its folder
    elsewhere: tuple[Problem, ...] = field(default=(), repr=False)  # those of its problems that no profile has part in: of registry, content, events by themselves
    strays: tuple[Problem, ...] = field(default=(), repr=False)  # those of its problems that lie where a profile should

    @property
    def total(self) -> int:
        return len(self.readings)

    def decisions(self, reading: Reading) -> tuple[Decision, ...]:
        """Return the gate's decisions on one profile; an error found across profiles shuts it too."""
        if reading.facts is None:
            return ()
        decisions = reading.facts.decisions(self.as_of)
        if reading.path not in self._faulty_across:
            return decisions
        return tuple(Decision(item.channel, tuple(dict.fromkeys((*item.reasons, "errors")))) for item in decisions)

    @cached_property
    def _faulty_across(self) -> frozenset[str]:
        return frozenset(item.path for item in self.problems if item.severity == "error")


def require_project(root: Path) -> None:
    """Raise ProjectError where `root` is no project."""
    if not (root / REGISTRY).is_dir():
        raise ProjectError(f"không thấy thư mục {REGISTRY} trong {root}; hãy chạy lệnh ở thư mục gốc của dự án")


def survey(root: Path, as_of: datetime, *, progress: Progress | None = None, workers: int | None = None) -> Survey:
    """Check every profile below `root`.

    Args:
        root: the project's folder.
        as_of: the moment as of which to decide.
        progress: told how many of how many are done, and for how many of them what was found the last time holds.
        workers: processes; None takes one a core.

    Raises ProjectError where `root` is no project.
    """
    require_project(root)
    registry, problems = load_registry(root, REGISTRY)
    paths = find_manuscripts(root, EXEMPLARS)
    key = _key(root, as_of)
    states = {path: _state((root / path).parent) for path in paths}
    kept = _load_cache(root / CACHE, key)
    readings = {path: kept[path][1] for path in paths if path in kept and kept[path][0] == states[path]}
    stale = [path for path in paths if path not in readings]
    done = taken = len(readings)
    if progress:
        progress(done, len(paths), taken)
    for batch in _read(root, stale, registry, as_of, workers or CORES):
        readings.update({reading.path: reading for reading in batch})
        done += len(batch)
        if progress:
            progress(done, len(paths), taken)
    if stale or len(kept) != len(paths):
        _save_cache(root / CACHE, key, {path: (states[path], readings[path]) for path in paths})
    ordered = tuple(readings[path] for path in paths)
    events, faults = read_events(root)
    told = {path: hashlib.sha256(f"{key}{state}".encode()).hexdigest() for path, state in states.items()}
    found = Survey(as_of, registry, ordered, (), tuple(events), told, (*problems, *check_content(root), *faults), tuple(check_strays(root, EXEMPLARS)))
    return _check_whole(root, found)


def survey_again(root: Path, before: Survey, places: Collection[str], as_of: datetime, *, content: bool = False) -> Survey:
    """Check anew what lies at some places, and what must hold over all; the rest is as it was found before.

    Args:
        root: the project's folder.
        before: the last survey, of the same registry and day.
        places: the folders of profiles in which something has changed, from the root; or files that lie where such a folder should.
        as_of: the moment as of which to decide.
        content: whether editorial pages or events have changed too.
    """
    readings = {reading.path: reading for reading in before.readings if _place(reading.path) not in places}
    for path in (path for place in places if not (root / place).is_symlink() for path in find_manuscripts(root, place)):
        readings[path] = read_profile(root, path, before.registry, as_of)
    strays = [item for item in before.strays if _place(item.path) not in places]
    strays += [item for place in places for item in check_stray(root, root / place)]
    events, elsewhere = before.events, before.elsewhere
    if content:
        read, faults = read_events(root)
        events = tuple(read)
        elsewhere = (*(item for item in elsewhere if item.path.startswith(f"{REGISTRY}/")), *check_content(root), *faults)
    states = {path: state for path, state in before.states.items() if _place(path) not in places}
    ordered = tuple(readings[path] for path in sorted(readings))
    return _check_whole(root, replace(before, as_of=as_of, readings=ordered, events=events, states=states, elsewhere=elsewhere, strays=tuple(strays)))


def _place(path: str) -> str:
    """Return the folder, or the file in its place, among the profiles of a year, in which a path lies."""
    return "/".join(path.split("/")[:3])


def _check_whole(root: Path, found: Survey) -> Survey:
    """Return a survey with all its problems: also those that show only when all profiles are seen together."""
    facts = [reading.facts for reading in found.readings if reading.facts]
    press_log, faults = load_press_log(root)
    problems = [*found.elsewhere, *found.strays, *(item for reading in found.readings for item in reading.problems)]
    problems += [*faults, *check_press_log(press_log, facts, found.as_of)]
    problems += [*check_events(found.events, facts, found.registry, found.as_of), *check_across(facts, found.registry, found.events)]
    return replace(found, problems=tuple(sort_problems(problems)))


def read_profile(root: Path, path: str, registry: Registry, as_of: datetime) -> Reading:
    """Check one profile by itself. Never raises for what the file holds."""
    return examine(root, path, registry, as_of)[1]


def examine(root: Path, path: str, registry: Registry, as_of: datetime) -> tuple[Manuscript | None, Reading]:
    """Read one profile once, and check what was read."""
    manuscript, problems = load_manuscript(root, path)
    if manuscript is None:
        return None, Reading(path, tuple(problems), None)
    problems += check_manuscript(manuscript, registry, as_of)
    decisions = decide(manuscript.profile, assess(manuscript.profile, registry), has_errors=has_errors(problems), as_of=as_of)
    return manuscript, Reading(path, tuple(sort_problems(problems)), facts_of(manuscript, decisions), manuscript.document.digest)


def _read(root: Path, paths: list[str], registry: Registry, as_of: datetime, workers: int) -> Iterator[list[Reading]]:
    chunks = [paths[start: start + _CHUNK] for start in range(0, len(paths), _CHUNK)]
    if workers == 1 or len(paths) < _FEW:
        for chunk in chunks:
            yield [read_profile(root, path, registry, as_of) for path in chunk]
        return
    with worker_pool(workers, _prepare, (root, registry, as_of)) as pool:
        yield from pool.map(_read_chunk, chunks)


_prepared: tuple[Path, Registry, datetime] | None = None


def _prepare(root: Path, registry: Registry, as_of: datetime) -> None:
    """Hand a worker process what all its tasks share, once."""
    global _prepared
    _prepared = (root, registry, as_of)


def _read_chunk(paths: list[str]) -> list[Reading]:
    if _prepared is None:
        raise RuntimeError("worker without its registry")
    root, registry, as_of = _prepared
    return [read_profile(root, path, registry, as_of) for path in paths]


def _key(root: Path, as_of: datetime) -> str:
    """Return what the kept findings hold for: this place, this code, this registry, this day."""
    digest = hashlib.sha256(f"{root}|{as_of.date()}|{sys.version}|{installed_packages()}".encode())
    package = Path(__file__).parent
    for file in sorted([*package.rglob("*.py"), *(root / REGISTRY).rglob("*.yml")]):
        digest.update(file.as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


def _state(folder: Path) -> list[list[Any]]:
    """Return the state of every file in a profile's folder: its photos count as much as its text."""
    state = []
    with os.scandir(folder) as entries:
        for entry in entries:
            status = entry.stat(follow_symlinks=False)
            state.append([entry.name, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino])
    return sorted(state)


def _load_cache(path: Path, key: str) -> dict[str, tuple[Any, Reading]]:
    try:
        kept = json.loads(read_sealed(path) or b"")
        if kept["key"] != key:
            return {}
        return {name: (state, _reading(name, found)) for name, (state, found) in kept["profiles"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}  # missing, foreign or damaged: checking anew is always right


def _save_cache(path: Path, key: str, entries: dict[str, tuple[Any, Reading]]) -> None:
    text = json.dumps({"key": key, "profiles": {name: (state, _plain(reading)) for name, (state, reading) in entries.items()}}, ensure_ascii=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_sealed(path, text.encode())
    except OSError:
        pass  # a check that can't keep its findings is still a check


def _plain(reading: Reading) -> list[Any]:
    problems = [[_flat(item.span), item.code, item.severity, item.clause, dict(item.details)] for item in reading.problems]
    facts = reading.facts
    if facts is None:
        return [problems, None]
    placed = [[[text, _flat(span)] for text, span in group] for group in
              ([facts.id] if facts.id else [], [facts.person] if facts.person else [], facts.aliases, facts.initiatives, facts.links)]
    return [problems, [facts.slug, facts.status, facts.name, facts.sample, placed, facts.channels, reading.digest]]


def _reading(path: str, plain: list[Any]) -> Reading:
    problems = tuple(Problem(path, Span(*span), code, severity, clause, details) for span, code, severity, clause, details in plain[0])
    if plain[1] is None:
        return Reading(path, problems, None)
    slug, status, name, sample, placed, channels, digest = plain[1]
    ids, people, aliases, initiatives, links = [tuple((text, Span(*span)) for text, span in group) for group in placed]
    return Reading(path, problems, Facts(
        path, slug, status, name, sample, ids[0] if ids else None, people[0] if people else None, aliases, initiatives, links,
        tuple((channel, publish, tuple(reasons)) for channel, publish, reasons in channels)), digest)


def _flat(span: Span) -> list[int]:
    return [span.line, span.column, span.length]
