"""Recognise a folder that holds a built site, and name the lock for building or copying it."""

from __future__ import annotations

from pathlib import Path

# Only a site has this file. A folder with files but without this one is somebody's work: it is
# never replaced. This room can't import `text.addresses`; a test compares the two.
_MARKER = Path("tim-kiem/chi-muc/index.json")


def build_lock(site_dir: Path) -> Path:
    """Return the lock file to hold while the site is built, or copied from."""
    return site_dir.with_name(f".{site_dir.name}.lock")


def is_site(folder: Path) -> bool:
    """Answer whether a folder holds a site that this program built."""
    return (folder / _MARKER).exists()
