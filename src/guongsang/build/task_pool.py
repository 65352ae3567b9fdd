"""Runs numbered tasks in chunks, on all cores if there are enough, and reports progress."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeVar

from guongsang.progress import Progress
from guongsang.workers import CORES, worker_pool

FEW = 8  # tasks; for fewer, other processes cost more than they save
MOST = 25  # tasks in one chunk
_CHUNKS_PER_CORE = 8  # so that no process waits long for another
T = TypeVar("T")


class Map(Protocol):
    """What the built-in `map` and `map` of a pool have in common: results in order."""

    def __call__(self, work: Callable[[range], Iterable[T]], chunks: Sequence[range], /) -> Iterable[Iterable[T]]:
        """Return what `work` returns for each chunk."""


@contextmanager
def forked_map(count: int, few: int = FEW) -> Iterator[Map]:
    """Give the `map` of a pool, or the built-in one if that isn't worth it or can't be had.

    The processes are forked when the first task is submitted, and inherit everything in memory.

    Args:
        count: how many tasks there will be.
        few: the number of tasks below which no pool is made.
    """
    if count < few or CORES == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield map
        return
    with worker_pool(forked=True) as pool:
        yield pool.map


def run_tasks(
    mapped: Map,
    work: Callable[[range], Iterable[T]],
    count: int,
    report: Progress | None,
    *,
    reused: int = 0,
    is_reused: Callable[[T], bool] = lambda made: False,
    at_once: int = MOST,
) -> Iterator[T]:
    """Start the tasks; return an iterator over their results, in order, that reports progress.

    Args:
        mapped: what `forked_map` gave.
        work: does the tasks of a chunk; returns one result for each.
        count: how many tasks there are, numbered from 0.
        report: called with the progress of the stage.
        reused: how many items of the stage are reused and need no task.
        is_reused: answers whether the result of a task is a reused one.
        at_once: the most tasks in one chunk.
    """
    size = min(at_once, -(-count // (_CHUNKS_PER_CORE * CORES))) or 1
    chunks = [range(start, min(start + size, count)) for start in range(0, count, size)]
    results = mapped(work, chunks)  # not in the generator below: a pool starts here, before the first result is asked
    return _follow(zip(chunks, results, strict=True), count, report, reused, is_reused)


def _follow(
    finished: Iterable[tuple[range, Iterable[T]]],
    count: int,
    report: Progress | None,
    reused: int,
    is_reused: Callable[[T], bool],
) -> Iterator[T]:
    first = reused
    if report:
        report(reused, reused + count, reused)
    for chunk, results in finished:
        for made in results:
            reused += is_reused(made)
            yield made
        if report:
            report(first + chunk.stop, first + count, reused)
