"""Fingerprints of what pages are made of: equal values have equal ones, in every process, on every day.

A profile counts by the fingerprint that it was kept under, an entry of the registry by its id: the registry as a whole is part of what
all pages share. Cards and filters stand on many pages, so theirs are remembered. Source of the way: docs.python.org, library/pickle,
"Custom Reduction"; without pickle's memo, so that it doesn't matter which equal strings are one object.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

from pydantic import BaseModel

from guongsang.outputs.cards import Card
from guongsang.outputs.feed_items import FeedPage
from guongsang.outputs.filters import Choice, Filter, FilterBar
from guongsang.outputs.initiative_cards import InitiativeCard
from guongsang.outputs.press_desk import DeskList
from guongsang.outputs.related import RelatedCard
from guongsang.published import PublishedProfile
from guongsang.registry import Entry

_REMEMBERED = (Card, InitiativeCard, RelatedCard, FilterBar, Filter, FeedPage)
_SIZE = 12  # bytes


class Fingerprints:
    """Takes fingerprints of the values of one site. `profiles` are those of its profiles, by slug; without them, profiles count by all that they are."""

    def __init__(self, profiles: Mapping[str, str] | None = None) -> None:
        self._profiles = profiles or {}
        self._known: dict[int, tuple[Any, str]] = {}  # the value too, so that its place in memory isn't given to another

    def of(self, value: Any) -> str:
        """Return the fingerprint of a value: plain ones, lists, tuples, mappings, dataclasses and models of them. Raises TypeError for anything else.

        Sets have no order, so one in a value costs a page its place in the next build; views hold none.
        """
        buffer = io.BytesIO()
        writer = _Writer(buffer, self)
        writer.fast = True
        try:
            writer.dump(value)
        except (pickle.PicklingError, AttributeError) as error:
            raise TypeError(f"no fingerprint of {type(value).__name__}: {error}") from None
        return hashlib.blake2b(buffer.getvalue(), digest_size=_SIZE).hexdigest()

    def remembered(self, value: Any) -> str:
        """Return the fingerprint of a value that stands in many places."""
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = value, self.of(_parts(value))
        return known[1]

    def of_profile(self, profile: PublishedProfile) -> str:
        return self._profiles.get(profile.slug, "")


class _Writer(pickle.Pickler):
    def __init__(self, file: io.BytesIO, fingerprints: Fingerprints) -> None:
        super().__init__(file, protocol=5)
        self._fingerprints = fingerprints

    def reducer_override(self, value: Any) -> Any:
        kind = type(value)
        if kind in _REMEMBERED:
            return str, (self._fingerprints.remembered(value),)
        if kind is PublishedProfile and (known := self._fingerprints.of_profile(value)):
            return str, (known,)
        if kind is Choice or kind is DeskList:  # a template shows how many there are, never who: who they are stands on the pages of their list
            return str, (value.url, value.count, *(part for part in _parts(value) if isinstance(part, str)))
        if isinstance(value, Entry):
            return str, (kind.__name__, value.id)
        if isinstance(value, BaseModel):
            return str, (kind.__name__, tuple(value.__dict__.items()))
        if is_dataclass(kind):
            return str, _parts(value)
        if isinstance(value, Mapping):
            return str, (kind.__name__, tuple(value.items()))
        return NotImplemented


_getters: dict[type, attrgetter] = {}


def _parts(value: Any) -> tuple[Any, ...]:
    kind = type(value)
    getter = _getters.get(kind)
    if getter is None:
        getter = _getters[kind] = attrgetter("__class__.__name__", *(item.name for item in fields(kind)))
    return getter(value)
