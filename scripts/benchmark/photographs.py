"""Measure photos of 12 megapixels, one a profile, encoded by us and by Hugo.

Both make the same sizes and formats, at the same qualities.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmark.building import build, leave_out_kits, run
from benchmark.measuring import Cost, measure, tell
from benchmark.yardstick import Yardstick, write_files
from generated_project import generate

_MOST_TIMED = 40  # one takes seconds; they are made one by one, so what one costs tells what a thousand do
_NOTHING_NEW = "trang giữ nguyên"
_WORK = Path(__file__).with_name("photo_work.py")
_ENTRY = (
    'photos: [{{file: {file}, alt: "Người đứng bên máy đo", caption: "Ảnh số {number}.", credit: "Ảnh: Tổ ảnh", '
    "taken: 2024-01-02, role: work}}]\nconsent:"
)

# Quality and effort are ours (media/photos/encoding.py) as far as Hugo has them. Every difference
# favours Hugo: its AVIF has one speed, the faster of our two. It scales by averaging ("box", its
# default and its fastest by far), we by Lanczos after a reduction. It has no progressive JPEG and
# blurs no placeholder.
_SETTINGS = """baseURL = "https://example.org/"
timeout = "24h"
disableKinds = ["taxonomy", "term", "sitemap", "RSS", "404"]
[imaging]
resampleFilter = "box"
[imaging.avif]
encoderSpeed = 9
[imaging.webp]
method = 2
"""
_QUALITY = {"avif": "avif q55", "webp": "webp q80", "jpeg": "jpg q80", "placeholder": "webp q20"}
_LAYOUT = """{{ $photo := .Resources.GetMatch "*.jpg" }}{{ range slice SPECS -}}
<img src="{{ ($photo.Resize .).RelPermalink }}">
{{ end }}"""


@dataclass(frozen=True)
class Photos:
    """What photos cost.

    Attributes:
        count: photos of the site that is built again.
        timed: photos that are encoded from nothing.
        renditions: formats and widths of each photo, in words.
        cold: our cost of encoding `timed` photos.
        unchanged: our cost of building the site of `count` photos again with nothing changed.
        hugo_cold: Hugo's cost of encoding `timed` photos.
    """

    count: int
    timed: int
    renditions: str
    cold: Cost | None
    unchanged: Cost | None
    hugo_cold: Cost | None


def measure_photos(python: Path, yardstick: Yardstick | None, count: int, *, ours: bool) -> Photos:
    """Encode some photos from nothing, and build a site of `count` again.

    We go first, since our build says which renditions Hugo must make.
    """
    with tempfile.TemporaryDirectory(prefix="guongsang-bench-") as folder:
        drawn, project, many, site = (Path(folder) / name for name in ("drawn", "project", "many", "hugo"))
        timed = min(count, _MOST_TIMED)
        tell(f"vẽ {timed} ảnh")
        measure([python, _WORK, "draw", drawn, str(timed)])
        pictures = [drawn / f"{number}.jpg" for number in range(1, timed + 1)]
        tell(f"kho ảnh của ta, {timed} ảnh")
        _write_project(project, pictures if ours else pictures[:1], timed if ours else 1)
        cold, renditions = _make(python, project, Path(folder) / "made", timed if ours else 1)
        hugo_cold = unchanged = None
        if yardstick:
            tell(f"Hugo, {timed} ảnh")
            _write_hugo_site(site, pictures, renditions)
            hugo_cold = _run_hugo(yardstick, site, timed * len(renditions))
        if ours:
            tell(f"dựng trang {count} ảnh, rồi dựng lại khi không sửa gì")
            _write_project(many, pictures, count)
            shutil.copytree(project / ".cache" / "photos", many / ".cache" / "photos")
            unchanged = _build_again(python, many)
        told = ", ".join(
            f"{format} {'/'.join(str(width) for other, width in renditions if other == format)}"
            for format in dict(renditions)
        )
        return Photos(count, timed, told, cold if ours else None, unchanged, hugo_cold)


def _write_project(project: Path, pictures: list[Path], count: int) -> None:
    generate(project, count)
    leave_out_kits(project)
    for number, path in enumerate(sorted((project / "exemplars").glob("20*/*/index.md")), start=1):
        _place(pictures[number % len(pictures)], path.parent / "anh.jpg")
        path.write_text(
            path.read_text(encoding="utf-8").replace("consent:", _ENTRY.format(file="anh.jpg", number=number), 1),
            encoding="utf-8",
        )


def _build_again(python: Path, project: Path) -> Cost:
    """Build a project, and measure how long it takes to find that nothing has changed since."""
    build(python, project)
    cost, told = run(python, project, "build")
    if _NOTHING_NEW not in told:
        raise SystemExit(f"lỗi: dựng lại khi không sửa gì mà vẫn làm lại trang\n{told}")
    return cost


def _make(python: Path, project: Path, target: Path, count: int) -> tuple[Cost, list[tuple[str, int]]]:
    whole, told = measure([python, "-X", "utf8", _WORK, "make", project, target])
    answer = json.loads(told.splitlines()[-1])
    if answer["photos"] != count:
        raise SystemExit(f"lỗi: {answer['photos']} ảnh được dựng, cần {count}")
    return Cost(answer["seconds"], answer["cpu"], whole.memory), [
        (format, width) for format, width in answer["renditions"]
    ]


def _write_hugo_site(site: Path, photos: list[Path], renditions: list[tuple[str, int]]) -> None:
    specs = " ".join(f'"{width}x {_QUALITY[format]}"' for format, width in renditions)
    pages = {f"content/{photo.stem}/index.md": f"---\ntitle: Ảnh {photo.stem}\n---\n" for photo in photos}
    write_files(
        site,
        {
            "hugo.toml": _SETTINGS,
            "layouts/page.html": _LAYOUT.replace("SPECS", specs),
            "layouts/list.html": "",
            **pages,
        },
    )
    for photo in photos:
        _place(photo, site / "content" / photo.stem / "anh.jpg")


def _run_hugo(yardstick: Yardstick, site: Path, wanted: int) -> Cost:
    """Run Hugo, and see that each photo has each of its renditions."""
    cost, _ = measure([yardstick.hugo, "--source", site, "--cacheDir", site / "cache", "--quiet"])
    made = sum(1 for path in (site / "public").rglob("*_hu_*"))
    if made != wanted:
        raise SystemExit(f"lỗi: Hugo làm {made} ảnh, cần {wanted}")
    return cost


def _place(source: Path, target: Path) -> None:
    """Let a drawn photo stand in both sites without a second copy on the disk."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
