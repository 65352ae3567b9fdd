"""The search index on disk: only segments whose records changed are indexed, only files whose content changed are written."""

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
from guongsang.search.segment_cache import KeptSegment, fresh_segment, load_segment, pack_segment
from guongsang.storage.error_messages import explain_fault
from guongsang.storage.files import write_file
from guongsang.storage.sealed_files import remove_path, write_whole
from guongsang.text.addresses import SEARCH_INDEX_FOLDER

FOLDER = SEARCH_INDEX_FOLDER
_LISTING = "files.json"  # in the cache: what the last index was made of, and its files
_PACKED = ".segment"
_TWIN = ".gz"  # of precompression.py


@dataclass(frozen=True, slots=True)
class Segment:
    """A share of the entries. `made_of` tells what they hold, and how the index is laid out."""

    name: str
    entries: tuple[SearchEntry, ...]
    made_of: str

    def records(self) -> list[SearchRecord]:
        return [record for entry in self.entries for record in entry.records()]


def write_search_index(
    entries: Iterable[SearchEntry], target: Path, cache: Path, progress: Callable[[int, int], None] | None = None
) -> dict[str, bool]:
    """Make the search index below `target`, the site's folder, that of `entries`: the same files, byte for byte, whatever stood there before.

    A file is never opened where one stands, for that may be another site's too (a hard link), but written under another name and put in place; one that is right
    already is left alone, and what is no longer of the index is removed. Twins that precompression made are kept beside files that stay.

    Returns the files of the index, from `target`, and whether each was written now.

    Args:
        entries: what can be found. Records are asked only of entries in a segment where an entry's digest is another than the last time.
        cache: where indexed segments are kept from one build to the next, one file each. Whatever is missing or spoilt there is made anew.
        progress: called with how many entries are done, and of how many.

    Raises BuildError where a file can't be written.
    """
    all_entries = tuple(entries)
    layout = Layout.fitting(len(all_entries))
    segments = split_entries(all_entries, layout)
    made_of = _digest(segment.made_of for segment in segments)
    folder = target / FOLDER
    try:
        standing = _standing(folder)
        files = dict.fromkeys((path for path in standing if not _is_twin(path, standing)), False)
        if not _is_whole(folder, standing, cache / _LISTING, made_of):
            kept = list(_keep(segments, layout, cache, progress))
            files, sizes = _write(kept, layout, folder, standing)
            _remove_others(folder, standing, files)
            _keep_file(
                cache / _LISTING,
                json.dumps({"made_of": made_of, "index": _digest_of(folder / INDEX), "files": sizes}).encode(),
            )
            _forget_others(cache, segments)
    except OSError as error:
        raise BuildError(f"không lập được chỉ mục tìm kiếm: {explain_fault(error)}") from error
    if progress:
        progress(len(all_entries), len(all_entries))
    return {f"{FOLDER}/{path}": written for path, written in files.items()}


