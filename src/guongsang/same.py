"""Remembering what was made of a value by what the value is, not by what it holds: comparing two profiles takes longer than most that is made of one."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar

T = TypeVar("T")


class _Same:
    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.value is other.value


def remember(size: int) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Return a decorator for a pure function of one frozen value, and of others that can be compared: it remembers its last `size` results, which must be frozen too."""

    def decorate(function: Callable[..., T]) -> Callable[..., T]:
        @lru_cache(maxsize=size)
        def known(same: _Same, *others: Any) -> T:
            return function(same.value, *others)

        @wraps(function)
        def remembering(value: object, *others: Any) -> T:
            return known(_Same(value), *others)

        return remembering

    return decorate
