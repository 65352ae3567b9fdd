"""The press log as the press officer keeps it: written by command or by hand, checked, and never published."""

from __future__ import annotations

import pytest

from guongsang.errors import GuongSangError
from guongsang.manuscripts.press_log import PATH, PressTake, add_take, parse_press_log, render_take
from guongsang.text.dates import parse_date
from projects import Project, profile_text
from test_build import everything

AS_OF = "2024-07-01"
LOG = """\
# Lời dặn ở đầu sổ.

# Nhớ gọi lại
- profile: DH-2024-001
  outlet: "Báo Ban Mai"   # bản in
  date: 2024-06-10
  took: [text, photos]
  contact: "Ban Bạn đọc, bandoc@example.org"

# Mục của đài
- profile: DH-2024-001
  outlet: Đài Thử
  date: 2024-06-20
"""


def write_log(project: Project, text: str) -> None:
    path = project.root / PATH
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def read_log(project: Project) -> str:
    return (project.root / PATH).read_bytes().decode()


def take(**values: object) -> PressTake:
    return PressTake.model_validate({"profile": "DH-2024-001", "outlet": "Báo X", "date": "2024-06-15"} | values)


def test_first_entry_makes_the_file_and_says_what_each_key_is(project: Project) -> None:
    project.write("mot")
    done = project.run(
        "press-log",
        "add",
        "mot",
        "--outlet",
        "Báo Ban Mai",
        "--date",
        "2024-06-10",
        "--took",
        "text",
        "--took",
        "photos",
        "--url",
        "https://example.org/bai",
        "--contact",
        "Ban Bạn đọc: bandoc@example.org",
        "--by",
        "Lê Thử",
        "--note",
        'gọi "anh Ba" trước #1',
    )
    assert done.returncode == 0, done.stderr
    assert "Báo Ban Mai lấy mot (DH-2024-001) ngày 10/6/2024" in done.stdout
    text = read_log(project)
    assert text.startswith("#") and "contact" in text.split("- profile")[0]
    [item] = parse_press_log(text)[0].takes
    assert item.take == take(
        outlet="Báo Ban Mai",
        date="2024-06-10",
        took=["text", "photos"],
        url="https://example.org/bai",
        contact="Ban Bạn đọc: bandoc@example.org",
        by="Lê Thử",
        note='gọi "anh Ba" trước #1',
    )
    assert project.run("check", "--as-of", AS_OF).stdout == ""


@pytest.mark.parametrize(
    "written", ["mot", "DH-2024-001", "dh-2024-001", "ten-cu", "ho-so/mot/", "https://example.org/ho-so/mot/"]
)
def test_profile_is_known_by_folder_id_former_name_or_address(project: Project, written: str) -> None:
    project.write("mot", more="aliases: [ten-cu]\n")
    assert project.run("press-log", "add", written, "--outlet", "Báo X").returncode == 0
    assert "profile: DH-2024-001\n" in read_log(project)


def test_adding_keeps_comments_and_order_and_finds_the_place_of_the_day() -> None:
    log, problems = parse_press_log(LOG)
    assert problems == []
    added = add_take(log, take())
    before, after = added.split("- profile: DH-2024-001\n  outlet: Báo X\n  date: 2024-06-15\n")
    assert (
        before == LOG.split("# Mục của đài", maxsplit=1)[0]
        and after == "\n# Mục của đài" + LOG.split("# Mục của đài")[1]
    )
    last = add_take(log, take(date="2024-06-20"))
    assert last.startswith(LOG) and last.endswith("outlet: Báo X\n  date: 2024-06-20\n")
    first = add_take(log, take(date="2024-01-01"))
    assert first.index("Báo X") < first.index("Nhớ gọi lại") and first.startswith("# Lời dặn ở đầu sổ.\n")


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "[{profile: DH-2024-001, outlet: A, date: 2024-06-10}]",
        "  - profile: DH-2024-001\n    outlet: A\n    date: 2024-06-10\n",
    ],
)
def test_log_written_in_another_way_is_not_broken(text: str) -> None:
    log, _ = parse_press_log(text)
    with pytest.raises(GuongSangError, match="mỗi mục một khối"):
        add_take(log, take())


