"""Material's search, for comparison: its plugin in a real MkDocs build, over the same texts."""

from __future__ import annotations

import gzip
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config

from guongsang.outputs.search.records import SearchRecord

# Pages hold their text alone: Material's layout is no part of its search and takes most of a build.
_SETTINGS = """site_name: Đo tìm kiếm
not_in_nav: /ho-so/
nav: [index.md]
theme: {name: material, language: vi, font: false, custom_dir: theme}
plugins: [{search: {lang: vi}}]
"""


@dataclass(frozen=True)
class MaterialSearch:
    """The cost of Material's search: seconds of its plugin, bytes of the index, fetched whole."""

    seconds: float
    raw: int
    gzipped: int


def measure_material(records: Iterable[SearchRecord]) -> MaterialSearch:
    """Build a site of one page a record and weigh its index."""
    with tempfile.TemporaryDirectory(prefix="guongsang-bench-") as folder:
        root = Path(folder)
        (root / "docs" / "ho-so").mkdir(parents=True)
        (root / "theme").mkdir()
        (root / "theme" / "main.html").write_text("{{ page.content }}", encoding="utf-8")
        (root / "mkdocs.yml").write_text(_SETTINGS, encoding="utf-8")
        (root / "docs" / "index.md").write_text("# Trang chủ\n", encoding="utf-8")
        for number, record in enumerate(records):
            paragraphs = (
                f"# {record.title}",
                record.headline,
                *record.titles,
                " · ".join(record.topics),
                record.text.replace("\n", "\n\n"),
            )
            (root / "docs" / "ho-so" / f"{number}.md").write_text("\n\n".join(paragraphs), encoding="utf-8")
        seconds = _build(root)
        index = (root / "site" / "search" / "search_index.json").read_bytes()
    return MaterialSearch(seconds, len(index), len(gzip.compress(index)))


def _build(root: Path) -> float:
    """Build, and return the seconds that went by inside the search plugin."""
    config = load_config(str(root / "mkdocs.yml"))
    spent = 0.0

    def timed(event: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            nonlocal spent
            started = time.perf_counter()
            try:
                return event(*arguments, **named)
            finally:
                spent += time.perf_counter() - started

        return run

    plugin = config.plugins["material/search"]
    for events in config.plugins.events.values():
        events[:] = [timed(event) if getattr(event, "__self__", None) is plugin else event for event in events]
    build(config)
    return spent
