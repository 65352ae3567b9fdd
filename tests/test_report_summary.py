"""The summary for a tired person: how many are ready where, and what stands before each other profile."""

from __future__ import annotations

import re

import pytest

from guongsang.build.compile_site import load_edition
from guongsang.cli.check import summarise
from guongsang.cli.check.standings import REASONS_BY_LANGUAGE
from guongsang.publication.gate import REASONS
from guongsang.text.dates import parse_moment
from machine import needs_links
from projects import Project, profile_text

AS_OF = "2024-07-01"


def fill(project: Project) -> None:
    """Write one profile a kind of standing."""
    project.write("bay-kenh", id="DH-2024-007", name="Lê Văn Bảy", status="draft", covers="[]")
    project.write("ba-cho", id="DH-2024-003", name="Lê Thị Ba", portal="2024-09-05", newspaper="2024-10-01")
    project.write("bon-duyet", id="DH-2024-004", name="Lê Thị Bốn", status="in_review")
    project.write(
        "hai-loi", profile_text(id="DH-2024-002", name="Lê Văn Hai").replace("kind: individual", "kind: person")
    )
    project.write("mot", id="DH-2024-001", name="Lê Văn Một")
    project.write("nam-nghi", id="DH-2024-005", name="Lê Văn Năm", status="suspended")
    project.write("sau-rut", id="DH-2024-006", name="Lê Văn Sáu", status="withdrawn", review=", notice: Đã rút")
    project.write("tam-hong", "---\nid: [\n---\n")


def test_summary_says_how_many_are_ready_and_what_stands_before_the_others(project: Project) -> None:
    fill(project)
    done = project.run("check", "--as-of", AS_OF)
    errors, warnings = (
        len(re.findall(rf"^exemplars/.*: {word} DH", done.stdout, re.MULTILINE)) for word in ("lỗi", "cảnh báo")
    )
    assert (
        done.stderr
        == f"""\
Sẵn sàng đăng:
  Cổng thông tin: 1
  Báo: 1
  Tạp chí: 0
  Truyền thông: 0
Chưa đăng được 7 hồ sơ:
  Phải sửa lỗi (2):
    DH-2024-002 hai-loi: còn lỗi; 1 lỗi
    exemplars/2024/tam-hong/index.md: không đọc được phần thông tin; {errors - 1} lỗi
  Phải bổ sung (1):
    DH-2024-007 bay-kenh: chưa được duyệt, chưa có sự đồng ý công bố tên; {warnings} cảnh báo
  Chờ duyệt (1):
    DH-2024-004 bon-duyet: chưa được duyệt
  Chờ đến ngày đăng (1):
    DH-2024-003 ba-cho: chưa đến ngày đăng (5/9/2024)
  Đã tạm dừng hoặc đã rút (2):
    DH-2024-005 nam-nghi: đang tạm dừng
    DH-2024-006 sau-rut: đã rút
8 hồ sơ trong exemplars/: 1 được đăng, {errors} lỗi, {warnings} cảnh báo.
"""
    )


def test_summary_gives_no_persons_name(project: Project) -> None:
    fill(project)
    assert "Lê " not in project.run("check", "--as-of", AS_OF).stderr


def test_reason_that_holds_on_some_channels_names_them(project: Project) -> None:
    project.write(
        "mot", profile_text(portal="2025-01-01").replace("channels: [portal, newspaper]", "channels: [portal]")
    )
    text = profile_text(portal="2025-01-01", name="Lê Văn Hai", id="DH-2024-002").replace(
        "  newspaper: {publish: 2024-06-02}\n", "  newspaper: {}\n"
    )
    project.write("hai", text.replace("status: approved", "status: in_review"))
    done = project.run("check", "--as-of", AS_OF)
    assert (
        "DH-2024-001 mot: còn lỗi, sự đồng ý không gồm kênh này (Báo), chưa đến ngày đăng (Cổng thông tin, "
        "1/1/2025); 1 lỗi"
    ) in done.stderr
    assert (
        "DH-2024-002 hai: chưa được duyệt, chưa có ngày đăng (Báo), chưa đến ngày đăng (Cổng thông tin, "
        "1/1/2025); 1 cảnh báo"
    ) in done.stderr


def test_profile_without_a_channel_is_told_to_choose_one(project: Project) -> None:
    text = profile_text(status="draft").replace(
        "channels:\n  portal: {publish: 2024-06-01}\n  newspaper: {publish: 2024-06-02}\n", ""
    )
    project.write("mot", text)
    stderr = project.run("check", "--as-of", AS_OF).stderr
    assert "  Phải bổ sung (1):\n    DH-2024-001 mot: chưa được duyệt, chưa chọn kênh đăng; 1 cảnh báo\n" in stderr


def test_summary_stops_after_fifteen_profiles(project: Project) -> None:
    for number in range(18):
        project.write(
            f"nguoi-{number:02}",
            id=f"DH-2024-{100 + number}",
            name=f"Lê {number:02}",
            status="in_review" if number % 2 else "draft",
        )
    project.write("loi", "---\nid: [\n---\n")
    stderr = project.run("check", "--as-of", AS_OF).stderr
    assert stderr.count("DH-2024-") == 14 and "Phải sửa lỗi (1):" in stderr and "Chờ duyệt (18):" in stderr
    assert "\n  và 4 hồ sơ khác\n19 hồ sơ trong exemplars/: " in stderr


