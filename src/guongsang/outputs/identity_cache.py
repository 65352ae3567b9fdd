"""A cache keyed by object identity.

Comparing two profiles costs more than most values derived from them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

T = TypeVar("T")


def remember(size: int) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Return a decorator that caches up to `size` results of a pure function.

    The first argument must be immutable and is compared by identity; others are compared by value.
    Results must be immutable too.
    """

    def decorate(function: Callable[..., T]) -> Callable[..., T]:
        known: dict[tuple[object, ...], tuple[object, T]] = {}

        @wraps(function)
        def remembering(value: object, *others: object) -> T:
            key = (id(value), *others)
            found = known.get(key)
            if found is None:
                if len(known) >= size:
                    known.clear()
                # A reference to the value is stored too, so that no other object gets its id.
                found = known[key] = (value, function(value, *others))
            return found[1]

        return remembering

    return decorate
