"""The cache of profiles' texts in feeds and open data, as the bytes that stand in these files.

Texts of feeds and of open data lie in two tables. A row is a line of JSON with the lengths of its
parts, then the parts. The digests of the rows alone are the inputs of a file, so an unchanged file
is found without reading its texts.
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
_ITEM_PARTS = 4
T = TypeVar("T")


class KeptTexts:
    """Gives the cached texts of profiles, in any number of forked processes.

    It remembers the last answer, because the formats of one feed ask for the same profiles, one
    after the other.
    """

    def __init__(self, path: Path, keys: Mapping[str, bytes]) -> None:
        """Store the arguments.

        Args:
            path: the file of the cache.
            keys: the key of each profile's texts (a digest of its inputs), by slug.
        """
        self._path = path
        self._keys = keys
        self._tables: dict[str, tuple[int, CacheTable]] = {}
        self._answered: dict[str, tuple[tuple[str, ...], list[Any]]] = {}

    def feeds(self, slugs: tuple[str, ...]) -> Sequence[FeedTexts | None]:
        """Return the texts of profiles for feeds; None for those that aren't cached."""
        return self._answer(FEEDS, slugs, _parse_feeds)

    def data(self, slugs: tuple[str, ...]) -> Sequence[DataLines | None]:
        """Return the texts of profiles for the open data; None for those that aren't cached."""
        return self._answer(DATA, slugs, _parse_data)

    def data_digests(self, slugs: tuple[str, ...]) -> Sequence[bytes | None]:
        """Return the digests of these texts for the open data; None for those not cached."""
        cached = {name: digest for name, key, digest in self._table(DATA).digests() if key == self._keys.get(name)}
        return [cached.get(slug) for slug in slugs]

    def _answer(self, table: str, slugs: tuple[str, ...], parse: Callable[[bytes], T]) -> list[T | None]:
        asked, answer = self._answered.get(table, ((), []))
        if asked != slugs:
            self._answered.clear()
            answer = [_parsed(self._table(table).get(slug, self._keys[slug]), parse) for slug in slugs]
            self._answered[table] = slugs, answer
        return answer

    def _table(self, name: str) -> CacheTable:
        """Return a table opened by this process: SQLite can't share one with a forked process."""
        process, table = self._tables.get(name, (0, None))
        if table is None or process != os.getpid():
            table = CacheTable(self._path, name)
            self._tables[name] = os.getpid(), table
        return table


def dump_texts(texts: ProfileTexts) -> tuple[bytes, bytes]:
    """Return the texts of a profile as two rows: for feeds, and for the open data."""
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


def record_texts(
    path: Path, made: Sequence[tuple[str, bytes, tuple[bytes, bytes]]], forget: Iterable[str] = ()
) -> None:
    """Record texts in a file of the cache.

    Args:
        path: the file.
        made: per profile its slug, its key, and what `dump_texts` returned.
        forget: slugs whose texts are deleted.
    """
    forget = tuple(forget)
    for place, name in enumerate((FEEDS, DATA)):
        table = CacheTable(path, name)
        table.write(((slug, key, rows[place]) for slug, key, rows in made), forget)
        table.close()


def _parsed(row: bytes | None, parse: Callable[[bytes], T]) -> T | None:
    try:
        return parse(row) if row else None
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _parse_feeds(row: bytes) -> FeedTexts:
    channels, (xml, json_text, *parts) = _unpack(row)
    items = iter([ItemParts(*parts[place : place + _ITEM_PARTS]) for place in range(0, len(parts), _ITEM_PARTS)])
    return FeedTexts(
        xml, json_text, {channel: {format: next(items) for format in formats} for channel, formats in channels.items()}
    )


def _parse_data(row: bytes) -> DataLines:
    orders, (table_row, *lines) = _unpack(row)
    line = iter(lines)
    return DataLines(
        {key: [(tuple(order), next(line)) for order in places] for key, places in orders.items()}, table_row
    )


def _pack(labels: Any, parts: Sequence[bytes]) -> bytes:
    return b"".join((json.dumps([labels, [len(part) for part in parts]]).encode(), b"\n", *parts))


def _unpack(row: bytes) -> tuple[Any, list[bytes]]:
    start = row.index(b"\n") + 1
    labels, lengths = json.loads(row[:start])
    ends = list(accumulate(lengths, initial=start))
    return labels, [row[begin:end] for begin, end in zip(ends, ends[1:], strict=False)]
