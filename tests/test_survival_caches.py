"""Building survives caches that are spoilt, altered, foreign, or a link."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from guongsang.storage.sealed_files import SEAL, UNUSED
from machine import needs_posix
from projects import PHOTO, Project, snapshot
from survival import Model, build, build_well, reason_of, write_edition

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


@pytest.fixture
def project(model: Model, tmp_path: Path) -> Project:
    return model.copy(tmp_path / "project")


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
