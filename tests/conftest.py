"""Fixtures: a small real project to write profiles into, and the repository's own site built once."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from projects import REPOSITORY, Project, run_command

AS_OF = "2026-11-22"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with the repository's registry, theme and settings, and no profile yet."""
    return Project.create(tmp_path / "project")


@pytest.fixture(scope="session")
def repository_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own site, built by the command that staff use, as of a fixed day."""
    target = tmp_path_factory.mktemp("site") / "site"
    done = run_command(REPOSITORY, "build", "--site-dir", str(target), "--as-of", AS_OF)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's Chromium. In CI a missing browser is a failure, elsewhere a skip."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found:
        return found
    if os.environ.get("CI"):
        pytest.fail("no Chromium in CI; scripts/test.py installs it")
    pytest.skip("no Chromium on this machine")
