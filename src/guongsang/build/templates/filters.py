"""Our template filters: dates, numbers, file sizes, photo placeholders, share addresses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from guongsang.media.photos.store import render_placeholder
from guongsang.media.profile_media import PHOTOS
from guongsang.outputs.sharing.share_links import share_address
from guongsang.text.dates import format_date


def template_filters(cache: Path) -> dict[str, Callable[..., Any]]:
    """Return our filters by name. `cache` is the cache folder, which has the placeholders."""
    return {
        "date": lambda day: format_date(day) if day else "",
        "number": lambda number: f"{number:,}".replace(",", "."),
        "file_size": format_size,
        "starts_with": lambda text, start: (text or "").startswith(start),
        "placeholder": lambda path: render_placeholder(path, cache / PHOTOS),
        "initial": lambda name: name.split()[-1][:1] if name else "",
        "share_address": share_address,
    }


def format_size(size: int) -> str:
    """Return a file size in bytes as Vietnamese write it: 12 KB, 1,9 MB."""
    return f"{max(1, round(size / 1000))} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB".replace(".", ",")
