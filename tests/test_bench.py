"""The benchmark runs from end to end on a very small project and prints its table. Times aren't judged here."""

from __future__ import annotations

import re
import subprocess
import sys

from machine import lack, needs_posix
from projects import REPOSITORY

pytestmark = needs_posix("the benchmark asks the system what processes took (wait4, getrusage)")
RATIO = r"\d+\.\d\d ×"


def bench(*options: str) -> dict[str, list[str]]:
    """Run the benchmark and return its table, cells by row. A missing program fails in CI, else skips the test."""
    command = [
        sys.executable,
        "-X",
        "utf8",
        str(REPOSITORY / "scripts" / "bench.py"),
        "--checks",
        "0",
        "--kits",
        "0",
        "--search",
        "0",
        *options,
    ]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode and "chưa cài được Hugo" in done.stderr:
        lack("no Hugo on this machine; scripts/test.py installs it")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^Máy \d+ nhân .*Python 3\.\d+\.\d+, Hugo \d+\.\d+\.\d+, Pagefind \d+\.\d+\.\d+\.", done.stdout)
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in done.stdout.splitlines()
        if line.startswith("|")
    ]
    assert all(len(row) == len(rows[0]) for row in rows), "not a table in Markdown"
    return {row[0]: row[1:] for row in rows}


def test_benchmark_compares_builds_and_preview_with_the_yardstick() -> None:
    rows = bench("--profiles", "10", "--photos", "0")
    for name, target in (
        ("dựng từ đầu, đủ trang (thẻ chia sẻ đã vẽ từ trước)", "1.00"),
        ("sửa một chữ trong một hồ sơ, lần đầu sau khi dựng từ đầu", "0.10"),
        ("sửa một chữ trong một hồ sơ, các lần sau", "0.10"),
        ("sửa tít của một hồ sơ", "0.10"),
        ("không sửa gì", "0.05"),
    ):
        own, other, ratio, cpu, wanted, verdict = rows[name]
        assert re.fullmatch(r"\d+\.\d\d s \(CPU \d+\.\d\d, \d+ MiB\)", own) and re.fullmatch(
            r"\d+\.\d\d s \(CPU .*\)", other
        )
        assert (
            re.fullmatch(RATIO, ratio)
            and re.fullmatch(RATIO, cpu)
            and wanted == f"≤ {target} ×"
            and verdict in ("đạt", "CHƯA ĐẠT")
        )
    assert rows["dựng từ đầu, kể cả vẽ thẻ chia sẻ"][4:] == ["", ""]  # beside the target, not judged
    assert re.fullmatch(RATIO, rows["bộ nhớ lúc nhiều nhất"][2])
    assert re.fullmatch(RATIO, rows["giá một hồ sơ: 10 so với 1 (đều có thẻ đã vẽ)"][2])
    assert re.fullmatch(r"\d+\.\d\d s", next(cells[0] for name, cells in rows.items() if name.startswith("serve:")))


def test_benchmark_compares_photos_with_the_yardstick() -> None:
    rows = bench("--profiles", "0", "--photos", "1")
    cells = rows["một ảnh 12 Mpx, từ đầu (ta và Hugo: 1 ảnh)"]
    assert re.fullmatch(RATIO, cells[2]) and cells[4] == "≤ 1.00 ×"
    assert rows["1 hồ sơ, mỗi hồ sơ một ảnh, không đổi: dựng lại cả trang"][4] == "≤ 1 s"
