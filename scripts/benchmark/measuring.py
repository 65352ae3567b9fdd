"""What a command costs, all its processes counted: wall seconds, CPU seconds, peak memory.

On a shared machine wall seconds depend on other users. CPU seconds do less, but leave out waiting.
So both are shown.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from environment import say

_EVERY = 0.05  # seconds at least between two looks at the memory
_PAUSE = 50  # times as long as a look took, at least, until the next: to look holds up those who are looked at
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_MIB = 1 << 20
_BEGAN = time.monotonic()
_BECOME_PARENT_OF_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of Linux's prctl


@dataclass(frozen=True)
class Cost:
    """Wall seconds, CPU seconds (user and system), peak memory in MiB, of all processes."""

    seconds: float
    cpu: float
    memory: float

    def __add__(self, other: Cost) -> Cost:
        """Return the cost of one after the other."""
        return Cost(self.seconds + other.seconds, self.cpu + other.cpu, max(self.memory, other.memory))


def median(costs: Sequence[Cost]) -> Cost:
    """Return the middle one by wall seconds."""
    return sorted(costs, key=lambda cost: cost.seconds)[len(costs) // 2]


def tell(text: str) -> None:
    """Say what is being done, and after how many minutes of this run."""
    minutes, seconds = divmod(round(time.monotonic() - _BEGAN), 60)
    say(f"{minutes:3}:{seconds:02}  {text}")


def measure(command: Sequence[str | Path], folder: Path | None = None) -> tuple[Cost, str]:
    """Run a command to its end; return its cost and its output.

    Raises:
        SystemExit: the command failed. The message is its output.
    """
    from resource import RUSAGE_CHILDREN, getrusage  # not on Windows, where nothing here is measured

    _adopt_orphans()
    if hasattr(os, "sync"):
        os.sync()  # what was run before may have left gigabytes to be written
    before = getrusage(RUSAGE_CHILDREN)
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
        )
        with _Watch(process.pid) as watch:
            try:
                _, status, usage = os.wait4(process.pid, 0)
            except BaseException:  # the child must end too: it would write into folders that are being deleted
                process.kill()
                raise
            seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        _wait_for_orphans()
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{text}")
    after = getrusage(RUSAGE_CHILDREN)
    own = usage.ru_maxrss * (
        1 if sys.platform == "darwin" else 1024
    )  # what no look missed, but of the first process alone
    return Cost(
        seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, max(own, watch.peak) / _MIB
    ), text


class _Watch:
    """Samples the memory of a process and its descendants during a block, and keeps the peak.

    Forked processes share pages, so for several the proportional set size (PSS) is added up, which
    counts each page once. PSS is slow to read. It is read only if the sum of resident sizes (RSS),
    which is never smaller, is above the peak so far; and rarely, so as not to slow the command.
    Without /proc nothing is sampled.
    """

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        pause = _EVERY
        while not self._over.wait(pause):
            begun = time.perf_counter()
            family = list(_family(self._pid))
            held = sum(map(_resident, family))
            if held > self.peak:
                self.peak = max(self.peak, held if len(family) == 1 else sum(map(_share, family)))
            pause = max(_EVERY, _PAUSE * (time.perf_counter() - begun))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            below = [int(child) for child in children.read_text().split()]
        except OSError:  # it has just ended
            continue
        for child in below:
            yield from _family(child)


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _share(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def _adopt_orphans() -> None:
    """Adopt processes that a command leaves behind, so that their CPU counts. Only on Linux."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_BECOME_PARENT_OF_ORPHANS, 1, 0, 0, 0)


def _wait_for_orphans() -> None:
    try:
        while True:
            os.wait()
    except ChildProcessError:
        return
