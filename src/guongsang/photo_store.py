"""Renditions of photos on disk: made with Pillow, without metadata, kept by content and made once."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from io import BytesIO
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from guongsang.errors import BuildError
from guongsang.outputs.artifacts import PhotoArtifact
from guongsang.photo_facts import FINGERPRINT, FORMATS, MAX_PIXELS

# Raise it when a rendition of the same photo would come out different.
RECIPE = "2"
_SETTINGS = {"webp": {"format": "WEBP", "quality": 80, "method": 4}, "jpeg": {"format": "JPEG", "quality": 82, "progressive": True, "optimize": True}}
_SRGB = ImageCms.createProfile("sRGB")


def write_photos(artifacts: Iterable[PhotoArtifact], target: Path, cache: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Write every rendition below `target`. Renditions are taken from `cache` where they stand there.

    Raises BuildError, naming the photo, where one can't be rendered.
    """
    cache.mkdir(parents=True, exist_ok=True)
    wanted = list(artifacts)
    missing = [item for item in wanted if not _cached(item, cache).exists()]
    done = len(wanted) - len(missing)
    if progress:
        progress(done, len(wanted))
    jobs = [(source, [(item.width, item.format, _cached(item, cache)) for item in group])
            for source, group in groupby(missing, key=lambda item: item.source)]
    for count in _run(jobs):
        done += count
        if progress:
            progress(done, len(wanted))
    for item in wanted:
        path = target / item.path
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_cached(item, cache), path)


def _run(jobs: list) -> Iterable[int]:
    if len(jobs) < 3:
        yield from (_render(*job) for job in jobs)
        return
    with ProcessPoolExecutor(min(os.cpu_count() or 1, 61)) as pool:
        for future in as_completed([pool.submit(_render, *job) for job in jobs]):
            yield future.result()


def _cached(item: PhotoArtifact, cache: Path) -> Path:
    # The name of a rendition carries the photo's fingerprint; the profile's folder doesn't matter.
    return cache / f"r{RECIPE}-{item.path.rsplit('/', 1)[-1].split('-', 1)[1]}"


def _render(source: Path, renditions: list[tuple[int, str, Path]]) -> int:
    try:
        content = source.read_bytes()
        if not all(hashlib.sha256(content).hexdigest()[:FINGERPRINT] in path.name for _, _, path in renditions):
            raise BuildError(f"ảnh {source.parent.name}/{source.name} vừa thay đổi trong lúc dựng; chạy lại lệnh dựng")
        with Image.open(BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise BuildError(f"ảnh {source.parent.name}/{source.name} quá lớn")
            upright = _as_srgb(_on_white(ImageOps.exif_transpose(opened)))
        for width, format, path in renditions:
            _write_atomically(path, _encode(upright, width, format))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BuildError(f"không xử lý được ảnh {source.parent.name}/{source.name}: {error}") from None
    return len(renditions)


def _on_white(image: Image.Image) -> Image.Image:
    """Lay a photo with transparency on white: what somebody erased must not come back."""
    if not image.has_transparency_data:
        return image
    layered = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")


def _as_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "L", "CMYK"):
        try:
            return ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(BytesIO(profile)), _SRGB, outputMode="RGB") or image
        except ImageCms.PyCMSError:
            pass  # a damaged colour profile: the plain numbers are the best that is left
    if image.mode.startswith("I"):
        image = image.point(lambda value: value * (1 / 256)).convert("L")  # 16 bits a pixel
    return image.convert("RGB")


def _encode(image: Image.Image, width: int, format: str) -> bytes:
    height = max(1, round(image.height * width / image.width))
    resized = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0) if width != image.width else image
    bare = Image.new("RGB", resized.size)
    bare.paste(resized)  # a new image has no metadata to leak
    buffer = BytesIO()
    bare.save(buffer, **_SETTINGS[format])
    return buffer.getvalue()


def _write_atomically(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)
