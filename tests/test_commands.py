"""The commands as staff run them: exit codes, what is printed, what stays untouched."""

from __future__ import annotations

import json

from projects import Project, profile_text, snapshot


def test_check_exits_0_on_a_clean_project(project: Project) -> None:
    project.write("mot")
    done = project.run("check", "--as-of", "2024-07-01")
    assert (done.returncode, done.stdout) == (0, "")
    assert "1 hồ sơ trong exemplars/: 1 được đăng, 0 lỗi, 0 cảnh báo." in done.stderr


def test_check_names_file_line_column_and_the_valid_values(project: Project) -> None:
    project.write("mot", profile_text().replace("kind: individual", "kind: person"))
    done = project.run("check", "--as-of", "2024-07-01")
    assert done.returncode == 1
    assert "exemplars/2024/mot/index.md:3:7: lỗi DH203" in done.stdout
    assert "individual, collective" in done.stdout
    assert "    3 | kind: person\n      |       ^^^^^^\n" in done.stdout


def test_check_reports_everything_at_once(project: Project) -> None:
    project.write("mot", "---\nkind: person\n---\n")
    project.write("hai", "không có gì")
    project.write("ba", "---\nid: [\n---\n")
    done = project.run("check", "--format", "json")
    assert {row["code"] for row in json.loads(done.stdout)} >= {"DH203", "DH102", "DH103"}


def test_check_of_one_path_speaks_of_that_path_only(project: Project) -> None:
    project.write("mot", profile_text().replace("kind: individual", "kind: person"))
    project.write("hai", id="DH-2024-002", name="Lê Văn Hai")
    assert project.run("check", "exemplars/2024/hai").returncode == 0
    assert project.run("check", "exemplars/2024/mot").returncode == 1


def test_wrong_usage_exits_2_without_a_traceback(project: Project) -> None:
    for arguments in (("check", "khong-co"), ("check", "--format", "xml"), ("chek",), ("check", "/")):
        done = project.run(*arguments)
        assert done.returncode == 2, arguments
        assert "Traceback" not in done.stderr


def test_unreadable_as_of_is_explained(project: Project) -> None:
    done = project.run("check", "--as-of", "mai")
    assert done.returncode == 1
    assert '"mai" không phải là ngày' in done.stderr


def test_command_outside_a_project_says_what_to_do(tmp_path) -> None:
    from projects import run_command

    done = run_command(tmp_path, "check")
    assert done.returncode == 1
    assert "thư mục gốc của dự án" in done.stderr
    assert "Traceback" not in done.stderr


def test_messages_are_available_in_english(project: Project) -> None:
    project.write("mot", profile_text().replace("kind: individual", "kind: person"))
    done = project.run("check", "--lang", "en")
    assert 'error DH203: "kind" must be one of: individual, collective' in done.stdout


def test_build_with_a_broken_profile_exits_1_and_leaves_the_earlier_site(project: Project) -> None:
    project.write("mot")
    assert project.run("build", "--as-of", "2024-07-01").returncode == 0
    before = snapshot(project.root / "site")
    project.write("hai", profile_text(name="Tên Không Được Lộ").replace("kind: individual", "kind: [person"))
    done = project.run("build", "--as-of", "2024-07-01")
    assert done.returncode == 1
    assert "exemplars/2024/hai/index.md" in done.stdout and "DH103" in done.stdout
    assert snapshot(project.root / "site") == before
    assert list(project.root.glob(".site.*")) == []


def test_failure_in_the_middle_of_a_build_leaves_the_earlier_site(project: Project) -> None:
    project.write("mot")
    assert project.run("build", "--as-of", "2024-07-01").returncode == 0
    before = snapshot(project.root / "site")
    (project.root / "theme" / "profile.html").write_text("{% broken", encoding="utf-8")
    done = project.run("build", "--as-of", "2024-07-01")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert snapshot(project.root / "site") == before
    assert list(project.root.glob(".site.*")) == []


def test_failed_build_names_the_withdrawn_who_are_still_to_be_seen(project: Project) -> None:
    project.write("mot")
    project.write("hai", id="DH-2024-002", name="Lê Văn Hai")
    assert project.run("build", "--as-of", "2024-07-01").returncode == 0
    project.write("mot", status="withdrawn", review=', date: 2024-07-01, notice: "Đã rút."')
    project.write("hai", "---\nid: [\n---\n")
    done = project.run("build", "--as-of", "2024-07-01")
    assert done.returncode == 1
    assert "vẫn còn trên trang cũ: mot" in done.stderr


def test_build_as_of_a_day_to_come_says_so_loudly(project: Project) -> None:
    project.write("mot", portal="2090-01-01", newspaper="2090-01-01")
    done = project.run("build", "--as-of", "2090-01-02")
    assert done.returncode == 0
    assert "Đừng đưa lên mạng" in done.stderr
