"""Files made to hurt the reader: each ends soon, as a clear problem, in little memory."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from machine import needs_links, needs_linux, needs_posix
from projects import Project, profile_text

SCRIPT = """
import json, sys
from pathlib import Path
from guongsang.text.dates import parse_moment
from guongsang.build.check_project import check_project
found = check_project(Path(sys.argv[1]), parse_moment("2024-07-01"), workers=1)
print(json.dumps([[item.code, item.path, item.span.line] for item in found.problems]))
# This process's own peak: ru_maxrss would be the test runner's, from which it was forked.
print(next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""

BOMB = (
    "---\na: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
    "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c]\n---\n"
)
HOSTILE = {
    "aliases that multiply": (BOMB, "DH105"),
    "an alias of itself": ("---\na: &a\n  b: *a\n---\n", "DH105"),
    "a tag that would run code": ('---\nid: !!python/object/apply:os.system ["echo x"]\n---\n', "DH105"),
    "10,000 nested lists": ("---\na: " + "[" * 10_000 + "]" * 10_000 + "\n---\n", "DH106"),
    "10,000 nested groups": ("---\n" + "".join(" " * i + "a:\n" for i in range(10_000)) + "---\n", "DH106"),
    "NUL bytes": ("---\nid: a\x00b\n---\n", "DH103"),
    "an escape sequence": ("---\nid: a\x1b[2Jb\n---\n", "DH103"),
    "a million keys": ("---\n" + "".join(f"k{i}: 1\n" for i in range(60_000)) + "---\n", "DH106"),
    "50 MB of front matter": ("---\nid: " + "x" * 50_000_000 + "\n---\n", "DH106"),
    "a body nested 5,000 deep": (profile_text(body="> " * 5_000 + "x"), "DH215"),
    "a body of brackets": (profile_text(body="[" * 20_000), "DH212"),
    "a line of 300,000 characters": ("---\nid: " + "đ" * 300_000 + "\n---\n", "DH211"),
    "a number beyond all years": (profile_text().replace("year: 2024", "year: " + "9" * 5_000, 1), "DH204"),
}


@needs_linux("memory at its peak is read from /proc")
@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_file_ends_soon_as_a_clear_problem(project: Project, case: str) -> None:
    text, code = HOSTILE[case]
    project.write("doc", text)
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", SCRIPT, str(project.root)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    seconds = time.perf_counter() - started
    assert done.returncode == 0, done.stderr
    problems, memory = done.stdout.splitlines()
    assert f'"{code}"' in problems
    assert int(memory) < 300
    assert (
        seconds < 20
    )  # 2 s on a quiet machine; a shared one may stall, and a reader that hangs takes longer than this


@needs_links
def test_link_out_of_the_tree_is_not_followed(project: Project, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text(profile_text(name="Người Bí Mật"), encoding="utf-8")
    folder = project.root / "exemplars" / "2024" / "doc"
    folder.mkdir(parents=True)
    (folder / "index.md").symlink_to(secret)
    outside = tmp_path / "outside"
    (outside / "nguoi").mkdir(parents=True)
    (outside / "nguoi" / "index.md").write_text(profile_text(name="Người Bí Mật"), encoding="utf-8")
    (project.root / "exemplars" / "2023").symlink_to(outside)
    done = project.run("check", "--format", "json")
    assert done.returncode == 1
    assert "DH107" in done.stdout and "Bí Mật" not in done.stdout


@needs_posix("named pipes")
def test_pipe_in_place_of_a_file_does_not_hang(project: Project) -> None:
    import os

    folder = project.root / "exemplars" / "2024" / "doc"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "index.md")
    assert "DH107" in project.run("check", "--format", "json").stdout
