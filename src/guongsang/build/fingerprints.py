"""Fingerprints of what pages are made of: equal values have equal ones, in every process, on every day.

A profile counts by the fingerprint that it was kept under, an entry of the registry by its id: the registry as a whole is part of what
all pages share. Cards and filters stand on many pages, so theirs are remembered. A value becomes plain ones, and those bytes, by marshal in the
layout that doesn't tell which equal strings are one object. Source: docs.python.org, library/marshal.
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

_REMEMBERED = (Card, InitiativeCard, RelatedCard, FilterBar, Filter, FeedGroup, FeedPage, Letter, ArchiveYear)
_PLAIN = frozenset((str, int, float, bool, bytes, type(None)))
_LAYOUT = 2  # of marshal: without references
_SIZE = 24  # digits


class Fingerprints:
    """Takes fingerprints of the values of one site.

    `profiles` are those of its profiles, by slug; without them, profiles count by all that they are. `cards` are those of the faces that cards show, by address;
    without them, cards count by all that they show.
    """

    def __init__(self, profiles: Mapping[str, str] | None = None, cards: Mapping[str, str] | None = None) -> None:
        self._profiles = profiles or {}
        self._cards = cards or {}
        self._known: dict[
            int, tuple[Any, str]
        ] = {}  # the value too, so that its place in memory isn't given to another
        self._ways: dict[type, Callable[[Any], Any]] = {}

    def of(self, value: Any) -> str:
        """Return the fingerprint of a value: plain ones, lists, tuples, mappings, dataclasses and models of them. Raises TypeError for what can't be told in bytes.

        Sets have no order, so one in a value costs a page its place in the next build; views hold none.
        """
        return hashlib.sha256(marshal.dumps(self._plain(value), _LAYOUT)).hexdigest()[:_SIZE]

    def of_profile(self, profile: PublishedProfile) -> str:
        return self._profiles.get(profile.slug, "")

    def _plain(self, value: Any) -> Any:
        kind = type(value)
        if kind in _PLAIN:
            return value
        way = self._ways.get(kind)
        if way is None:
            way = self._ways[kind] = self._way(kind)
        return way(value)

    def _way(self, kind: type) -> Callable[[Any], Any]:
        """Return what makes values of a type plain."""
        name, plain = kind.__name__, self._plain
        if kind in _REMEMBERED:
            return self._remembered
        if issubclass(kind, Entry):
            return lambda value: (name, value.id)
        if (
            kind is Choice or kind is DeskList
        ):  # a template shows how many there are, never who: who they are stands on the pages of their list
            return lambda value: (name, value.count, *(part for part in _parts(value) if isinstance(part, str)))
        if issubclass(kind, BaseModel):
            return lambda value: (name, plain(value.__dict__))
        if is_dataclass(kind):
            parts = lambda value: (name, *map(plain, _parts(value)))  # noqa: E731
            return parts if kind is not PublishedProfile else lambda value: self.of_profile(value) or parts(value)
        if issubclass(kind, Mapping):
            return lambda value: (name, *map(plain, value), *map(plain, value.values()))
        if kind is list:
            return lambda value: list(map(plain, value))
        if issubclass(kind, (list, tuple)):
            return lambda value: tuple(map(plain, value))
        if issubclass(kind, (date, time)):  # by what they are: a clock that tests put in the way has classes of its own
            return lambda value: ("date", value.isoformat())
        if issubclass(kind, (str, PurePath)):
            return lambda value: (name, str(value))
        return _packed

    def _remembered(self, value: Any) -> str:
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = value, self.of(self._told(value))
        return known[1]

    def _told(self, value: Any) -> tuple[Any, ...]:
        """Return what decides a value that stands in many places. All of a card but what a channel says otherwise comes from a face."""
        kind = type(value)
        if kind is Card and (face := self._cards.get(value.url)):
            return face, value.title, value.summary, value.published
        if kind is InitiativeCard and value.card.url in self._cards:
            return value.url, value.card
        return _parts(value)


def _packed(value: Any) -> bytes:
    try:
        return pickle.dumps(value, protocol=5)
    except (pickle.PicklingError, AttributeError) as error:
        raise TypeError(f"no fingerprint of {type(value).__name__}: {error}") from None


_getters: dict[type, attrgetter] = {}


def _parts(value: Any) -> tuple[Any, ...]:
    kind = type(value)
    getter = _getters.get(kind)
    if getter is None:
        getter = _getters[kind] = attrgetter("__class__.__name__", *(item.name for item in fields(kind)))
    return getter(value)
