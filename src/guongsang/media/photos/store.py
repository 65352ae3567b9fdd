"""Renditions of photos on disk: kept by content, made once, forgotten when no build has used them for long.

Preparing (before pages are made, for they hold the placeholders) renders what is missing into the cache;
writing copies from there into the site.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import Image

from guongsang.errors import BuildError
from guongsang.manuscripts.photos.file import FINGERPRINT
from guongsang.media.photos.encoding import ENCODER, RECIPE, encode_rendition, open_upright
from guongsang.outputs.artifacts import PhotoArtifact
from guongsang.progress import Progress
from guongsang.storage.error_messages import explain_fault
from guongsang.storage.sealed_files import copy_sealed, is_cached, read_sealed, write_sealed


def prepare_photos(artifacts: Iterable[PhotoArtifact], cache: Path, progress: Progress | None = None) -> None:
    """Make every rendition that `cache` lacks. Raises BuildError, naming the photo, where one can't be rendered."""
    wanted = list(artifacts)
    missing = [item for item in wanted if not is_cached(_cached(item.path, cache))]
    if missing:
        cache.mkdir(parents=True, exist_ok=True)
    done = taken = len(wanted) - len(missing)
    if progress:
        progress(done, len(wanted), taken)
    for source, group in groupby(missing, key=lambda item: item.source):
        done += _render(source, [(item.width, item.format, _cached(item.path, cache)) for item in group])
        if progress:
            progress(done, len(wanted), taken)


def write_photos(artifacts: Iterable[PhotoArtifact], target: Path, cache: Path) -> list[str]:
    """Write every rendition but the placeholders below `target`, from a cache that is prepared; return their addresses.

    Raises BuildError where the cache was emptied meanwhile.
    """
    written = []
    try:
        for item in artifacts:
            if item.format != "placeholder":
                path = target / item.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.unlink(missing_ok=True)  # it may be a second name of a file of the earlier site
                copy_sealed(_cached(item.path, cache), path)
                written.append(item.path)
        return written
    except FileNotFoundError as error:
        raise _emptied(cache) from error


@lru_cache(maxsize=65536)
def render_placeholder(path: str, cache: Path) -> str:
    """Return the data URI of a prepared placeholder. Its name tells its content, so it may be remembered for ever."""
    content = read_sealed(_cached(path, cache))
    if content is None:
        raise _emptied(cache)
    return f"data:image/webp;base64,{base64.b64encode(content).decode('ascii')}"


def _emptied(cache: Path) -> BuildError:
    return BuildError(f"ảnh đã dựng vừa bị xóa khỏi {cache} hoặc vừa hỏng; chạy lại lệnh dựng")


def _cached(path: str, cache: Path) -> Path:
    # The name of a rendition carries the photo's fingerprint; the profile's folder doesn't matter.
    return cache / f"r{RECIPE}-{path.rsplit('/', 1)[-1].split('-', 1)[1]}.{ENCODER}"


def _render(source: Path, renditions: list[tuple[int, str, Path]]) -> int:
    try:
        content = source.read_bytes()
        if not all(hashlib.sha256(content).hexdigest()[:FINGERPRINT] in path.name for _, _, path in renditions):
            raise BuildError(f"ảnh {source.parent.name}/{source.name} vừa thay đổi trong lúc dựng; chạy lại lệnh dựng")
        upright = open_upright(content)
        for width, format, path in renditions:
            write_sealed(path, encode_rendition(upright, width, format))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BuildError(f"không xử lý được ảnh {source.parent.name}/{source.name}: {explain_fault(error)}") from None
    return len(renditions)