@pytest.mark.parametrize(
    "outlet",
    ["Báo: Ban Mai", "- gạch", "no", "2024", '"nháy"', "a # b", "C:\\x", "Tạp chí Ban Mai", "@đài", "~", "Đài 1"],
)
def test_whatever_is_written_is_read_back(outlet: str) -> None:
    [item] = parse_press_log(render_take(take(outlet=outlet)))[0].takes
    assert item.take.outlet == outlet


def test_windows_line_ends_stay(project: Project) -> None:
    project.write("mot")
    write_log(project, LOG.replace("\n", "\r\n"))
    assert project.run("press-log", "add", "mot", "--outlet", "Báo X", "--date", "2024-06-15").returncode == 0
    text = read_log(project)
    assert text.count("\n") == text.count("\r\n") and "\r\r" not in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "khong-co", "--outlet", "X"), "không có hồ sơ nào"),
        (("add", "mott", "--outlet", "X"), "có phải mot?"),
        (("add", "mot"), "--outlet"),
        (("add", "mot", "--outlet", "  "), "--outlet"),
        (("add", "mot", "--outlet", "X", "--date", "hôm qua"), "2026-06-05"),
        (("add", "mot", "--outlet", "X", "--url", "example.org"), "https://"),
        (("add", "mot", "--outlet", "x" * 200), "160 ký tự"),
        (("notify", "khong-co"), "không có hồ sơ nào"),
    ],
)
def test_wrong_usage_is_explained_and_writes_nothing(project: Project, arguments: tuple[str, ...], said: str) -> None:
    project.write("mot")
    done = project.run("press-log", *arguments)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr
    assert not (project.root / PATH).exists()


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("- profile: DH-2024-009\n  outlet: A\n  date: 2024-06-10\n", "DH317", "1:12"),
        ("- profile: mot\n  outlet: A\n  date: 2024-06-10\n", "DH317", "1:12"),
        ("- profile: DH-2024-001\n  outlet: A\n", "DH201", "1:3"),
        ("- profile: DH-2024-001\n  outlet: A\n  date: 10/6/2024\n", "DH205", "3:9"),
        ("- profile: DH-2024-001\n  outlet: A\n  date: 2024-06-10\n  contect: B\n", "DH202", "4:3"),
        ("- profile: [\n", "DH103", "2:1"),
        ("profile: DH-2024-001\n", "DH208", "1:1"),
        ("- profile: DH-2024-001\n  outlet: A\n  date: 2024-06-10\n  took: [video]\n", "DH203", "4:10"),
    ],
)
def test_fault_in_the_log_is_told_with_line_and_column(project: Project, text: str, code: str, place: str) -> None:
    project.write("mot")
    write_log(project, text)
    done = project.run("check", "--as-of", AS_OF)
    assert done.returncode == 1, done.stdout
    assert any(line.startswith(f"{PATH}:{place}") and code in line for line in done.stdout.splitlines()), done.stdout


def test_folder_name_in_place_of_an_id_is_mended_by_the_hint(project: Project) -> None:
    project.write("mot")
    write_log(project, "- profile: mot\n  outlet: A\n  date: 2024-06-10\n")
    assert 'có phải "DH-2024-001"?' in project.run("check", "--as-of", AS_OF).stdout


def test_log_with_a_fault_is_not_written_to(project: Project) -> None:
    project.write("mot")
    write_log(project, "- profile: DH-2024-001\n  outlet: A\n  date: mai\n")
    done = project.run("press-log", "add", "mot", "--outlet", "Báo X")
    assert done.returncode == 1 and f"{PATH}:3:9" in done.stderr
    assert "Báo X" not in read_log(project)


def test_log_in_an_old_encoding_is_told_as_such(project: Project) -> None:
    project.write("mot")
    path = project.root / PATH
    path.parent.mkdir(parents=True)
    path.write_bytes("- profile: DH-2024-001\n  outlet: Báo\n".encode("cp1258"))
    assert f"{PATH}:2:12: lỗi DH101" in project.run("check").stdout


