"""A site is built beside the earlier one and takes its place only when it is whole."""

from __future__ import annotations

import shutil
from pathlib import Path


def staging_for(site_dir: Path) -> Path:
    """Return the folder in which the site for `site_dir` is built: beside it, on the same disk."""
    return site_dir.with_name(f".{site_dir.name}.new")


def put_in_place(staging: Path, site_dir: Path) -> None:
    """Make the built site the site. The earlier one is moved aside first and deleted last."""
    earlier = site_dir.with_name(f".{site_dir.name}.old")
    shutil.rmtree(earlier, ignore_errors=True)
    if site_dir.exists():
        site_dir.rename(earlier)
    staging.rename(site_dir)
    shutil.rmtree(earlier, ignore_errors=True)


def discard(staging: Path) -> None:
    """Remove what an unfinished build left."""
    shutil.rmtree(staging, ignore_errors=True)
