"""The HTML of every template is right: the Nu checker that the W3C runs (npm vnu-jar), installed by scripts/test.py."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from machine import lack, require
from programs import JAVA
from projects import REPOSITORY
from templates import PAGES

CHECKER = REPOSITORY / "tests" / "tools" / "nu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.fixture(scope="session")
def checker() -> list[str]:
    """The checker's command."""
    java = require(JAVA)
    if not CHECKER.is_file():
        lack("no Nu checker on this machine; scripts/test.py installs it")
    return [java, "-Dfile.encoding=UTF-8", "-jar", str(CHECKER), "--format", "json", "--stdout"]


def faults(checker: list[str], *paths: Path) -> list[tuple[str, int, str]]:
    """Return what the checker holds against these files: name of the folder, line, message."""
    done = subprocess.run(
        [*checker, *map(str, paths)], capture_output=True, text=True, encoding="utf-8", check=False, timeout=300
    )
    return [
        (Path(item["url"]).parent.name, item.get("lastLine", 0), item["message"])
        for item in json.loads(done.stdout)["messages"]
        if item["type"] != "info"
    ]


def test_one_page_of_each_template_has_no_fault(checker: list[str], repository_site: Path) -> None:
    paths = [repository_site / url / "index.html" for url in PAGES]
    redirects = [
        path
        for path in repository_site.rglob("index.html")
        if 'http-equiv="refresh"' in path.read_text(encoding="utf-8")
    ]
    assert faults(checker, *paths, repository_site / "404.html", *redirects[:1]) == []


def test_checker_finds_faults(checker: list[str], tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text("<!doctype html><title>x</title><p><div></p><img src=a>", encoding="utf-8")
    assert len(faults(checker, path)) >= 2
