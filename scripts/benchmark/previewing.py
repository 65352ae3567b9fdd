"""Measure the preview: from save to fresh page in `guongsang serve`, asked over HTTP."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from benchmark.building import AS_OF, edit_body, some_profile

_ASK_EVERY = 0.02  # seconds
_PATIENCE = 3600  # seconds for the first page of a large site


def measure_preview(python: Path, project: Path, edits: int) -> tuple[float, float]:
    """Serve a project and save `edits` edits of one profile.

    Returns:
        Seconds until the first page, and the median of seconds from save to fresh page.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    edited = some_profile(project)
    address = f"http://127.0.0.1:{port}/ho-so/{edited.parent.name}/"
    log = project.parent / "serve.log"
    # A background process may ignore SIGINT, and the preview would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with log.open("w", encoding="utf-8") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            [
                str(python),
                "-X",
                "utf8",
                "-m",
                "guongsang",
                "--root",
                str(project),
                "serve",
                "--address",
                f"127.0.0.1:{port}",
                "--as-of",
                AS_OF,
            ],
            cwd=project,
            env={**os.environ, "TMPDIR": str(project.parent)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(address, "</html>", process, log)
        first = time.perf_counter() - started
        waits = []
        for number in range(edits):
            time.sleep(1)  # what follows an earlier answer is over, as when somebody writes
            edit_body(edited, word := f"Xemthử{number}")
            saved = time.perf_counter()
            _wait(address, word, process, log)
            waits.append(time.perf_counter() - saved)
        return first, sorted(waits)[edits // 2]
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(address: str, word: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Ask until the page holds a word.

    Raises:
        SystemExit: that took too long. The message ends with the output of the preview.
    """
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(address, timeout=_PATIENCE) as answer:
                if word in answer.read().decode("utf-8"):
                    return
        except (URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(_ASK_EVERY)
    raise SystemExit(f"lỗi: {address} không hiện {word!r}\n{log.read_text(encoding='utf-8')[-3000:]}")
