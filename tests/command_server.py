"""Runs `guongsang` commands by forking a process that has imported everything.

Importing takes a second, which is more than most commands of the tests need. A fork is a process of its own, as staff
start it: nothing that it does to memory, environment, folder or streams reaches the next command.
"""

from __future__ import annotations

import atexit
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path

WARNINGS = "error::DeprecationWarning:guongsang"
# Python or the C library read these when a process starts, so a fork would not see a change.
_READ_AT_START = ("PYTHON", "LD_", "LC_", "LANG")
_LONGEST = 600  # seconds
_SERVER = """
import importlib, json, os, pkgutil, runpy, signal, sys, time
import guongsang.cli, mkdocs.commands.build, PIL.Image
from mkdocs.plugins import get_plugins
for module in pkgutil.walk_packages(guongsang.__path__, "guongsang."):
    if module.name != "guongsang.__main__":
        importlib.import_module(module.name)
for name in ("material/blog", "material/search"):
    get_plugins()[name].load()
PIL.Image.init()

def become(order):
    signal.alarm(order["longest"])
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    os.chdir(order["folder"])
    for number, name in enumerate((os.devnull, *order["streams"])):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC), number)
    sys.argv[1:] = order["arguments"]
    runpy.run_module("guongsang", run_name="__main__", alter_sys=True)

for line in sys.stdin:
    child = os.fork()
    if not child:
        become(json.loads(line))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class CommandServer:
    """A process that becomes the commands it reads, one at a time.

    Attributes:
        lock: held while a command runs.
    """

    def __init__(self, hash_seed: int) -> None:
        """Start it. `hash_seed` decides in which order its sets are."""
        self.lock = threading.Lock()
        self._folder = tempfile.TemporaryDirectory(prefix="guongsang-commands-")
        self._streams = [Path(self._folder.name, name) for name in ("stdout", "stderr")]
        self._process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-W", WARNINGS, "-c", _SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONHASHSEED": str(hash_seed)},
        )
        atexit.register(self._close)

    def run(self, arguments: list[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str, str]:
        """Run a command to its end. Return its exit code, standard output and standard error."""
        assert self._process.stdin and self._process.stdout
        order = {
            "arguments": arguments,
            "folder": str(folder),
            "environment": dict(environment),
            "streams": [str(path) for path in self._streams],
            "longest": _LONGEST,
        }
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        out, err = (path.read_text(encoding="utf-8") for path in self._streams)
        return code, out, err

    def _close(self) -> None:
        with self._process:
            assert self._process.stdin
            self._process.stdin.close()
        self._folder.cleanup()


def run_forked(
    arguments: list[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str] | None:
    """Run a command by a fork. Return None where that would not be the same as a process of its own.

    That is where the system can't fork, where another command runs at the same time, and where the environment differs
    in what only a new process reads. Two servers take turns whose sets are in different orders, as in two processes.
    """
    if sys.platform != "linux" or _read_at_start(environment) != _read_at_start(_STARTED_WITH):
        return None
    server = _server(next(_TURNS) % 2)
    if not server.lock.acquire(blocking=False):
        return None
    try:
        return subprocess.CompletedProcess(arguments, *server.run(arguments, folder, environment))
    finally:
        server.lock.release()


_STARTED_WITH = dict(os.environ)
_TURNS = itertools.count()


@cache
def _server(number: int) -> CommandServer:
    return CommandServer(hash_seed=number + 1)


def _read_at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_READ_AT_START)}
