"""A checked profile: one profile read once, checked, and, for a build, judged at the same time; what checking found is kept as a line of JSON.

Profiles are read some at a time, and each step is done to all of them before the next: see `batch` for why that is faster.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from guongsang.build.result_cache import pack_result
from guongsang.build.safe_pickle import KeptValues
from guongsang.checks import check_manuscript
from guongsang.manuscripts.manuscript import Manuscript, load_manuscript
from guongsang.publication.criteria import Assessment, assess
from guongsang.publication.gate import decide
from guongsang.publication.profile_facts import ProfileFacts, collect_facts
from guongsang.publication.result import publish_manuscript
from guongsang.registry.model import Registry
from guongsang.rules.problem import Problem, Span, has_errors, sort_problems
from guongsang.workers import worker_pool

_CHUNK = 50  # profiles a task: enough to outweigh handing it over, and few enough for the processor's caches
_FEW = 150  # below this a second process costs more than it saves


@dataclass(frozen=True, slots=True)
class CheckedProfile:
    """What checking one file found. `facts` is None where its front matter can't be read at all."""

    path: str
    problems: tuple[Problem, ...]
    facts: ProfileFacts | None
    digest: str = ""  # of the file that was read, so that nothing else is published on these findings


@dataclass(frozen=True, slots=True)
class ProfileChecker:
    """What checked profile any profile takes, handed to a worker process once.

    `linkable`: the pages that there would be if all that was found were shown, for a profile to be judged at once as if it were so; None where nobody asks.
    """

    root: Path
    registry: Registry
    as_of: datetime
    linkable: frozenset[str] | None = None

    def read(self, paths: Sequence[str], values: KeptValues) -> list[tuple[str, bytes, bytes]]:
        """Return of each path the path, the checked profile as a line, and what the profile came to as kept; nothing where it can't be or isn't to be judged."""
        examined = examine(self.root, paths, self.registry, self.as_of)
        results = [
            publish_manuscript(
                manuscript,
                checked.facts.decisions(self.as_of),
                assessments,
                self.registry,
                self.as_of,
                linkable=self.linkable,
            )
            if manuscript and checked.facts and self.linkable is not None
            else None
            for manuscript, assessments, checked in examined
        ]
        packs = [pack_result(result, values) if result else b"" for result in results]
        lines = [dump_checked(checked) for _, _, checked in examined]
        return list(zip(paths, lines, packs, strict=True))


def check_profile(root: Path, path: str, registry: Registry, as_of: datetime) -> CheckedProfile:
    """Check one profile by itself. Never raises for what the file holds."""
    return examine(root, [path], registry, as_of)[0][2]


def examine(
    root: Path, paths: Sequence[str], registry: Registry, as_of: datetime
) -> list[tuple[Manuscript | None, tuple[Assessment, ...], CheckedProfile]]:
    """Read each of some profiles once, and check what was read. Returns also how each stands with the criteria."""
    loaded = [load_manuscript(root, path) for path in paths]
    assessed = [assess(manuscript.profile, registry) if manuscript else () for manuscript, _ in loaded]
    for (manuscript, problems), assessments in zip(loaded, assessed, strict=True):
        if manuscript:
            problems.extend(check_manuscript(manuscript, assessments, registry, as_of))
    return [
        (manuscript, assessments, _sum_up(path, manuscript, assessments, problems, as_of))
        for path, (manuscript, problems), assessments in zip(paths, loaded, assessed, strict=True)
    ]


def _sum_up(
    path: str,
    manuscript: Manuscript | None,
    assessments: tuple[Assessment, ...],
    problems: list[Problem],
    as_of: datetime,
) -> CheckedProfile:
    if manuscript is None:
        return CheckedProfile(path, tuple(problems), None)
    decisions = decide(manuscript.profile, assessments, has_errors=has_errors(problems), as_of=as_of)
    return CheckedProfile(
        path, tuple(sort_problems(problems)), collect_facts(manuscript, decisions), manuscript.document.digest
    )


def check_profiles(reader: ProfileChecker, paths: list[str], workers: int) -> Iterator[list[tuple[str, bytes, bytes]]]:
    """Yield, a batch at a time, what `ProfileChecker.read` returns of its paths."""
    chunks = [paths[start : start + _CHUNK] for start in range(0, len(paths), _CHUNK)]
    if workers == 1 or len(paths) < _FEW:
        _prepare(reader)
        yield from map(_read_chunk, chunks)
        return
    with worker_pool(workers, _prepare, (reader,)) as pool:
        yield from pool.map(_read_chunk, chunks)


_prepared: tuple[ProfileChecker, KeptValues] | None = None


def _prepare(reader: ProfileChecker) -> None:
    """Hand a worker process what all its tasks share, once."""
    global _prepared
    _prepared = reader, KeptValues(reader.registry)


def _read_chunk(paths: list[str]) -> list[tuple[str, bytes, bytes]]:
    if _prepared is None:
        raise RuntimeError("worker without its registry")
    reader, values = _prepared
    return reader.read(paths, values)


def dump_checked(checked: CheckedProfile) -> bytes:
    """Return a checked profile as a line of JSON."""
    problems = [
        [_flat(item.span), item.code, item.severity, item.clause, dict(item.details)] for item in checked.problems
    ]
    facts = checked.facts
    if facts is None:
        return _line([problems, None])
    placed = [
        [[text, _flat(span)] for text, span in group]
        for group in (
            [facts.id] if facts.id else [],
            [facts.person] if facts.person else [],
            facts.aliases,
            facts.initiatives,
            facts.links,
        )
    ]
    told = [facts.slug, facts.status, facts.name, facts.sample, placed, facts.channels, checked.digest]
    return _line([problems, told])


def _line(plain: list[Any]) -> bytes:
    """Return a line of JSON. Names of files need not be text, and come in with stand-ins for what isn't; `json.loads` takes these back."""
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass")


def parse_checked(path: str, line: bytes) -> CheckedProfile:
    """Return the checked profile of the profile at `path` that was kept. Raises ValueError where the line holds anything else."""
    try:
        return _parse(path, json.loads(line))
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a reading: {error}") from None


def _parse(path: str, plain: list[Any]) -> CheckedProfile:
    problems = tuple(
        Problem(path, Span(*span), code, severity, clause, details)
        for span, code, severity, clause, details in plain[0]
    )
    if plain[1] is None:
        return CheckedProfile(path, problems, None)
    slug, status, name, sample, placed, channels, digest = plain[1]
    ids, people, aliases, initiatives, links = [
        tuple([(text, Span(*span)) for text, span in group]) for group in placed
    ]
    return CheckedProfile(
        path,
        problems,
        ProfileFacts(
            path,
            slug,
            status,
            name,
            sample,
            ids[0] if ids else None,
            people[0] if people else None,
            aliases,
            initiatives,
            links,
            tuple([(channel, publish, tuple(reasons)) for channel, publish, reasons in channels]),
        ),
        digest,
    )


def _flat(span: Span) -> list[int]:
    return [span.line, span.column, span.length]
