"""Set up all that the tests need, a browser too, and run them: python3 scripts/test.py [PYTEST OPTIONS]."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import ROOT, ensure_environment, say

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """Return the system's Chromium, if there is one."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def ensure_browser() -> None:
    """Install Chromium through the system's package manager where that is allowed."""
    if find_browser():
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("Cài Chromium để thử trang trong trình duyệt thật…")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
    if not find_browser():
        say("Chưa có Chromium: các bài thử bằng trình duyệt sẽ bị bỏ qua (trong CI thì tính là hỏng).")


def main() -> int:
    python = ensure_environment(tests=True)
    ensure_browser()
    return subprocess.call([str(python), "-X", "utf8", "-m", "pytest", *sys.argv[1:]], cwd=Path(ROOT))


if __name__ == "__main__":
    raise SystemExit(main())
