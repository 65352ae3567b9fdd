"""The benchmark of search: python -m bench_search N [N …], run by scripts/bench.py.

For each number of profiles it prints what typical queries fetch, their time in Chromium, and the
seconds to build the index (cold, and with one profile changed). The search of Material is measured
on the same texts. Only the search page and its scripts come from a real build, of a few profiles:
nothing but the index grows.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bench_search.chromium import Asked, ask_cold_and_warm, search_page
from bench_search.material_search import measure_material
from environment import say
from generated_project import generate
from guongsang.build.compile_site import compile_site, load_edition
from guongsang.outputs.search.records import SearchEntry, SearchRecord, entry_of, search_entries
from guongsang.search.index import FOLDER, write_search_index
from guongsang.text.dates import resolve_as_of
from guongsang.text.folding import fold

AS_OF = "2026-01-01"
MOST_BYTES, MOST_MILLISECONDS = 400_000, 300  # the targets at 10,000 profiles
_PAGE_PROFILES = 5  # enough to build the page and its files
_TIMES = 5  # each query is asked so often, and the median told


def entries_of(root: Path) -> tuple[SearchEntry, ...]:
    """Return what search holds of a project, made as a build makes it."""
    return tuple(search_entries(compile_site(load_edition(root, resolve_as_of(AS_OF)))))


def queries_for(records: Sequence[SearchRecord]) -> dict[str, str]:
    """Return by kind the queries that are typical of readers, about these records."""
    people = [record for record in records if record.url.startswith("ho-so/")]
    person = next(record for record in people if len(fold(record.title).split()[-1]) > 3)
    name = fold(person.title)
    words = next(words for line in person.text.split("\n") if len(words := re.findall(r"[^\W_]+", line)) > 40)
    return {
        "họ tên": name,
        "gõ nhầm": name[:-2] + name[-1] + name[-2],
        "chủ đề": "dat dai",
        "một từ": "nuoc",
        "một câu": " ".join(words[20:26]),
        "trong ngoặc": f'"{" ".join(words[30:34])}"',
        "đơn vị": fold(person.facts[1]),
        "số văn bản": re.findall(r"\S+/QĐ-SK", " ".join(people[-1].topics))[0],
    }


def measure(count: int, page: Path) -> None:
    """Print what search costs over `count` profiles.

    Args:
        count: how many profiles to generate.
        page: a small site; its search page is opened over the large index.
    """
    with tempfile.TemporaryDirectory(prefix="guongsang-bench-") as folder:
        root = Path(folder)
        say(f"Sinh {count} hồ sơ và lập chỉ mục…")
        generate(root, count)
        entries = entries_of(root)
        records = [record for entry in entries for record in entry.records()]
        site = root / "site"
        shutil.copytree(page, site)
        shutil.rmtree(site / FOLDER)
        cold = _index(entries, site, root / "cache")
        unchanged = _index(entries, site, root / "cache")
        person, *others = entries[0].records()
        changed = (entry_of(entries[0].key, [replace(person, text=f"{person.text}\nChữ thêm."), *others]), *entries[1:])
        warm = _index(changed, site, root / "cache")
        files = [path for path in (site / FOLDER).rglob("*") if path.is_file()]
        say("Hỏi trong Chromium…")
        rows = list(_ask_all(site, queries_for(records)))
        print(f"\nTìm kiếm trên {count} hồ sơ ({len(records)} mục)")
        print(table(rows))
        print(
            f"chỉ mục: lập {cold:.1f} s; đổi một hồ sơ {warm:.1f} s ({warm / cold:.2f} lần); "
            f"không đổi gì {unchanged:.2f} s; {len(files)} tệp, "
            f"{sum(file.stat().st_size for file in files) / 1e6:.0f} MB trên đĩa"
        )
        say("Cùng nội dung ấy với tìm kiếm của Material…")
        worst = max(asked.scripts + asked.index for _, asked, _ in rows)
        other = measure_material(record for record in records if record.url.startswith("ho-so/"))
        print(
            f"Material: gom chữ {other.seconds:.1f} s; search_index.json {other.raw / 1e6:.1f} MB, "
            f"nén {_kilobytes(other.gzipped)}: "
            f"gấp {other.gzipped / worst:.0f} lần lượt hỏi nặng nhất ở đây, mà trình duyệt còn phải tự lập chỉ mục",
            flush=True,
        )


def table(rows: Sequence[tuple[str, Asked, Asked]]) -> str:
    """Return the table of queries, each asked cold and warm, and the worst against the targets."""
    lines = [
        (
            f"{'':<12}{'câu hỏi':<34}{'mã':>9}{'chỉ mục':>10}{'cộng':>10}{'lượt':>6}{'lần đầu':>10}{'lần sau':>10}  "
            "trang trả lời"
        )
    ]
    for kind, cold, warm in rows:
        lines.append(
            f"{kind:<12}{cold.query[:32]:<34}{_kilobytes(cold.scripts):>9}{_kilobytes(cold.index):>10}"
            f"{_kilobytes(cold.scripts + cold.index):>10}"
            f"{cold.requests:>6}{cold.milliseconds:>7.0f} ms{warm.milliseconds:>7.0f} ms  {warm.told}"
        )
    size, took = (
        max(cold.scripts + cold.index for _, cold, _ in rows),
        max(asked.milliseconds for _, *both in rows for asked in both),
    )
    load = f", máy đang tải {os.getloadavg()[0]:.1f} trên {os.cpu_count()} nhân" if hasattr(os, "getloadavg") else ""
    lines.append(
        f"nặng nhất {_kilobytes(size)} (đích {_kilobytes(MOST_BYTES)}: {_verdict(size <= MOST_BYTES)}), "
        f"chậm nhất {took:.0f} ms (đích {MOST_MILLISECONDS} ms: {_verdict(took <= MOST_MILLISECONDS)}){load}"
    )
    return "\n".join(lines)


def _index(entries: Sequence[SearchEntry], target: Path, cache: Path) -> float:
    started = time.perf_counter()
    write_search_index(entries, target, cache)
    return time.perf_counter() - started


def _ask_all(site: Path, queries: dict[str, str]) -> Iterator[tuple[str, Asked, Asked]]:
    """Yield each kind of query, asked cold, and warm: after another one in the same page."""
    with search_page(site) as (browser, address):
        texts = list(queries.values())
        pairs = list(zip(texts, texts[1:] + texts[:1], strict=True))
        for pair in pairs:
            ask_cold_and_warm(browser, address, *pair)  # unmeasured: then the server has all files compressed
        asked = [[ask_cold_and_warm(browser, address, *pair) for pair in pairs] for _ in range(_TIMES)]
        for place, kind in enumerate(queries):
            yield kind, _median([turn[place][0] for turn in asked]), _median([turn[place - 1][1] for turn in asked])


def _median(asked: Sequence[Asked]) -> Asked:
    return sorted(asked, key=lambda one: one.milliseconds)[len(asked) // 2]


def _kilobytes(size: float) -> str:
    return f"{size / 1000:.0f} KB"


def _verdict(met: bool) -> str:
    return "đạt" if met else "CHƯA ĐẠT"


def main() -> int:
    """Measure each number of profiles on the command line and return the exit code."""
    with tempfile.TemporaryDirectory(prefix="guongsang-bench-") as folder:
        root = Path(folder)
        say("Dựng một trang nhỏ để có trang tìm kiếm…")
        generate(root, _PAGE_PROFILES)
        subprocess.run(
            [sys.executable, "-X", "utf8", "-m", "guongsang", "--root", str(root), "build", "--as-of", AS_OF],
            check=True,
            capture_output=True,
        )
        for size in sys.argv[1:]:
            measure(int(size), root / "site")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
