"""Speed, judged as ratios in one run: python3 scripts/bench.py [--profiles N …] [--checks N] [--kits N].

Generates projects of N profiles (default 300 and 3000), builds each as staff do, and prints what
a profile costs; then checks a project (default 10000 profiles) cold and again unchanged; then makes
press kits (default 1000) cold and again unchanged, with a sample's photo each. Seconds on a shared machine mean little; the ratio between sizes says whether the
cost grows faster than the profiles do.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from environment import ROOT, ensure_environment, say

SIZES = (300, 3000)
CHECKED = 10_000
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
FAMILY = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLE = "Văn Thị Minh Thanh Quốc Ngọc Hải Đức Thu Xuân Kim Hoài Bảo Anh".split()
GIVEN = "An Ân Bình Châu Chi Dung Duy Dũng Đạt Đường Giang Hà Hải Hạnh Hiền Hòa Huy Khánh Lan Linh Mai Nam Nga Ngân Oanh Phúc Quân Sơn Thảo Thủy Trang Tú Uyên Vân Yến".split()
WORDS = ("công việc đo đạc nguồn nước dữ liệu bản đồ trạm quan trắc dòng sông cánh rừng ngư dân thôn bản cán bộ kỹ thuật hồ sơ đất đai mùa mưa cơn lũ "
         "thiết bị phần mềm ảnh vệ tinh số liệu kết quả thời gian chi phí đồng nghiệp địa phương người dân phương pháp sáng kiến mô hình thử nghiệm").split()
UNITS = "cuc-vien-tham cuc-dia-chat cuc-tai-nguyen-nuoc cuc-bien-hai-dao cuc-khoang-san cuc-do-dac-ban-do vien-chien-luoc thanh-tra-bo".split()
FIELDS = "dat-dai tai-nguyen-nuoc dia-chat-khoang-san moi-truong khi-tuong-thuy-van bien-doi-khi-hau do-dac-ban-do bien-hai-dao vien-tham".split()


def generate(root: Path, count: int) -> None:
    """Write a project of `count` varied, publishable profiles of about 700 words, without photos."""
    for name in ("mkdocs.yml", "content", "theme", "hooks", "exemplars/_registry"):
        source, target = ROOT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, target)
    for post in (root / "content" / "su-kien" / "posts").glob("*.md"):
        post.unlink()  # they tell of the sample profiles, which aren't here
    chance = random.Random(20260101)
    for number in range(count):
        year = 2023 + number % 3
        folder = root / "exemplars" / str(year) / f"nguoi-{number:05d}"
        folder.mkdir(parents=True)
        (folder / "index.md").write_text(_profile(number, year, chance), encoding="utf-8")


def _profile(number: int, year: int, chance: random.Random) -> str:
    name = f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"
    sections = "\n\n".join(f"## {heading}\n\n" + "\n\n".join(_prose(chance, 58) for _ in range(3)) for heading in ("Thành tích", "Cách làm", "Hiệu quả", "Bài học"))
    ratings = "\n".join(f'  - {{year: {y}, rating: excellent, document: "Quyết định số {number}-{y}/QĐ-MH"}}' for y in (year - 2, year - 1))
    awards = "\n".join(f'  - {{award: chien-si-thi-dua-co-so, year: {y}, document: "Quyết định số {number}-{y}/QĐ-MH"}}' for y in (year - 2, year - 1))
    evidence = "\n".join(f'  - {{clause: {clause}, statement: "{_prose(chance, 14)}", document: "Báo cáo số {number}/BC-MH"}}' for clause in ("chung-2", "chung-3", "ca-nhan-1"))
    return f"""---
id: DH-{year}-{number // 3 + 1:04d}
kind: individual
name: {name}
role: Kỹ sư
unit: {chance.choice(UNITS)}
fields: [{chance.choice(FIELDS)}]
year: {year}
stage: outstanding
title: "{_prose(chance, 10)}"
summary: "{_prose(chance, 34)}"
recognition: {{date: {year}-02-01, body: Hội nghị viên chức, document: "Biên bản số {number}/BB-MH"}}
ratings:
{ratings}
awards:
{awards}
initiatives:
  - name: "Sáng kiến {number} {_prose(chance, 5)}"
    kind: initiative
    effect: "{_prose(chance, 20)}"
    how: "{_prose(chance, 40)}"
    figures: [{{label: Thời gian, before: 9 ngày, after: 2 ngày}}]
    document: "Quyết định số {number}/QĐ-SK"
evidence:
{evidence}
consent: {{document: "Phiếu số {number}", date: {year}-02-02, covers: [name, image, story], channels: [portal, newspaper]}}
channels:
  portal: {{publish: {year}-03-{1 + number % 28:02d}}}
  newspaper: {{publish: {year}-04-{1 + number % 28:02d}}}
review: {{status: approved}}
---

{sections}
"""


def _prose(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


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
    parser.add_argument("--profiles", type=int, nargs="*", default=SIZES, metavar="N", help="how many profiles; several sizes are compared")
    parser.add_argument("--checks", type=int, default=CHECKED, metavar="N", help="how many profiles to check; 0 leaves it out")
    parser.add_argument("--kits", type=int, default=KITS, metavar="N", help="how many press kits to make; 0 leaves it out")
    options = parser.parse_args()
    sizes = options.profiles
    python = ensure_environment()
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
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
