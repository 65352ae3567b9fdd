"""Fingerprints: hashes of what pages are made of, equal in every process and on every day.

A profile counts by the fingerprint of its cached publication result. An entry of the registry
counts by its id, because the whole registry is a shared input of all pages. Cards and filters
stand on many pages, so theirs are remembered. Every value is converted to plain ones and
serialised by marshal. Its version 2 writes no references, so the bytes don't depend on which equal
strings are one object. Source: docs.python.org, library/marshal.
"""

from __future__ import annotations

import hashlib
import marshal
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from operator import attrgetter
from pathlib import PurePath
from typing import Any

from pydantic import BaseModel

from guongsang.outputs.feeds.channel_feeds import FeedGroup
from guongsang.outputs.feeds.items import FeedPage
from guongsang.outputs.pages.a_to_z import Letter
from guongsang.outputs.pages.sections import ArchiveYear
from guongsang.outputs.parts.cards import Card
from guongsang.outputs.parts.filters import Choice, Filter, FilterBar
from guongsang.outputs.parts.initiative_cards import InitiativeCard
from guongsang.outputs.parts.related import RelatedCard
from guongsang.outputs.press.desk import DeskList
from guongsang.publication.profile import PublishedProfile
from guongsang.registry.model import Entry

_ON_MANY_PAGES = (Card, InitiativeCard, RelatedCard, FilterBar, Filter, FeedGroup, FeedPage, Letter, ArchiveYear)
_PLAIN = frozenset((str, int, float, bool, bytes, type(None)))
_MARSHAL_VERSION = 2
_LENGTH = 24  # hexadecimal digits
_Converter = Callable[[Any], Any]


class Fingerprints:
    """Computes the fingerprints of the values of one site."""

    def __init__(self, profiles: Mapping[str, str] | None = None, cards: Mapping[str, str] | None = None) -> None:
        """Store the arguments.

        Args:
            profiles: fingerprint of each profile, by slug. If missing, the whole profile is hashed.
            cards: fingerprint of the listed part (face) of the profile that a card shows, by
                address. If missing, the whole card is hashed.
        """
        self._profiles = profiles or {}
        self._cards = cards or {}
        # By id, with the value: holding it keeps its id from being reused.
        self._known: dict[int, tuple[Any, str]] = {}
        self._converters: dict[type, _Converter] = {}

    def of(self, value: Any) -> str:
        """Return the fingerprint of a value.

        The value may be plain, a list, tuple, mapping, dataclass or model of such values. Sets have
        no order: a page whose inputs have one may be made again without need. Views have none.

        Raises:
            TypeError: the value can't be converted to bytes.
        """
        return hashlib.sha256(marshal.dumps(self._plain(value), _MARSHAL_VERSION)).hexdigest()[:_LENGTH]

    def of_profile(self, profile: PublishedProfile) -> str:
        """Return the given fingerprint of a profile, empty if none was given."""
        return self._profiles.get(profile.slug, "")

    def _plain(self, value: Any) -> Any:
        kind = type(value)
        if kind in _PLAIN:
            return value
        converter = self._converters.get(kind)
        if converter is None:
            converter = self._converters[kind] = self._converter_for(kind)
        return converter(value)

    def _converter_for(self, kind: type) -> _Converter:
        """Return the function that converts values of a type to plain ones."""
        if kind in _ON_MANY_PAGES:
            return self._remembered
        if issubclass(kind, BaseModel) or is_dataclass(kind):
            return self._record_converter(kind)
        return self._container_converter(kind) or _scalar_converter(kind)

    def _record_converter(self, kind: type) -> _Converter:
        name = kind.__name__
        if issubclass(kind, Entry):
            return lambda value: (name, value.id)
        # A template shows how many there are, not who; that stands on the pages of their list.
        if kind is Choice or kind is DeskList:
            return lambda value: (name, value.count, *(part for part in _parts(value) if isinstance(part, str)))
        if issubclass(kind, BaseModel):
            return lambda value: (name, self._plain(value.__dict__))
        return self._profile if kind is PublishedProfile else self._dataclass

    def _container_converter(self, kind: type) -> _Converter | None:
        name = kind.__name__
        if issubclass(kind, Mapping):
            return lambda value: (name, *map(self._plain, value), *map(self._plain, value.values()))
        if kind is list:
            return lambda value: list(map(self._plain, value))
        if issubclass(kind, (list, tuple)):
            return lambda value: tuple(map(self._plain, value))
        return None

    def _dataclass(self, value: Any) -> tuple[Any, ...]:
        return (type(value).__name__, *map(self._plain, _parts(value)))

    def _profile(self, profile: PublishedProfile) -> str | tuple[Any, ...]:
        return self.of_profile(profile) or self._dataclass(profile)

    def _remembered(self, value: Any) -> str:
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = value, self.of(self._inputs(value))
        return known[1]

    def _inputs(self, value: Any) -> tuple[Any, ...]:
        """Return what decides a value that stands on many pages.

        A card derives from the listed part of its profile, apart from what a channel overrides.
        """
        kind = type(value)
        if kind is Card and (face := self._cards.get(value.url)):
            return face, value.title, value.summary, value.published
        if kind is InitiativeCard and value.card.url in self._cards:
            return value.url, value.card
        return _parts(value)


def _scalar_converter(kind: type) -> _Converter:
    name = kind.__name__
    if issubclass(kind, (date, time)):  # not by class name: a fake clock in tests has classes of its own
        return lambda value: ("date", value.isoformat())
    if issubclass(kind, (str, PurePath)):
        return lambda value: (name, str(value))
    return _pickled


def _pickled(value: Any) -> bytes:
    try:
        return pickle.dumps(value, protocol=5)
    except (pickle.PicklingError, AttributeError) as error:
        raise TypeError(f"no fingerprint of {type(value).__name__}: {error}") from None


_getters: dict[type, attrgetter[tuple[Any, ...]]] = {}


def _parts(value: Any) -> tuple[Any, ...]:
    """Return the name of a dataclass and the values of its fields."""
    kind = type(value)
    getter = _getters.get(kind)
    if getter is None:
        getter = _getters[kind] = attrgetter("__class__.__name__", *(item.name for item in fields(kind)))
    return getter(value)
