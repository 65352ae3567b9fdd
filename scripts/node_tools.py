"""Programs from npm that tests and checks of the code run, pinned by a lock in their own folder."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from environment import say


def install_packages(*packages: str) -> None:
    """Install packages of the system where that is allowed; else do nothing."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say(f"Cài {', '.join(packages)} để chạy thử…")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)


def ensure_npm_package(folder: Path, made: str) -> Path | None:
    """Install what the lock in `folder` pins, unless it is there; return the file `made` below it.

    Args:
        folder: holds package.json and package-lock.json.
        made: a file of the package, from `node_modules`.

    Returns:
        None where the system has no npm, or npm could not install it.
    """
    if not shutil.which("npm"):
        install_packages("npm")
    npm, file, lock = shutil.which("npm"), folder / "node_modules" / made, folder / "package-lock.json"
    if npm and (not file.exists() or file.stat().st_mtime < lock.stat().st_mtime):
        # Scripts of packages would fetch programs of their own.
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run([npm, "ci", *quiet], cwd=folder, check=False)
        if file.exists():
            file.touch()
    return file if file.exists() else None
