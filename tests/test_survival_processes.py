"""Building survives another build at the same time, and workers or masters that are killed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from machine import needs_linux, needs_posix
from projects import PHOTO, Project, snapshot
from survival import AS_OF, Model, build, build_well, hidden, reason_of

pytestmark = needs_posix("what stands in the way is made with the means of Unix")


@pytest.fixture
def project(model: Model, tmp_path: Path) -> Project:
    return model.copy(tmp_path / "project")


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
