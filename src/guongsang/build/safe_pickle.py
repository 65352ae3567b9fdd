"""Values kept between builds as bytes that can hold nothing but our own plain values: a cache that somebody else made runs no code.

Entries of the registry are kept by their ids alone and looked up again when read, so each is one thing in memory, as when it was read.
Source of the way: docs.python.org, library/pickle, "Restricting Globals".
"""

from __future__ import annotations

import datetime
import io
import pathlib
import pickle
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from pydantic import BaseModel

from guongsang.registry.model import REGISTERS, Entry, Registry

_PLAIN: Mapping[tuple[str, str], Any] = {
    ("datetime", name): getattr(datetime, name) for name in ("time", "timedelta", "timezone")
} | {("copyreg", "__newobj__"): object.__new__}


class KeptValues:
    """Writes and reads values whose registry entries are those of one registry."""

    def __init__(self, registry: Registry) -> None:
        self._entries = {(table, entry.id): entry for table in REGISTERS for entry in getattr(registry, table)}
        self._ways = _Ways({id(entry): name for name, entry in self._entries.items()})

    def dump(self, value: Any) -> bytes:
        """Return a value as bytes. The same value need not always give the same bytes."""
        buffer = io.BytesIO()
        pickler = pickle.Pickler(buffer, protocol=5)
        pickler.dispatch_table = self._ways
        pickler.dump(value)
        return buffer.getvalue()

    def load(self, kept: bytes) -> Any:
        """Return the value that was kept. Raises ValueError where the bytes hold anything else, or an entry that the registry lacks."""
        try:
            return _Reader(io.BytesIO(kept), self._entries).load()
        except (
            pickle.UnpicklingError,
            EOFError,
            AttributeError,
            ImportError,
            LookupError,
            TypeError,
            MemoryError,
            OverflowError,
            RecursionError,
        ) as error:
            raise ValueError(f"not a kept value: {error}") from None


class _Ways(dict[type, Callable[[Any], Any]]):
    """How values of each type are written, worked out when the first of a type comes. The pickler looks here by itself, which is faster than asking for each value."""

    def __init__(self, names: Mapping[int, tuple[str, str]]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if issubclass(kind, type):
            raise KeyError(kind)  # classes are written by their names
        way = self[kind] = self._way(kind)
        return way

    def _way(self, kind: type) -> Callable[[Any], Any]:
        if parts := _parts(kind):
            return lambda value: (kind, parts(value))
        if issubclass(kind, Entry):
            return lambda value: (_entry, name) if (name := self._names.get(id(value))) else value.__reduce_ex__(5)
        if issubclass(kind, pathlib.Path):
            return lambda value: (_path, (str(value),))
        return _reduce


def _reduce(value: Any) -> Any:
    if isinstance(
        value, datetime.datetime
    ):  # asked of the value, not of its class: a clock that tests put in the way has classes of its own
        return _moment, (value.isoformat(),)
    if isinstance(value, datetime.date):
        return _day, (value.isoformat(),)
    return value.__reduce_ex__(5)


class _Reader(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, entries: Mapping[tuple[str, str], Entry]) -> None:
        super().__init__(file)
        self._find = lambda table, id: entries[table, id]

    def find_class(self, module: str, name: str) -> Any:
        if name == _entry.__name__ and module == __name__:
            return self._find
        return _known(module, name)


@lru_cache(maxsize=512)
def _known(module: str, name: str) -> Any:
    """Return what a name among kept bytes stands for. Raises UnpicklingError for all but the few that may stand there."""
    if module == __name__ and name in _FROM_TEXT:
        return _FROM_TEXT[name]
    if (module, name) in _PLAIN:
        return _PLAIN[module, name]
    found = getattr(sys.modules.get(module), name, None) if module.startswith("guongsang.") else None
    if isinstance(found, type) and (is_dataclass(found) or issubclass(found, BaseModel)):
        return found
    raise pickle.UnpicklingError(f"{module}.{name}")


@cache
def _parts(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """Return what gives the arguments that a value of one of our plain dataclasses is made of; None of any other type. Making it anew is faster than filling it in."""
    if not kind.__module__.startswith("guongsang.") or not is_dataclass(kind) or hasattr(kind, "__post_init__"):
        return None
    told = fields(kind)
    if not all(item.init and not item.kw_only for item in told):
        return None
    names = [item.name for item in told]
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)


def _entry(table: str, id: str) -> Entry:
    """Stand for an entry of the registry among kept values; the reader has the entry itself."""
    raise LookupError(table, id)


def _day(text: str) -> datetime.date:
    """Return a day. Days and moments are kept as text: a clock that tests put in the way has classes of its own."""
    return datetime.date.fromisoformat(text)


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def _path(text: str) -> pathlib.Path:
    """Return a path. Paths are kept as text: their class stands in another module in Python 3.13 alone."""
    return pathlib.Path(text)


_FROM_TEXT = {function.__name__: function for function in (_day, _moment, _path)}
