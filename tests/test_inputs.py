"""One source of "all our code": a changed file in any folder of the package makes every kept result stale."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import guongsang
from guongsang.build.check_project import check_project
from guongsang.build.inputs import code
from guongsang.build.shared_inputs import fingerprint_shared
from guongsang.build.unchanged import fingerprint_inputs
from guongsang.text.dates import parse_moment
from projects import Project

AS_OF = parse_moment("2024-07-01")
PACKAGE = Path(guongsang.__file__).parent
FOLDERS = sorted(
    {path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.*") if path.suffix != ".pyc"}
)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of our package, which counts as all our code."""
    copy = tmp_path / "code" / "guongsang"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(guongsang, "__file__", str(copy / "__init__.py"))
    return copy


def keys(project: Project) -> tuple[str, ...]:
    """What profiles, pages and whole sites are kept under."""
    found = check_project(project.root, AS_OF)
    return (
        code(),
        found.key,
        fingerprint_shared(project.root, None, {}, ""),
        fingerprint_inputs(project.root, found, ()),
    )


def test_what_python_compiles_is_no_code_of_ours(project: Project, package: Path) -> None:
    before = keys(project)
    (package / "cli" / "__pycache__").mkdir()
    (package / "cli" / "__pycache__" / "kit.cpython-311.pyc").write_bytes(b"compiled")
    assert keys(project) == before


@pytest.mark.parametrize("folder", FOLDERS)
def test_changed_file_in_any_folder_changes_every_key(project: Project, package: Path, folder: str) -> None:
    before = keys(project)
    file = next(path for path in sorted((package / folder).iterdir()) if path.is_file())
    file.write_bytes(file.read_bytes() + b"\n")
    assert all(now != then for now, then in zip(keys(project), before, strict=True))


def test_added_and_removed_file_changes_the_code(package: Path) -> None:
    before = code()
    (package / "cli" / "them.py").write_text('"""Một lệnh mới."""\n', encoding="utf-8")
    added = code()
    (package / "cli" / "them.py").unlink()
    (package / "cli" / "kit.py").unlink()
    assert len({before, added, code()}) == 3
