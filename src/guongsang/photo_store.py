"""Renditions of photos on disk: kept by content, made once, forgotten when no build has used them for long.

Preparing (before pages are made, for they hold the placeholders) renders what is missing into the cache;
writing copies from there into the site.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import Image

from guongsang.errors import BuildError
from guongsang.outputs.artifacts import PhotoArtifact
from guongsang.photo_facts import FINGERPRINT
from guongsang.photo_recipe import RECIPE, encode_rendition, open_upright
from guongsang.whole_files import write_whole

# A rendition's time of change is the day of its last use, give or take USED days, and of nothing but the cache.
USED, UNUSED = 30 * 86400, 180 * 86400  # seconds


def prepare_photos(artifacts: Iterable[PhotoArtifact], cache: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Make every rendition that `cache` lacks. Raises BuildError, naming the photo, where one can't be rendered."""
    cache.mkdir(parents=True, exist_ok=True)
    wanted = list(artifacts)
    now = time.time()
    missing = [item for item in wanted if not _is_cached(_cached(item.path, cache), now)]
    done = len(wanted) - len(missing)
    if progress:
        progress(done, len(wanted))
    jobs = [(source, [(item.width, item.format, _cached(item.path, cache)) for item in group])
            for source, group in groupby(missing, key=lambda item: item.source)]
    for count in _run(jobs):
        done += count
        if progress:
            progress(done, len(wanted))


def write_photos(artifacts: Iterable[PhotoArtifact], target: Path, cache: Path) -> None:
    """Write every rendition but the placeholders below `target`, from a cache that is prepared, and forget what is long unused.

    Raises BuildError where the cache was emptied meanwhile.
    """
    try:
        for item in artifacts:
            if item.format != "placeholder":
                path = target / item.path
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(_cached(item.path, cache), path)
        _forget_unused(cache, time.time())
    except FileNotFoundError as error:
        raise BuildError(f"ảnh đã dựng vừa bị xóa khỏi {cache}; chạy lại lệnh dựng") from error


@lru_cache(maxsize=65536)
def render_placeholder(path: str, cache: Path) -> str:
    """Return the data URI of a prepared placeholder. Its name tells its content, so it may be remembered for ever."""
    return f"data:image/webp;base64,{base64.b64encode(_cached(path, cache).read_bytes()).decode('ascii')}"


def _is_cached(path: Path, now: float) -> bool:
    try:
        unused_for = now - path.stat().st_mtime
    except OSError:
        return False
    if unused_for > USED:
        os.utime(path)
    return True


def _forget_unused(cache: Path, now: float) -> None:
    """Delete what no build has used for half a year: photos that were replaced, sizes and recipes of the past."""
    with os.scandir(cache) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False) and now - entry.stat(follow_symlinks=False).st_mtime > UNUSED:
                Path(entry).unlink(missing_ok=True)


def _run(jobs: list) -> Iterable[int]:
    if len(jobs) < 3:
        yield from (_render(*job) for job in jobs)
        return
    with ProcessPoolExecutor(min(os.cpu_count() or 1, 61)) as pool:
        for future in as_completed([pool.submit(_render, *job) for job in jobs]):
            yield future.result()


def _cached(path: str, cache: Path) -> Path:
    # The name of a rendition carries the photo's fingerprint; the profile's folder doesn't matter.
    return cache / f"r{RECIPE}-{path.rsplit('/', 1)[-1].split('-', 1)[1]}"


def _render(source: Path, renditions: list[tuple[int, str, Path]]) -> int:
    try:
        content = source.read_bytes()
        if not all(hashlib.sha256(content).hexdigest()[:FINGERPRINT] in path.name for _, _, path in renditions):
            raise BuildError(f"ảnh {source.parent.name}/{source.name} vừa thay đổi trong lúc dựng; chạy lại lệnh dựng")
        upright = open_upright(content)
        for width, format, path in renditions:
            write_whole(path, encode_rendition(upright, width, format))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BuildError(f"không xử lý được ảnh {source.parent.name}/{source.name}: {error}") from None
    return len(renditions)
