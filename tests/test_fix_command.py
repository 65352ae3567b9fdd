"""`guongsang fix` as staff run it, and that a file is written whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guongsang.checks.fixing import FixError, FixPlan, plan_fixes, write_fix
from guongsang.cli.fix import fix
from guongsang.registry.loading import load_registry
from machine import needs_posix
from projects import Project, profile_text

PATH = "exemplars/2024/mot/index.md"
UNTIDY = "---\r\nname: 'Nguyễn Minh Họa'  \r\nid: DH-2024-001   # mã\r\n---\r\n\r\nMột  \r\nhai.\r\n"


def plan_untidy(project: Project) -> FixPlan:
    path = project.root / PATH
    path.parent.mkdir(parents=True)
    path.write_bytes(UNTIDY.encode("utf-8"))
    return plan_fixes(project.root, PATH, load_registry(project.root, "exemplars/_registry")[0])


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(fix, arguments, obj=root, catch_exceptions=False)


# Writing.


@needs_posix("who may read a file is in its mode")
def test_written_file_keeps_its_mode_and_leaves_no_other_file(project: Project) -> None:
    found = plan_untidy(project)
    path = project.root / PATH
    path.chmod(0o640)
    write_fix(project.root, found)
    assert path.read_bytes() == found.after.encode("utf-8")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in path.parent.iterdir()] == ["index.md"]


def test_failed_write_leaves_the_file_as_it_was(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    plan_untidy(project)
    path = project.root / PATH

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    done = run(project.root, "--yes")
    assert done.exit_code == 1
    assert f"lỗi: không ghi được {PATH}, tệp giữ nguyên" in done.stderr
    assert "Đã sửa 0 tệp, 0 chỗ." in done.stderr
    assert path.read_bytes() == UNTIDY.encode("utf-8")
    assert [file.name for file in path.parent.iterdir()] == ["index.md"]


def test_file_edited_since_the_plan_is_not_overwritten(project: Project) -> None:
    found = plan_untidy(project)
    (project.root / PATH).write_text("việc của người khác", encoding="utf-8")
    with pytest.raises(FixError, match="vừa có người sửa"):
        write_fix(project.root, found)
    assert (project.root / PATH).read_text(encoding="utf-8") == "việc của người khác"


# The command.


def test_command_shows_the_diff_lists_the_mends_and_writes(project: Project) -> None:
    project.write("mot", profile_text().replace("chien-si-thi-dua-co-so", "CSTĐCS", 1))
    done = run(project.root)
    assert done.exit_code == 0
    assert f"--- {PATH}\n+++ {PATH}\n" in done.stdout
    assert "\n-  - {award: CSTĐCS, year: 2022," in done.stdout
    assert "\n+  - {award: chien-si-thi-dua-co-so, year: 2022," in done.stdout
    assert f'{PATH}:17: Đổi "CSTĐCS" thành mã chuẩn "chien-si-thi-dua-co-so".' in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stderr.endswith("Đã sửa 1 tệp, 1 chỗ.\n")
    assert (project.root / PATH).read_text(encoding="utf-8") == profile_text()


def test_command_with_nothing_to_mend_says_so(project: Project) -> None:
    project.write("mot")
    done = run(project.root)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Không có gì phải sửa.\n")


def test_check_option_writes_nothing_and_exits_1_where_something_would_change(project: Project) -> None:
    text = "\ufeff" + profile_text()
    path = project.write("mot", text)
    done = run(project.root, "--check")
    assert done.exit_code == 1
    assert "Cần sửa 1 tệp, 1 chỗ." in done.stderr
    assert path.read_text(encoding="utf-8") == text
    run(project.root)
    assert run(project.root, "--check").exit_code == 0


def test_paths_narrow_what_is_mended(project: Project) -> None:
    first, second = project.write("mot", "\ufeff" + profile_text()), project.write("hai", "\ufeff" + profile_text())
    assert run(project.root, str(first)).exit_code == 0
    assert not first.read_text(encoding="utf-8").startswith("\ufeff")
    assert second.read_text(encoding="utf-8").startswith("\ufeff")
    assert run(project.root, "--check", str(first.parent)).exit_code == 0
    assert run(project.root, "--check", str(second.parent.parent)).exit_code == 1


def test_wrong_paths_are_wrong_usage(project: Project, tmp_path: Path) -> None:
    for path in ("khong-co", str(tmp_path)):
        assert run(project.root, path).exit_code == 2


def test_unreadable_file_is_named_and_the_others_are_mended(project: Project) -> None:
    broken = project.write("hong", "---\nid: [ \n---\n")
    path = project.write("mot", "\ufeff" + profile_text())
    done = run(project.root)
    assert done.exit_code == 0
    assert "Bỏ qua exemplars/2024/hong/index.md: dòng " in done.stderr
    assert path.read_text(encoding="utf-8") == profile_text()
    assert broken.read_text(encoding="utf-8") == "---\nid: [ \n---\n"


def test_ids_stay_while_the_registry_has_errors(project: Project) -> None:
    (project.root / "exemplars" / "_registry" / "units.yml").write_text("- id: [", encoding="utf-8")
    path = project.write("mot", "\ufeff" + profile_text().replace("chien-si-thi-dua-co-so", "CSTĐCS"))
    done = run(project.root)
    assert "Danh mục đang có lỗi" in done.stderr
    assert path.read_text(encoding="utf-8") == profile_text().replace("chien-si-thi-dua-co-so", "CSTĐCS")


def test_control_characters_never_reach_the_terminal(project: Project) -> None:
    project.write("mot", "\ufeff" + profile_text(body="\x1b[31m"))
    project.write("hai", profile_text().replace("\n---\n", "\n---\n\x1b[2J   \n   \n"))
    done = run(project.root, "--check")
    assert done.exit_code == 1
    assert "\x1b" not in done.stdout + done.stderr


@needs_posix("a pseudo-terminal")
@pytest.mark.parametrize(
    ("answer", "arguments", "is_written"), [("c", (), True), ("k", (), False), ("", (), False), ("", ("--yes",), True)]
)
def test_at_a_terminal_staff_are_asked_before_anything_is_written(
    project: Project, answer: str, arguments: tuple[str, ...], is_written: bool
) -> None:
    import pty

    path = project.write("mot", "\ufeff" + profile_text())
    ours, theirs = pty.openpty()
    code = (
        f"from pathlib import Path; from guongsang.cli.fix import fix; fix({list(arguments)!r}, "
        f"obj=Path({str(project.root)!r}))"
    )
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", code],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(theirs)
    os.write(ours, f"{answer}\n".encode())
    shown = b""
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not chunk:
            break
        shown += chunk
    os.close(ours)
    assert process.wait(60) == 0
    assert (path.read_text(encoding="utf-8") == profile_text()) is is_written
    assert ("Ghi những sửa đổi này" in shown.decode()) is not bool(arguments)
    assert "\x1b[32m" in shown.decode()


def test_nothing_that_fix_can_mend_is_reported_after_it(project: Project) -> None:
    text = "\ufeff" + unicodedata.normalize("NFD", profile_text())
    text = text.replace("chien-si-thi-dua-co-so", "CSTĐCS").replace("date: 2024-05-01", "date: 1/5/2024")
    project.write("mot", text)
    before = project.run("check", "--as-of", "2024-07-01")
    assert "DH205" in before.stdout
    assert run(project.root, "--yes").exit_code == 0
    after = project.run("check", "--as-of", "2024-07-01")
    assert (after.returncode, after.stdout) == (0, "")
