"""Commands that tests kill: run by a process that has all imported already, each in a process group of its own.

Starting Python takes longer than publishing, and no kill in that time shows anything.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

# It answers with the process group to kill, then with how its leader ended.
# fatal: the command kills its group right before this step, counted among the steps that move something.
# log_steps: it prints these steps. old_system: a seccomp filter refuses renameat2, as kernels before 3.15 do.
_SERVER = """
import ctypes, json, os, platform, signal, struct, sys
import guongsang.cli, guongsang.engine.adapter, guongsang.deploy.to_folder
STEPS = (
    "os.rename", "os.symlink", "os.mkdir", "os.rmdir", "os.remove", "os.chmod",
    "shutil.rmtree", "tempfile.mkdtemp",
)
CALL = {"x86_64": 316, "aarch64": 276}[platform.machine()]

def forget_renameat2():
    libc = ctypes.CDLL(None)
    # Load the number of the call; is it renameat2?; then ENOSYS; else allow.
    rules = [(0x20, 0, 0, 0), (0x15, 0, 1, CALL), (0x06, 0, 0, 0x00050000 | 38), (0x06, 0, 0, 0x7FFF0000)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *rule) for rule in rules))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(rules), ctypes.addressof(code)))
    assert libc.prctl(38, 1, 0, 0, 0) == 0 and libc.prctl(22, 2, program, 0, 0) == 0

def run(arguments, fatal, log, log_steps, old_system):
    os.setpgid(0, 0)
    if old_system:
        forget_renameat2()
    steps = []
    def hook(event, arguments):
        if event == "ctypes.dlsym" and arguments[1] == "renameat2" or event in STEPS:
            steps.append(event)
            if len(steps) == fatal:
                os.killpg(0, signal.SIGKILL)
    if fatal or log_steps:
        sys.addaudithook(hook)
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    os.dup2(2, 1)
    sys.argv[1:] = arguments
    code = 0
    try:
        guongsang.cli.main()
    except SystemExit as stop:
        code = stop.code or 0
    if log_steps:
        os.write(2, ("\\n" + json.dumps(steps)).encode())
    os._exit(code)

for line in sys.stdin:
    child = os.fork()
    if not child:
        run(**json.loads(line))
    try:
        os.setpgid(child, child)  # both do, so that there is no moment in which the group isn't there
    except OSError:
        pass
    print(child, flush=True)
    sys.stdin.readline()  # not before: its number would be free for another process
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Commands:
    """Runs `guongsang`, one command at a time, so that it can be killed."""

    def __init__(self, say: IO[str], hear: IO[str], log: Path) -> None:
        self.log, self._say, self._hear, self._group = log, say, hear, 0

    def begin(self, *arguments: str, fatal: int = 0, log_steps: bool = False, old_system: bool = False) -> None:
        """Begin a command; for `fatal` and the others see above."""
        self._tell(
            json.dumps(
                {
                    "arguments": arguments,
                    "fatal": fatal,
                    "log": str(self.log),
                    "log_steps": log_steps,
                    "old_system": old_system,
                }
            )
        )
        self._group = int(self._hear.readline())

    def kill(self) -> None:
        """Kill the command that was begun and all its processes, as when the power of a machine fails."""
        os.killpg(self._group, signal.SIGKILL)

    def end(self) -> int:
        """Wait for the command. Return its exit code, or minus the number of the signal that killed it.

        A command that failed by itself fails the test.
        """
        self._tell("")
        code = int(self._hear.readline())
        assert code in (0, -signal.SIGKILL), self.said()
        return code

    def run(self, *arguments: str, old_system: bool = False) -> None:
        """Run a command unharmed."""
        self.begin(*arguments, old_system=old_system)
        assert self.end() == 0

    def steps(self, *arguments: str, old_system: bool = False) -> list[str]:
        """Run a command unharmed. Return its steps that move something, in order."""
        self.begin(*arguments, log_steps=True, old_system=old_system)
        assert self.end() == 0
        return json.loads(self.said().rpartition("\n")[2])

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def _tell(self, line: str) -> None:
        self._say.write(line + "\n")
        self._say.flush()


@contextmanager
def running_commands(log: Path) -> Iterator[Commands]:
    """Give what runs commands; it ends with the block."""
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", _SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin and server.stdout
        yield Commands(server.stdin, server.stdout, log)
        server.stdin.close()
