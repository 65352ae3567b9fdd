"""Withdrawing a profile by command: what the file says then, what else is told, and what stays as it was."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from guongsang.cli.withdrawal import DEADLINES, plan_withdrawal, usual_notice
from guongsang.manuscripts.document import parse_document
from projects import Project, snapshot


def test_withdrawn_profile_leaves_the_site_and_its_file_keeps_the_rest(project: Project) -> None:
    path = project.write("mot", photos="", review=', by: "Phòng Mẫu"')
    before = parse_document("x", path.read_text(encoding="utf-8"))[0]
    done = project.run("withdraw", "mot", "--date", "2024-07-15")
    assert done.returncode == 0, done.stderr
    after = parse_document("x", path.read_text(encoding="utf-8"))[0]
    assert after.fields.data["review"] == {
        "status": "withdrawn",
        "by": "Phòng Mẫu",
        "date": "2024-07-15",
        "notice": usual_notice(date(2024, 7, 15)),
    }
    assert {**after.fields.data, "review": 0} == {**before.fields.data, "review": 0} and after.body == before.body
    assert project.run("build", "--as-of", "2024-08-01").returncode == 0
    page = project.page("ho-so/mot")
    assert "đã được rút từ ngày 15/7/2024" in page and "Nguyễn Minh Họa" not in page


def test_places_deadlines_and_outlets_are_told(project: Project, tmp_path: Path) -> None:
    project.write("mot")
    project.write(
        "hai", id="DH-2024-002", name="Lê Văn Hai", body="## Thành tích\n\nCùng làm với [chị](/ho-so/mot/).\n"
    )
    assert project.run("build", "--as-of", "2024-07-01").returncode == 0
    assert project.run("publish", str(tmp_path / "www")).returncode == 0
    assert (
        project.run(
            "press-log", "add", "mot", "--outlet", "Báo Ban Mai", "--took", "text", "--contact", "Ban Bạn đọc"
        ).returncode
        == 0
    )
    subprocess.run(["git", "init", "-q"], cwd=project.root, check=True)
    subprocess.run(["git", "add", "exemplars"], cwd=project.root, check=True)
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"],
        cwd=project.root,
        check=True,
    )
    done = project.run("withdraw", "DH-2024-001", "--date", "2026-07-17", "--published", str(tmp_path / "www"))
    assert done.returncode == 0, done.stderr
    for said in (
        "exemplars/2024/hai/index.md: có nhắc",
        "trang đã dựng",
        "bản đã đưa lên",
        "bạn đọc đang xem",
        "bộ nhớ đệm",
        "lịch sử git: 1 commit",
        "Báo Ban Mai",
        "Ban Bạn đọc",
        "Kính gửi",
        "đến hết 21/7/2026: trả lời",
        "đến hết 1/8/2026",
        "đến hết 6/8/2026",
    ):
        assert said in done.stdout, said
    assert "publish" in done.stderr
    again = project.run("withdraw", "mot")
    assert "đã rút từ trước; tệp giữ nguyên" in again.stdout and "đến hết 21/7/2026" in again.stdout


def test_dry_run_writes_nothing(project: Project) -> None:
    project.write("mot")
    before = snapshot(project.root / "exemplars")
    done = project.run("withdraw", "mot", "--dry-run")
    assert done.returncode == 0 and "+  status: withdrawn" in done.stdout
    assert snapshot(project.root / "exemplars") == before


def test_notice_with_the_persons_name_and_unknown_profiles_are_refused(project: Project) -> None:
    project.write("mot")
    before = snapshot(project.root / "exemplars")
    assert "không được nêu tên" in project.run("withdraw", "mot", "--notice", "Hồ sơ của Nguyễn Minh Hoạ đã rút").stderr
    assert project.run("withdraw", "mott").returncode == 2
    assert project.run("withdraw", "mot", "--date", "mai").returncode == 2
    assert snapshot(project.root / "exemplars") == before


@pytest.mark.parametrize(
    "review", ["review: {status: approved}\n", 'review:\n  status: approved\n  by: "A: B"\n\n# về sau\n', ""]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_only_the_review_changes_whatever_its_layout(review: str, newline: str) -> None:
    text = f"---\nid: DH-2024-001\n{review}follow_up: []\n---\n\nThân bài.\n".replace("\n", newline)
    document, _ = parse_document("x", text)
    plan = plan_withdrawal(document, text, date(2026, 7, 15), None, 'Lời "thông báo".')
    assert parse_document("x", plan.after)[0].fields.data["review"]["notice"] == 'Lời "thông báo".'
    assert ("# về sau" in plan.after) == ("# về sau" in text)
    assert plan.after.count("\r\n") == (plan.after.count("\n") if newline == "\r\n" else 0)
    kept = [line for line in text.splitlines() if not line.startswith(("review", "  "))]
    assert [line for line in plan.after.splitlines() if not line.startswith(("review", "  "))] == kept


def test_working_days_leave_the_weekend_out() -> None:
    answer = DEADLINES[0]
    assert answer.falls(date(2026, 7, 17)) == date(2026, 7, 21)  # Friday to Tuesday
    assert answer.falls(date(2026, 7, 13)) == date(2026, 7, 15)


def test_file_that_holds_nothing_personal_still_gives_the_notice(project: Project) -> None:
    """What the handbook's runbook leaves in the repository once a person's data is gone from its history."""
    project.write(
        "mot",
        (
            "---\nid: DH-2024-001\nkind: individual\nyear: 2024\n"
            'consent: {document: "Phiếu kín số 1/MH", date: 2024-05-02, covers: [name], channels: [portal]}\n'
            "channels: {portal: {publish: 2024-06-01}}\nreview:\n  status: withdrawn\n  date: 2024-07-15\n"
            f'  notice: "{usual_notice(date(2024, 7, 15))}"\n---\n'
        ),
    )
    done = project.run("build", "--as-of", "2024-08-01")
    assert done.returncode == 0, done.stdout
    assert "đã được rút từ ngày 15/7/2024" in project.page("ho-so/mot")
