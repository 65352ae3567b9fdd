"""Progress of long work, shown on a terminal and not in pipes and CI.

It says what is being done, how fast, what was reused, and the time in all.
"""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from guongsang.cli.progress import STAGES, Stages, describe_span
from machine import needs_posix
from projects import BODY, Project

BUILD = ("build", "--as-of", "2024-07-01")


def run_on_terminal(root: Path, *arguments: str, columns: int = 60, **environment: str) -> list[str]:
    """Run the command in a terminal window of so many columns; return what stands there in the end, line by line."""
    import fcntl
    import pty
    import termios

    settings = {name: value for name, value in os.environ.items() if name not in ("CI", "COLUMNS", "NO_COLOR")} | {
        "TERM": "xterm",
        **environment,
    }
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "guongsang", "--root", str(root), *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=settings,
        cwd=root,
        start_new_session=True,
    )
    os.close(theirs)
    written = b""
    try:
        while more := os.read(ours, 65536):
            written += more
    except OSError:  # how Linux tells that all have closed it
        pass
    os.close(ours)
    assert process.wait(60) == 0, written.decode()
    lines, at = [""], 0
    for up, erase, new, text in re.findall(
        r"\x1b\[(\d+)A|\x1b\[\d*(K)|(\n)|(?:\x1b\[[?\d;]*[A-Za-z]|\r)|([^\x1b\r\n]+)", written.decode()
    ):
        if up:
            at -= int(up)
        elif erase:
            lines[at] = ""
        elif new:
            at += 1
            lines += [""] * (at + 1 - len(lines))
        else:
            lines[at] += text
    return [line.rstrip() for line in lines]


@needs_posix("a pseudo-terminal")
def test_terminal_tells_counts_what_was_taken_and_the_time_in_all(project: Project) -> None:
    for number, name in enumerate(("mot", "hai", "ba"), start=1):
        project.write(name, id=f"DH-2024-00{number}", name=f"Người {name.title()}")
    first = run_on_terminal(project.root, *BUILD)
    assert re.fullmatch(r"Kiểm tra hồ sơ +3/3( +[\d,]+/giây)?", first[0])
    assert re.search(r"^Xong: 3 hồ sơ .*\. Hết \d+(,\d)? giây\.$", "\n".join(first), re.MULTILINE)
    project.write("hai", id="DH-2024-002", name="Người Hai", body=BODY.replace("Kiên trì", "Kiên trì và cùng làm"))
    again = run_on_terminal(project.root, *BUILD)
    stages = {line[:23].rstrip(): line[23:] for line in again if re.search(r"\d+/\d+", line)}
    assert re.fullmatch(r" +3/3 .* 2 có sẵn", stages["Kiểm tra hồ sơ"]) and re.fullmatch(
        r" +3/3 .* 2 có sẵn", stages["Dựng trang"]
    )
    assert max(len(line) for line in again if line.startswith(tuple(STAGES.values()))) <= 60
    standing = run_on_terminal(project.root, *BUILD)
    assert re.fullmatch(r"Kiểm tra hồ sơ +3/3 +3 có sẵn", standing[0]) and re.search(
        r"trang giữ nguyên\. Hết \d,\d giây\.", "\n".join(standing)
    )


@needs_posix("a pseudo-terminal")
def test_wide_window_shows_bars(project: Project) -> None:
    project.write("mot")
    assert "━" in run_on_terminal(project.root, *BUILD, columns=100)[0]


@needs_posix("a pseudo-terminal")
@pytest.mark.parametrize("environment", [{"CI": "true"}, {"TERM": "dumb"}])
def test_ci_and_plain_terminals_get_the_outcome_alone(project: Project, environment: dict[str, str]) -> None:
    project.write("mot")
    shown = "\n".join(run_on_terminal(project.root, *BUILD, **environment))
    assert "Xong: 1 hồ sơ" in shown and "Hết" not in shown and not any(stage in shown for stage in STAGES.values())


def test_pipe_gets_the_outcome_alone(project: Project) -> None:
    project.write("mot")
    done = project.run(*BUILD)
    assert done.returncode == 0 and "\x1b" not in done.stderr + done.stdout
    assert done.stderr.startswith("Xong: 1 hồ sơ") and "Hết" not in done.stderr


def test_rate_is_of_what_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    stages = Stages()
    stages._progress.get_time = lambda: clock[0]
    stages.report("check", 9000, 10000, 9000)
    clock[0] += 4
    stages.report("check", 9600, 10000, 9000)
    (task,) = stages._progress.tasks
    *_, rate, taken = (column(task) for column in stages._progress.columns)
    assert (str(rate).strip(), str(taken)) == ("150/giây", "9000 có sẵn")


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.04, "0,0 giây"),
        (9.94, "9,9 giây"),
        (9.96, "10 giây"),
        (59.6, "1 phút"),
        (61.2, "1 phút 1 giây"),
        (3600, "60 phút"),
    ],
)
def test_span_is_told_in_words(seconds: float, told: str) -> None:
    assert describe_span(seconds) == told
