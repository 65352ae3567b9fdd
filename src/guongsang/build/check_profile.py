"""A reading: one profile read once, checked, and, for a build, judged at the same time; what checking found is kept as a line of JSON.

Profiles are read some at a time, and each step is done to all of them before the next: see `batch` for why that is faster.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from guongsang.build.result_cache import pack_outcome
from guongsang.build.safe_pickle import KeptValues
from guongsang.checks import check_manuscript
from guongsang.manuscripts.manuscript import Manuscript, load_manuscript
from guongsang.publication.criteria import Assessment, assess
from guongsang.publication.gate import decide
from guongsang.publication.profile_facts import Facts, facts_of
from guongsang.publication.result import judge
from guongsang.registry.model import Registry
from guongsang.rules.problem import Problem, Span, has_errors, sort_problems
from guongsang.workers import worker_pool

_CHUNK = 50  # profiles a task: enough to outweigh handing it over, and few enough for the processor's caches
_FEW = 150  # below this a second process costs more than it saves


@dataclass(frozen=True, slots=True)
class Reading:
    """What checking one file found. `facts` is None where its front matter can't be read at all."""

    path: str
    problems: tuple[Problem, ...]
    facts: Facts | None
    digest: str = ""  # of the file that was read, so that nothing else is published on these findings


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading any profile takes, handed to a worker process once.

    `linkable`: the pages that there would be if all that was found were shown, for a profile to be judged at once as if it were so; None where nobody asks.
    """

    root: Path
    registry: Registry
    as_of: datetime
    linkable: frozenset[str] | None = None

    def read(self, paths: Sequence[str], values: KeptValues) -> list[tuple[str, bytes, bytes]]:
        """Return of each path the path, the reading as a line, and what the profile came to as kept; nothing where it can't be or isn't to be judged."""
        examined = examine(self.root, paths, self.registry, self.as_of)
        outcomes = [
            judge(
                manuscript,
                reading.facts.decisions(self.as_of),
                assessments,
                self.registry,
                self.as_of,
                linkable=self.linkable,
            )
            if manuscript and reading.facts and self.linkable is not None
            else None
            for manuscript, assessments, reading in examined
        ]
        packs = [pack_outcome(outcome, values) if outcome else b"" for outcome in outcomes]
        lines = [dump_reading(reading) for _, _, reading in examined]
        return list(zip(paths, lines, packs, strict=True))


def read_profile(root: Path, path: str, registry: Registry, as_of: datetime) -> Reading:
    """Check one profile by itself. Never raises for what the file holds."""
    return examine(root, [path], registry, as_of)[0][2]


def examine(
    root: Path, paths: Sequence[str], registry: Registry, as_of: datetime
) -> list[tuple[Manuscript | None, tuple[Assessment, ...], Reading]]:
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
) -> Reading:
    if manuscript is None:
        return Reading(path, tuple(problems), None)
    decisions = decide(manuscript.profile, assessments, has_errors=has_errors(problems), as_of=as_of)
    return Reading(path, tuple(sort_problems(problems)), facts_of(manuscript, decisions), manuscript.document.digest)


def read_all(reader: Reader, paths: list[str], workers: int) -> Iterator[list[tuple[str, bytes, bytes]]]:
    """Yield, a batch at a time, what `Reader.read` returns of its paths."""
    chunks = [paths[start : start + _CHUNK] for start in range(0, len(paths), _CHUNK)]
    if workers == 1 or len(paths) < _FEW:
        _prepare(reader)
        yield from map(_read_chunk, chunks)
        return
    with worker_pool(workers, _prepare, (reader,)) as pool:
        yield from pool.map(_read_chunk, chunks)


_prepared: tuple[Reader, KeptValues] | None = None


def _prepare(reader: Reader) -> None:
    """Hand a worker process what all its tasks share, once."""
    global _prepared
    _prepared = reader, KeptValues(reader.registry)


def _read_chunk(paths: list[str]) -> list[tuple[str, bytes, bytes]]:
    if _prepared is None:
        raise RuntimeError("worker without its registry")
    reader, values = _prepared
    return reader.read(paths, values)


def dump_reading(reading: Reading) -> bytes:
    """Return a reading as a line of JSON."""
    problems = [
        [_flat(item.span), item.code, item.severity, item.clause, dict(item.details)] for item in reading.problems
    ]
    facts = reading.facts
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
    told = [facts.slug, facts.status, facts.name, facts.sample, placed, facts.channels, reading.digest]
    return _line([problems, told])


def _line(plain: list[Any]) -> bytes:
    """Return a line of JSON. Names of files need not be text, and come in with stand-ins for what isn't; `json.loads` takes these back."""
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass")


def parse_reading(path: str, line: bytes) -> Reading:
    """Return the reading of the profile at `path` that was kept. Raises ValueError where the line holds anything else."""
    try:
        return _parse(path, json.loads(line))
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a reading: {error}") from None


def _parse(path: str, plain: list[Any]) -> Reading:
    problems = tuple(
        Problem(path, Span(*span), code, severity, clause, details)
        for span, code, severity, clause, details in plain[0]
    )
    if plain[1] is None:
        return Reading(path, problems, None)
    slug, status, name, sample, placed, channels, digest = plain[1]
    ids, people, aliases, initiatives, links = [
        tuple([(text, Span(*span)) for text, span in group]) for group in placed
    ]
    return Reading(
        path,
        problems,
        Facts(
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
