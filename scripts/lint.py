"""Check the code itself: python3 scripts/lint.py. `scripts/test.py` runs it before the tests.

Linter, formatter, types, order of imports between rooms, dead code, English, scripts and styles.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from environment import ROOT, ensure_environment, say, stop, venv_program
from node_tools import ensure_npm_package
from programs import NPM, ensure_programs

CODE = ("src", "scripts", "hooks", "tools")
PROSE = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs", "deploy", *CODE)
_READ_BY_TEMPLATES = re.compile(r"\.([a-z]\w*)")


def check_code() -> bool:
    """Run every check, each to its end; return whether none has found anything."""
    with tempfile.TemporaryDirectory() as folder:
        failed = [command[0] for command in _commands(Path(folder)) if not _passes(command)]
    if failed:
        say("Mã nguồn chưa đạt; xem từng mục ở trên.")
    return not failed


def main() -> int:
    """Return 0 if the code passes, else 1."""
    ensure_environment(tests=True)
    ensure_programs((NPM,))
    return 0 if check_code() else 1


def _commands(folder: Path) -> Iterator[list[str]]:
    """Yield the command of each check; `folder` is for files that one of them needs."""
    yield [venv_program("ruff"), "check", "--quiet"]
    yield [venv_program("ruff"), "format", "--check", "--quiet"]
    yield [venv_program("mypy"), "--no-error-summary"]
    yield [venv_program("lint-imports")]
    yield [venv_program("vulture"), *CODE, str(_template_names(folder))]
    yield [venv_program("codespell"), *PROSE]
    yield [_biome(), "ci", "--colors=off", "--error-on-warnings"]


def _biome() -> str:
    """Return the program that checks JavaScript and CSS, installed where it is missing."""
    found = ensure_npm_package("biome", f".bin/biome{'.cmd' if os.name == 'nt' else ''}")
    if found is None:
        stop("chưa có Biome (bộ kiểm tra JavaScript và CSS); cài Node.js và npm rồi chạy lại.")
    return str(found)


def _template_names(folder: Path) -> Path:
    """Write a file that uses each name that templates read, for vulture: it reads Python alone."""
    texts = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "theme").rglob("*.html")))
    names = sorted({name for text in texts for name in _READ_BY_TEMPLATES.findall(text)})
    file = folder / "templates.py"
    file.write_text("".join(f"_.{name}\n" for name in names), encoding="utf-8")
    return file


def _passes(command: list[str]) -> bool:
    """Run a check; show what it prints where it fails."""
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", errors="replace", cwd=ROOT, check=False
    )
    name = " ".join([Path(command[0]).stem, *command[1:2]])
    say(f"{'đạt ' if done.returncode == 0 else 'HỎNG'}  {name}")
    if done.returncode:
        say((done.stdout + done.stderr).strip())
    return done.returncode == 0


if __name__ == "__main__":
    raise SystemExit(main())
