"""The folder in which a site is put together.

It may be begun early and for nothing, or hold pages with other shared parts. What stays beside the site afterwards.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guongsang.build.output import staging, workplace
from guongsang.build.output.manifest import MANIFEST, Manifest, manifest_entry, save_manifest
from guongsang.build.output.workplace import Ground, workplace_for
from guongsang.storage.sealed_files import CACHE
from projects import Project

NAMES = ["a/index.html", "b/index.html", "c/index.html", "d/index.html", "tim-kiem/chi-muc/index.json"]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a site of a few files, which counts as a large one."""
    monkeypatch.setattr(staging, "_MANY", 0)
    monkeypatch.setattr(workplace, "_FEW", 0)
    monkeypatch.setattr(staging, "_is_large", lambda folder: False)  # what is deleted is deleted at once
    for name in NAMES:
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text(name, encoding="utf-8")
    save_manifest(
        tmp_path / CACHE / MANIFEST,
        tmp_path / "site",
        "s",
        {name: manifest_entry(tmp_path / "site" / name, "k") for name in NAMES},
    )
    return tmp_path


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def beside_site(root: Path) -> list[str]:
    """Return what stands beside the site; what is being deleted doesn't count."""
    return sorted(path.name for path in root.glob(".site*") if not path.name.startswith(".site.gone-"))


def test_workplace_begins_with_the_site_that_stands(root: Path) -> None:
    with workplace_for(root, root / "site") as place:
        tree = place.wait("s")
        assert files(tree.folder) == NAMES
        assert tree.reuse("a/index.html", "k") and not tree.reuse("a/index.html", "khác")


def test_workplace_of_pages_that_share_something_else_begins_empty(root: Path) -> None:
    with workplace_for(root, root / "site") as place:
        tree = place.wait("t")
        assert not files(tree.folder) and not tree.reuse("a/index.html", "k")
    assert files(root / "site") == NAMES


def test_workplace_that_nobody_used_stays_as_a_spare(root: Path) -> None:
    with Ground(root, root / "site") as ground:
        ground.lay_out()
        assert ground.workplace
    assert beside_site(root) == [".site.spare"]
    assert files(root / ".site.spare") == NAMES and files(root / "site") == NAMES
    with workplace_for(root, root / "site") as place:
        assert files(place.wait("s").folder) == NAMES
        assert ".site.spare" not in beside_site(root)


def test_ground_is_laid_out_once_and_not_while_another_build_is_under_way(root: Path) -> None:
    with Ground(root, root / "site") as ground, Ground(root, root / "site") as other:
        ground.lay_out()
        first = ground.workplace
        ground.lay_out()
        other.lay_out()
        assert first and ground.workplace is first and other.workplace is None


def test_spare_holds_nothing_that_the_new_site_doesnt(root: Path) -> None:
    with workplace_for(root, root / "site") as place:
        tree = place.wait("s")
        tree.record([(name, entry) for name in NAMES if name != "b/index.html" and (entry := tree.reuse(name, "k"))])
        place.hand_over()
    assert files(root / "site") == files(root / ".site.spare") == [name for name in NAMES if name != "b/index.html"]


@pytest.mark.parametrize("manifest", ["other", "none"])
def test_site_that_was_made_of_something_else_leaves_no_spare(root: Path, manifest: str) -> None:
    if manifest == "none":
        (root / CACHE / MANIFEST).unlink()
    with workplace_for(root, root / "site") as place:
        tree = place.wait("t")
        tree.record([(name, ("k", *tree.write(name, "mới"))) for name in NAMES])
        place.hand_over()
    assert ".site.spare" not in beside_site(root)
    assert Manifest.load(root / CACHE / MANIFEST, root / "site").shared == "t"


AS_OF_A_LARGE_SITE = (
    "import guongsang.build.output.staging, guongsang.build.output.workplace; "
    "guongsang.build.output.staging._MANY = guongsang.build.output.workplace._FEW = 0; "
    "from guongsang.__main__ import run; run()"
)


def build(project: Project) -> subprocess.CompletedProcess[str]:
    """Build as a site of tens of thousands of files would be."""
    return subprocess.run(
        [
            sys.executable,
            "-X",
            "utf8",
            "-c",
            AS_OF_A_LARGE_SITE,
            "--root",
            str(project.root),
            "build",
            "--as-of",
            "2024-07-01",
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def test_build_that_finds_a_fault_leaves_the_site_and_the_next_goes_on_from_there(project: Project) -> None:
    pages = [project.write(slug) for slug in ("mot-nguoi",)] + [
        project.write("hai-nguoi", id="DH-2024-002", name="Trần Văn Mẫu")
    ]
    assert build(project).returncode == 0
    right = pages[0].read_text(encoding="utf-8")
    pages[0].write_text(right.replace("stage: outstanding", "stage: la"), encoding="utf-8")
    stood = (project.root / "site/ho-so/mot-nguoi/index.html").stat()
    failed = build(project)
    assert failed.returncode == 1 and "trang cũ giữ nguyên" in failed.stderr, failed
    assert (project.root / "site/ho-so/mot-nguoi/index.html").stat().st_mtime_ns == stood.st_mtime_ns
    assert files(project.root / ".site.spare") == files(project.root / "site")
    pages[0].write_text(right.replace("Từng bước.", "Từng bước một."), encoding="utf-8")
    assert build(project).returncode == 0
    assert "Từng bước một." in project.page("ho-so/mot-nguoi")


def test_withdrawn_profile_is_gone_from_what_stays_beside_the_site(project: Project) -> None:
    project.write("mot-nguoi")
    gone = project.write("hai-nguoi", id="DH-2024-002", name="Trần Văn Mẫu")
    assert build(project).returncode == 0
    (project.root / "content" / "lien-he.md").write_text("# Liên hệ\n\nMới.\n", encoding="utf-8")
    assert build(project).returncode == 0
    assert any("hai-nguoi" in name for name in files(project.root / ".site.spare"))
    shutil.rmtree(gone.parent)
    assert build(project).returncode == 0
    left = files(project.root / "site") + files(project.root / ".site.spare")
    assert left and not [name for name in left if "hai-nguoi" in name]
