"""The shape of the code: its rooms, its size, what the scripts of staff need. `lint-imports` holds who imports whom."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects import REPOSITORY

SOURCE = REPOSITORY / "src" / "guongsang"
MODULES = sorted(SOURCE.rglob("*.py"))
PYTHON = sorted(
    path for name in ("src", "scripts", "hooks", "tools", "tests") for path in (REPOSITORY / name).rglob("*.py")
)
PYTHON = [path for path in PYTHON if "node_modules" not in path.parts]
THEME = sorted(path for path in (REPOSITORY / "theme").rglob("*") if path.suffix in (".html", ".css", ".js"))
# The rooms of the house, and the modules that every room may use.
ROOMS = {
    "cli", "engine", "deploy", "build", "media", "search", "outputs",
    "checks", "publication", "registry", "manuscripts", "rules", "storage", "text",
}  # fmt: skip
BESIDE = {"__init__.py", "__main__.py", "errors.py", "progress.py", "workers.py", "py.typed"}
# Words that belong to one ministry's registry, never to the code.
INSTITUTIONS = (
    "tài nguyên", "môi trường", "monre", "tnmt", "cục ", "vụ ", "bộ tài",
    "chiến sĩ", "chiến sỹ", "chien-si", "cuc-", "vu-",
)  # fmt: skip


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_package_holds_its_rooms_and_nothing_else() -> None:
    found = {path.name for path in SOURCE.iterdir() if path.name != "__pycache__"}
    assert found == ROOMS | BESIDE


def test_import_contract_knows_every_room() -> None:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["name"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}
    layers = contracts["Rooms import downward only"]["layers"]
    assert {room.strip() for layer in layers for room in layer.split("|")} >= ROOMS
    assert set(contracts["The engine alone knows MkDocs"]["source_modules"]) == {
        f"guongsang.{room}" for room in ROOMS - {"engine"}
    }


def test_engine_is_all_that_imports_mkdocs() -> None:
    users = {
        path.relative_to(SOURCE).parts[0]
        for path in MODULES
        if any(name.split(".")[0] in ("mkdocs", "material") for name in imports_of(path))
    }
    assert users == {"engine"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_source_names_no_institution(path: Path) -> None:
    text = path.read_text(encoding="utf-8").casefold()
    assert [word for word in INSTITUTIONS if word in text] == []


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_modules_stay_short_and_say_why_they_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    assert max(map(len, text.splitlines()), default=0) <= 120
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", THEME, ids=name_of)
def test_theme_keeps_lines_that_can_be_read(path: Path) -> None:
    assert max(map(len, path.read_text(encoding="utf-8").splitlines()), default=0) <= 160


def test_staff_scripts_need_only_the_standard_library() -> None:
    scripts = sorted((REPOSITORY / "scripts").glob("*.py"))
    parts = sorted((REPOSITORY / "scripts" / "benchmark").glob("*.py"))
    # photo_work.py is run in the environment.
    for script in [*scripts, *(path for path in parts if path.name != "photo_work.py")]:
        used = {module.split(".")[0] for module in imports_of(script)}
        assert used <= set(sys.stdlib_module_names) | {other.stem for other in scripts} | {"benchmark"}, script.name


def test_lock_files_name_no_host() -> None:
    locks = sorted(REPOSITORY.glob("requirements*.lock"))
    assert len(locks) == 5
    for lock in locks:
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text and "--index" not in text and "@ file" not in text
        assert all("--hash=sha256:" in block for block in text.split("\n\n") if "==" in block)
    for lock in (REPOSITORY / "tests" / "tools").glob("*/package-lock.json"):
        assert '"resolved"' not in lock.read_text(encoding="utf-8")
