"""Speed, judged as ratios in one run: python3 scripts/bench.py [--profiles N …] [--checks N] [--kits N] [--search N …].

Generates projects of N profiles (default 300 and 3000), builds each as staff do, and prints what a profile costs; then checks a project (default 10000 profiles)
cold and again unchanged; then makes press kits (default 1000) cold and again unchanged, with a sample's photo each; then searches (default 1000 and 10000
profiles) in Chromium, and prints what each query fetches and how long it takes, against the targets of 400 KB and 300 ms at 10000, beside Material's own search.
0 leaves a part out. Seconds on a shared machine mean little; the ratio between sizes says whether the cost grows faster than the profiles do.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from environment import ROOT, ensure_environment, say
from generated_project import generate
from test import ensure_browser

SIZES = (300, 3000)
CHECKED = 10_000
SEARCHED = (1000, 10_000)
KITS = 1_000
# Run in the environment: the kits of a project alone, without its pages, which would hide what kits cost. Prints seconds and bytes.
MAKE_KITS = """
import sys, time
from pathlib import Path
from guongsang.calendar import parse_moment
from guongsang.edition import load_edition
from guongsang.kit_store import prepare_kits, write_kits
from guongsang.mkdocs_adapter import load_site
from guongsang.outputs import press_kits

if __name__ == "__main__":
    root, target = Path(sys.argv[1]), Path(sys.argv[2])
    site = load_site(root, load_edition(root, parse_moment("2026-01-01")))
    started = time.perf_counter()
    kits = prepare_kits(press_kits(site), root / ".cache" / "kits")
    prepared = time.perf_counter()
    write_kits(kits, target, root / ".cache" / "kits")
    print(len(kits), prepared - started, time.perf_counter() - prepared)
"""


def measure(python: Path, count: int) -> tuple[float, float, int]:
    """Build a generated project cold; return seconds, peak memory in MiB, and the number of files built."""
    with tempfile.TemporaryDirectory(prefix="guongsang-bench-") as folder:
        root = Path(folder)
        generate(root, count)
        seconds, memory = run(python, root, "build")
        return seconds, memory, sum(1 for path in (root / "site").rglob("*") if path.is_file())


def measure_checks(python: Path, count: int) -> tuple[float, float]:
    """Check a generated project cold, then again unchanged; return the seconds of each."""
    with tempfile.TemporaryDirectory(prefix="guongsang-bench-") as folder:
        root = Path(folder)
        generate(root, count)
        return run(python, root, "check")[0], run(python, root, "check")[0]


def measure_kits(python: Path, count: int) -> tuple[tuple[float, float], tuple[float, float], int]:
    """Make the kits of a generated project cold, then again unchanged; return seconds to prepare and to write of each, and the bytes of all ZIPs."""
    photos = sorted((ROOT / "exemplars").glob("20*/*/chan-dung.jpg"))
    with tempfile.TemporaryDirectory(prefix="guongsang-bench-") as folder:
        root = Path(folder) / "project"
        generate(root, count)
        for number, path in enumerate(sorted((root / "exemplars").glob("20*/*/index.md"))):
            photo = photos[number % len(photos)]
            (path.parent / photo.name).hardlink_to(photo) if _same_drive(photo, root) else shutil.copyfile(photo, path.parent / photo.name)
            entry = f'photos: [{{file: {photo.name}, alt: "Người đứng bên máy đo", caption: "Ảnh số {number}.", credit: "Ảnh: Tổ ảnh", taken: 2024-01-02, people: ["Người số {number}"]}}]'
            path.write_text(path.read_text(encoding="utf-8").replace("consent:", f"{entry}\nconsent:", 1), encoding="utf-8")
        script = Path(folder) / "make_kits.py"
        script.write_text(MAKE_KITS, encoding="utf-8")
        times = []
        for name in ("first", "second"):
            done = subprocess.run([str(python), "-X", "utf8", str(script), str(root), str(Path(folder) / name)], capture_output=True, text=True, encoding="utf-8", check=False)
            if done.returncode:
                raise SystemExit(done.stdout + done.stderr)
            made, prepared, written = done.stdout.split()
            if int(made) != count:
                raise SystemExit(f"{made} kits of {count}")
            times.append((float(prepared), float(written)))
        return times[0], times[1], sum(path.stat().st_size for path in (Path(folder) / "second").rglob("*.zip"))


def _same_drive(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


def run(python: Path, root: Path, name: str) -> tuple[float, float]:
    """Run a command in a project; return seconds and peak memory in MiB. Ends with its output where it fails."""
    command = [str(python), "-X", "utf8", "-m", "guongsang", "--root", str(root), name, "--as-of", "2026-01-01"]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(output)
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profiles", type=int, nargs="+", default=SIZES, metavar="N", help="how many profiles to build; several sizes are compared; 0 leaves it out")
    parser.add_argument("--checks", type=int, default=CHECKED, metavar="N", help="how many profiles to check; 0 leaves it out")
    parser.add_argument("--kits", type=int, default=KITS, metavar="N", help="how many press kits to make; 0 leaves it out")
    parser.add_argument("--search", type=int, nargs="+", default=SEARCHED, metavar="N", help="how many profiles to search; 0 leaves it out")
    options = parser.parse_args()
    sizes = [size for size in options.profiles if size]
    searched = [str(size) for size in options.search if size]
    python = ensure_environment(tests=bool(searched))
    say(f"Đo trên {os.cpu_count()} nhân, Python {sys.version.split()[0]}; dựng cả trang, không ảnh.")
    rows = []
    for size in sizes:
        say(f"Sinh và dựng {size} hồ sơ…")
        seconds, memory, files = measure(python, size)
        rows.append((size, seconds / max(size, 1)))
        print(f"{size:>6} hồ sơ: {seconds:7.1f} s, {1000 * seconds / max(size, 1):6.1f} ms một hồ sơ, {memory:6.0f} MiB, {files} tệp", flush=True)
    for (small, base), (large, cost) in zip(rows, rows[1:], strict=False):
        print(f"một hồ sơ ở cỡ {large} so với cỡ {small}: {cost / base:.2f} lần")
    if options.checks:
        say(f"Sinh và kiểm tra {options.checks} hồ sơ…")
        cold, warm = measure_checks(python, options.checks)
        print(f"kiểm tra {options.checks} hồ sơ: lần đầu {cold:.1f} s, lần sau không đổi {warm:.1f} s (nhanh gấp {cold / warm:.1f} lần)")
    if options.kits:
        say(f"Sinh và đóng {options.kits} bộ tư liệu báo chí, mỗi bộ một ảnh…")
        first, again, size = measure_kits(python, options.kits)
        print(f"{options.kits} bộ tư liệu: lần đầu đóng {first[0]:.1f} s ({1000 * first[0] / options.kits:.0f} ms một bộ), lần sau không đổi {again[0]:.1f} s; "
              f"chép vào trang {again[1]:.1f} s; {size / 1e6:.0f} MB ({size / options.kits / 1e6:.2f} MB một bộ)")
    if searched:
        ensure_browser()
        return subprocess.call([str(python), "-X", "utf8", str(Path(__file__).with_name("bench_search")), *searched])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
