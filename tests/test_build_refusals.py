"""What a build refuses to do: overwrite sources or foreign files, run twice at once, publish broken pages."""

from __future__ import annotations

import subprocess
import sys

import pytest

from projects import Project, profile_text, snapshot
from test_build import AS_OF, build


@pytest.mark.parametrize("place", ["exemplars", ".", "content/x", "theme"])
def test_site_is_never_put_over_the_sources(project: Project, place: str) -> None:
    project.write("mot")
    before = snapshot(project.root)
    done = project.run("build", "--as-of", AS_OF, "--site-dir", str(project.root / place))
    assert done.returncode == 1 and "Traceback" not in done.stderr
    after = snapshot(project.root)
    assert {name: after.get(name) for name in before} == before


def test_site_is_never_put_over_somebody_elses_files(project: Project) -> None:
    project.write("mot")
    other = project.root.parent / "other"
    other.mkdir()
    (other / "luan-van.txt").write_text("công sức", encoding="utf-8")
    done = project.run("build", "--as-of", AS_OF, "--site-dir", str(other))
    assert done.returncode == 1 and "không phải trang do Gương Sáng dựng" in done.stderr
    assert (other / "luan-van.txt").read_text(encoding="utf-8") == "công sức"


def test_two_builds_at_once_leave_one_whole_site(project: Project) -> None:
    for number in range(1, 13):
        project.write(f"nguoi-{number}", id=f"DH-2024-{number:03d}", name=f"Nguyễn Văn Số {number}")
    build(project)
    whole = set(snapshot(project.root / "site"))
    command = [sys.executable, "-X", "utf8", "-m", "guongsang", "--root", str(project.root), "build", "--as-of", AS_OF]
    for _ in range(3):
        running = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
            for _ in range(2)
        ]
        answers = [process.communicate()[1] for process in running]
        assert 0 in [process.returncode for process in running]
        assert all(
            process.returncode == 0 or "đang có một lần dựng khác" in answer
            for process, answer in zip(running, answers, strict=True)
        )
        assert set(snapshot(project.root / "site")) == whole


def test_strict_build_that_fails_leaves_the_earlier_site(project: Project) -> None:
    project.write("mot")
    build(project)
    before = snapshot(project.root / "site")
    page = project.root / "content" / "gioi-thieu.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n\n[hỏng](khong-co.md)\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "mkdocs", "build", "--strict"],
        cwd=project.root,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert snapshot(project.root / "site") == before


def test_initiative_named_in_signs_has_an_address_of_its_own(project: Project) -> None:
    project.write("mot", profile_text().replace("name: Sáng kiến của Nguyễn Minh Họa", "name: ★★★"))
    build(project)
    assert "★★★" in project.page("mo-hinh/dh-2024-001-1")


def test_two_pages_of_one_address_stop_the_build(project: Project) -> None:
    channels = project.root / "exemplars" / "_registry" / "channels.yml"
    channels.write_text(
        channels.read_text(encoding="utf-8") + "\n- id: radio\n  name: Đài\n  path: ca-nhan\n", encoding="utf-8"
    )
    done = project.run("build", "--as-of", AS_OF)
    assert done.returncode == 1 and "cùng một địa chỉ" in done.stderr


def test_editorial_page_with_broken_front_matter_stops_the_build(project: Project) -> None:
    (project.root / "content" / "bai.md").write_text(
        "---\ntitle: a: b\nghi_chu: nội bộ\n---\n\nBài.\n", encoding="utf-8"
    )
    done = project.run("build", "--as-of", AS_OF)
    assert done.returncode == 1 and "content/bai.md:2" in done.stdout


def test_paper_left_among_the_pages_is_not_published(project: Project) -> None:
    (project.root / "content" / "phieu-dong-y.docx").write_bytes(b"x")
    done = project.run("build", "--as-of", AS_OF)
    assert done.returncode == 1 and "content/phieu-dong-y.docx" in done.stdout


def test_description_of_an_editorial_page_is_text(project: Project) -> None:
    (project.root / "content" / "bai.md").write_text(
        "---\ntitle: Bài\ndescription: '\"><script>alert(9)</script>'\n---\n\nBài.\n", encoding="utf-8"
    )
    build(project)
    assert "<script>alert(9)" not in project.page("bai")
