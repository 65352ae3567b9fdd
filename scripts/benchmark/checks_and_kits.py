"""Checks and press kits, each cold and again unchanged: what they cost by themselves."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmark.building import run
from environment import ROOT
from generated_project import generate

# Run in the project's environment: makes the kits of a project without its pages, which would
# hide the cost of kits. Prints how many, and the seconds to prepare and to write them.
MAKE_KITS = """
import sys, time
from pathlib import Path
from guongsang.text.dates import parse_moment
from guongsang.build.compile_site import compile_site, load_edition
from guongsang.media.kits.store import prepare_kits, write_kits
from guongsang.outputs import press_kits

if __name__ == "__main__":
    root, target = Path(sys.argv[1]), Path(sys.argv[2])
    site = compile_site(load_edition(root, parse_moment("2026-01-01")))
    started = time.perf_counter()
    kits = prepare_kits(press_kits(site), root / ".cache" / "kits")
    prepared = time.perf_counter()
    write_kits(kits, target, root / ".cache" / "kits")
    print(len(kits), prepared - started, time.perf_counter() - prepared)
"""


def measure_checks(python: Path, count: int) -> tuple[float, float]:
    """Check a generated project cold, then again unchanged; return the seconds of each."""
    with tempfile.TemporaryDirectory(prefix="guongsang-bench-") as folder:
        root = Path(folder)
        generate(root, count)
        return run(python, root, "check")[0].seconds, run(python, root, "check")[0].seconds


def measure_kits(python: Path, count: int) -> tuple[tuple[float, float], tuple[float, float], int]:
    """Make the kits of a generated project cold, then unchanged.

    Returns:
        Of each run the seconds to prepare and to write; the bytes of all ZIPs.
    """
    photos = sorted((ROOT / "exemplars").glob("20*/*/chan-dung.jpg"))
    with tempfile.TemporaryDirectory(prefix="guongsang-bench-") as folder:
        root = Path(folder) / "project"
        generate(root, count)
        for number, path in enumerate(sorted((root / "exemplars").glob("20*/*/index.md"))):
            photo = photos[number % len(photos)]
            (path.parent / photo.name).hardlink_to(photo) if _same_drive(photo, root) else shutil.copyfile(
                photo, path.parent / photo.name
            )
            entry = (
                f'photos: [{{file: {photo.name}, alt: "Người đứng bên máy đo", caption: "Ảnh số {number}.", '
                f'credit: "Ảnh: Tổ ảnh", taken: 2024-01-02, people: ["Người số {number}"]}}]'
            )
            path.write_text(
                path.read_text(encoding="utf-8").replace("consent:", f"{entry}\nconsent:", 1), encoding="utf-8"
            )
        script = Path(folder) / "make_kits.py"
        script.write_text(MAKE_KITS, encoding="utf-8")
        times = []
        for name in ("first", "second"):
            done = subprocess.run(
                [str(python), "-X", "utf8", str(script), str(root), str(Path(folder) / name)],
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
            )
            if done.returncode:
                raise SystemExit(done.stdout + done.stderr)
            made, prepared, written = done.stdout.split()
            if int(made) != count:
                raise SystemExit(f"{made} kits of {count}")
            times.append((float(prepared), float(written)))
        return times[0], times[1], sum(path.stat().st_size for path in (Path(folder) / "second").rglob("*.zip"))


def _same_drive(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev
