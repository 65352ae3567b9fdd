"""Processes that work for a command, one a core, and end with it, also when it is killed: workers of a pool that lost its master would wait for ever."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

CORES = min(os.cpu_count() or 1, 61)  # more, Windows can't wait for
_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG; man 2 prctl


def worker_pool(workers: int = CORES, begin: Callable[..., None] | None = None, given: tuple[Any, ...] = (), *, forked: bool = False) -> ProcessPoolExecutor:
    """Return a pool of processes; with `forked` each begins with all that this one holds, where the system knows how.

    Args:
        workers: how many.
        begin: called once in each process, with `given`.
    """
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork") if forked else None, initializer=_begin, initargs=(begin, given))


def _begin(begin: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    if sys.platform == "linux":  # elsewhere they are left to whoever looks after the machine
        ctypes.CDLL(None).prctl(_WHEN_PARENT_DIES, signal.SIGKILL)
    if begin:
        begin(*given)
