"""Make press kits on all cores, cache them by content, and copy them into the site.

The cache holds a kit as its ZIP. The parts beside it on the site are extracted from it, so the two
can't differ. `prepare_kits` makes what the cache lacks; it runs before pages are made, as they show
the sizes of files. `write_kits` copies from the cache into the site.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from PIL import Image

from guongsang.errors import BuildError
from guongsang.manuscripts.photos.file import FINGERPRINT
from guongsang.media.kits.zip_entry import zip_entry
from guongsang.media.photos.encoding import ENCODER, RECIPE, encode_for_print, encode_rendition, open_upright
from guongsang.media.photos.xmp import render_xmp
from guongsang.outputs.artifacts import KitArtifact, KitPhoto
from guongsang.progress import Progress
from guongsang.storage.error_messages import explain_fault
from guongsang.storage.sealed_files import SEAL, copy_sealed, is_cached, write_sealed
from guongsang.workers import CORES, worker_pool

SUMS = "SHA256SUMS"
_IN_WORD = 800  # pixels wide: enough for a draft of an article, which is printed from the photo itself
_QUEUED = 4  # kits queued per process: enough to keep it busy, few enough for the memory
_COMPRESSED = (".jpg", ".docx")  # stored in the ZIP as they are: they are compressed already
_WORLD_READABLE = 0o644 << 16  # Unix permissions in a ZIP entry


@dataclass(frozen=True, slots=True)
class CachedKit:
    """A kit in the cache. It holds no content, so that those of all profiles fit in memory.

    Attributes:
        path: the ZIP, relative to the site's folder.
        folder: the folder of its parts, relative to the site's folder.
        cached: the file in the cache.
    """

    path: str
    folder: str
    cached: Path


def prepare_kits(
    kits: Iterable[KitArtifact], cache: Path, total: int = 0, progress: Progress | None = None
) -> tuple[CachedKit, ...]:
    """Make every kit that `cache` lacks, on all cores.

    Args:
        kits: all kits, made on demand.
        cache: the folder of cached kits.
        total: expected number of kits, for `progress`.
        progress: called with the number of kits done, the total, and how many were cached.

    Returns:
        All kits, in their order.

    Raises:
        BuildError: a kit can't be made; names the photo.
    """
    prepared: list[CachedKit] = []
    pending: set[Future[None]] = set()
    made_here, reused = False, 0
    with ExitStack() as stack:
        pool: ProcessPoolExecutor | None = None
        for kit in kits:
            path = _cache_file(kit, cache)
            prepared.append(CachedKit(kit.path, kit.folder, path))
            if is_cached(path):
                reused += 1
            elif not made_here:  # most builds lack none or one, which isn't worth a process
                _make(kit, path)
                made_here = True
            else:
                pool = pool or stack.enter_context(worker_pool())
                pending.add(pool.submit(_make, kit, path))
                if len(pending) >= CORES * _QUEUED:
                    pending = _wait(pending)
            if progress:
                progress(len(prepared) - len(pending), max(total, len(prepared)), reused)
        while pending:
            pending = _wait(pending)
            if progress:
                progress(len(prepared) - len(pending), max(total, len(prepared)), reused)
    return tuple(prepared)


def write_kits(kits: Iterable[CachedKit], target: Path, cache: Path) -> None:
    """Write every kit and each of its parts below `target`.

    Raises:
        BuildError: the cache was emptied or damaged meanwhile.
    """
    try:
        for kit in kits:
            folder = target / kit.folder
            folder.mkdir(parents=True, exist_ok=True)
            copy_sealed(kit.cached, target / kit.path)
            with zipfile.ZipFile(kit.cached) as packed:
                for name in packed.namelist():
                    path = folder / name
                    path.parent.mkdir(exist_ok=True)
                    path.unlink(missing_ok=True)  # it may be a hard link to the current site's file
                    with packed.open(name) as source, path.open("wb") as part:
                        shutil.copyfileobj(source, part, 1 << 20)
    except (FileNotFoundError, zipfile.BadZipFile) as error:
        raise BuildError(
            f"bộ tư liệu báo chí đã dựng trong {cache} vừa bị xóa hoặc bị hỏng; xóa thư mục ấy rồi chạy lại lệnh dựng"
        ) from error


def is_made(kit: KitArtifact, cache: Path) -> bool:
    """Answer whether `cache` has a kit, undamaged."""
    return is_cached(_cache_file(kit, cache))


def kit_sizes(kit: CachedKit) -> dict[str, int]:
    """Return the size in bytes of the ZIP and then of each part, by path from the site's root."""
    return dict(_sizes(kit))


@lru_cache(maxsize=65536)
def _sizes(kit: CachedKit) -> tuple[tuple[str, int], ...]:
    # The file name contains a fingerprint of the content, so the result never changes.
    with zipfile.ZipFile(kit.cached) as packed:
        parts = [(f"{kit.folder}{entry.filename}", entry.file_size) for entry in packed.infolist()]
    return ((kit.path, kit.cached.stat().st_size - SEAL), *parts)


def make_kit(kit: KitArtifact) -> bytes:
    """Return the bytes of a kit's ZIP. Equal kits give equal bytes.

    Raises:
        BuildError: a photo can't be read; names the photo.
    """
    parts: dict[str, bytes] = {}
    pictures: dict[str, bytes] = {}
    for photo in kit.photos:
        upright = _open(photo)
        parts[photo.name] = encode_for_print(upright, render_xmp(photo.rights))
        # Far faster than scaling in one step, and as sharp at this size.
        halved = upright.reduce(max(1, upright.width // _IN_WORD))
        pictures[photo.name] = encode_rendition(halved, min(_IN_WORD, halved.width), "jpeg")
    from guongsang.media.kits.word import draw_document  # slow to import, and most builds make no kit

    texts = {
        text.path: text.content if isinstance(text.content, bytes) else text.content.encode() for text in kit.texts
    }
    parts = {kit.document: draw_document(kit.sheet, pictures), **texts, **parts}
    parts[SUMS] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in parts.items()
    ).encode()
    return _pack(parts)


def _open(photo: KitPhoto) -> Image.Image:
    named = f"{photo.source.parent.name}/{photo.source.name}"
    try:
        content = photo.source.read_bytes()
        if hashlib.sha256(content).hexdigest()[:FINGERPRINT] != photo.fingerprint:
            raise BuildError(f"ảnh {named} vừa thay đổi trong lúc dựng; chạy lại lệnh dựng")
        return open_upright(content)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BuildError(f"không xử lý được ảnh {named}: {explain_fault(error)}") from None


def _pack(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, content in parts.items():
            entry = zip_entry(name, zipfile.ZIP_STORED if name.endswith(_COMPRESSED) else zipfile.ZIP_DEFLATED)
            entry.external_attr = _WORLD_READABLE
            packed.writestr(entry, content, compresslevel=6)
    return buffer.getvalue()


def _wait(pending: set[Future[None]]) -> set[Future[None]]:
    done, left = wait(pending, return_when=FIRST_COMPLETED)
    for future in done:
        future.result()
    return left


def _make(kit: KitArtifact, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_sealed(path, make_kit(kit))


def _cache_file(kit: KitArtifact, cache: Path) -> Path:
    # RECIPE and ENCODER, because a kit contains photos.
    return cache / f"r{RECIPE}-{kit.fingerprint}.zip.{ENCODER}-{_packer()}"


@lru_cache(maxsize=1)
def _packer() -> str:
    """Return the versions of what writes and compresses Word files: others give other bytes."""
    return "-".join((version("python-docx"), version("lxml"), zlib.ZLIB_RUNTIME_VERSION))
