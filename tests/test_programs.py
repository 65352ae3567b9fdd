"""What a machine lacks is told by tests: in CI as a failure, if it can be had there, elsewhere as a skip."""

from __future__ import annotations

import os
import shutil
import sys

import pytest

import programs
from machine import require, standard
from programs import CHROMIUM, EXIFTOOL, NGINX, Program

NOWHERE = Program(("khong-co-lenh-nay",), apt="khong-co-goi-nay", use="không bài thử nào")
NOT_ON_WINDOWS = Program(("khong-co-lenh-nay",), apt="khong-co", use="không", not_on_windows="it is for Unix")


@pytest.mark.parametrize(("ci", "ending"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_missing_program_fails_in_ci_and_skips_elsewhere(
    monkeypatch: pytest.MonkeyPatch, ci: str, ending: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(ending, match="khong-co-lenh-nay"):
        require(NOWHERE)


@pytest.mark.parametrize(("platform", "ending"), [("win32", pytest.skip.Exception), ("linux", pytest.fail.Exception)])
def test_what_windows_cannot_have_is_a_skip_there_alone(
    monkeypatch: pytest.MonkeyPatch, platform: str, ending: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(shutil, "which", lambda command, **_: None)
    with pytest.raises(ending):
        require(NOT_ON_WINDOWS)


@pytest.mark.parametrize(("told", "ending"), [("none", pytest.skip.Exception), ("", pytest.fail.Exception)])
def test_missing_standard_is_a_skip_in_ci_where_the_workflow_says_so(
    monkeypatch: pytest.MonkeyPatch, told: str, ending: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("GUONGSANG_STANDARDS", told)
    with pytest.raises(ending, match="beside the project"):
        standard("khong-co.json")


@pytest.mark.parametrize(
    ("platform", "ci", "user", "begin"),
    [
        ("linux", "", 0, "env"),
        ("linux", "", 1000, ""),
        ("linux", "true", 1000, "sudo"),
        ("win32", "true", 1000, "choco"),
        ("win32", "", 1000, ""),
    ],
)
def test_programs_are_installed_where_that_is_allowed(
    monkeypatch: pytest.MonkeyPatch, platform: str, ci: str, user: int, begin: str
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    monkeypatch.setattr(shutil, "which", lambda command, **_: f"/usr/bin/{command}")
    commands = list(programs._commands([CHROMIUM, EXIFTOOL, NGINX]))
    assert {command[0] for command in commands} == ({begin} if begin else set())
    packages = [command[-1] for command in commands if "install" in command]
    wanted = {"": [], "choco": ["exiftool"]}
    assert packages == wanted.get(begin, ["chromium", "libimage-exiftool-perl", "nginx"])
