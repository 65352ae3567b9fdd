"""Programs that tests use beside Python: where each is, what installs it, where it can't be had.

Standard library only: `scripts/test.py` installs them before there is an environment.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from environment import say

_WINDOWS_BROWSERS = tuple(
    os.path.join(os.environ[root], *parts)
    for root in ("ProgramFiles", "ProgramFiles(x86)")
    if root in os.environ
    for parts in (("Google", "Chrome", "Application"), ("Microsoft", "Edge", "Application"))
)


@dataclass(frozen=True)
class Program:
    """A program that tests use.

    Attributes:
        commands: its names; the first that is found counts.
        apt: the package of Debian and Ubuntu that has it.
        use: the tests that need it, in Vietnamese, for whoever lacks it.
        choco: its package for Chocolatey, which Windows has in CI. Empty if CI has it anyway.
        not_on_windows: why it can't be had there. Empty if it can.
        folders: where to look for it beside PATH.
    """

    commands: tuple[str, ...]
    apt: str
    use: str
    choco: str = ""
    not_on_windows: str = ""
    folders: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the name by which people know it."""
        return self.commands[0]

    def find(self) -> str | None:
        """Return the path of the program, None if this system lacks it."""
        places = os.pathsep.join((os.environ.get("PATH", os.defpath), *self.folders))
        return next((found for command in self.commands if (found := shutil.which(command, path=places))), None)

    def can_be_had(self) -> bool:
        """Return whether a system of this kind can have it at all."""
        return sys.platform != "win32" or not self.not_on_windows


CHROMIUM = Program(
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"),
    apt="chromium",
    use="các bài thử bằng trình duyệt",
    folders=_WINDOWS_BROWSERS,
)
JAVA = Program(("java",), apt="default-jre-headless", use="bài thử HTML")
NPM = Program(("npm",), apt="npm", use="bài thử HTML")
EXIFTOOL = Program(("exiftool",), apt="libimage-exiftool-perl", use="các bài thử thông tin trong ảnh", choco="exiftool")
NGINX = Program(
    ("nginx",),
    apt="nginx",
    use="các bài thử cấu hình máy chủ web",
    not_on_windows="the settings in deploy/ are for servers on Linux",
    folders=("/usr/sbin", "/usr/local/sbin"),
)
FAKETIME = Program(
    ("faketime",),
    apt="faketime",
    use="các bài thử đồng hồ sai",
    not_on_windows="it works by LD_PRELOAD, which Windows lacks",
)
PROGRAMS = (CHROMIUM, JAVA, NPM, EXIFTOOL, NGINX, FAKETIME)


def ensure_programs(programs: tuple[Program, ...] = PROGRAMS) -> None:
    """Install what is missing, if that is allowed here. Say which tests are skipped without it."""
    missing = [program for program in programs if program.can_be_had() and not program.find()]
    for command in _commands(missing):
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    for program in missing:
        if not program.find():
            say(f"Chưa có {program.name}: {program.use} sẽ bị bỏ qua (trong CI thì tính là hỏng).")


def _commands(programs: list[Program]) -> Iterator[list[str]]:
    """Yield what installs programs, each by itself: one that fails must not stop the others."""
    in_ci = bool(os.environ.get("CI"))
    if sys.platform == "win32":
        if in_ci:
            packages = [program.choco for program in programs if program.choco]
            yield from (["choco", "install", "--yes", "--no-progress", package] for package in packages)
        return
    if not programs or not shutil.which("apt-get"):
        return
    if os.geteuid() == 0:
        prefix = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    elif in_ci and shutil.which("sudo"):  # elsewhere nobody asked us to use somebody's rights
        prefix = ["sudo", "--non-interactive", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    else:
        return
    packages = [program.apt for program in programs]
    say(f"Cài {', '.join(packages)} để chạy thử…")
    yield [*prefix, "update"]
    yield from ([*prefix, "install", "-y", "--no-install-recommends", package] for package in packages)
