"""What the tests of survival share: a project of two editions, and builds of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from projects import PHOTO, Project, run_command

AS_OF = "2024-07-01"


def build(
    project: Project,
    *more: str,
    prefix: tuple[str, ...] = (),
    options: tuple[str, ...] = ("-X", "utf8"),
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Build as staff do, or by another program, with other options of Python, or in another environment."""
    arguments = ("build", "--as-of", AS_OF, *more)
    if not prefix and options == ("-X", "utf8"):
        return run_command(project.root, *arguments, **environment)
    return subprocess.run(
        [*prefix, sys.executable, *options, "-m", "guongsang", "--root", str(project.root), *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        cwd=project.root,
        check=False,
        timeout=300,
    )


def build_well(project: Project, *more: str, options: tuple[str, ...] = ("-X", "utf8"), **environment: str) -> None:
    done = build(project, *more, options=options, **environment)
    assert done.returncode == 0, done.stdout + done.stderr


def reason_of(done: subprocess.CompletedProcess[str]) -> str:
    """Return the sentence that a failed build ends with: one that staff can read."""
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    for foreign in (
        "Traceback",
        "Errno",
        "lỗi của chương trình",
        "No space",
        "Read-only",
        "Permission",
        "not permitted",
        "directory",
        "File exists",
    ):
        assert foreign not in said, said
    (reason,) = [line for line in said.splitlines() if line.startswith("lỗi: ")]
    return reason


def write_edition(project: Project, number: int) -> None:
    project.write("mot", photos=PHOTO, title=f"Bản số {number}")
    project.write("hai", id="DH-2024-002", name="Lê Văn Hai", title=f"Bản số {number} của Hai")


@dataclass(frozen=True)
class Model:
    """A project whose first edition is built, cache and all, and what a clean build makes of its second."""

    root: Path
    earlier: dict[str, bytes]
    clean: dict[str, bytes]

    def copy(self, root: Path) -> Project:
        """Give the project at another place, its second edition written and the first one built."""
        shutil.copytree(self.root, root)
        project = Project(root)
        write_edition(project, 2)
        return project


def hidden(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob(".site.*"))
