"""The command `new`: options in any usual spelling, questions on a terminal, nothing overwritten."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from guongsang.build.compile_site import load_edition
from guongsang.cli.new import new
from guongsang.errors import ProjectError
from guongsang.manuscripts.free_place import VacancyError
from guongsang.rules.problem import has_errors
from guongsang.text.dates import parse_moment
from projects import Project, snapshot
from test_scaffold import GIVEN, NOON, check_profile, run


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUONGSANG_AS_OF", NOON)


def answer(monkeypatch: pytest.MonkeyPatch, project: Project, *answers: str, arguments: tuple[str, ...] = ()) -> Result:
    """Run the command as at a terminal, with these answers."""
    monkeypatch.setattr(importlib.import_module("guongsang.cli.new"), "_is_interactive", lambda: True)
    return CliRunner().invoke(new, arguments, obj=project.root, input="".join(f"{line}\n" for line in answers))


def profiles_of(project: Project) -> list[str]:
    return sorted(
        path.relative_to(project.root / "exemplars").as_posix()
        for path in (project.root / "exemplars").glob("[0-9]*/*/index.md")
    )


# --- the command, nobody to ask ---


def test_command_writes_a_draft_and_says_what_is_next(project: Project) -> None:
    done = run(project, *GIVEN)
    assert (done.exit_code, profiles_of(project)) == (0, ["2025/le-thi-moi/index.md"])
    assert "exemplars/2025/le-thi-moi/index.md (mã DH-2025-001, bản nháp)" in done.stdout
    assert "scripts/check.py exemplars/2025/le-thi-moi" in done.stdout
    assert not has_errors(load_edition(project.root, parse_moment(NOON)).problems)


@pytest.mark.parametrize(
    ("option", "value", "key", "written"),
    [
        ("--kind", "Tập thể", "kind", "collective"),
        ("--kind", "ca nhan", "kind", "individual"),
        ("--unit", "vien tham", "unit", "cuc-vien-tham"),
        ("--unit", "Cục Viễn thám quốc gia", "unit", "cuc-vien-tham"),
        ("--field", "Đất đai", "fields", "[vien-tham, dat-dai]"),
        ("--field", "vien-tham", "fields", "[vien-tham]"),
        ("--year", "2024", "year", "2024"),
        ("--name", "  Lê   Thị  Hai ", "name", "Lê Thị Hai"),
    ],
)
def test_option_is_taken_in_any_usual_spelling(
    project: Project, option: str, value: str, key: str, written: str
) -> None:
    done = run(project, *GIVEN, option, value)
    assert done.exit_code == 0, done.output
    assert f"\n{key}: {written}\n" in (project.root / "exemplars" / profiles_of(project)[0]).read_text(encoding="utf-8")


@pytest.mark.parametrize("given", [(), ("--kind", "individual"), ("--name", "A", "--unit", "cuc-vien-tham")])
def test_missing_options_are_named_where_nobody_can_be_asked(project: Project, given: tuple[str, ...]) -> None:
    done = CliRunner().invoke(new, given, obj=project.root, standalone_mode=False)
    assert isinstance(done.exception, click.UsageError)
    missing = {option for option in ("--kind", "--name", "--unit", "--field") if option not in given}
    assert {word for word in re.findall(r"--\w+", done.exception.message)} == missing
    assert profiles_of(project) == []


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--kind", "person", "individual, collective"),
        ("--name", "???", "chữ cái"),
        ("--name", "Lê\u200bThị Mới", "không nhìn thấy"),
        ("--name", "a" * 161, "160"),
        ("--unit", "moi truong", "cuc-moi-truong"),
        ("--unit", "cuc-vien-tam", "cuc-vien-tham"),
        ("--unit", "qqqqqqqqqqqqqqqq", "units.yml"),
        ("--field", "vien-tam", "vien-tham"),
        ("--year", "3000", "1945"),
        ("--year", "năm nay", "1945"),
    ],
)
def test_unusable_option_is_wrong_usage_with_the_valid_values(
    project: Project, option: str, value: str, said: str
) -> None:
    done = CliRunner().invoke(new, (*GIVEN, option, value), obj=project.root, standalone_mode=False)
    assert isinstance(done.exception, click.UsageError) and said in done.exception.message
    assert profiles_of(project) == []


def test_more_than_three_fields_are_refused(project: Project) -> None:
    more = [part for field in ("dat-dai", "truyen-thong", "bien-hai-dao") for part in ("--field", field)]
    done = CliRunner().invoke(new, (*GIVEN, *more), obj=project.root, standalone_mode=False)
    assert isinstance(done.exception, click.UsageError) and "từ 1 đến 3" in done.exception.message


def test_command_refuses_to_overwrite(project: Project) -> None:
    run(project, *GIVEN)
    before = snapshot(project.root)
    assert isinstance(run(project, *GIVEN).exception, VacancyError)
    assert snapshot(project.root) == before


def test_command_says_that_the_name_has_a_profile_elsewhere(project: Project) -> None:
    run(project, *GIVEN, "--year", "2024")
    done = run(project, *GIVEN)
    assert profiles_of(project) == ["2024/le-thi-moi/index.md", "2025/le-thi-moi-2025/index.md"]
    assert "exemplars/2024/le-thi-moi/index.md" in done.stderr


def test_command_outside_a_project_says_so(tmp_path: Path) -> None:
    done = CliRunner().invoke(new, GIVEN, obj=tmp_path)
    assert isinstance(done.exception, ProjectError) and list(tmp_path.iterdir()) == []


# --- the command, at a terminal ---


def test_command_asks_for_everything(monkeypatch: pytest.MonkeyPatch, project: Project) -> None:
    done = answer(monkeypatch, project, "1", "Lê Thị Mới", "vien tham", "1", "9, 10", "", "c")
    assert done.exit_code == 0, done.output
    profile = check_profile((project.root / "exemplars/2025/le-thi-moi/index.md").read_text(encoding="utf-8"))
    assert (profile.kind, profile.name, profile.unit, profile.fields, profile.year) == (
        "individual",
        "Lê Thị Mới",
        "cuc-vien-tham",
        ["vien-tham", "chuyen-doi-so"],
        2025,
    )


def test_command_asks_again_after_an_answer_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    done = answer(
        monkeypatch,
        project,
        "5",
        "2",
        "???",
        "Tổ Một",
        "zzzzqqq",
        "moi truong",
        "99",
        "",
        "vien tham",
        "1",
        "1 2 3 4",
        "0",
        "1",
        "nay",
        "2024",
        "ừ",
        "c",
    )
    assert done.exit_code == 0, done.output
    assert profiles_of(project) == ["2024/to-mot/index.md"]
    for said in (
        "gõ một số từ 1 đến 2",
        "tên phải có chữ cái",
        "không có đơn vị nào giống thế",
        "chọn từ 1 đến 3 lĩnh vực",
        "năm phải là số",
        "gõ c hoặc k",
    ):
        assert said in done.stderr, said


def test_command_asks_only_for_what_is_missing(monkeypatch: pytest.MonkeyPatch, project: Project) -> None:
    done = answer(
        monkeypatch,
        project,
        "Lê Thị Mới",
        "c",
        arguments=("--kind", "individual", "--unit", "cuc-vien-tham", "--field", "vien-tham", "--year", "2025"),
    )
    assert done.exit_code == 0, done.output
    assert profiles_of(project) == ["2025/le-thi-moi/index.md"]


def test_command_offers_the_units_that_an_unclear_option_may_mean(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    done = answer(monkeypatch, project, "7", arguments=(*GIVEN, "--unit", "moi truong", "--yes"))
    assert done.exit_code == 0, done.output
    chosen = re.search(r"^ +7\. .+ \(([a-z-]+)", done.stderr, re.MULTILINE)[1]
    assert f"\nunit: {chosen}\n" in (project.root / "exemplars/2025/le-thi-moi/index.md").read_text(encoding="utf-8")


def test_yes_asks_nothing_when_all_is_given(monkeypatch: pytest.MonkeyPatch, project: Project) -> None:
    assert answer(monkeypatch, project, arguments=(*GIVEN, "--yes")).exit_code == 0
    assert profiles_of(project) == ["2025/le-thi-moi/index.md"]


@pytest.mark.parametrize("answers", [("2025", "k"), ()])
def test_no_and_the_end_of_input_leave_nothing(
    monkeypatch: pytest.MonkeyPatch, project: Project, answers: tuple[str, ...]
) -> None:
    before = snapshot(project.root)
    assert answer(monkeypatch, project, *answers, arguments=GIVEN).exit_code == 1
    assert snapshot(project.root) == before
