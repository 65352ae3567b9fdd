"""All places that name a Python version agree, and CI runs the tests on the oldest and the newest.

A promise that nobody runs is not made: 3.13 was promised for a long time and never run.
"""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
import tomllib
from typing import Any

import pytest
import yaml

from projects import REPOSITORY

ENVIRONMENT = REPOSITORY / "scripts" / "environment.py"
Version = tuple[int, int]


def text_of(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def versions_in(text: str) -> list[Version]:
    """Return the versions of Python that a text names, in its order."""
    return [(3, int(minor)) for minor in re.findall(r"\b3\.(\d+)\b", text)]


@pytest.fixture(scope="module")
def promised() -> tuple[Version, Version]:
    """The oldest and the newest Python that the package may be installed on."""
    told = tomllib.loads(text_of("pyproject.toml"))["project"]["requires-python"]
    limits = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", told)
    assert limits, told
    return (3, int(limits[1])), (3, int(limits[2]) - 1)


@pytest.fixture(scope="module")
def tests_job() -> dict[str, Any]:
    """The job of the GitHub workflow that runs the tests."""
    return yaml.safe_load(text_of(".github/workflows/tests.yml"))["jobs"]["tests"]


def test_scripts_accept_what_the_package_promises(promised: tuple[Version, Version]) -> None:
    names = runpy.run_path(str(ENVIRONMENT))
    assert (names["OLDEST"], names["NEWEST"]) == promised


@pytest.mark.parametrize(("step", "end"), [(-1, "oldest"), (1, "newest")])
def test_scripts_refuse_a_python_outside_the_promise_and_say_which_will_do(
    promised: tuple[Version, Version], step: int, end: str
) -> None:
    oldest, newest = promised
    major, minor = oldest if end == "oldest" else newest
    code = (
        f"import sys; sys.version_info = ({major}, {minor + step}, 0, 'final', 0); import environment; "
        "environment.ensure_environment()"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        cwd=ENVIRONMENT.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert f"cần Python từ 3.{oldest[1]} đến 3.{newest[1]}" in done.stderr and "Traceback" not in done.stderr


def test_github_runs_the_tests_on_the_oldest_and_newest_python_on_linux_and_windows(
    promised: tuple[Version, Version], tests_job: dict[str, Any]
) -> None:
    matrix = tests_job["strategy"]["matrix"]
    assert matrix == {
        "os": ["ubuntu-latest", "windows-latest"],
        "python": [f"3.{minor}" for _, minor in promised],
    }  # nothing is taken out again by `exclude`
    assert tests_job["strategy"]["fail-fast"] is False and tests_job["runs-on"] == "${{ matrix.os }}"
    setup = next(
        step["with"] for step in tests_job["steps"] if step.get("uses", "").startswith("actions/setup-python@")
    )
    assert setup["python-version"] == "${{ matrix.python }}"


def test_github_runs_all_tests_and_lets_none_fail_unseen(tests_job: dict[str, Any]) -> None:
    assert [step["run"] for step in tests_job["steps"] if "run" in step] == ["python scripts/test.py"]
    for part in (tests_job, *tests_job["steps"]):
        assert not {"if", "continue-on-error"} & set(part), part


def test_gitlab_runs_all_tests_on_the_oldest_and_newest_python(promised: tuple[Version, Version]) -> None:
    job = yaml.safe_load(text_of(".gitlab-ci.yml"))["chạy thử"]
    assert job["parallel"]["matrix"] == [{"PYTHON": [f"3.{minor}" for _, minor in promised]}]
    assert job["image"] == "python:$PYTHON" and job["script"] == ["bash .ci/run"]
    assert not {"allow_failure", "when", "rules"} & set(job)


def test_set_up_in_ci_takes_wheels_alone_so_that_a_pin_without_one_is_told(tests_job: dict[str, Any]) -> None:
    gitlab = yaml.safe_load(text_of(".gitlab-ci.yml"))["chạy thử"]
    assert tests_job["env"]["PIP_ONLY_BINARY"] == gitlab["variables"]["PIP_ONLY_BINARY"] == ":all:"


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("README.md", r"Python (3\.\d+) to (3\.\d+) is all you need"),
        ("content/huong-dan/index.md", r"bản (3\.\d+) đến (3\.\d+)"),
    ],
)
def test_words_for_readers_and_staff_name_the_promise(
    promised: tuple[Version, Version], name: str, pattern: str
) -> None:
    found = re.search(pattern, text_of(name))
    assert found, f"{name} names no versions of Python"
    assert tuple(versions_in(found[0])) == promised


@pytest.mark.parametrize("name", [".github/workflows/check.yml", ".gitlab-ci.yml", "deploy/Dockerfile"])
def test_sites_are_built_by_a_python_that_the_tests_run_on(promised: tuple[Version, Version], name: str) -> None:
    found = versions_in("\n".join(re.findall(r"(?:python-version: |python:).*", text_of(name))))
    assert found and set(found) <= set(promised)


def test_locks_are_made_for_the_oldest_python(promised: tuple[Version, Version]) -> None:
    """They hold for newer ones too, by markers; the set-up in CI tells of a pin that has no wheel there."""
    commands = [line for line in text_of("docs/architecture/supply-chain.md").splitlines() if "uv pip compile" in line]
    assert commands
    for command in commands:
        assert f"--universal --python-version 3.{promised[0][1]} " in command
