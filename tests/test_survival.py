"""Building survives what machines do.

That is full and read-only disks, things in the way, clocks that jump, other encodings, odd paths. Each time the earlier
site stays whole, a Vietnamese sentence says what is wrong, and the next build gives what a clean one gives, byte for
byte.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from machine import needs_posix
from obstacles import mounted_disk, shut_folder
from projects import Project, snapshot
from survival import Model, build, build_well, hidden, reason_of

pytestmark = needs_posix("what stands in the way is made with the means of Unix")


@pytest.fixture
def project(model: Model, tmp_path: Path) -> Project:
    return model.copy(tmp_path / "project")


# Disks.


@pytest.mark.parametrize("share", [0, 0.1, 0.9])
def test_full_disk_under_the_site_is_told_and_the_earlier_site_stays(
    project: Project, model: Model, share: float, add_to_summary: Callable[[str], None]
) -> None:
    out = project.root / "out"
    with mounted_disk(out, project.root / "site") as disk:
        if disk is None:
            pytest.skip("mounting isn't allowed here; a limit on the size of files is tried instead")
        size = disk.used()
        disk.set(f"size={int(size * (1 + share))}")
        reason = reason_of(build(project, "--site-dir", "out/site"))
        add_to_summary(f"full disk: tmpfs with room for {share:.0%} of a site: {reason}")
        assert "ổ đĩa đã đầy" in reason
        assert snapshot(out / "site") == model.earlier and hidden(out) == []
        disk.set(f"size={3 * size}")
        build_well(project, "--site-dir", "out/site")
        assert snapshot(out / "site") == model.clean and hidden(out) == []


def test_full_disk_under_the_cache_is_told_and_the_earlier_site_stays(
    project: Project, model: Model, add_to_summary: Callable[[str], None]
) -> None:
    shutil.rmtree(project.root / ".cache")
    with mounted_disk(project.root / ".cache") as disk:
        if disk is None:
            pytest.skip("mounting isn't allowed here; a limit on the size of files is tried instead")
        for room in (8, 32, 120):  # KiB
            disk.set(f"size={room}k")
            reason = reason_of(build(project))
            add_to_summary(f"full disk: tmpfs of {room} KiB under the cache: {reason}")
            assert "ổ đĩa đã đầy" in reason
            assert snapshot(project.root / "site") == model.earlier and hidden(project.root) == []
        disk.set("size=64m")
        build_well(project)
        assert snapshot(project.root / "site") == model.clean


def test_file_larger_than_the_system_allows_is_told_and_the_earlier_site_stays(
    project: Project, model: Model, add_to_summary: Callable[[str], None]
) -> None:
    for blocks in (1, 60):  # of 512 or 1,024 bytes: the first page; a press kit
        reason = reason_of(build(project, prefix=("sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh")))
        add_to_summary(f"full disk: files of at most {blocks} blocks: {reason}")
        assert "vượt quá cỡ" in reason
        assert snapshot(project.root / "site") == model.earlier and hidden(project.root) == []
    build_well(project)
    assert snapshot(project.root / "site") == model.clean


def test_disk_that_is_only_for_reading_is_told_and_the_earlier_site_stays(
    project: Project, model: Model, add_to_summary: Callable[[str], None]
) -> None:
    out = project.root / "out"
    with mounted_disk(out, project.root / "site") as disk:
        if disk is None:
            pytest.skip("mounting isn't allowed here; a folder that is shut is tried instead")
        disk.set("ro")
        reason = reason_of(build(project, "--site-dir", "out/site"))
        add_to_summary(f"read-only disk: tmpfs: {reason}")
        assert "chỉ cho đọc" in reason and str(out) in reason
        assert snapshot(out / "site") == model.earlier
        disk.set("rw")
        build_well(project, "--site-dir", "out/site")
        assert snapshot(out / "site") == model.clean and hidden(out) == []


@pytest.mark.parametrize("place", [".", "site"])
def test_folder_that_is_shut_is_told_and_the_earlier_site_stays(
    project: Project, model: Model, place: str, add_to_summary: Callable[[str], None]
) -> None:
    (project.root / "out").mkdir()
    (project.root / "site").rename(project.root / "out" / "site")
    with shut_folder(project.root / "out" / place) as way:
        if way is None:
            pytest.skip("no folder can be shut against root here; a read-only disk and things in the way are tried")
        done = build(project, "--site-dir", "out/site")
        if place == "site" and way.startswith("chmod"):
            assert done.returncode == 0  # another folder takes its place, which its own rights don't forbid
        else:
            reason = reason_of(done)
            add_to_summary(f"shut folder ({way} on {place}): {reason}")
            assert "không có quyền" in reason or "không cho phép" in reason
            assert snapshot(project.root / "out" / "site") == model.earlier
    build_well(project, "--site-dir", "out/site")
    assert snapshot(project.root / "out" / "site") == model.clean and hidden(project.root / "out") == []


def test_site_that_is_a_disk_of_its_own_is_not_emptied(
    project: Project, model: Model, add_to_summary: Callable[[str], None]
) -> None:
    with mounted_disk(project.root / "out") as disk:
        if disk is None:
            pytest.skip("mounting isn't allowed here")
        shutil.copytree(project.root / "site", project.root / "out", dirs_exist_ok=True)
        reason = reason_of(build(project, "--site-dir", "out"))
        add_to_summary(f"site on a disk of its own: {reason}")
        assert "điểm gắn" in reason
        assert snapshot(project.root / "out") == model.earlier
    assert sorted(path.name for path in project.root.glob(".out.*")) == []


@pytest.mark.parametrize(
    "name", [".site.lock", ".cache", ".cache/photos", ".cache/kits", ".cache/cards", ".cache/search"]
)
def test_thing_in_the_way_is_named(project: Project, model: Model, name: str) -> None:
    path = project.root / name
    if path.is_dir():
        shutil.rmtree(path)
        path.write_text("công sức của ai đó", encoding="utf-8")
    else:
        path.mkdir()
    reason = reason_of(build(project))
    assert str(path) in reason, reason
    assert snapshot(project.root / "site") == model.earlier
    path.rmdir() if path.is_dir() else path.unlink()
    build_well(project)
    assert snapshot(project.root / "site") == model.clean and hidden(project.root) == []


# Clocks.


@pytest.mark.parametrize("year", [1971, 2099])
def test_times_of_files_that_are_wrong_change_nothing(project: Project, model: Model, year: int) -> None:
    moment = (year - 1970) * 365.25 * 86400
    for path in [path for path in sorted(project.root.rglob("*"), reverse=True) if not path.is_symlink()]:
        os.utime(path, (moment, moment))
    build_well(project)
    assert snapshot(project.root / "site") == model.clean


@pytest.mark.parametrize("moment", ["1999-12-31 23:59:58", "2099-01-01 00:00:00"])
def test_clock_that_jumps_changes_nothing(project: Project, model: Model, moment: str, faketime: str) -> None:
    done = build(project, prefix=(faketime, "-f", f"@{moment}"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert snapshot(project.root / "site") == model.clean
    build_well(project)  # the clock is right again
    assert snapshot(project.root / "site") == model.clean


# Encodings and paths.


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "vi_VN.ISO-8859-1", "PYTHONIOENCODING": "latin-1:strict"},
        {"LC_ALL": "vi_VN.CP1258"},
    ],
    ids=lambda environment: environment["LC_ALL"] + "-" + environment.get("PYTHONIOENCODING", ""),
)
def test_locale_of_another_encoding_changes_nothing(
    project: Project, model: Model, environment: dict[str, str], tmp_path: Path, add_to_summary: Callable[[str], None]
) -> None:
    charmap, folder = environment["LC_ALL"].partition(".")[2], tmp_path / environment["LC_ALL"]
    if charmap and shutil.which("localedef"):
        subprocess.run(["localedef", "-c", "-i", "vi_VN", "-f", charmap, str(folder)], capture_output=True, check=False)
    environment = {**environment, "PYTHONUTF8": "0", "LOCPATH": str(tmp_path), "LANG": environment["LC_ALL"]}
    probe = [sys.executable, "-c", "import sys, locale; print(sys.getfilesystemencoding(), locale.getencoding())"]
    add_to_summary(
        (
            f"locale {environment['LC_ALL']} "
            f"({'made for this test' if folder.exists() else 'made by nobody, so C'}): Python sees "
        )
        + subprocess.run(
            probe, env={**os.environ, **environment}, capture_output=True, text=True, check=True
        ).stdout.strip()
    )
    broken = project.write("ba", "---\nid: [\n---\n")
    done = build(project, options=(), **environment)
    assert (
        done.returncode == 1
        and "DH103" in done.stdout
        and "trang cũ giữ nguyên" in done.stderr
        and "?" not in done.stderr
    )
    shutil.rmtree(broken.parent)
    build_well(project, options=(), **environment)
    assert snapshot(project.root / "site") == model.clean


@pytest.mark.parametrize(
    "name",
    [
        "có dấu cách và chữ Việt",
        "hồ sơ #1, 100% thật",
        "ngoặc 'đơn' và \"kép\"",
        "[a-z]* {{ x }} {y} %(z)s",
        "$HOME `id`; a&b|c",
        "xuống\ndòng",
        "-dau-gach",
    ],
)
def test_path_of_any_name_changes_nothing(model: Model, tmp_path: Path, name: str) -> None:
    project = model.copy(tmp_path / name / "dự án")
    build_well(project)
    assert snapshot(project.root / "site") == model.clean
    (project.root / name).mkdir()
    build_well(project, f"--site-dir={project.root / name / name}")
    assert snapshot(project.root / name / name) == model.clean
    assert [path.name for path in (project.root / name).iterdir()] == [name]
