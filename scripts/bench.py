"""The benchmark: our speed as a ratio to Hugo and Pagefind, measured in one run.

python3 scripts/bench.py [--profiles N] [--photos N] [--checks N] [--kits N] [--search N …]
                         [--turns N] [--only WHICH]

It generates N profiles of about 1,100 words (default 10000). It builds them from nothing, with one
edited, with nothing changed, and in the preview. Hugo (with a bare layout, see
benchmark/yardstick.py) and Pagefind build the same words. We and Hugo encode photos of 12
megapixels (default 1000). The result is a table in Markdown, with the targets for the defaults.

Measured by themselves are checks (default 10000), press kits (default 1000) and search (default
1000 and 10000 profiles). A run takes about a quarter of an hour, and these three more. 0 leaves a
part out. On a shared machine seconds mean little, ratios more, ratios of CPU seconds most.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import subprocess
import sys
from pathlib import Path

from benchmark.building import build_twice, generated, measure_builds
from benchmark.checks_and_kits import measure_checks, measure_kits
from benchmark.measuring import tell
from benchmark.photographs import measure_photos
from benchmark.previewing import measure_preview
from benchmark.report import Sizes, render_table
from benchmark.yardstick import Yardstick, ensure_yardstick
from environment import ROOT, ensure_environment
from programs import CHROMIUM, ensure_programs

PROFILES, CHECKED, PHOTOS, KITS = 10_000, 10_000, 1_000, 1_000
SEARCHED = (1000, 10_000)
_SMALLER = 10  # times: the number of profiles with which N is compared
_TELLING = 100  # profiles: a run of fewer only shows that it works, so one edit is enough


def parse_options() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--profiles",
        type=int,
        default=PROFILES,
        metavar="N",
        help="how many profiles to build, compared with a tenth of them; 0 leaves it out",
    )
    parser.add_argument(
        "--photos",
        type=int,
        default=PHOTOS,
        metavar="N",
        help="how many photos of 12 megapixels to make ready; 0 leaves it out",
    )
    parser.add_argument(
        "--checks", type=int, default=CHECKED, metavar="N", help="how many profiles to check; 0 leaves it out"
    )
    parser.add_argument(
        "--kits", type=int, default=KITS, metavar="N", help="how many press kits to make; 0 leaves it out"
    )
    parser.add_argument(
        "--search",
        type=int,
        nargs="+",
        default=SEARCHED,
        metavar="N",
        help="how many profiles to search; 0 leaves it out",
    )
    parser.add_argument("--turns", type=int, default=1, metavar="N", help="how often to build; the medians are told")
    parser.add_argument(
        "--only",
        choices=("ours", "yardstick"),
        help="leave the other's builds and photos out; `yardstick` leaves checks, kits and search out too",
    )
    return parser.parse_args()


def main() -> int:
    """Measure what the options ask for, print it, and return the exit code."""
    options = parse_options()
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM)
    )  # ended from outside, it still deletes its folders
    ours = options.only != "yardstick"
    searched = [str(size) for size in options.search if size and ours]
    python = ensure_environment(tests=bool(searched))
    yardstick = ensure_yardstick() if options.only != "ours" and (options.profiles or options.photos) else None
    print(machine(python, yardstick), flush=True)
    if options.profiles or options.photos:
        print(f"\n{measure_all(python, yardstick, options, ours=ours)}\n", flush=True)
    if options.checks and ours:
        tell(f"sinh và kiểm tra {options.checks} hồ sơ")
        cold, warm = measure_checks(python, options.checks)
        print(
            f"kiểm tra {options.checks} hồ sơ: lần đầu {cold:.1f} s, "
            f"lần sau không đổi {warm:.1f} s (nhanh gấp {cold / warm:.1f} lần)"
        )
    if options.kits and ours:
        tell(f"sinh và đóng {options.kits} bộ tư liệu báo chí, mỗi bộ một ảnh")
        first, again, size = measure_kits(python, options.kits)
        print(
            f"{options.kits} bộ tư liệu: lần đầu đóng {first[0]:.1f} s ({1000 * first[0] / options.kits:.0f} ms một "
            f"bộ), lần sau không đổi {again[0]:.1f} s; "
            f"chép vào trang {again[1]:.1f} s; {size / 1e6:.0f} MB ({size / options.kits / 1e6:.2f} MB một bộ)"
        )
    if searched:
        ensure_programs((CHROMIUM,))
        folders = (ROOT / "scripts", ROOT / "tests")  # the second for the web server of the tests
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders))}
        return subprocess.call([str(python), "-X", "utf8", "-m", "bench_search", *searched], env=environment)
    return 0


def measure_all(python: Path, yardstick: Yardstick | None, options: argparse.Namespace, *, ours: bool) -> str:
    """Build, preview and make photos ready as the options say; return the table."""
    builds = theirs = sizes = preview = photos = None
    notes = []
    if options.profiles:
        with generated(options.profiles) as folder:
            builds, theirs = measure_builds(folder, python if ours else None, yardstick, options.turns)
            if builds:
                tell("xem thử")
                preview = measure_preview(python, folder / "project", edits=3 if options.profiles >= _TELLING else 1)
                notes.append(f"{options.profiles} hồ sơ, {builds.files} tệp trên trang.")
        if builds and (small := options.profiles // _SMALLER):
            with generated(small) as folder:
                sizes = Sizes(small, build_twice(python, folder / "project")[1], options.profiles, builds.cold)
    if options.photos:
        photos = measure_photos(python, yardstick, options.photos, ours=ours)
        notes.append(f"Mỗi ảnh: {photos.renditions}.")
    return render_table(builds, theirs, sizes, preview, photos) + f"\n\n{' '.join(notes)}"


def machine(python: Path, yardstick: Yardstick | None) -> str:
    """Return what the figures were measured on and with."""
    version = subprocess.run([str(python), "--version"], capture_output=True, text=True, check=True).stdout.strip()
    load = f", tải lúc đầu {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    told = (
        f"Máy {os.cpu_count()} nhân ({platform.system()} {platform.machine()}){load}; "
        f"{version}{f', {yardstick.versions}' if yardstick else ''}."
    )
    return (
        f"{told} Giây là giờ đồng hồ; CPU và bộ nhớ (nhiều nhất cùng lúc) tính cả mọi tiến trình con. "
        "Đối chứng: Hugo + Pagefind, với ảnh là Hugo."
    )


if __name__ == "__main__":
    raise SystemExit(main())
