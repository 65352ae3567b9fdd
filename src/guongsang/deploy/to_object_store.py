"""Publishing to object storage. It has no rename, so order is what keeps readers from half a site: a page is never there before what it points to.

What is there is known from `.guongsang/manifest.json` (each file's checksum, headers and ETag) and compared with the storage's own list, so that a file that
was changed or lost there is uploaded anew. `.guongsang/uploading.json` names what a run is about to write: were it killed, the next one goes on from there,
and knows which objects are ours to delete. What others keep below the same prefix is never touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from guongsang.deploy.candidate import check_day, check_size, holding_still, require_site
from guongsang.deploy.inventory import Inventory, pages_of, take_inventory
from guongsang.deploy.lease import LENGTH, Lease
from guongsang.deploy.object_store import AT_ONCE, ObjectStore, Stored
from guongsang.deploy.web_headers import headers_for, is_fingerprinted
from guongsang.errors import PublishError
from guongsang.text.dates import LOCAL

OURS = ".guongsang/"
MANIFEST, UPLOADING = f"{OURS}manifest.json", f"{OURS}uploading.json"
HOME = "index.html"
_FORMAT = 1
_POINTERS = (".xml", ".gz", ".atom", ".json", ".csv")  # files that lead to pages or to other files
Step = Callable[[str], Callable[[int, int], None]]


@dataclass(frozen=True, slots=True)
class Uploaded:
    """How many files a run wrote, left as they were, and deleted."""

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
    step: Step,
    lease: float = LENGTH,
) -> Uploaded:
    """Bring a built site to object storage: uploads what changed, the home page last, then deletes what is gone.

    Args as for `publish_folder`; `lease` is how long the lock outlives a killed run, in seconds.
    Raises PublishError. What was uploaded by then stays, as nothing leads to it yet or each page of it is whole; the next run goes on.
    """
    require_site(site_dir)
    now = datetime.now(UTC)
    check_day(site_dir, now.astimezone(LOCAL).date(), allow_future=allow_future)
    with holding_still(site_dir), Lease(store, lease) as held:
        inventory = take_inventory(site_dir, step("read")).public  # storage knows no settings of a web server
        known, begun, there = _manifest(store), _begun(store), store.list()
        if not known and not begun and HOME in there and not store.is_ours(HOME):
            raise PublishError(
                "chỗ này trên kho đã có trang khác, không phải do lệnh publish đưa lên; chọn thư mục khác hoặc dọn chỗ này trước"
            )
        check_size(pages_of(known) & there.keys(), inventory, allow_shrink=allow_shrink)
        changed, etags = _changed(store, inventory, known, there)
        gone = sorted(path for path in (known.keys() | begun) - inventory.files.keys() if path in there)
        if not changed and not gone and not begun and known.keys() == inventory.files.keys():
            return Uploaded(0, len(inventory.files), 0)
        store.put_json(UPLOADING, {"format": _FORMAT, "files": sorted(begun | set(changed))})
        progress, done = step("upload"), 0
        for wave in _waves(changed, there):
            for path, etag in _upload(store, site_dir, inventory, wave, held):
                etags[path], done = etag, done + 1
                progress(done, len(changed))
        held.require()
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


def _manifest(store: ObjectStore) -> dict[str, list[Any]]:
    """Return what the last whole run left, by path: size, SHA-256, fingerprint of headers, ETag. Nothing where it can't be read."""
    with _forgiving() as found:
        data = store.get_json(MANIFEST)
        if data and data[0]["format"] == _FORMAT:
            found.update(
                {
                    str(path): [int(size), str(sha256), str(headers), str(etag)]
                    for path, (size, sha256, headers, etag) in data[0]["files"].items()
                }
            )
    return found


def _begun(store: ObjectStore) -> set[str]:
    """Return what a run that did not come to its end was about to write."""
    with _forgiving() as found:
        data = store.get_json(UPLOADING)
        if data and data[0]["format"] == _FORMAT:
            found.update({str(path): [] for path in data[0]["files"]})
    return set(found)


@contextmanager
def _forgiving() -> Iterator[dict[str, list[Any]]]:
    """Take what was damaged for nothing: then all is compared anew."""
    try:
        yield (found := {})
    except (KeyError, TypeError, ValueError, AttributeError):
        found.clear()


def _changed(
    store: ObjectStore, inventory: Inventory, known: Mapping[str, list[Any]], there: Mapping[str, Stored]
) -> tuple[list[str], dict[str, str]]:
    """Return the files to upload, and the ETags of those that are there already."""
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
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for path, same in zip(
            unsure,
            pool.map(lambda path: store.is_there(path, inventory.files[path], headers_for(path)), unsure),
            strict=True,
        ):
            if same:
                etags[path] = there[path].etag
    return [path for path in inventory.files if path not in etags], etags


def _waves(changed: list[str], there: Mapping[str, Stored]) -> list[list[str]]:
    """Return the files in the order of writing; a wave is whole before the next begins.

    What nothing leads to yet and what leads nowhere; pages that are new; pages that change; feeds, data and the search's list of parts; the home page.
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
    store: ObjectStore, site_dir: Path, inventory: Inventory, paths: list[str], held: Lease
) -> Iterator[tuple[str, str]]:
    def put(path: str) -> tuple[str, str]:
        held.require()
        return path, store.put_file(path, site_dir / path, inventory.files[path], headers_for(path))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            yield from pool.map(put, paths)
        except BaseException:
            pool.shutdown(cancel_futures=True)  # else what waits would still be uploaded before the failure is told
            raise