def test_repeated_entry_and_a_day_to_come_are_pointed_out(project: Project) -> None:
    project.write("mot")
    write_log(
        project,
        LOG
        + (
            "- profile: DH-2024-001\n  outlet: báo ban mai\n  date: 2024-06-10\n- profile: DH-2024-001\n"
            "  outlet: C\n  date: 2024-08-01\n"
        ),
    )
    done = project.run("check", "--as-of", AS_OF)
    assert done.returncode == 0
    assert "DH706" in done.stdout and "dòng 4" in done.stdout and "DH216" in done.stdout


def test_list_shows_who_took_what_and_narrows(project: Project) -> None:
    project.write("mot")
    project.write("hai", id="DH-2024-002", name="Lê Văn Hai")
    write_log(project, LOG + "- profile: DH-2024-002\n  outlet: Báo Ban Mai\n  date: 2024-06-22\n")
    lines = project.run("press-log", "list").stdout.splitlines()
    assert lines[0] == "2024-06-10  Báo Ban Mai: mot (DH-2024-001), lấy bài, ảnh" and len(lines) == 3
    assert len(project.run("press-log", "list", "--outlet", "ban mai").stdout.splitlines()) == 2
    assert (
        "Lê" not in project.run("press-log", "list", "--profile", "hai").stdout
        and len(project.run("press-log", "list", "--profile", "hai").stdout.splitlines()) == 1
    )
    assert "chưa có mục nào" in project.run("press-log", "list", "--outlet", "không có").stderr


def test_withdrawal_shows_whom_to_tell_with_a_letter_that_names_nobody(project: Project) -> None:
    project.write("mot", status="withdrawn", review=', date: 2024-06-28, notice: "Đã rút."')
    write_log(project, LOG)
    warned = project.run("check", "--as-of", AS_OF)
    assert warned.returncode == 0 and warned.stdout.count("DH707") == 2 and "Báo Ban Mai" in warned.stdout
    done = project.run("press-log", "notify", "mot")
    assert done.returncode == 0
    assert "đã rút ngày 28/6/2024" in done.stdout and "2 nơi đã lấy, 2 nơi chưa được báo" in done.stdout
    assert "Báo cho:  Ban Bạn đọc, bandoc@example.org" in done.stdout and "bài, ảnh, ngày 10/6/2024" in done.stdout
    letter = done.stdout.split("Thư soạn sẵn")[1]
    assert "DH-2024-001" in letter and "https://example.org/ho-so/mot/" in letter and "từ ngày 28/6/2024" in letter
    assert "Nguyễn Minh Họa" not in done.stdout
    write_log(project, LOG.replace("  date: 2024-06-20\n", "  date: 2024-06-20\n  notified: 2024-06-29\n"))
    assert project.run("check", "--as-of", AS_OF).stdout.count("DH707") == 1
    assert "2 nơi đã lấy, 1 nơi chưa được báo" in project.run("press-log", "notify", "mot").stdout


def test_profile_that_nobody_took_has_nobody_to_tell(project: Project) -> None:
    project.write("mot")
    done = project.run("press-log", "notify", "mot")
    assert done.returncode == 0 and "chưa rút" in done.stdout and "chưa ghi nơi nào" in done.stdout


def test_no_value_of_the_log_is_anywhere_in_the_site(project: Project) -> None:
    project.write("mot", profile_text())
    secrets = {
        "outlet": "Báo Kín Tên",
        "contact": "Người Nhận Kín, kin@example.org",
        "by": "Người Ghi Kín",
        "note": "Lời Ghi Kín",
        "url": "https://example.org/bai-kin",
    }
    write_log(project, "# Lời dặn kín\n" + render_take(take(**secrets, notified="2024-06-30")))
    done = project.run("build", "--as-of", AS_OF)
    assert done.returncode == 0, done.stdout
    text = everything(project.root / "site")
    assert "Nguyễn Minh Họa" in text
    for secret in (*secrets.values(), "Lời dặn kín", "2024-06-30"):
        assert secret not in text, secret
    assert not [path for path in (project.root / "site").rglob("*") if path.name in ("_press", "log.yml")]


def test_entry_without_what_it_needs_has_no_empty_keys() -> None:
    assert (
        render_take(take(date=parse_date("2024-06-15")))
        == "- profile: DH-2024-001\n  outlet: Báo X\n  date: 2024-06-15\n"
    )
