"""Publish a site to object storage, in an order in which no page appears before its targets.

Object storage has no rename, so only the order keeps readers from seeing half a site.

`.guongsang/manifest.json` lists what was published: hash, headers and ETag of each file. It is
compared with the storage's own list, so files changed or lost there are uploaded again.
`.guongsang/uploading.json` lists what a run is about to write. If the run is killed, the next one
continues, and knows which objects are ours to delete. Other objects below the prefix are never
touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from guongsang.deploy.candidate import locked_site, refuse_future_site, refuse_shrunk_site, require_site
from guongsang.deploy.inventory import Inventory, StartStage, pages_of, take_inventory
from guongsang.deploy.lease import DURATION, Lease
from guongsang.deploy.object_store import PARALLEL_CALLS, ObjectStore, StoredObject
from guongsang.deploy.web_headers import headers_for, is_fingerprinted
from guongsang.errors import PublishError
from guongsang.text.dates import LOCAL

OURS = ".guongsang/"
MANIFEST, UPLOADING = f"{OURS}manifest.json", f"{OURS}uploading.json"
HOME = "index.html"
_FORMAT = 1
_POINTERS = (".xml", ".gz", ".atom", ".json", ".csv")  # files that list pages or other files


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What a run did.

    Attributes:
        uploaded: number of files written.
        kept: number of files left as they were.
        deleted: number of objects deleted.
    """

    uploaded: int
    kept: int
    deleted: int


def publish_to_store(
    store: ObjectStore,
    site_dir: Path,
    *,
    commit: str | None,
    allow_shrink: bool,
    allow_future: bool,
    step: StartStage,
    lease: float = DURATION,
) -> Uploaded:
    """Upload what changed in a built site, the home page last; then delete what is gone.

    Args:
        store: where to publish.
        site_dir: the built site.
        commit: the commit that the site was built from, if known.
        allow_shrink: publish even if many pages are gone.
        allow_future: publish even if the site was built for a later day.
        step: given a stage's name, returns what reports its progress.
        lease: seconds until the lock of a killed run expires.

    Raises:
        PublishError: it failed. What was uploaded stays: nothing links to it yet, or its pages are
            complete. The next run continues.
    """
    require_site(site_dir)
    now = datetime.now(UTC)
    refuse_future_site(site_dir, now.astimezone(LOCAL).date(), allow_future=allow_future)
    with locked_site(site_dir), Lease(store, lease) as lock:
        inventory = take_inventory(site_dir, step("read")).public
        known, begun, there = _load_manifest(store), _load_interrupted(store), store.list()
        if not known and not begun and HOME in there and not store.is_ours(HOME):
            raise PublishError(
                "chỗ này trên kho đã có trang khác, không phải do lệnh publish đưa lên; "
                "chọn thư mục khác hoặc dọn chỗ này trước"
            )
        refuse_shrunk_site(pages_of(known) & there.keys(), inventory, allow_shrink=allow_shrink)
        changed, etags = _find_changes(store, inventory, known, there)
        gone = sorted(path for path in (known.keys() | begun) - inventory.files.keys() if path in there)
        if not changed and not gone and not begun and known.keys() == inventory.files.keys():
            return Uploaded(0, len(inventory.files), 0)
        store.put_json(UPLOADING, {"format": _FORMAT, "files": sorted(begun | set(changed))})
        progress, done = step("upload"), 0
        for wave in _waves(changed, there):
            for path, etag in _upload(store, site_dir, inventory, wave, lock):
                etags[path], done = etag, done + 1
                progress(done, len(changed))
        lock.require()
        store.delete(gone, step("delete"))
        files = {
            path: [entry.size, entry.sha256, headers_for(path).fingerprint, etags[path]]
            for path, entry in inventory.files.items()
        }
        store.put_json(
            MANIFEST,
            {
                "format": _FORMAT,
                "digest": inventory.digest,
                "published": f"{now:%Y-%m-%dT%H:%M:%SZ}",
                "commit": commit,
                "files": files,
            },
        )
        store.delete([UPLOADING])
        return Uploaded(len(changed), len(inventory.files) - len(changed), len(gone))


def _load_manifest(store: ObjectStore) -> dict[str, list[Any]]:
    """Return size, SHA-256, fingerprint of headers and ETag by path, of the last complete run.

    Empty if the manifest is missing or damaged.
    """
    with _or_empty() as found:
        data = store.get_json(MANIFEST)
        if data and data[0]["format"] == _FORMAT:
            found.update(
                {
                    str(path): [int(size), str(sha256), str(headers), str(etag)]
                    for path, (size, sha256, headers, etag) in data[0]["files"].items()
                }
            )
    return found


def _load_interrupted(store: ObjectStore) -> set[str]:
    """Return the paths that an unfinished run was about to write."""
    with _or_empty() as found:
        data = store.get_json(UPLOADING)
        if data and data[0]["format"] == _FORMAT:
            found.update({str(path): [] for path in data[0]["files"]})
    return set(found)


@contextmanager
def _or_empty() -> Iterator[dict[str, list[Any]]]:
    """Give a dict to fill; empty it if the data turns out damaged. Then all is compared again."""
    found: dict[str, list[Any]] = {}
    try:
        yield found
    except (KeyError, TypeError, ValueError, AttributeError):
        found.clear()


def _find_changes(
    store: ObjectStore, inventory: Inventory, known: Mapping[str, list[Any]], there: Mapping[str, StoredObject]
) -> tuple[list[str], dict[str, str]]:
    """Return the files to upload, and the ETags of those that are stored already."""
    etags: dict[str, str] = {}
    unsure: list[str] = []
    for path, entry in inventory.files.items():
        stored = there.get(path)
        if stored is None or stored.size != entry.size:
            continue
        if known.get(path) == [entry.size, entry.sha256, headers_for(path).fingerprint, stored.etag]:
            etags[path] = stored.etag
        else:
            unsure.append(path)

    def is_there(path: str) -> bool:
        return store.is_there(path, inventory.files[path], headers_for(path))

    with ThreadPoolExecutor(PARALLEL_CALLS) as pool:
        for path, same in zip(unsure, pool.map(is_there, unsure), strict=True):
            if same:
                etags[path] = there[path].etag
    return [path for path in inventory.files if path not in etags], etags


def _waves(changed: list[str], there: Mapping[str, StoredObject]) -> list[list[str]]:
    """Return the files in the order of upload; one wave is complete before the next begins.

    1. Files that contain no links, or that nothing links to yet.
    2. New pages.
    3. Changed pages.
    4. Changed feeds, data, and the list of the search index's files.
    5. The home page.
    """
    waves: list[list[str]] = [[], [], [], [], []]
    for path in changed:
        if path == HOME:
            wave = 4
        elif path.endswith(".html"):
            wave = 2 if path in there else 1
        else:
            wave = 3 if path in there and path.endswith(_POINTERS) and not is_fingerprinted(path) else 0
        waves[wave].append(path)
    return waves


def _upload(
    store: ObjectStore, site_dir: Path, inventory: Inventory, paths: list[str], lock: Lease
) -> Iterator[tuple[str, str]]:
    def put(path: str) -> tuple[str, str]:
        lock.require()
        return path, store.put_file(path, site_dir / path, inventory.files[path], headers_for(path))

    with ThreadPoolExecutor(PARALLEL_CALLS) as pool:
        try:
            yield from pool.map(put, paths)
        except BaseException:
            pool.shutdown(cancel_futures=True)  # else queued files are uploaded before the error is raised
            raise
