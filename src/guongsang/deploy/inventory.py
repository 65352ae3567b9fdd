"""List the files of a built site with size and hashes.

Copies are compared with this list, and changes since the last publication are found by it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guongsang.errors import PublishError
from guongsang.progress import Progress

_BLOCK = 1 << 20  # bytes read at a time
StartStage = Callable[[str], Progress]  # from a stage's name to what reports its progress


@dataclass(frozen=True, slots=True)
class InventoryEntry:
    """One file of a site.

    Attributes:
        size: in bytes.
        sha256: SHA-256 of the content, in hexadecimal.
        md5: MD5 of the content, in hexadecimal; object storage verifies uploads with it.
    """

    size: int
    sha256: str
    md5: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """All files of a site, sorted by path. Paths are relative to the site's folder, with `/`."""

    files: Mapping[str, InventoryEntry]

    @property
    def digest(self) -> str:
        """SHA-256 over all paths and contents, in hexadecimal: equal sites have equal digests."""
        lines = "".join(f"{entry.sha256}  {path}\n" for path, entry in self.files.items())
        return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()

    @property
    def public(self) -> Inventory:
        """The files that readers may request.

        Leaves out what only a web server needs: settings in names that begin with a dot, and
        precompressed twins (`x.gz` beside `x`).
        """
        return Inventory({path: entry for path, entry in self.files.items() if not self._is_for_servers(path)})

    def _is_for_servers(self, path: str) -> bool:
        if any(part.startswith(".") for part in path.split("/")):
            return True
        if path.startswith("sitemap"):  # search engines request the compressed sitemap itself
            return False
        return path.endswith(".gz") and path.removesuffix(".gz") in self.files

    @property
    def pages(self) -> frozenset[str]:
        """Paths of the HTML pages."""
        return pages_of(self.files)


def pages_of(paths: Mapping[str, object]) -> frozenset[str]:
    """Return the paths of HTML pages; too few of them mean a shrunk site."""
    return frozenset(path for path in paths if path.endswith(".html"))


def take_inventory(folder: Path, progress: Progress | None = None) -> Inventory:
    """Read and hash every file below a folder.

    Raises:
        PublishError: a file can't be read, or isn't a regular file. A link could lead out of the
            site, and a pipe has no end.
    """
    try:
        paths = sorted(_walk(folder, folder))
        found: dict[str, InventoryEntry] = {}
        for number, path in enumerate(paths, 1):
            found[path] = _read(folder / path)
            if progress:
                progress(number, len(paths))
    except OSError as error:
        raise PublishError(
            f"không đọc được {error.filename or folder}: {error.strerror or type(error).__name__}"
        ) from None
    return Inventory(found)


def _walk(folder: Path, root: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry), root)
            elif entry.is_file(follow_symlinks=False):
                yield Path(entry).relative_to(root).as_posix()
            else:
                raise PublishError(
                    f"{entry.path} không phải là tệp thường (liên kết tượng trưng hoặc tệp đặc biệt); "
                    "trang chỉ được có tệp thường, hãy dựng lại trang"
                )


def _read(path: Path) -> InventoryEntry:
    sha256, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            sha256.update(block)
            md5.update(block)
            size += len(block)
    return InventoryEntry(size, sha256.hexdigest(), md5.hexdigest())
