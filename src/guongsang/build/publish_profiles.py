"""Publishes profiles, on all cores: each manuscript, loaded again, gives a publication result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from guongsang.build.check_profile import CheckedProfile, check_profile
from guongsang.build.result_cache import pack_result
from guongsang.build.safe_pickle import KeptValues
from guongsang.manuscripts.manuscript import load_manuscript
from guongsang.publication.criteria import assess
from guongsang.publication.gate import Decision
from guongsang.publication.result import publish_manuscript
from guongsang.registry.model import Registry
from guongsang.workers import worker_pool

_CHUNK = 50  # profiles a task
_FEW = 100  # profiles; for fewer, a second process costs more than it saves

Wanted: TypeAlias = tuple[CheckedProfile, tuple[Decision, ...]]
# The path and the packed result. If the file has changed since it was checked, instead of the
# result what a new check found, and no bytes.
Published: TypeAlias = tuple[str, CheckedProfile | None, bytes]


@dataclass(frozen=True, slots=True)
class PublishInputs:
    """What publishing needs beside the profile. It is handed to each worker process once.

    Attributes:
        root: the project's folder.
        registry: the registry.
        as_of: the moment as of which to publish.
        linkable: the pages to which links may lead.
        preview: whether profiles that may not be published are shown too.
    """

    root: Path
    registry: Registry
    as_of: datetime
    linkable: frozenset[str]
    preview: bool


def publish_profiles(inputs: PublishInputs, wanted: Sequence[Wanted]) -> Iterator[list[Published]]:
    """Publish profiles; yield the results a batch at a time, in order."""
    batches = [wanted[start : start + _CHUNK] for start in range(0, len(wanted), _CHUNK)]
    if len(wanted) < _FEW:
        values = KeptValues(inputs.registry)
        for batch in batches:
            yield publish_batch(batch, inputs, values)
        return
    with worker_pool(initializer=_prepare, initargs=(inputs,)) as pool:
        yield from pool.map(_publish_batch, batches)


_prepared: tuple[PublishInputs, KeptValues] | None = None


def _prepare(inputs: PublishInputs) -> None:
    """Store in a worker process, once, what all its tasks share."""
    global _prepared
    _prepared = inputs, KeptValues(inputs.registry)


def _publish_batch(batch: Sequence[Wanted]) -> list[Published]:
    if _prepared is None:
        raise RuntimeError("worker without its registry")
    return publish_batch(batch, *_prepared)


def publish_batch(batch: Sequence[Wanted], inputs: PublishInputs, values: KeptValues) -> list[Published]:
    """Publish some profiles in this process."""
    published: list[Published] = []
    for checked, decisions in batch:
        manuscript = load_manuscript(inputs.root, checked.path)[0]
        if manuscript is None or manuscript.document.digest != checked.digest:
            found = check_profile(inputs.root, checked.path, inputs.registry, inputs.as_of)
            published.append((checked.path, found, b""))
            continue
        result = publish_manuscript(
            manuscript,
            decisions,
            assess(manuscript.profile, inputs.registry),
            inputs.registry,
            inputs.as_of,
            linkable=inputs.linkable,
            preview=inputs.preview,
        )
        published.append((checked.path, None, pack_result(result, values)))
    return published
