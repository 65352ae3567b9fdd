"""The pages for developers: generated parts fresh, paths exist, mechanisms name their tests, sentences short."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects import REPOSITORY

CONTRIBUTING = REPOSITORY / "CONTRIBUTING.md"
ARCHITECTURE = REPOSITORY / "docs" / "architecture"
INDEX = ARCHITECTURE / "README.md"
MECHANISMS = sorted(path for path in ARCHITECTURE.glob("*.md") if path != INDEX)
PAGES = [CONTRIBUTING, INDEX, *MECHANISMS]
PLACES = (REPOSITORY, REPOSITORY / "src" / "guongsang")  # a module is named from the package's own folder
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*/?")
_ENDINGS = (".py", ".md", ".yml", ".toml", ".tsv", ".html", ".js", ".json", ".conf", ".lock", "/")
# Made by builds and commands, so not in git.
_MADE = re.compile(
    r"\.(?:cache|guongsang|site|venv)|(?:site|photos|cards|kits)/|404|(?:changes|standstill|RELEASE)\.json"
)
_LONGEST = 25  # words in a sentence
_WIDEST = 120  # characters in a line
_MOST_LINES = 250


def paths_in(text: str) -> Iterator[str]:
    """Yield every path that stands in backticks."""
    for code in _CODE.findall(text):
        if _PATH.fullmatch(code) and code.endswith(_ENDINGS) and not _MADE.match(code):
            yield code


def prose_of(text: str) -> Iterator[str]:
    """Yield the paragraphs and points of a page as text, without code blocks, tables, headings and comments."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^(?:\||#|<!--).*$", "", text, flags=re.MULTILINE)
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:-|\d+\.) )", text):
        words = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", block.replace("**", ""))
        yield " ".join(re.sub(r"^\s*(?:-|\d+\.) ", "", words).split())


def sentences_of(text: str) -> Iterator[str]:
    """Yield each sentence of a page."""
    for block in prose_of(text):
        yield from re.split(r"(?<=[.!?]) (?=[A-ZĐ`(\"0-9])", block)


def check_pages(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", "tools/docs.py", "--check"]
    return subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)


def test_generated_parts_are_what_the_code_says() -> None:
    done = check_pages(REPOSITORY)
    assert done.returncode == 0, f"run .venv/bin/python tools/docs.py\n{done.stdout}{done.stderr}"


def test_stale_part_is_named(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "tools" / "docs.py").write_bytes((REPOSITORY / "tools" / "docs.py").read_bytes())
    for page in ("CONTRIBUTING.md", "README.md"):
        (tmp_path / page).write_text("", encoding="utf-8")
    stale = "<!-- [[[cog print(codes()) ]]] -->\n| 17 codes |\n<!-- [[[end]]] -->\n"
    (tmp_path / "docs" / "page.md").write_text(stale, encoding="utf-8")
    done = check_pages(tmp_path)
    assert done.returncode == 1
    assert "page.md" in done.stdout and "-| 17 codes |" in done.stdout


@pytest.mark.parametrize(
    "page", [REPOSITORY / "README.md", *PAGES], ids=lambda page: page.relative_to(REPOSITORY).as_posix()
)
def test_every_path_that_is_named_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = list(paths_in(text))
    assert [path for path in named if not any((place / path).exists() for place in PLACES)] == []
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.fixture(scope="module")
def words_of_the_code() -> frozenset[str]:
    """Every name that stands in code, settings, tests or templates."""
    folders = [REPOSITORY / name for name in ("src", "scripts", "tests", "tools", "theme", "exemplars/_registry")]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".js", ".html", ".yml")]
    files += [REPOSITORY / "pyproject.toml", REPOSITORY / "mkdocs.yml"]
    texts = [path.read_text(encoding="utf-8") for path in files]
    return frozenset(re.findall(r"[\w-]+", "\n".join(texts)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_name_that_is_named_stands_in_the_code(page: Path, words_of_the_code: frozenset[str]) -> None:
    codes = [code for code in _CODE.findall(page.read_text(encoding="utf-8")) if not code.endswith(_ENDINGS)]
    named = [code for code in codes if re.fullmatch(r"[A-Za-z_][\w.-]*", code)]
    assert [name for name in named if not set(name.split(".")) <= words_of_the_code] == []


@pytest.mark.parametrize("page", MECHANISMS, ids=lambda page: page.name)
def test_every_mechanism_says_what_it_promises_and_which_test_holds_it(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "**Promise.** " in text
    assert re.search(r"`tests/test_\w+\.py`", text)
    assert f"]({page.name})" in INDEX.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_sentences_and_lines_are_short(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [sentence for sentence in sentences_of(text) if len(sentence.split()) > _LONGEST] == []
    assert [line for line in text.splitlines() if len(line) > _WIDEST and not line.startswith("|")] == []


def test_contributing_can_be_read_in_one_sitting() -> None:
    assert len(CONTRIBUTING.read_text(encoding="utf-8").splitlines()) <= _MOST_LINES
