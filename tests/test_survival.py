"""Building survives what machines do.

That is full and read-only disks, spoilt and foreign caches, two builds at once, clocks that jump, other encodings, odd
paths. Each time the earlier site stays whole, a Vietnamese sentence says what is wrong, and the next build gives what a
clean one gives, byte for byte.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from guongsang.storage.sealed_files import SEAL, UNUSED
from machine import needs_linux, needs_posix
from obstacles import mounted_disk, shut_folder
from projects import PHOTO, Project, run_command, snapshot

AS_OF = "2024-07-01"
KINDS = {
    "check": "readings.sqlite",
    "photos": "photos/*",
    "cards": "cards/*",
    "kits": "kits/*",
    "search": "search/*",
    "kept": "[!r]*.sqlite",
    "manifest": "built.manifest",
    "standstill": "standstill.json",
}
pytestmark = needs_posix("what stands in the way is made with the means of Unix")


def build(
    project: Project,
    *more: str,
    prefix: tuple[str, ...] = (),
    options: tuple[str, ...] = ("-X", "utf8"),
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Build as staff do, or by another program, with other options of Python, or in another environment."""
    arguments = ("build", "--as-of", AS_OF, *more)
    if not prefix and options == ("-X", "utf8"):
        return run_command(project.root, *arguments, **environment)
    return subprocess.run(
        [*prefix, sys.executable, *options, "-m", "guongsang", "--root", str(project.root), *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        cwd=project.root,
        check=False,
        timeout=300,
    )


def build_well(project: Project, *more: str, options: tuple[str, ...] = ("-X", "utf8"), **environment: str) -> None:
    done = build(project, *more, options=options, **environment)
    assert done.returncode == 0, done.stdout + done.stderr


def reason_of(done: subprocess.CompletedProcess[str]) -> str:
    """Return the sentence that a failed build ends with: one that staff can read."""
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    for foreign in (
        "Traceback",
        "Errno",
        "lỗi của chương trình",
        "No space",
        "Read-only",
        "Permission",
        "not permitted",
        "directory",
        "File exists",
    ):
        assert foreign not in said, said
    (reason,) = [line for line in said.splitlines() if line.startswith("lỗi: ")]
    return reason


def write_edition(project: Project, number: int) -> None:
    project.write("mot", photos=PHOTO, title=f"Bản số {number}")
    project.write("hai", id="DH-2024-002", name="Lê Văn Hai", title=f"Bản số {number} của Hai")


@dataclass(frozen=True)
class Model:
    """A project whose first edition is built, cache and all, and what a clean build makes of its second."""

    root: Path
    earlier: dict[str, bytes]
    clean: dict[str, bytes]

    def copy(self, root: Path) -> Project:
        """Give the project at another place, its second edition written and the first one built."""
        shutil.copytree(self.root, root)
        project = Project(root)
        write_edition(project, 2)
        return project


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    project = Project.create(tmp_path_factory.mktemp("model") / "project")
    project.add_photo("mot")
    (project.root / "content" / "lời-ngỏ.md").write_text("# Lời ngỏ\n\nTệp mang tên có dấu.\n", encoding="utf-8")
    write_edition(project, 2)
    build_well(project)
    clean = snapshot(project.root / "site")
    assert any(name.startswith("lời-ngỏ") for name in clean)
    for name in (".cache", "site"):
        shutil.rmtree(project.root / name)
    write_edition(project, 1)
    build_well(project)
    return Model(project.root, snapshot(project.root / "site"), clean)


@pytest.fixture
def project(model: Model, tmp_path: Path) -> Project:
    return model.copy(tmp_path / "project")


def hidden(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob(".site.*"))


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


# Caches.


def bytes_at_random(path: Path) -> None:
    path.write_bytes(random.Random(path.name).randbytes(path.stat().st_size))


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 4
    path.write_bytes(content)


def unseal(path: Path) -> None:
    """What an earlier version of the program left: content without a seal, which may be of another make."""
    path.write_bytes(b"cu" + path.read_bytes()[:-SEAL])


def make_folder(path: Path) -> None:
    path.unlink()
    (path / "trong").mkdir(parents=True)


def delete(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    "spoil", [bytes_at_random, cut, empty, flip_a_bit, unseal, make_folder, delete], ids=lambda spoil: spoil.__name__
)
def test_spoilt_cache_never_reaches_the_site(project: Project, model: Model, spoil: Callable[[Path], None]) -> None:
    write_edition(project, 1)  # what is cached would do as it is
    build_well(project)
    spoilt = {
        kind: [path for path in sorted((project.root / ".cache").glob(pattern)) if path.is_file()]
        for kind, pattern in KINDS.items()
    }
    assert all(spoilt.values()), spoilt
    for path in (path for paths in spoilt.values() for path in paths):
        spoil(path)
    build_well(project)
    assert snapshot(project.root / "site") == model.earlier
    write_edition(project, 2)
    build_well(project)
    assert snapshot(project.root / "site") == model.clean


def test_finding_that_was_altered_in_the_cache_publishes_nothing(project: Project, model: Model) -> None:
    project.write("hai", id="DH-2024-002", name="Lê Văn Hai", status="draft", title="Bản nháp kín")
    build_well(project)
    kept = project.root / ".cache" / "readings.sqlite"
    text = kept.read_bytes()
    assert b'"draft"' in text
    kept.write_bytes(text.replace(b'"draft"', b'"approved"'))
    build_well(project)
    assert not project.has_page("ho-so/hai") and "Bản nháp kín" not in project.page("")


def test_cache_of_another_project_changes_nothing(project: Project, model: Model, tmp_path: Path) -> None:
    other = Project(tmp_path / "other")
    shutil.copytree(model.root, other.root)
    other.write("mot", photos=PHOTO, name="Người Khác", title="Chuyện khác")
    other.add_photo("mot", size=(2000, 1600))
    build_well(other)
    shutil.rmtree(project.root / ".cache")
    shutil.copytree(other.root / ".cache", project.root / ".cache")
    build_well(project)
    assert snapshot(project.root / "site") == model.clean


def test_cache_that_is_a_link_is_used_and_nobodys_files_there_are_deleted(
    project: Project, model: Model, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    theirs = [
        home / "photos" / "con-gai.jpg",
        home / "cards" / "thiep.png",
        home / "posts-personal" / "a.txt",
        home / "search" / "new-pictures" / "a.txt",
        home / "check.json.bak",
    ]
    for path in theirs:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("công sức", encoding="utf-8")
        for old in (path, path.parent):
            os.utime(old, (time.time() - 2 * UNUSED,) * 2)
    shutil.rmtree(project.root / ".cache")
    (project.root / ".cache").symlink_to(home)
    build_well(project)
    assert snapshot(project.root / "site") == model.clean
    assert [path for path in theirs if not path.exists()] == []


def test_cache_that_is_a_link_to_nothing_is_told(project: Project, model: Model, tmp_path: Path) -> None:
    shutil.rmtree(project.root / ".cache")
    (project.root / ".cache").symlink_to(tmp_path / "khong-co")
    reason = reason_of(build(project))
    assert str(project.root / ".cache") in reason
    assert snapshot(project.root / "site") == model.earlier
    (project.root / ".cache").unlink()
    build_well(project)
    assert snapshot(project.root / "site") == model.clean


# Two at once.


def test_second_build_at_once_is_turned_away_and_the_first_one_succeeds(project: Project, model: Model) -> None:
    command = [sys.executable, "-X", "utf8", "-m", "guongsang", "--root", str(project.root), "build", "--as-of", AS_OF]
    shutil.rmtree(project.root / ".cache")  # so that the first one takes its time
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as first:
        while not any(project.root.glob(".site.new-*")):
            assert first.poll() is None
            time.sleep(0.005)
        first.send_signal(19)  # SIGSTOP, SIGCONT: however long the second one takes to start
        try:
            assert reason_of(build(project)) == "lỗi: đang có một lần dựng khác; đợi xong rồi chạy lại"
            assert snapshot(project.root / "site") == model.earlier
        finally:
            first.send_signal(18)
        assert first.wait() == 0
    assert snapshot(project.root / "site") == model.clean and hidden(project.root) == []


def test_builds_into_two_places_at_once_share_an_empty_cache(project: Project, model: Model) -> None:
    shutil.rmtree(project.root / ".cache")
    command = [
        sys.executable,
        "-X",
        "utf8",
        "-m",
        "guongsang",
        "--root",
        str(project.root),
        "build",
        "--as-of",
        AS_OF,
        "--site-dir",
    ]
    running = [
        subprocess.Popen(
            [*command, name], cwd=project.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
        )
        for name in ("mot", "hai", "ba")
    ]
    for process in running:
        assert process.communicate()[0] and process.returncode == 0
    assert all(snapshot(project.root / name) == model.clean for name in ("mot", "hai", "ba"))


# Processes.


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    return [int(number) for number in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def crowd(project: Project) -> Project:
    """A project with photos enough for several processes."""
    for number in range(3, 9):
        project.write(f"nguoi-{number}", id=f"DH-2024-00{number}", name=f"Nguyễn Văn Số {number}", photos=PHOTO)
        Image.effect_noise((3000, 2400), 40 + number).save(project.add_photo(f"nguoi-{number}"), "JPEG")
    return project


@needs_linux("it tells processes that their parent is gone")
def test_workers_of_a_killed_build_end_too(crowd: Project) -> None:
    command = [sys.executable, "-X", "utf8", "-m", "guongsang", "--root", str(crowd.root), "build", "--as-of", AS_OF]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as building:
        while not (workers := workers_of(building)):
            assert building.poll() is None
            time.sleep(0.005)
        time.sleep(0.2)
        building.kill()  # as a system that runs out of memory does: that one alone
    end = time.monotonic() + 10
    while any(map(is_alive, workers)) and time.monotonic() < end:
        time.sleep(0.05)
    assert [number for number in workers if is_alive(number)] == []


# Python 3.14 begins processes by a server of its own, unless told otherwise; here every Python is told to.
_POOL = """
import multiprocessing, os, time
from guongsang.workers import worker_pool
if __name__ == "__main__":
    multiprocessing.set_start_method("forkserver")
    with worker_pool(2) as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        pool.submit(time.sleep, 60).result()
"""


@needs_linux("it tells processes that their parent is gone")
def test_workers_of_a_killed_command_end_however_python_begins_processes_by_itself(tmp_path: Path) -> None:
    (tmp_path / "pool.py").write_text(_POOL, encoding="utf-8")
    command = [sys.executable, "-X", "utf8", str(tmp_path / "pool.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as working:
        assert working.stdout
        worker = int(working.stdout.readline())
        assert is_alive(worker)
        working.kill()
    end = time.monotonic() + 10
    while (stays := is_alive(worker)) and time.monotonic() < end:
        time.sleep(0.05)
    if stays:
        os.kill(worker, 9)
    assert not stays


@needs_linux("workers are found by way of /proc")
def test_worker_that_is_killed_is_told_and_the_earlier_site_stays(crowd: Project, model: Model) -> None:
    command = [sys.executable, "-X", "utf8", "-m", "guongsang", "--root", str(crowd.root), "build", "--as-of", AS_OF]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as building:
        while not (workers := workers_of(building)):
            assert building.poll() is None
            time.sleep(0.005)
        os.kill(workers[0], 9)
        out, err = building.communicate()
    assert "hết bộ nhớ" in reason_of(
        subprocess.CompletedProcess(command, building.returncode, out.decode(), err.decode())
    )
    assert snapshot(crowd.root / "site") == model.earlier and hidden(crowd.root) == []
    build_well(crowd)


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
