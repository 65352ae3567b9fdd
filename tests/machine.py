"""What tests need of a machine. What it lacks fails in CI, if it can be had there; elsewhere it skips."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

import pytest

from projects import REPOSITORY

sys.path.append(str(REPOSITORY / "scripts"))  # last, since scripts are named `test` and `build` there
from programs import Program

WINDOWS = sys.platform == "win32"


def lack(what: str) -> NoReturn:
    """End a test for what this machine lacks: in CI it fails, elsewhere it is skipped."""
    if os.environ.get("CI"):
        pytest.fail(f"in CI: {what}")
    pytest.skip(what)


def require(program: Program) -> str:
    """Return the path of a program. Where no system of this kind can have it, the test is skipped in CI too."""
    if found := program.find():
        return found
    if not program.can_be_had():
        pytest.skip(f"no {program.name} on Windows: {program.not_on_windows}")
    lack(f"no {program.name} on this machine; scripts/test.py installs it")


def standard(name: str) -> Path:
    """Return a published schema. They stand beside the project, not in it.

    A clone on GitHub or GitLab has nothing beside it; its workflow says so (`GUONGSANG_STANDARDS=none`).
    """
    path = REPOSITORY.parent / "shared" / "standards" / name
    if not path.is_file():
        if os.environ.get("GUONGSANG_STANDARDS") == "none":
            pytest.skip(f"{name} is kept beside the project, and this clone has nothing beside it")
        lack(f"{name} is kept beside the project, not in it")
    return path


def needs_posix(why: str) -> pytest.MarkDecorator:
    """Mark tests that use what Unix has and Windows lacks; `why` names it."""
    return pytest.mark.skipif(WINDOWS, reason=f"not on Windows: {why}")


def needs_linux(why: str) -> pytest.MarkDecorator:
    """Mark tests that use what Linux alone has; `why` names it."""
    return pytest.mark.skipif(sys.platform != "linux", reason=f"on Linux alone: {why}")


def _can_link() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            (Path(folder) / "link").symlink_to(folder)
        except OSError:
            return False
    return True


needs_links = pytest.mark.skipif(not _can_link(), reason="nobody here may make links, as on Windows without that right")