def test_summary_of_named_paths_is_of_those_only(project: Project) -> None:
    fill(project)
    project.add_photo("mot")
    done = project.run(
        "check",
        "exemplars/2024/mot/index.md",
        "exemplars/2024/bon-duyet",
        "exemplars/2024/tam-hong/index.md",
        "--as-of",
        AS_OF,
    )
    lines = done.stderr.splitlines()
    assert lines[0] == "DH-2024-004 bon-duyet: chưa được duyệt"
    assert lines[1] == "DH-2024-001 mot: đăng được trên Cổng thông tin, Báo"
    assert lines[2].startswith("exemplars/2024/tam-hong/index.md: không đọc được phần thông tin; ")
    assert lines[3].startswith("8 hồ sơ trong exemplars/: 1 được đăng, ") and len(lines) == 4


def test_photo_named_by_a_git_hook_stands_for_its_profile(project: Project) -> None:
    project.write("mot", profile_text().replace("kind: individual", "kind: person"))
    project.add_photo("mot", "anh/goc.jpg")
    done = project.run("check", "exemplars/2024/mot/anh/goc.jpg")
    assert done.returncode == 1 and "exemplars/2024/mot/index.md:3:7: lỗi DH203" in done.stdout
    assert project.run("check", "exemplars/_registry/units.yml").returncode == 0


@needs_links
def test_link_out_of_the_project_is_taken_as_the_file_it_stands_for(project: Project, tmp_path) -> None:
    project.write("mot")
    (tmp_path / "ngoai.md").write_text("---\nid: [\n---\n", encoding="utf-8")
    (project.root / "exemplars" / "2024" / "hai").mkdir()
    link = project.root / "exemplars" / "2024" / "hai" / "index.md"
    link.symlink_to(tmp_path / "ngoai.md")
    done = project.run("check", "exemplars/2024/hai/index.md")
    assert done.returncode == 1 and done.stdout.startswith("exemplars/2024/hai/index.md:")
    link.unlink()
    link.symlink_to(tmp_path / "khong-co.md")
    assert project.run("check", "exemplars/2024/hai/index.md").returncode == 1


def test_summary_file_is_markdown_with_the_same_facts(project: Project) -> None:
    fill(project)
    target = project.root / "tóm tắt.md"
    done = project.run("check", "--as-of", AS_OF, "--summary", str(target), "--format", "json")
    text = target.read_text(encoding="utf-8")
    assert text.startswith(
        "## Kiểm tra hồ sơ\n\n| Kênh | Sẵn sàng đăng |\n|---|---:|\n| Cổng thông tin | 1 |\n| Báo | 1 |\n"
    )
    assert "\n### Chưa đăng được 7 hồ sơ\n\n#### Phải sửa lỗi (2)\n\n- DH-2024-002 hai-loi: còn lỗi; 1 lỗi\n" in text
    assert "\n#### Chờ duyệt (1)\n\n- DH-2024-004 bon-duyet: chưa được duyệt\n" in text
    assert re.search(r"\n\*\*8 hồ sơ trong exemplars/: 1 được đăng, \d+ lỗi, \d+ cảnh báo\.\*\*\n$", text)
    assert done.stderr == ""


def test_summary_file_of_named_paths_and_with_markup_in_a_name_stays_text(project: Project) -> None:
    project.write("mot_*hai*", "---\nid: [\n---\n")
    target = project.root / "s.md"
    project.run("check", "exemplars/2024", "--summary", str(target))
    assert r"- exemplars/2024/mot\_\*hai\*/index.md: " in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("place", ["khong-co/s.md", "."])
def test_summary_that_cannot_be_written_is_wrong_usage(project: Project, place: str) -> None:
    project.write("mot")
    done = project.run("check", "--as-of", AS_OF, "--summary", place)
    assert done.returncode == 2 and "Traceback" not in done.stderr


def test_summary_in_english_has_no_vietnamese_of_its_own(project: Project) -> None:
    fill(project)
    stderr = project.run("check", "--as-of", AS_OF, "--lang", "en").stderr
    assert "    DH-2024-003 ba-cho: its date has not come (2024-09-05)\n" in stderr
    assert "Something is missing (1):" in stderr and "Errors to mend (2):" in stderr
    assert re.search(r"\nProfiles in exemplars/: 8; published: 1; errors: \d+; warnings: \d+\.\n$", stderr)
    own = re.sub(
        r"^  (?:Cổng thông tin|Báo|Tạp chí|Truyền thông): ", "", stderr, flags=re.MULTILINE
    )  # the registry's names stay
    assert own.isascii()


def test_wrong_paths_are_named_in_the_language_asked_for(project: Project) -> None:
    assert "khong-co was not found" in project.run("check", "--lang", "en", "khong-co").stderr
    assert "không thấy khong-co" in project.run("check", "khong-co").stderr
    assert "is outside the project" in project.run("check", "--lang", "en", "/").stderr


def test_every_reason_of_the_gate_has_words_in_both_languages() -> None:
    assert set(REASONS_BY_LANGUAGE["en"]) == set(REASONS_BY_LANGUAGE["vi"]) == set(REASONS)
    assert all(text.isascii() for text in REASONS_BY_LANGUAGE["en"].values())


def test_empty_project_is_one_line(project: Project) -> None:
    assert project.run("check").stderr == "0 hồ sơ trong exemplars/: 0 được đăng, 0 lỗi, 0 cảnh báo.\n"


def test_totals_line_is_what_the_build_says(project: Project) -> None:
    project.write("mot")
    project.write("hai", id="DH-2024-002", name="Lê Văn Hai", status="draft")
    edition = load_edition(project.root, parse_moment(AS_OF))
    assert (
        summarise(edition.project_check, edition.problems)
        == "2 hồ sơ trong exemplars/: 1 được đăng, 0 lỗi, 0 cảnh báo."
    )
    assert (
        summarise(edition.project_check, edition.problems, "en")
        == "Profiles in exemplars/: 2; published: 1; errors: 0; warnings: 0."
    )
