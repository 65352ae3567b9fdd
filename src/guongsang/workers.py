"""Pools of worker processes, one process a core, that end with the command even if it is killed.

Without that, the workers of a pool whose parent was killed would wait forever.
"""

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

CORES = min(os.cpu_count() or 1, 61)  # Windows can't wait for more
_PR_SET_PDEATHSIG = 1  # man 2 prctl

T = TypeVar("T")
_background_work: Callable[[], Any] | None = None  # inherited by the process that is forked to do it


@contextmanager
def in_background(work: Callable[[], T], *, worth: bool) -> Iterator[Callable[[], T]]:
    """Start `work` in a forked process; give a function that waits for its result.

    The process inherits everything in memory. If forking isn't `worth` it or isn't possible, that
    function does the work itself. It raises what the work raises.
    """
    global _background_work
    if not worth or CORES == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield work
        return
    with worker_pool(1, forked=True) as pool:
        _background_work = work
        try:
            result = pool.submit(_do_background_work)
        finally:
            _background_work = None
        yield result.result


def _do_background_work() -> Any:
    if _background_work is None:
        raise RuntimeError("no background work was set before the fork")
    return _background_work()


def worker_pool(
    workers: int = CORES,
    initializer: Callable[..., None] | None = None,
    initargs: tuple[Any, ...] = (),
    *,
    forked: bool = False,
) -> ProcessPoolExecutor:
    """Return a pool of processes that die with this one.

    Args:
        workers: how many processes.
        initializer: called once in each process, with `initargs`.
        initargs: arguments of `initializer`.
        forked: whether each process must inherit everything in memory. Needs a system with fork.
    """
    # Python 3.14 starts workers from a server process, so they wouldn't notice when this one dies.
    method = "fork" if forked or sys.platform == "linux" else None
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context(method),
        initializer=_start_worker,
        initargs=(initializer, initargs),
    )


def _start_worker(initializer: Callable[..., None] | None, initargs: tuple[Any, ...]) -> None:
    if sys.platform == "linux":  # elsewhere orphaned workers are left to the system
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if initializer:
        initializer(*initargs)
