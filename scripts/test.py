"""Install all that the tests need and run them: python3 scripts/test.py [--all] [PYTEST OPTIONS].

Installed are a browser, an HTML checker, exiftool, nginx, faketime, Hugo and Pagefind.
With `--all`, and in CI, campaigns (tests/campaigns.py) run whole.
Without other options, all tests run, on all cores.
"""

from __future__ import annotations

import os
import subprocess
import sys

from benchmark.yardstick import ensure_yardstick
from environment import ROOT, ensure_environment, say
from lint import check_code
from node_tools import ensure_npm_package
from programs import ensure_programs

_MOST_PROCESSES = 4  # each has a Chromium, and builds have processes of their own: memory ends before cores


def ensure_html_checker() -> None:
    """Install the Nu HTML checker, a Java program from npm."""
    if not ensure_npm_package("nu", "vnu-jar/build/dist/vnu.jar"):
        say("Chưa có bộ kiểm tra HTML (Nu): bài thử HTML sẽ bị bỏ qua (trong CI thì tính là hỏng).")


def ensure_measures() -> None:
    """Install Hugo and Pagefind if they are missing: the benchmark needs them."""
    try:
        ensure_yardstick()
    except (SystemExit, OSError) as error:
        say(f"{error}\nChưa có Hugo và Pagefind: bài thử phép đo sẽ bị bỏ qua (trong CI thì tính là hỏng).")


def main() -> int:
    """Install everything, check the code, run the tests; return 1 or pytest's exit code."""
    options = sys.argv[1:]
    environment = {**os.environ}
    # Tests start thousands of Python processes. Without .pyc files each compiles the package.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if "--all" in options:
        options.remove("--all")
        environment["GUONGSANG_ALL"] = "1"
    python = ensure_environment(tests=True)
    ensure_programs()
    ensure_html_checker()
    if os.name != "nt":  # what processes take is measured by the means of Unix
        ensure_measures()
    if not options and not check_code():
        return 1
    options = options or ["-n", str(min(os.cpu_count() or 1, _MOST_PROCESSES)), "--dist", "worksteal"]
    return subprocess.call([str(python), "-X", "utf8", "-m", "pytest", *options], cwd=ROOT, env=environment)


if __name__ == "__main__":
    raise SystemExit(main())
