"""The search index on disk, written by Pagefind from search records, the same bytes for the same records.

Pagefind 1.5 writes the values of a filter in an order that varies between runs, and names files by
their content, so two builds of one commit would differ. `settle_index` puts the values in order.
"""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import cbor2
from pagefind.index import IndexConfig, PagefindIndex
from pagefind.service import PagefindService, get_executable

from guongsang.errors import BuildError
from guongsang.outputs.search import SearchRecord

LANGUAGE = "vi"
_BATCH = 64
_LONGEST_ANSWER = 2**31  # bytes: the answer that holds all files of an index is one line
_MAGIC = b"pagefind_dcd"  # what stands before the CBOR in each of Pagefind's gzipped files
_FILTERS = 3  # the place of [name, file] pairs in Pagefind's meta file
_ENTRY = "pagefind-entry.json"


def write_search_index(records: Iterable[SearchRecord], target: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Index `records` and write Pagefind's files into `target`. Raises BuildError where Pagefind fails."""
    try:
        asyncio.run(_write(list(records), target, progress))
        settle_index(target)
    except (OSError, RuntimeError, AssertionError, LookupError, ValueError) as error:
        raise BuildError(f"không lập được chỉ mục tìm kiếm: {error}") from error


class _PromptService(PagefindService):
    """The library's service, with two changes.

    Answers are taken as they come (its own loop waits 0.1 s before each), and one may be as long as an index,
    so that we get the files and write them: told to write them itself, Pagefind answers before they are on disk.
    """

    async def launch(self) -> PagefindService:
        self._backend = await asyncio.create_subprocess_exec(
            get_executable() or "pagefind", "--service", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT, limit=_LONGEST_ANSWER)
        self._poll_task = self._loop.create_task(self._wait_for_responses())
        return self

    async def _wait_for_responses(self) -> None:
        stdout = self._backend.stdout
        if stdout is None:
            raise BuildError("Pagefind không chạy được")
        while True:
            try:
                answer = json.loads(base64.b64decode((await stdout.readuntil(b","))[:-1]))
            except (asyncio.IncompleteReadError, ValueError):
                return self._give_up()
            waiting = self._responses.get(answer.get("message_id"))
            if waiting and answer["payload"]["type"] == "Error":
                waiting.set_exception(BuildError(f"Pagefind: {answer['payload'].get('message')}"))
            elif waiting:
                waiting.set_result(answer["payload"])

    def _give_up(self) -> None:
        """The process ended or spoke nonsense: nobody should wait for its answers any more."""
        for waiting in self._responses.values():
            if not waiting.done():
                waiting.set_exception(BuildError("Pagefind dừng giữa chừng"))


async def _write(records: list[SearchRecord], target: Path, progress: Callable[[int, int], None] | None) -> None:
    async with _PromptService() as service:
        index = await service.create_index(config=IndexConfig(force_language=LANGUAGE))
        for start in range(0, len(records), _BATCH):
            batch = records[start: start + _BATCH]
            await asyncio.gather(*(_add(index, record) for record in batch))
            if progress:
                progress(start + len(batch), len(records))
        for file in await index.get_files():
            path = target / file["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file["content"])


async def _add(index: PagefindIndex, record: SearchRecord) -> None:
    await index.add_custom_record(
        url=f"/{record.url}", content=record.content, language=LANGUAGE, meta={key: value for key, value in record.meta.items() if value},
        filters={key: list(values) for key, values in record.filters.items() if values}, sort=dict(record.sort))


def settle_index(target: Path) -> None:
    """Put the values of every filter in a fixed order, and rename the files whose content that changes.

    Raises LookupError or ValueError where the files aren't as Pagefind 1.5 writes them.
    """
    entry_path = target / _ENTRY
    entry = json.loads(entry_path.read_text(encoding="utf-8"))
    for language, facts in sorted(entry["languages"].items()):
        meta_path = target / f"pagefind.{facts['hash']}.pf_meta"
        if not meta_path.exists():
            raise LookupError(f"thiếu tệp {meta_path.name}")
        meta = _decode(meta_path)
        meta[_FILTERS] = sorted([name, _settle_filter(target / "filter", file, language)] for name, file in meta[_FILTERS])
        facts["hash"] = _encode(meta, target, "pagefind.", language, "pf_meta", length=10)
        if target / f"pagefind.{facts['hash']}.pf_meta" != meta_path:
            meta_path.unlink()
    entry_path.write_text(json.dumps(entry, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _settle_filter(folder: Path, file: str, language: str) -> str:
    path = folder / f"{file}.pf_filter"
    name, values = _decode(path)
    path.unlink()
    return _encode([name, sorted([value, sorted(pages)] for value, pages in values)], folder, "", language, "pf_filter", length=7)


def _decode(path: Path) -> Any:
    content = gzip.decompress(path.read_bytes())
    if not content.startswith(_MAGIC):
        raise ValueError(f"{path.name} không phải tệp của Pagefind 1.5")
    return cbor2.loads(content[len(_MAGIC):])


def _encode(data: Any, folder: Path, prefix: str, language: str, extension: str, *, length: int) -> str:
    """Write data as Pagefind does, named by content; return the name as other files refer to it."""
    content = _MAGIC + cbor2.dumps(data)
    name = f"{language}_{hashlib.sha256(content).hexdigest()[:length]}"
    (folder / f"{prefix}{name}.{extension}").write_bytes(gzip.compress(content, 9, mtime=0))
    return name
