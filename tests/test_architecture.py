"""The shape of the code: two modules know the engine, one to build, one to preview; nothing names an institution, imports run downward."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects import REPOSITORY

SOURCE = REPOSITORY / "src" / "guongsang"
MODULES = sorted(SOURCE.rglob("*.py"))
# Words that belong to one ministry's registry, never to the code.
INSTITUTIONS = (
    "tài nguyên",
    "môi trường",
    "monre",
    "tnmt",
    "cục ",
    "vụ ",
    "bộ tài",
    "chiến sĩ",
    "chiến sỹ",
    "chien-si",
    "cuc-",
    "vu-",
)


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_others_import_mkdocs() -> None:
    users = {
        path.name for path in MODULES if any(name.split(".")[0] in ("mkdocs", "material") for name in imports_of(path))
    }
    assert users == {"adapter.py", "build_site.py", "preview.py", "server.py", "settings.py"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_source_names_no_institution(path: Path) -> None:
    text = path.read_text(encoding="utf-8").casefold()
    assert [word for word in INSTITUTIONS if word in text] == []


def test_outputs_never_import_what_is_internal() -> None:
    forbidden = (
        "guongsang.manuscripts.profile",
        "guongsang.manuscripts.manuscript",
        "guongsang.build.compile_site",
        "guongsang.manuscripts.document",
        "guongsang.publication.gate",
        "guongsang.checks",
        "guongsang.build.check_project",
        "guongsang.manuscripts.press_log",
        "guongsang.publication.profile.Manuscript",
    )
    for path in sorted((SOURCE / "outputs").rglob("*.py")):
        assert not [
            name
            for name in imports_of(path)
            if name.startswith(forbidden) and not name.startswith("guongsang.profiles")
        ], path.name


def test_domain_never_imports_the_doors() -> None:
    doors = ("guongsang.cli", "guongsang.mkdocs_")
    for path in MODULES:
        if not path.name.startswith("mkdocs_") and "cli" not in path.parts and path.name != "__main__.py":
            assert not [name for name in imports_of(path) if name.startswith(doors)], path.name


@pytest.mark.parametrize(
    "path", [*MODULES, *sorted((REPOSITORY / "scripts").rglob("*.py"))], ids=lambda path: path.name
)
def test_modules_stay_short_and_say_why_they_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    assert ast.get_docstring(ast.parse(text))


def test_staff_scripts_need_only_the_standard_library() -> None:
    import sys

    scripts = sorted((REPOSITORY / "scripts").glob("*.py"))
    parts = [
        path for path in sorted((REPOSITORY / "scripts" / "benchmark").glob("*.py")) if path.name != "photo_work.py"
    ]  # which is run in the environment
    for script in [*scripts, *parts]:
        used = {module.split(".")[0] for module in imports_of(script)}
        assert used <= set(sys.stdlib_module_names) | {other.stem for other in scripts} | {"benchmark"}, script.name


def test_lock_files_name_no_host() -> None:
    for name in (
        "requirements.lock",
        "requirements-s3.lock",
        "requirements-test.lock",
        "requirements-audit.lock",
        "requirements-bench.lock",
    ):
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        assert "://" not in text and "--index" not in text and "@ file" not in text
        assert all("--hash=sha256:" in block for block in text.split("\n\n") if "==" in block)


def test_lines_of_the_theme_are_short() -> None:
    files = [path for path in (REPOSITORY / "theme").rglob("*") if path.suffix in (".html", ".css", ".js")]
    assert files
    for path in files:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert [number for number, line in enumerate(lines, 1) if len(line) > 160] == [], path
