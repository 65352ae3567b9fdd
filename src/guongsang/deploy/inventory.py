"""What a built site holds, file by file with its fingerprints: what was copied is compared with it, and what changed is found by it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guongsang.errors import PublishError

_BLOCK = 1 << 20
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class InventoryEntry:
    """One file: its size in bytes, its SHA-256 in hex, and its MD5, which object storage compares what it received with."""

    size: int
    sha256: str
    md5: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """Every file of a site by its path below the site's folder, with `/` between parts, in order."""

    files: Mapping[str, InventoryEntry]

    @property
    def digest(self) -> str:
        """The site's own fingerprint, in hex: the same for the same paths with the same content."""
        lines = "".join(f"{entry.sha256}  {path}\n" for path, entry in self.files.items())
        return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()

    @property
    def public(self) -> Inventory:
        """What readers may ask for: without what is for a web server alone, its settings in names that begin with a dot and twins packed beforehand (`x.gz` beside `x`)."""
        return Inventory({path: entry for path, entry in self.files.items() if not self._is_for_servers(path)})

    def _is_for_servers(self, path: str) -> bool:
        if any(part.startswith(".") for part in path.split("/")):
            return True
        return (
            path.endswith(".gz") and path.removesuffix(".gz") in self.files and not path.startswith("sitemap")
        )  # search engines ask for a packed sitemap

    @property
    def pages(self) -> frozenset[str]:
        return pages_of(self.files)


def pages_of(paths: Mapping[str, object]) -> frozenset[str]:
    """Return those of the paths that are pages, which a shrunken site is known by."""
    return frozenset(path for path in paths if path.endswith(".html"))


def take_inventory(folder: Path, progress: Progress | None = None) -> Inventory:
    """Read every file below a folder. Raises PublishError at what is no plain file: a link could lead out of the site, and a pipe has no end."""
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
                    f"{entry.path} không phải là tệp thường (liên kết tượng trưng hoặc tệp đặc biệt); trang chỉ được có tệp thường, hãy dựng lại trang"
                )


def _read(path: Path) -> InventoryEntry:
    sha256, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            sha256.update(block)
            md5.update(block)
            size += len(block)
    return InventoryEntry(size, sha256.hexdigest(), md5.hexdigest())