def split_entries(entries: Iterable[SearchEntry], layout: Layout) -> list[Segment]:
    """Return the entries by segment, drawn by key and by nothing else; what is no profile's has its own."""
    members: dict[str, list[SearchEntry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.key):
        members.setdefault(f"{crc32(entry.key.encode()) % layout.segments:02}" if entry.key else "chung", []).append(
            entry
        )
    told = json.dumps([VERSION, asdict(layout)])
    return [
        Segment(
            name,
            tuple(members[name]),
            _digest((told, *(text for entry in members[name] for text in (entry.key, entry.digest)))),
        )
        for name in sorted(members)
    ]


def _keep(
    segments: Sequence[Segment], layout: Layout, cache: Path, progress: Callable[[int, int], None] | None
) -> Iterator[tuple[Segment, KeptSegment]]:
    """Yield each segment with its index, made now where the cache has none."""
    cache.mkdir(parents=True, exist_ok=True)
    total, done = sum(len(segment.entries) for segment in segments), 0
    found = [(segment, load_segment(cache / f"{segment.name}{_PACKED}", segment.made_of)) for segment in segments]
    known = Vocabulary()
    for segment, kept in found:
        if kept is None:
            kept = fresh_segment(index_segment(segment.records(), layout, known))
            _keep_file(cache / f"{segment.name}{_PACKED}", pack_segment(kept, segment.made_of))
        yield segment, kept
        done += len(segment.entries)
        if progress and done < total:
            progress(done, total)


def _keep_file(path: Path, content: bytes) -> None:
    if path.is_dir():  # a folder where the cache has a file gives way, as in the other caches
        remove_path(path)
    write_whole(path, content)


def _write(
    segments: Sequence[tuple[Segment, KeptSegment]], layout: Layout, folder: Path, standing: Mapping[str, int]
) -> tuple[dict[str, bool], dict[str, int]]:
    """Write what isn't there yet, what opens the rest last. Return by path the files of the index, with whether each was written now, and their sizes."""
    files: dict[str, bool] = {}
    sizes: dict[str, int] = {}
    for segment, kept in segments:
        own = [f"{shown_path(segment.name, kept.digest)}/{number}.json" for number in range(len(kept.sizes))]
        missing = [number for number, path in enumerate(own) if standing.get(path) != kept.sizes[number]]
        shown = (kept.load_shown() or index_segment(segment.records(), layout).shown) if missing else ()
        files.update(dict.fromkeys(own, False))
        for number in missing:
            _put(folder, own[number], shown[number], standing)
            files[own[number]] = True
        sizes.update(zip(own, kept.sizes, strict=True))
    for path, content in bind_segments(
        [(shown_path(segment.name, kept.digest), kept.segment) for segment, kept in segments]
    ):
        files[path] = standing.get(path) != len(content) or path == INDEX and (folder / path).read_bytes() != content
        if files[path]:
            _put(folder, path, content, standing)
        sizes[path] = len(content)
    return files, sizes


def _put(folder: Path, path: str, content: bytes, standing: Mapping[str, int]) -> None:
    if path + _TWIN in standing:  # of what stood here before
        (folder / f"{path}{_TWIN}").unlink(missing_ok=True)
    if path in standing:
        write_whole(folder / path, content)
    else:
        write_file(folder, path, content)


def _standing(folder: str | Path, path: str = "") -> dict[str, int]:
    """Return the size of each file below `folder`, by path; nothing where there is no such folder."""
    found: dict[str, int] = {}
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                found |= _standing(entry.path, f"{path}{entry.name}/")
            else:
                found[path + entry.name] = entry.stat(follow_symlinks=False).st_size
    return found


def _is_whole(folder: Path, standing: Mapping[str, int], listing: Path, made_of: str) -> bool:
    """Answer whether `folder` holds the index that was made of the same the last time, and nothing else: names tell the content, sizes that it is all there."""
    try:
        listed = json.loads(listing.read_bytes())
        return (
            listed["made_of"] == made_of
            and listed["files"] == {path: size for path, size in standing.items() if not _is_twin(path, standing)}
            and listed["index"] == _digest_of(folder / INDEX)
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _remove_others(folder: Path, standing: Mapping[str, int], files: Mapping[str, int]) -> None:
    for path in standing:
        if path not in files and not _is_twin(path, files):
            (folder / path).unlink(missing_ok=True)
    for parent, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):  # it isn't empty
            os.rmdir(parent)


def _is_twin(path: str, files: Mapping[str, int]) -> bool:
    return path.endswith(_TWIN) and path.removesuffix(_TWIN) in files


def _forget_others(cache: Path, segments: Sequence[Segment]) -> None:
    """Delete the segments of other layouts."""
    current = {f"{segment.name}{_PACKED}" for segment in segments}
    for path in cache.iterdir():
        if path.suffix == _PACKED and path.name not in current:
            path.unlink(missing_ok=True)


def _digest(texts: Iterable[str]) -> str:
    return blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()


def _digest_of(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=16).hexdigest()
