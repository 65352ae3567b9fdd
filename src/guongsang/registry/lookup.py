"""Find entries of the registry by part of a name, as people remember them: `vien tham`, `KHCN`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from guongsang.registry.model import Entry, Register
from guongsang.text.folding import slugify

E = TypeVar("E", bound=Entry)


def search_entries(register: Register[E], text: str, day: date) -> list[E]:
    """Return the entries with `text` in a spelling, marks ignored; else the nearest one.

    Entries that exist on `day` come first; among equals, those that begin with the text.
    """
    wanted = slugify(text)
    if not wanted:
        return []
    ranked = [(rank, entry) for entry in register if (rank := _rank(wanted, entry.spellings())) is not None]
    if ranked:
        return [entry for _, entry in sorted(ranked, key=lambda pair: (not pair[1].is_valid_on(day), pair[0]))]
    near = register.nearest(text)
    return [near] if near else []


def _rank(wanted: str, spellings: Iterable[str]) -> int | None:
    """Return 0 if a spelling equals the text, 1 if one begins with it, 2 if one contains it."""
    ranks = []
    for spelling in map(slugify, spellings):
        if wanted in spelling:
            ranks.append(0 if spelling == wanted else 1 if spelling.startswith(wanted) else 2)
    return min(ranks, default=None)
