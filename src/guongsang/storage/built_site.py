"""What tells a built site from any other folder, and the lock that is held while one is built or copied."""

from __future__ import annotations

from pathlib import Path

# What a site has and no other folder: without it, a folder that isn't empty is somebody's work, and is not replaced.
# The address stands here too, since this room can't import `text.addresses`; a test compares them.
_SIGN = Path("tim-kiem/chi-muc/index.json")


def build_lock(site_dir: Path) -> Path:
    """Return the file that is locked while a site is built, and while it is copied from."""
    return site_dir.with_name(f".{site_dir.name}.lock")


def is_site(folder: Path) -> bool:
    """Answer whether a folder holds a site that was built here."""
    return (folder / _SIGN).exists()
