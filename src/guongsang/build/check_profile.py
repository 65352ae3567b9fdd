"""Checks one profile; for a build it also publishes it. The findings are cached as a line of JSON.

Profiles are handled in batches, one step for the whole batch before the next: see `make_profiles`
for why that is faster.
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

_CHUNK = 50  # profiles a task: enough to outweigh the hand-over, few enough for the processor's caches
_FEW = 150  # profiles; for fewer, a second process costs more than it saves


@dataclass(frozen=True, slots=True)
class CheckedProfile:
    """What checking one file found.

    Attributes:
        path: from the project's folder.
        problems: sorted by place.
        facts: what other profiles' checks and the gate need; None if the front matter can't be
            parsed.
        digest: of the file's content, so that no other content is published on these findings.
    """

    path: str
    problems: tuple[Problem, ...]
    facts: ProfileFacts | None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class ProfileChecker:
    """What checking needs beside the profile. It is handed to each worker process once.

    Attributes:
        root: the project's folder.
        registry: the registry.
        as_of: the moment as of which to decide.
        linkable: pages assumed to exist while publishing; None if we only check.
    """

    root: Path
    registry: Registry
    as_of: datetime
    linkable: frozenset[str] | None = None

    def check(self, paths: Sequence[str], values: KeptValues) -> list[tuple[str, bytes, bytes]]:
        """Check profiles, and publish them if `linkable` is given.

        Returns:
            Per path: the path, the check result (JSON line), and the packed publication result
            (empty if the profile can't or needn't be published).
        """
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
    """Check one profile by itself. Never raises, whatever the file holds."""
    return examine(root, [path], registry, as_of)[0][2]


def examine(
    root: Path, paths: Sequence[str], registry: Registry, as_of: datetime
) -> list[tuple[Manuscript | None, tuple[Assessment, ...], CheckedProfile]]:
    """Load profiles and check them.

    Returns:
        Per path: the manuscript (None if it can't be parsed), its assessments by the criteria, and
        what was found.
    """
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


def check_profiles(checker: ProfileChecker, paths: list[str], workers: int) -> Iterator[list[tuple[str, bytes, bytes]]]:
    """Yield, a batch at a time, what `ProfileChecker.check` returns of the paths.

    Args:
        checker: what checking needs.
        paths: the profiles, from the project's folder.
        workers: how many processes; few profiles are checked in this one.
    """
    chunks = [paths[start : start + _CHUNK] for start in range(0, len(paths), _CHUNK)]
    if workers == 1 or len(paths) < _FEW:
        _prepare(checker)
        yield from map(_check_chunk, chunks)
        return
    with worker_pool(workers, _prepare, (checker,)) as pool:
        yield from pool.map(_check_chunk, chunks)


_prepared: tuple[ProfileChecker, KeptValues] | None = None


def _prepare(checker: ProfileChecker) -> None:
    """Store in a worker process, once, what all its tasks share."""
    global _prepared
    _prepared = checker, KeptValues(checker.registry)


def _check_chunk(paths: list[str]) -> list[tuple[str, bytes, bytes]]:
    if _prepared is None:
        raise RuntimeError("worker without its registry")
    checker, values = _prepared
    return checker.check(paths, values)


def dump_checked(checked: CheckedProfile) -> bytes:
    """Return a checked profile as a line of JSON, without its path."""
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
    return _line(
        [problems, [facts.slug, facts.status, facts.name, facts.sample, placed, facts.channels, checked.digest]]
    )


def _line(plain: list[Any]) -> bytes:
    """Return a line of JSON.

    File names needn't be valid UTF-8: Python reads invalid bytes as lone surrogates. They are
    encoded too, and `json.loads` restores them.
    """
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass")


def parse_checked(path: str, line: bytes) -> CheckedProfile:
    """Return the checked profile that `dump_checked` wrote.

    Args:
        path: of the profile, from the project's folder.
        line: the line of JSON.

    Raises:
        ValueError: the line holds anything else.
    """
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
