"""Remembering what was made of a value by what the value is, not by what it holds: comparing two profiles takes longer than most that is made of one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

T = TypeVar("T")


def remember(size: int) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Return a decorator for a pure function of one frozen value, and of others that can be compared: it remembers up to `size` results, which must be frozen too."""

    def decorate(function: Callable[..., T]) -> Callable[..., T]:
        known: dict[tuple[object, ...], tuple[object, T]] = {}

        @wraps(function)
        def remembering(value: object, *others: object) -> T:
            key = (id(value), *others)
            found = known.get(key)
            if found is None:
                if len(known) >= size:
                    known.clear()
                found = known[key] = (
                    value,
                    function(value, *others),
                )  # the value too, so that its place in memory isn't given to another
            return found[1]

        return remembering

    return decorate
