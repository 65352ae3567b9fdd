"""The texts of profiles that files of the whole site take, kept as the bytes that stand there: what feeds take apart from what the open data take.

A row is a line of JSON, which says how long its parts are, and the parts. What a file is made of is told by the digests of rows alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

from guongsang.outputs.data.files import DataLines
from guongsang.outputs.feeds.item_texts import FeedTexts
from guongsang.outputs.feeds.items import ItemParts
from guongsang.outputs.profile_texts import ProfileTexts
from guongsang.storage.cache_table import CacheTable

FEEDS, DATA = "feeds", "data"  # tables of the cache
_PARTS = 4  # of an item
T = TypeVar("T")


class KeptTexts:
    """Keeps and gives the texts of profiles, by as many processes as ask. It holds those of the last question: the formats of a feed ask for the same, one after the other."""

    def __init__(self, path: Path, made_of: Mapping[str, bytes]) -> None:
        """Take the file of the cache, and by slug the key of what each profile's texts are made of."""
        self._path = path
        self._made_of = made_of
        self._shelves: dict[str, tuple[int, CacheTable]] = {}
        self._answered: dict[str, tuple[tuple[str, ...], list[Any]]] = {}

    def feeds(self, slugs: tuple[str, ...]) -> Sequence[FeedTexts | None]:
        """Return what profiles give the feeds; None for those that nothing was kept of."""
        return self._answer(FEEDS, slugs, _load_feeds)

    def data(self, slugs: tuple[str, ...]) -> Sequence[DataLines | None]:
        """Return what profiles give the open data; None for those that nothing was kept of."""
        return self._answer(DATA, slugs, _load_data)

    def data_digests(self, slugs: tuple[str, ...]) -> Sequence[bytes | None]:
        """Return the digests of what profiles give the open data; None for those that nothing was kept of."""
        kept = {name: digest for name, key, digest in self._shelf(DATA).digests() if key == self._made_of.get(name)}
        return [kept.get(slug) for slug in slugs]

    def _answer(self, table: str, slugs: tuple[str, ...], load: Callable[[bytes], T]) -> list[T | None]:
        asked, answer = self._answered.get(table, ((), []))
        if asked != slugs:
            self._answered.clear()
            answer = [_loaded(self._shelf(table).get(slug, self._made_of[slug]), load) for slug in slugs]
            self._answered[table] = slugs, answer
        return answer

    def _shelf(self, table: str) -> CacheTable:
        """Return a shelf as this process opened it: SQLite can't share one with a process that was forked."""
        process, shelf = self._shelves.get(table, (0, None))
        if shelf is None or process != os.getpid():
            shelf = CacheTable(self._path, table)
            self._shelves[table] = os.getpid(), shelf
        return shelf


def dump_texts(texts: ProfileTexts) -> tuple[bytes, bytes]:
    """Return the texts of a profile as bytes, for `keep_texts`: those of feeds, and those of the open data."""
    items = {channel: list(formats) for channel, formats in texts.feeds.items.items()}
    parts = [
        part
        for formats in texts.feeds.items.values()
        for item in formats.values()
        for part in (item.opening, item.plain, item.lead, item.closing)
    ]
    orders = {key: [order for order, _ in records] for key, records in texts.data.records.items()}
    return (
        _pack(items, [texts.feeds.xml, texts.feeds.json, *parts]),
        _pack(orders, [texts.data.row, *(line for records in texts.data.records.values() for _, line in records)]),
    )


def keep_texts(path: Path, told: Sequence[tuple[str, bytes, tuple[bytes, bytes]]], forget: Iterable[str] = ()) -> None:
    """Keep texts in a file of the cache: by slug, the key of what they are made of, and what `dump_texts` gave; and forget some."""
    forget = tuple(forget)
    for place, table in enumerate((FEEDS, DATA)):
        shelf = CacheTable(path, table)
        shelf.write(((slug, key, parts[place]) for slug, key, parts in told), forget)
        shelf.close()


def _loaded(kept: bytes | None, load: Callable[[bytes], T]) -> T | None:
    try:
        return load(kept) if kept else None
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _load_feeds(kept: bytes) -> FeedTexts:
    channels, (xml, told, *parts) = _unpack(kept)
    items = iter([ItemParts(*parts[place : place + _PARTS]) for place in range(0, len(parts), _PARTS)])
    return FeedTexts(
        xml, told, {channel: {format: next(items) for format in formats} for channel, formats in channels.items()}
    )


def _load_data(kept: bytes) -> DataLines:
    orders, (row, *lines) = _unpack(kept)
    line = iter(lines)
    return DataLines({key: [(tuple(order), next(line)) for order in places] for key, places in orders.items()}, row)


def _pack(labels: Any, parts: Sequence[bytes]) -> bytes:
    return b"".join((json.dumps([labels, [len(part) for part in parts]]).encode(), b"\n", *parts))


def _unpack(kept: bytes) -> tuple[Any, list[bytes]]:
    start = kept.index(b"\n") + 1
    labels, lengths = json.loads(kept[:start])
    ends = list(accumulate(lengths, initial=start))
    return labels, [kept[begin:end] for begin, end in zip(ends, ends[1:], strict=False)]
