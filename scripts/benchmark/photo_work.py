"""Draw or encode photos: photo_work.py draw FOLDER COUNT, photo_work.py make PROJECT TARGET.

scripts/bench.py runs it in the project's environment. `draw` writes photos of 12 megapixels, all
different. `make` encodes and writes the renditions of a project's photos as a build does, without
its pages. It prints the cost and the renditions of a photo as JSON.
"""

from __future__ import annotations

import json
import random
import sys
import time
from itertools import chain
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from PIL import Image, ImageChops, ImageDraw

from guongsang.build.compile_site import compile_site, load_edition
from guongsang.manuscripts.photos.inspection import inspect_photo
from guongsang.media.photos.store import prepare_photos, write_photos
from guongsang.media.profile_media import PHOTOS
from guongsang.outputs import photo_artifacts
from guongsang.storage.sealed_files import CACHE
from guongsang.text.dates import resolve_as_of

SIZE = (4000, 3000)
_DIFFERENT = 6  # pictures; the other files differ from these by a comment: another file, the same work
_AS_OF = "2026-01-01"
_QUALITY = 88  # makes files of about the size that cameras make


def draw(folder: Path, count: int) -> None:
    """Write `count` photos, `1.jpg` and on, with large shapes, fine texture and noise."""
    folder.mkdir(parents=True)
    for number in range(min(count, _DIFFERENT)):
        chance = random.Random(number)
        picture = Image.merge("RGB", [Image.effect_noise((16, 12), 90) for _ in range(3)]).resize(
            SIZE, Image.Resampling.BICUBIC
        )
        # Coarse to fine, each weaker: the spectrum of photos, whose texture is in the brightness.
        for height, weight in ((60, 0.3), (300, 0.3), (1500, 0.15)):
            layer = Image.effect_noise((height * 4 // 3, height), 90).resize(SIZE, Image.Resampling.BICUBIC)
            picture = Image.blend(picture, Image.merge("RGB", [layer] * 3), weight)
        pen = ImageDraw.Draw(picture)
        for _ in range(40):
            x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
            pen.ellipse(
                (x, y, x + chance.randrange(50, 700), y + chance.randrange(50, 700)),
                fill=tuple(chance.randrange(256) for _ in range(3)),
            )
        noise = Image.effect_noise(SIZE, 12).point(lambda value: max(0, value - 100))
        picture = ImageChops.add(picture, Image.merge("RGB", [noise] * 3), offset=-28)
        picture.save(folder / f"{number + 1}.jpg", quality=_QUALITY)
    for number in range(_DIFFERENT, count):
        content = (folder / f"{number % _DIFFERENT + 1}.jpg").read_bytes()
        comment = f"{number:08d}".encode()
        (folder / f"{number + 1}.jpg").write_bytes(
            content[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + content[2:]
        )


def make(project: Path, target: Path) -> dict[str, object]:
    """Make the renditions; return seconds and CPU seconds of inspecting, encoding and writing."""
    photos = sorted((project / "exemplars").glob("20*/*/*.jpg"))
    started, spent = time.perf_counter(), _cpu()
    for photo in photos:  # before the profiles are read, which asks for the same and then has it
        inspect_photo(photo, project)
    seconds, cpu = time.perf_counter() - started, _cpu() - spent
    artifacts = list(photo_artifacts(compile_site(load_edition(project, resolve_as_of(_AS_OF)))))
    started, spent = time.perf_counter(), _cpu()
    prepare_photos(artifacts, project / CACHE / PHOTOS)
    write_photos(artifacts, target, project / CACHE / PHOTOS)
    seconds, cpu = seconds + time.perf_counter() - started, cpu + _cpu() - spent
    first = [artifact for artifact in artifacts if artifact.source == artifacts[0].source] if artifacts else []
    return {
        "seconds": seconds,
        "cpu": cpu,
        "photos": len({artifact.source for artifact in artifacts}),
        "renditions": [[item.format, item.width] for item in first],
    }


def _cpu() -> float:
    return sum(
        chain.from_iterable(
            (usage.ru_utime, usage.ru_stime) for usage in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN))
        )
    )


if __name__ == "__main__":
    if sys.argv[1] == "draw":
        draw(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        print(json.dumps(make(Path(sys.argv[2]), Path(sys.argv[3]))))
