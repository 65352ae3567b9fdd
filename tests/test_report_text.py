"""The excerpt and its caret under every kind of character, and colour on a terminal only."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len

from builders import write_tree
from guongsang.rules import problem
from guongsang.rules.problem import Span
from guongsang.rules.report import render_text
from guongsang.rules.report.text import excerpt
from machine import needs_links, needs_posix
from projects import Project, profile_text


def cells_above(line: str, wanted: str) -> tuple[str, int, int]:
    """Return the excerpt, and the cell and width of the carets for the fault `wanted` in `line`."""
    source, carets = excerpt(line, line.index(wanted), len(wanted))
    return source, carets.index("^"), carets.count("^")


@pytest.mark.parametrize(
    ("line", "wanted", "indent", "width"),
    [
        ("name: 日本 x", "x", 11, 1),  # a wide character takes two cells
        ("name: 日本 x", "日本", 6, 4),
        ("name: ｱｲ x", "x", 9, 1),  # a half-width one takes one
        (unicodedata.normalize("NFD", "tên: Ước"), unicodedata.normalize("NFD", "Ước"), 5, 3),
        (unicodedata.normalize("NFD", "tên: Việt x"), "x", 10, 1),
        ("a: 👨‍👩‍👧 x", "x", 6, 1),  # three people joined are one picture
        ("a: 👨‍👩‍👧 x", "👨‍👩‍👧", 3, 2),
        ("a: 👨‍👩‍👧 x", "👩", 3, 2),  # a part of what is drawn as one: all of it is marked
        ("a: 👍🏽 x", "x", 6, 1),  # a skin tone
        ("a: 🇻🇳 x", "x", 6, 1),  # a flag
        ("a: ❤️ x", "x", 6, 1),  # a sign made a picture by the selector behind it
        ("a:\tx", "x", 4, 1),
        ("abc\tx", "x", 4, 1),
        ("abcd\tx", "x", 8, 1),
        ("\t\tx", "x", 8, 1),
        ("日本\tx", "x", 8, 1),
        ("a:\tx", "\t", 2, 2),  # the tab itself, as wide as it shows
        ("a\u200bb: x", "\u200b", 1, 1),  # what can't be seen is shown, so that it can be marked
        ("a\u200bb: x", "x", 5, 1),
        ("a\u200db: x", "b", 2, 1),  # a joiner with nothing to join swallows nothing
        ("\u202egnad: x", "x", 7, 1),
    ],
)
def test_caret_stands_under_the_fault_in_cells(line: str, wanted: str, indent: int, width: int) -> None:
    source, found, marked = cells_above(line, wanted)
    assert (found, marked) == (indent, width)
    assert cell_len(source) >= found + marked


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("a:\tb\tc", "a:  b   c"),
        ("\tx", "    x"),
        ("abc\t|", "abc |"),
        ("zero\u200bwidth", "zero\ufffdwidth"),
        ("\u202eabc", "\ufffdabc"),
        ("soft\u00adhyphen", "soft\ufffdhyphen"),
        ("a\u200db", "a\ufffdb"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("🏴\U000e0067\U000e007f", "🏴\U000e0067\U000e007f"),
    ],
)
def test_excerpt_shows_tabs_as_stops_of_four_and_what_cannot_be_seen(line: str, shown: str) -> None:
    assert excerpt(line, 0, 1)[0] == shown


@pytest.mark.parametrize("filling", ["chữ ", "日本語 ", "\t", unicodedata.normalize("NFD", "Việt "), "👨‍👩‍👧 "])
@pytest.mark.parametrize(("before", "after"), [(80, 80), (0, 80), (80, 0), (3000, 3000)])
def test_long_line_is_clipped_around_the_fault(filling: str, before: int, after: int) -> None:
    line = filling * before + "SAI" + filling * after
    source, found, marked = cells_above(line, "SAI")
    assert cell_len(source) <= 102 and marked == 3
    assert cell_len(source[: source.index("SAI")]) == found
    assert source.startswith("…") == bool(before) and source.endswith("…") == bool(after)


def test_fault_longer_than_the_screen_is_marked_to_its_edge() -> None:
    source, carets = excerpt("x" * 5000, 0, 5000)
    assert source == "x" * 100 + "…" and carets == "^" * 100


@pytest.mark.parametrize(("start", "length"), [(3, 1), (500, 3), (1, 900), (0, 0)])
def test_place_past_the_end_of_the_line_still_has_a_caret(start: int, length: int) -> None:
    source, carets = excerpt("abc", start, length)
    assert source == "abc" and "^" in carets and len(carets) <= 4


def test_message_cannot_drive_the_terminal_or_break_the_line(tmp_path: Path) -> None:
    report = render_text(
        [problem("a\x1b[2J.md", Span(1, 1), "DH302", value="x\x1b[31m\nerror: \u202ey", near="a\tb")], tmp_path
    )
    assert report == (
        'a\ufffd[2J.md:1:1: lỗi DH302: "x\ufffd[31m error: \ufffdy" không có trong danh mục đơn vị\n'
        '  gợi ý: có phải "a b"?'
    )


@needs_links
def test_excerpt_is_never_of_a_file_outside_the_project(tmp_path: Path) -> None:
    write_tree(tmp_path, {"secret.txt": "mật khẩu", "project/a.md": "trong"})
    (tmp_path / "project" / "b.md").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "project" / "c.md").symlink_to("a.md")
    found = [problem(path, Span(1, 1), "DH302", value="x") for path in ("b.md", "c.md", "../secret.txt")]
    report = render_text(found, tmp_path / "project")
    assert "mật khẩu" not in report and report.count("| trong") == 1


@needs_posix("/dev/zero and named pipes")
def test_excerpt_of_an_endless_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "b.md")
    found = [problem(path, Span(1, 1), "DH302", value="x") for path in ("a.md", "b.md")]
    assert render_text(found, tmp_path).count("\n") == 3


def test_colour_changes_nothing_but_colour(tmp_path: Path) -> None:
    import click

    write_tree(tmp_path, {"a.md": "unit: x\n"})
    found = [
        problem("a.md", Span(1, 7), "DH302", value="x"),
        problem("a.md", Span(1, 7), "DH308", value="x", canonical="y"),
    ]
    painted = render_text(found, tmp_path, colour=True)
    assert "\x1b[31m" in painted and "\x1b[33m" in painted
    assert click.unstyle(painted) == render_text(found, tmp_path)


@needs_posix("a pseudo-terminal")
@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colour_is_for_terminals_and_respects_no_color(
    project: Project, environment: dict[str, str], coloured: bool
) -> None:
    import pty
    import subprocess

    project.write("mot", profile_text().replace("kind: individual", "kind: person"))
    inner, outer = pty.openpty()
    plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM", "CI")}
    subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "guongsang", "--root", str(project.root), "check"],
        stdout=outer,
        stderr=subprocess.DEVNULL,
        env={**plain, "TERM": "xterm-256color", **environment},
        cwd=project.root,
        check=False,
        timeout=60,
    )
    os.close(outer)
    shown = b""
    try:
        while chunk := os.read(inner, 65536):
            shown += chunk
    except OSError:  # Linux says so where the other end is closed
        pass
    os.close(inner)
    assert b"DH203" in shown and (b"\x1b[" in shown) is coloured


def test_piped_report_has_no_colour(project: Project) -> None:
    project.write("mot", profile_text().replace("kind: individual", "kind: person"))
    done = project.run("check")
    assert "DH203" in done.stdout and "\x1b" not in done.stdout + done.stderr
