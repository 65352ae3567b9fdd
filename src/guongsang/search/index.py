"""Write the files of the search index, only those that changed (what ranks: `segment.py`)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

from guongsang.errors import BuildError
from guongsang.outputs.search.records import SearchEntry, SearchRecord
from guongsang.search.files import INDEX, bind_segments, shown_path
from guongsang.search.segment import VERSION, Layout, Vocabulary, index_segment
from guongsang.search.segment_cache import CachedSegment, fresh_segment, load_segment, pack_segment
from guongsang.storage.error_messages import explain_fault
from guongsang.storage.files import write_file
from guongsang.storage.sealed_files import remove_path, write_whole
from guongsang.text.addresses import SEARCH_INDEX_FOLDER

FOLDER = SEARCH_INDEX_FOLDER
_LISTING = "files.json"  # in the cache: key and files of the last index
_SEGMENT_SUFFIX = ".segment"
_TWIN_SUFFIX = ".gz"  # files that build/precompression.py adds


@dataclass(frozen=True, slots=True)
class Segment:
    """A share of the entries, not yet indexed.

    Attributes:
        name: two digits, or "chung" for pages that belong to no profile.
        entries: profiles and pages, sorted by key.
        key: digest of the entries and of the index's layout.
    """

    name: str
    entries: tuple[SearchEntry, ...]
    key: str

    def records(self) -> list[SearchRecord]:
        """Return the records of all entries. Slow: entries make them on demand."""
        return [record for entry in self.entries for record in entry.records()]


def write_search_index(
    entries: Iterable[SearchEntry], target: Path, cache: Path, progress: Callable[[int, int], None] | None = None
) -> dict[str, bool]:
    """Write the search index of `entries`: the same bytes, whatever was there before.

    An existing file is never written to, as it may be a hard link to another site's. It is replaced
    by a rename, or left alone if it is right; files no longer in the index are deleted.
    Precompressed twins of unchanged files stay.

    Args:
        entries: what can be found. Only segments with a changed entry ask for their records.
        target: the site's folder.
        cache: folder of indexed segments. Missing or damaged ones are indexed again.
        progress: called with the number of entries done, and the total.

    Returns:
        By path relative to `target`: whether the file was written now.

    Raises:
        BuildError: a file can't be written.
    """
    all_entries = tuple(entries)
    layout = Layout.fitting(len(all_entries))
    segments = split_entries(all_entries, layout)
    key = _digest(segment.key for segment in segments)
    folder = target / FOLDER
    try:
        existing = _list_files(folder)
        files = dict.fromkeys((path for path in existing if not _is_twin(path, existing)), False)
        if not _is_current(folder, existing, cache / _LISTING, key):
            indexed = list(_index(segments, layout, cache, progress))
            files, sizes = _write(indexed, layout, folder, existing)
            _delete_others(folder, existing, files)
            _write_cache_file(
                cache / _LISTING,
                json.dumps({"made_of": key, "index": _digest_of(folder / INDEX), "files": sizes}).encode(),
            )
            _delete_other_segments(cache, segments)
    except OSError as error:
        raise BuildError(f"không lập được chỉ mục tìm kiếm: {explain_fault(error)}") from error
    if progress:
        progress(len(all_entries), len(all_entries))
    return {f"{FOLDER}/{path}": written for path, written in files.items()}


def split_entries(entries: Iterable[SearchEntry], layout: Layout) -> list[Segment]:
    """Divide entries into segments by a hash of their key. Entries without a key have their own."""
    members: dict[str, list[SearchEntry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.key):
        members.setdefault(f"{crc32(entry.key.encode()) % layout.segments:02}" if entry.key else "chung", []).append(
            entry
        )
    format_and_layout = json.dumps([VERSION, asdict(layout)])
    return [
        Segment(
            name,
            tuple(members[name]),
            _digest((format_and_layout, *(text for entry in members[name] for text in (entry.key, entry.digest)))),
        )
        for name in sorted(members)
    ]


def _index(
    segments: Sequence[Segment], layout: Layout, cache: Path, progress: Callable[[int, int], None] | None
) -> Iterator[tuple[Segment, CachedSegment]]:
    """Yield each segment with its index, from the cache or made now."""
    cache.mkdir(parents=True, exist_ok=True)
    total, done = sum(len(segment.entries) for segment in segments), 0
    files = [cache / f"{segment.name}{_SEGMENT_SUFFIX}" for segment in segments]
    loaded = [load_segment(file, segment.key) for file, segment in zip(files, segments, strict=True)]
    known = Vocabulary()
    for segment, file, cached in zip(segments, files, loaded, strict=True):
        indexed = cached
        if indexed is None:
            indexed = fresh_segment(index_segment(segment.records(), layout, known))
            _write_cache_file(file, pack_segment(indexed, segment.key))
        yield segment, indexed
        done += len(segment.entries)
        if progress and done < total:
            progress(done, total)


def _write_cache_file(path: Path, content: bytes) -> None:
    if path.is_dir():  # a folder of that name is deleted, as in the other caches
        remove_path(path)
    write_whole(path, content)


def _write(
    segments: Sequence[tuple[Segment, CachedSegment]], layout: Layout, folder: Path, existing: Mapping[str, int]
) -> tuple[dict[str, bool], dict[str, int]]:
    """Write missing and changed files, INDEX last.

    Returns:
        By path: whether the file was written now; and the size of each file.
    """
    files: dict[str, bool] = {}
    sizes: dict[str, int] = {}
    for segment, indexed in segments:
        own = [f"{shown_path(segment.name, indexed.digest)}/{number}.json" for number in range(len(indexed.sizes))]
        missing = [number for number, path in enumerate(own) if existing.get(path) != indexed.sizes[number]]
        shown = (indexed.load_shown() or index_segment(segment.records(), layout).shown) if missing else ()
        files.update(dict.fromkeys(own, False))
        for number in missing:
            _replace(folder, own[number], shown[number], existing)
            files[own[number]] = True
        sizes.update(zip(own, indexed.sizes, strict=True))
    for path, content in bind_segments(
        [(shown_path(segment.name, indexed.digest), indexed.segment) for segment, indexed in segments]
    ):
        files[path] = existing.get(path) != len(content) or path == INDEX and (folder / path).read_bytes() != content
        if files[path]:
            _replace(folder, path, content, existing)
        sizes[path] = len(content)
    return files, sizes


def _replace(folder: Path, path: str, content: bytes, existing: Mapping[str, int]) -> None:
    if path + _TWIN_SUFFIX in existing:  # it has the old content
        (folder / f"{path}{_TWIN_SUFFIX}").unlink(missing_ok=True)
    if path in existing:
        write_whole(folder / path, content)
    else:
        write_file(folder, path, content)


def _list_files(folder: str | Path, path: str = "") -> dict[str, int]:
    """Return the size of each file below `folder`, by path; empty if there is no such folder."""
    found: dict[str, int] = {}
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                found |= _list_files(entry.path, f"{path}{entry.name}/")
            else:
                found[path + entry.name] = entry.stat(follow_symlinks=False).st_size
    return found


def _is_current(folder: Path, existing: Mapping[str, int], listing: Path, key: str) -> bool:
    """Answer whether `folder` holds exactly the index with this key.

    Names contain fingerprints, so names and sizes are enough; only INDEX is compared by content.
    """
    try:
        listed = json.loads(listing.read_bytes())
        return bool(
            listed["made_of"] == key
            and listed["files"] == {path: size for path, size in existing.items() if not _is_twin(path, existing)}
            and listed["index"] == _digest_of(folder / INDEX)
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _delete_others(folder: Path, existing: Mapping[str, int], files: Mapping[str, int]) -> None:
    for path in existing:
        if path not in files and not _is_twin(path, files):
            (folder / path).unlink(missing_ok=True)
    for parent, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):  # it isn't empty
            os.rmdir(parent)


def _is_twin(path: str, files: Mapping[str, int]) -> bool:
    return path.endswith(_TWIN_SUFFIX) and path.removesuffix(_TWIN_SUFFIX) in files


def _delete_other_segments(cache: Path, segments: Sequence[Segment]) -> None:
    """Delete cached segments of other layouts."""
    current = {f"{segment.name}{_SEGMENT_SUFFIX}" for segment in segments}
    for path in cache.iterdir():
        if path.suffix == _SEGMENT_SUFFIX and path.name not in current:
            path.unlink(missing_ok=True)


def _digest(texts: Iterable[str]) -> str:
    return blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()


def _digest_of(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=16).hexdigest()
