"""A restricted pickle for cached values: a cache that somebody else wrote runs no code.

The bytes can hold our own plain values only. Entries of the registry are stored by id and looked
up when loaded, so each entry stays one object in memory.
Source: docs.python.org, library/pickle, "Restricting Globals".
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
    """Serialises values that refer to entries of one registry, and loads them again."""

    def __init__(self, registry: Registry) -> None:
        self._entries = {(table, entry.id): entry for table in REGISTERS for entry in getattr(registry, table)}
        self._reducers = _Reducers({id(entry): name for name, entry in self._entries.items()})

    def dump(self, value: Any) -> bytes:
        """Return a value as bytes. Equal values may give different bytes."""
        buffer = io.BytesIO()
        pickler = pickle.Pickler(buffer, protocol=5)
        pickler.dispatch_table = self._reducers
        pickler.dump(value)
        return buffer.getvalue()

    def load(self, dumped: bytes) -> Any:
        """Return the value that `dump` serialised.

        Raises:
            ValueError: the bytes hold anything else, or an entry that the registry lacks.
        """
        try:
            return _Unpickler(io.BytesIO(dumped), self._entries).load()
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


class _Reducers(dict[type, Callable[[Any], Any]]):
    """The dispatch table of the pickler: by type, the function that reduces its values.

    A function is made when the first value of its type comes. The pickler looks types up in this
    dict by itself, which is faster than `reducer_override` for each value.
    """

    def __init__(self, names: Mapping[int, tuple[str, str]]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if issubclass(kind, type):
            raise KeyError(kind)  # so that the pickler stores classes by name
        reducer = self[kind] = self._reducer_for(kind)
        return reducer

    def _reducer_for(self, kind: type) -> Callable[[Any], Any]:
        if arguments := _constructor_arguments(kind):
            return lambda value: (kind, arguments(value))
        if issubclass(kind, Entry):
            return lambda value: (_entry, name) if (name := self._names.get(id(value))) else value.__reduce_ex__(5)
        if issubclass(kind, pathlib.Path):
            return lambda value: (_path, (str(value),))
        return _reduce


def _reduce(value: Any) -> Any:
    # Not by class name: a fake clock in tests has classes of its own.
    if isinstance(value, datetime.datetime):
        return _moment, (value.isoformat(),)
    if isinstance(value, datetime.date):
        return _day, (value.isoformat(),)
    return value.__reduce_ex__(5)


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, entries: Mapping[tuple[str, str], Entry]) -> None:
        super().__init__(file)
        self._find = lambda table, id: entries[table, id]

    def find_class(self, module: str, name: str) -> Any:
        if name == _entry.__name__ and module == __name__:
            return self._find
        return _allowed(module, name)


@lru_cache(maxsize=512)
def _allowed(module: str, name: str) -> Any:
    """Return the class or function of a name in a pickle.

    Raises:
        UnpicklingError: it is none of the few that are allowed.
    """
    if module == __name__ and name in _FROM_TEXT:
        return _FROM_TEXT[name]
    if (module, name) in _PLAIN:
        return _PLAIN[module, name]
    found = getattr(sys.modules.get(module), name, None) if module.startswith("guongsang.") else None
    if isinstance(found, type) and (is_dataclass(found) or issubclass(found, BaseModel)):
        return found
    raise pickle.UnpicklingError(f"{module}.{name}")


@cache
def _constructor_arguments(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """Return the function that gives the arguments to construct a value of one of our dataclasses.

    None for any other type. Calling the constructor is faster than filling in the attributes.
    """
    if not kind.__module__.startswith("guongsang.") or not is_dataclass(kind) or hasattr(kind, "__post_init__"):
        return None
    items = fields(kind)
    if not all(item.init and not item.kw_only for item in items):
        return None
    names = [item.name for item in items]
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)


def _entry(table: str, id: str) -> Entry:
    """Name an entry of the registry in a pickle; `_Unpickler` looks it up, never calling this."""
    raise LookupError(table, id)


def _day(text: str) -> datetime.date:
    """Return a day. Days and moments are stored as text, because a fake clock has own classes."""
    return datetime.date.fromisoformat(text)


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def _path(text: str) -> pathlib.Path:
    """Return a path. Paths are stored as text, because Python 3.13 moved their class."""
    return pathlib.Path(text)


_FROM_TEXT = {function.__name__: function for function in (_day, _moment, _path)}
