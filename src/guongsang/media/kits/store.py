"""Press kits on disk: made on all cores, kept whole by content and made once, forgotten when no build has used them for long.

A kit is kept as its ZIP, which holds every part; the parts beside it on the site are taken out of it, so the two can't differ.
Preparing (before pages are made, which tell the sizes of files) makes what is missing; writing copies into the site.
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
from guongsang.media.photos.encoding import ENCODER, RECIPE, encode_for_print, encode_rendition, open_upright
from guongsang.media.photos.xmp import render_xmp
from guongsang.outputs.artifacts import KitArtifact, KitPhoto
from guongsang.progress import Progress
from guongsang.storage.error_messages import explain_fault
from guongsang.storage.sealed_files import SEAL, copy_sealed, is_cached, write_sealed
from guongsang.workers import CORES, worker_pool

SUMS = "SHA256SUMS"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a ZIP can tell
_IN_WORD = 800  # pixels: sharp enough in a draft of an article, which is printed from the photo itself
_AHEAD = 4  # kits in hand for each process: enough to keep it busy, few enough to hold in memory
_PACKED = (".jpg", ".docx")  # kept as they are: they are compressed already


@dataclass(frozen=True, slots=True)
class KeptKit:
    """A kit that is made: where it stands on the site, and where in the cache. It holds no text, so that a site of many can hold all."""

    path: str
    folder: str
    cached: Path


def prepare_kits(
    kits: Iterable[KitArtifact], cache: Path, total: int = 0, progress: Progress | None = None
) -> tuple[KeptKit, ...]:
    """Make every kit that `cache` lacks, of `total` in all; return where each is.

    Raises BuildError, naming the photo, where one can't be made.
    """
    kept: list[KeptKit] = []
    pending: set[Future[None]] = set()
    made_here, taken = False, 0
    with ExitStack() as stack:
        pool: ProcessPoolExecutor | None = None
        for kit in kits:
            path = _cached(kit, cache)
            kept.append(KeptKit(kit.path, kit.folder, path))
            if is_cached(path):
                taken += 1
            elif not made_here:  # most builds lack none or one: that isn't worth a process
                _make(kit, path)
                made_here = True
            else:
                pool = pool or stack.enter_context(worker_pool())
                pending.add(pool.submit(_make, kit, path))
                if len(pending) >= CORES * _AHEAD:
                    pending = _wait(pending)
            if progress:
                progress(len(kept) - len(pending), max(total, len(kept)), taken)
        while pending:
            pending = _wait(pending)
            if progress:
                progress(len(kept) - len(pending), max(total, len(kept)), taken)
    return tuple(kept)


def write_kits(kits: Iterable[KeptKit], target: Path, cache: Path) -> None:
    """Write every kit and each of its parts below `target`. Raises BuildError where the cache was emptied or spoilt meanwhile."""
    try:
        for kit in kits:
            folder = target / kit.folder
            folder.mkdir(parents=True, exist_ok=True)
            copy_sealed(kit.cached, target / kit.path)
            with zipfile.ZipFile(kit.cached) as packed:
                for name in packed.namelist():
                    path = folder / name
                    path.parent.mkdir(exist_ok=True)
                    path.unlink(missing_ok=True)  # it may be a second name of a file of the earlier site
                    with packed.open(name) as source, path.open("wb") as part:
                        shutil.copyfileobj(source, part, 1 << 20)
    except (FileNotFoundError, zipfile.BadZipFile) as error:
        raise BuildError(
            f"bộ tư liệu báo chí đã dựng trong {cache} vừa bị xóa hoặc bị hỏng; xóa thư mục ấy rồi chạy lại lệnh dựng"
        ) from error


def is_made(kit: KitArtifact, cache: Path) -> bool:
    """Answer whether `cache` has a kit."""
    return is_cached(_cached(kit, cache))


def kit_sizes(kit: KeptKit) -> dict[str, int]:
    """Return the size in bytes of a kit and of each part, by address from the site's root, in the kit's order."""
    return dict(_sizes(kit))


@lru_cache(maxsize=65536)
def _sizes(kit: KeptKit) -> tuple[tuple[str, int], ...]:
    # The name in the cache tells the content, so this may be remembered for ever.
    with zipfile.ZipFile(kit.cached) as packed:
        parts = [(f"{kit.folder}{entry.filename}", entry.file_size) for entry in packed.infolist()]
    return ((kit.path, kit.cached.stat().st_size - SEAL), *parts)


def make_kit(kit: KitArtifact) -> bytes:
    """Return a kit as the bytes of its ZIP. The same kit gives the same bytes.

    Raises BuildError, naming the photo, where one can't be read.
    """
    parts: dict[str, bytes] = {}
    pictures: dict[str, bytes] = {}
    for photo in kit.photos:
        upright = _open(photo)
        parts[photo.name] = encode_for_print(upright, render_xmp(photo.rights))
        halved = upright.reduce(
            max(1, upright.width // _IN_WORD)
        )  # far faster than to scale all at once, and as sharp at this size
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
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = (
                3,
                0o644 << 16,
            )  # the same on Windows, and readable where it is unpacked
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


def _cached(kit: KitArtifact, cache: Path) -> Path:
    return (
        cache / f"r{RECIPE}-{kit.fingerprint}.zip.{ENCODER}-{_packer()}"
    )  # photos come out different with another recipe


@lru_cache(maxsize=1)
def _packer() -> str:
    """Return what writes and packs Word files, with versions: another gives other bytes."""
    return "-".join((version("python-docx"), version("lxml"), zlib.ZLIB_RUNTIME_VERSION))
