"""Processes that work for a command, one a core, and end with it, also when it is killed: workers of a pool that lost its master would wait for ever."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

CORES = min(os.cpu_count() or 1, 61)  # more, Windows can't wait for
_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG; man 2 prctl

T = TypeVar("T")
_begun: Callable[[], Any] | None = None  # what a process that is forked now is to do


@contextmanager
def beside(work: Callable[[], T], *, worth: bool) -> Iterator[Callable[[], T]]:
    """Begin a piece of work in a process of its own, which shares all that this one holds, and give what waits for its result.

    Where that isn't `worth` a process, or can't be had, the work is done when it is asked for. What it raises is raised there.
    """
    global _begun
    if not worth or CORES == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield work
        return
    with worker_pool(1, forked=True) as pool:
        _begun = work
        try:
            result = pool.submit(_do_begun)
        finally:
            _begun = None
        yield result.result


def _do_begun() -> Any:
    if _begun is None:
        raise RuntimeError("nothing was begun")
    return _begun()


def worker_pool(
    workers: int = CORES, begin: Callable[..., None] | None = None, given: tuple[Any, ...] = (), *, forked: bool = False
) -> ProcessPoolExecutor:
    """Return a pool of processes; with `forked` each begins with all that this one holds, where the system knows how.

    Args:
        workers: how many.
        begin: called once in each process, with `given`.
    """
    # Python 3.14 puts a server between this process and its workers, so those would not be told when this one dies.
    method = "fork" if forked or sys.platform == "linux" else None
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context(method),
        initializer=_begin,
        initargs=(begin, given),
    )


def _begin(begin: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    if sys.platform == "linux":  # elsewhere they are left to whoever looks after the machine
        ctypes.CDLL(None).prctl(_WHEN_PARENT_DIES, signal.SIGKILL)
    if begin:
        begin(*given)
