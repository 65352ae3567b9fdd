"""Cache the renditions of photos by content, and copy them into the site.

`prepare_photos` renders what the cache lacks; it runs before pages are made, as they embed the
placeholders. `write_photos` copies from the cache into the site.
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
    """Make every rendition that `cache` lacks.

    Raises:
        BuildError: a photo can't be processed; names the photo.
    """
    wanted = list(artifacts)
    missing = [item for item in wanted if not is_cached(_cache_file(item.path, cache))]
    if missing:
        cache.mkdir(parents=True, exist_ok=True)
    done = reused = len(wanted) - len(missing)
    if progress:
        progress(done, len(wanted), reused)
    for source, group in groupby(missing, key=lambda item: item.source):
        done += _render(source, [(item.width, item.format, _cache_file(item.path, cache)) for item in group])
        if progress:
            progress(done, len(wanted), reused)


def write_photos(artifacts: Iterable[PhotoArtifact], target: Path, cache: Path) -> list[str]:
    """Copy every rendition but the placeholders from a prepared cache; return their addresses.

    Raises:
        BuildError: the cache was emptied meanwhile.
    """
    written = []
    try:
        for item in artifacts:
            if item.format != "placeholder":
                path = target / item.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.unlink(missing_ok=True)  # it may be a hard link to the current site's file
                copy_sealed(_cache_file(item.path, cache), path)
                written.append(item.path)
        return written
    except FileNotFoundError as error:
        raise _emptied(cache) from error


@lru_cache(maxsize=65536)
def render_placeholder(path: str, cache: Path) -> str:
    """Return the data URI of a prepared placeholder. Its name has a fingerprint of its content."""
    content = read_sealed(_cache_file(path, cache))
    if content is None:
        raise _emptied(cache)
    return f"data:image/webp;base64,{base64.b64encode(content).decode('ascii')}"


def _emptied(cache: Path) -> BuildError:
    return BuildError(f"ảnh đã dựng vừa bị xóa khỏi {cache} hoặc vừa hỏng; chạy lại lệnh dựng")


def _cache_file(path: str, cache: Path) -> Path:
    # The name of a rendition has the photo's fingerprint, so the profile's folder doesn't matter.
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
