"""Git hooks and CI files: they parse, and call scripts, commands and options that exist."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import click
import pytest
import yaml

from guongsang.cli import cli
from machine import needs_posix
from projects import REPOSITORY, Project, profile_text

WORKFLOW = ".github/workflows/check.yml"
TESTS_WORKFLOW = ".github/workflows/tests.yml"
GITLAB = ".gitlab-ci.yml"
SBOM = "scripts/sbom.py"
HOOKS = (".pre-commit-hooks.yaml", ".pre-commit-config.yaml")
VIETNAMESE = re.compile(r"[àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ]")


def load(name: str) -> Any:
    return yaml.safe_load((REPOSITORY / name).read_text(encoding="utf-8"))


def hooks_of(name: str) -> list[dict[str, Any]]:
    data = load(name)
    return data["repos"][0]["hooks"] if isinstance(data, dict) else data


def lines_of(name: str) -> Iterator[str]:
    """Yield every line of a CI or hook file that a shell runs."""
    if name in HOOKS:
        yield from (hook["entry"] for hook in hooks_of(name))
    elif name == GITLAB:
        yield from (
            line for job in load(name).values() if isinstance(job, dict) and "stage" in job for line in job["script"]
        )
    else:
        yield from (step["run"] for job in load(name)["jobs"].values() for step in job["steps"] if "run" in step)


def calls_of(name: str) -> Iterator[list[str]]:
    """Yield the words of each call of a script, without what the shell does with its result."""
    for line in lines_of(name):
        for part in re.split(r"\|\||&&|[|;>]", line):
            words = shlex.split(part)
            if words and words[0] == "python3":
                yield words[1:]


def command_of(script: str) -> click.Command:
    """Return the command that a script hands on to."""
    text = (REPOSITORY / script).read_text(encoding="utf-8")
    found = re.search(r'hand_on\("([a-z]+)"', text)
    assert found, f"{script} hands on to no command"
    command = cli.get_command(click.Context(cli), found.group(1))
    assert command, found.group(1)
    return command


@pytest.mark.parametrize(("name", "count"), [(WORKFLOW, 4), (GITLAB, 4), (HOOKS[0], 3), (HOOKS[1], 3)])
def test_every_call_is_of_a_script_with_options_that_its_command_knows(name: str, count: int) -> None:
    calls = list(calls_of(name))
    assert len(calls) == count
    for script, *arguments in calls:
        assert (REPOSITORY / script).is_file(), script
        if script == SBOM:  # stands by itself
            assert arguments == ["--out", "sbom.cdx.json"]
            continue
        command = command_of(script)
        command.make_context(
            command.name, arguments, obj=REPOSITORY
        )  # click's own parser: unknown options and choices raise


def test_calls_with_an_unknown_option_or_choice_would_be_found() -> None:
    for arguments in (["--formt", "github"], ["--format", "gitlab"]):
        with pytest.raises(click.UsageError):
            command_of("scripts/check.py").make_context("check", arguments, obj=REPOSITORY)


def test_local_hooks_are_those_that_the_project_offers() -> None:
    offered = {hook["id"]: hook for hook in hooks_of(HOOKS[0])}
    local = {hook["id"]: hook for hook in hooks_of(HOOKS[1])}
    assert load(HOOKS[1])["repos"][0]["repo"] == "local"
    assert {"guongsang-check", "guongsang-fix"} <= set(local) == set(offered)
    for id, hook in local.items():
        assert hook == {key: value for key, value in offered[id].items() if key != "description"}


def test_hook_of_developers_checks_the_code_and_never_a_profile() -> None:
    (hook,) = load(HOOKS[1])["repos"][1]["hooks"]
    assert hook["entry"] == "python3 scripts/lint.py" and (REPOSITORY / "scripts" / "lint.py").is_file()
    pattern = re.compile(hook["files"])
    code = ("src/guongsang/cli/kit.py", "scripts/lint.py", "tests/test_gate.py", "theme/assets/javascripts/press.js")
    profiles = ("exemplars/2024/le-hai-yen/index.md", "exemplars/_registry/units.yml", "content/index.md")
    assert all(pattern.match(path) for path in code) and not any(pattern.match(path) for path in profiles)


def test_hooks_see_the_files_that_they_are_for() -> None:
    patterns = {hook["id"]: re.compile(hook["files"]) for hook in hooks_of(HOOKS[1])}
    paths = (
        "exemplars/2024/mot/index.md",
        "exemplars/2024/mot/anh.jpg",
        "exemplars/_registry/units.yml",
        "content/index.md",
        "docs/exemplars/2024/x/index.md",
    )
    assert [{id for id, pattern in patterns.items() if pattern.search(path)} for path in paths] == [
        {"guongsang-check", "guongsang-fix"},
        {"guongsang-check"},
        {"guongsang-check", "guongsang-check-registry"},
        set(),
        set(),
    ]


@pytest.mark.parametrize(("name", "job"), [(WORKFLOW, "check"), (TESTS_WORKFLOW, "tests")])
def test_workflow_asks_for_little_and_speaks_vietnamese(name: str, job: str) -> None:
    workflow = load(name)
    triggers = workflow[True]  # YAML 1.1 reads `on` as true
    assert set(triggers) == {"pull_request", "push"}
    assert workflow["permissions"] == {"contents": "read"}
    assert "permissions" not in workflow["jobs"][job]
    for part in workflow["jobs"].values():
        assert VIETNAMESE.search(part["name"].casefold()) and part["timeout-minutes"]
        for step in part["steps"]:
            assert VIETNAMESE.search(step["name"].casefold()), step
            assert re.fullmatch(r"(actions|github)/[\w/-]+@v\d+", step.get("uses", "actions/x@v1"))


def test_workflow_annotates_and_keeps_a_preview() -> None:
    steps = load(WORKFLOW)["jobs"]["check"]["steps"]
    runs = [step["run"] for step in steps if "run" in step]
    assert (
        "--format github" in runs[0]
        and '--summary "$GITHUB_STEP_SUMMARY"' in runs[0]
        and runs[1] == "python3 scripts/build.py"
    )
    assert any(
        "upload-artifact" in step.get("uses", "") and step["with"]["path"].split() == ["site/", "sbom.cdx.json"]
        for step in steps
    )


def test_gitlab_reports_code_quality_and_keeps_a_preview() -> None:
    jobs = {name: job for name, job in load(GITLAB).items() if isinstance(job, dict) and "stage" in job}
    assert [job["stage"] for job in jobs.values()] == load(GITLAB)["stages"] == ["check", "preview", "tests"]
    check, preview, _ = jobs.values()
    assert (
        check["artifacts"]["when"] == "always"
        and f"> {check['artifacts']['reports']['codequality']} " in check["script"][0]
    )
    assert preview["artifacts"]["paths"] == ["site/", "sbom.cdx.json"]


@needs_posix("CI runs these lines in a Unix shell")
@pytest.mark.parametrize(("kind", "codes"), [("individual", [0, 0]), ("person", [0, 1])])
def test_gitlab_lines_report_first_and_fail_on_errors_after(project: Project, kind: str, codes: list[int]) -> None:
    project.write("mot", profile_text().replace("kind: individual", f"kind: {kind}"))
    lines = next(
        job["script"] for job in load(GITLAB).values() if isinstance(job, dict) and job.get("stage") == "check"
    )
    program = shlex.join([sys.executable, "-X", "utf8", "-m", "guongsang", "--root", str(project.root), "check"])

    def run(line: str) -> int:
        return subprocess.run(
            ["sh", "-ec", line], cwd=project.root, capture_output=True, check=False, timeout=60
        ).returncode

    assert [run(line.replace("python3 scripts/check.py", program)) for line in lines] == codes
    assert (project.root / "gl-code-quality-report.json").read_text(encoding="utf-8").startswith("[")
    assert (project.root / "tom-tat.md").read_text(encoding="utf-8").startswith("## ")
    assert (
        run(lines[0].replace("python3 scripts/check.py", f"{program} --khong-co")) != 0
    )  # wrong usage is not taken for errors found
