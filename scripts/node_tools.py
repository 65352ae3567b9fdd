"""Programs from npm that tests and checks of the code run, pinned by a lock in their own folder."""

from __future__ import annotations

import subprocess
from pathlib import Path

from environment import ROOT
from programs import NPM

_FOLDERS = ROOT / "tests" / "tools"


def ensure_npm_package(name: str, made: str) -> Path | None:
    """Install the package whose lock stands in tests/tools/`name`, if it is missing.

    Args:
        name: the folder with package.json and package-lock.json.
        made: a file of the package, from `node_modules`.

    Returns:
        That file; None if the system has no npm, or npm could not install the package.
    """
    folder = _FOLDERS / name
    npm, file, lock = NPM.find(), folder / "node_modules" / made, folder / "package-lock.json"
    if npm and (not file.exists() or file.stat().st_mtime < lock.stat().st_mtime):
        # Scripts of packages would download programs of their own.
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run([npm, "ci", *quiet], cwd=folder, check=False)
        if file.exists():
            file.touch()
    return file if file.exists() else None
