"""The tree of a site: unchanged files are linked, the manifest trusts no file, an unchanged build touches nothing."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from guongsang.build.output.manifest import Manifest, manifest_entry, save_manifest
from guongsang.build.output.tree import SiteTree
from guongsang.storage.sealed_files import write_sealed
from machine import needs_links, needs_posix
from projects import Project
from test_kept import Bomb


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "site" / "a").mkdir(parents=True)
    (tmp_path / "site" / "a" / "index.html").write_text("cũ", encoding="utf-8")
    save_manifest(
        tmp_path / "so.manifest",
        tmp_path / "site",
        "s",
        {"a/index.html": manifest_entry(tmp_path / "site/a/index.html", "k")},
    )
    (tmp_path / "moi").mkdir()
    return tmp_path


def begin(place: Path) -> SiteTree:
    tree = SiteTree(place / "moi", Manifest.load(place / "so.manifest", place / "site"))
    tree.allow_reuse(tree.link_earlier_files())
    return tree


def test_file_made_of_the_same_is_taken_as_a_second_name(place: Path) -> None:
    tree = begin(place)
    assert tree.reuse("a/index.html", "k")
    assert (place / "moi/a/index.html").samefile(place / "site/a/index.html")
    assert tree.reuse("a/index.html", "khác") is None
    assert tree.reuse("b/index.html", "k") is None


@needs_links
def test_spare_begins_as_the_site_that_stands_whatever_it_held(place: Path) -> None:
    for name, text in (("a/index.html", "cũ"), ("b/index.html", "đã rút"), ("c.html", "dở dang")):
        (place / "moi" / name).parent.mkdir(exist_ok=True)
        (place / "moi" / name).write_text(text, encoding="utf-8")
    (place / "moi" / "trong" / "khong").mkdir(parents=True)
    (place / "moi" / "la").symlink_to(place / "site")
    tree = begin(place)
    assert tree.reuse("a/index.html", "k")
    assert [path.relative_to(place / "moi").as_posix() for path in sorted((place / "moi").rglob("*"))] == [
        "a",
        "a/index.html",
    ]
    assert (place / "moi/a/index.html").samefile(place / "site/a/index.html")
    assert (place / "site/a/index.html").read_text(encoding="utf-8") == "cũ"


def test_what_is_written_into_a_tree_leaves_the_site_that_stands_as_it_is(place: Path) -> None:
    tree = begin(place)
    state = tree.write("a/index.html", "mới")
    assert ("n", *state) == manifest_entry(place / "moi/a/index.html", "n")
    assert (place / "site/a/index.html").read_text(encoding="utf-8") == "cũ"
    assert (place / "moi/a/index.html").read_text(encoding="utf-8") == "mới"


@needs_posix("who may read a file is in its mode")
def test_what_nobody_noted_is_no_part_of_the_site_and_the_rest_is_for_everybody_to_read(place: Path) -> None:
    tree = begin(place)
    tree.write("b/c/index.html", "mới")
    (place / "moi/b/c/index.html").chmod(0o600)
    (place / "moi/b").chmod(0o700)
    tree.record([("b/c/index.html", manifest_entry(place / "moi/b/c/index.html", "n"))])
    tree.finish()
    assert [path.relative_to(place / "moi").as_posix() for path in sorted((place / "moi").rglob("*"))] == [
        "b",
        "b/c",
        "b/c/index.html",
    ]
    assert [(place / "moi" / name).stat().st_mode & 0o777 for name in ("", "b", "b/c", "b/c/index.html")] == [
        0o755,
        0o755,
        0o755,
        0o644,
    ]
    assert tree.differing() == ["a/index.html"]


def tamper(path: Path) -> None:
    path.write_text("bẩn", encoding="utf-8")


def restore_time(path: Path) -> None:
    status = path.stat()
    other = path.with_name("khac.html")
    other.write_text("dơ"[:1] + "ơ", encoding="utf-8")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize("change", [tamper, Path.unlink, restore_time, lambda path: os.utime(path, (1, 1))])
def test_file_that_doesnt_stand_as_it_was_left_isnt_taken(place: Path, change) -> None:
    change(place / "site/a/index.html")
    assert begin(place).reuse("a/index.html", "k") is None


@pytest.mark.parametrize(
    "kept",
    [
        b"",
        b"chu",
        pickle.dumps([]),
        pickle.dumps((3, "x")),
        pickle.dumps((99, "x", "s", {})),
        pickle.dumps((3, "x", "s", 7)),
    ],
)
@pytest.mark.parametrize("write", [Path.write_bytes, write_sealed], ids=["spoilt", "sealed"])
def test_manifest_that_cant_be_read_tells_of_nothing(place: Path, write, kept: bytes) -> None:
    write(place / "so.manifest", kept)
    assert begin(place).reuse("a/index.html", "k") is None


def test_manifest_of_somebody_else_runs_nothing(place: Path) -> None:
    write_sealed(
        place / "so.manifest", pickle.dumps((3, str(place / "site"), "s", {"a/index.html": Bomb(place / "bum")}))
    )
    assert not Manifest.load(place / "so.manifest", place / "site").entries
    assert not (place / "bum").exists()


def test_manifest_of_another_site_tells_of_nothing(place: Path) -> None:
    assert not Manifest.load(place / "so.manifest", place / "trang-khac").entries


def test_build_in_which_nothing_has_changed_says_so_and_touches_nothing(project: Project) -> None:
    project.write("mot")
    first = project.run("build")
    assert first.returncode == 0 and "Không có gì thay đổi" not in first.stderr
    page = project.root / "site" / "ho-so" / "mot" / "index.html"
    before = page.stat()
    second = project.run("build")
    assert (
        second.returncode == 0
        and "Xong: 1 hồ sơ" in second.stderr
        and "Không có gì thay đổi, trang giữ nguyên" in second.stderr
    )
    assert page.stat() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "site" / "ho-so" / "mot" / "index.html").write_text("bẩn", encoding="utf-8"),
        lambda root: (root / "site" / "robots.txt").unlink(),
        lambda root: (root / "site" / "la.txt").write_text("lạ", encoding="utf-8"),
        lambda root: (root / "content" / "lien-he.md").write_text("# Liên hệ\n\nMới.\n", encoding="utf-8"),
        lambda root: (root / "theme" / "notice.html").write_text(
            (root / "theme" / "notice.html").read_text(encoding="utf-8") + "\n", encoding="utf-8"
        ),
    ],
)
def test_build_after_any_change_builds(project: Project, change) -> None:
    project.write("mot")
    assert project.run("build").returncode == 0
    change(project.root)
    again = project.run("build")
    assert again.returncode == 0 and "Không có gì thay đổi" not in again.stderr
    assert "bẩn" not in (project.root / "site/ho-so/mot/index.html").read_text(encoding="utf-8")
    assert (project.root / "site/robots.txt").is_file() and not (project.root / "site/la.txt").exists()


def test_build_a_minute_later_stands_still_and_after_the_hour_of_publication_does_not(project: Project) -> None:
    project.write("mot", newspaper="2024-07-01T09:00")
    for moment, still in (
        ("2024-07-01T08:00", False),
        ("2024-07-01T08:59", True),
        ("2024-07-01T09:00", False),
        ("2024-07-01T10:00", True),
        ("2024-07-02T10:00", False),
    ):
        done = project.run("build", "--as-of", moment)
        assert done.returncode == 0, done.stderr
        assert ("Không có gì thay đổi" in done.stderr) is still, moment
