"""Entries of the registry found by part of a name, as people half remember them: `vien tham`, `KHCN`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from guongsang.registry.model import Entry, Register
from guongsang.text.folding import slugify

E = TypeVar("E", bound=Entry)


def search_entries(register: Register[E], text: str, day: date) -> list[E]:
    """Return the entries of which some spelling holds `text`, marks ignored; where none does, the nearest one.

    What exists on `day` comes first, and of equals what begins with the text.
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
    """Return 0 for a spelling that is the text, 1 for one that begins with it, 2 for one that holds it."""
    ranks = []
    for spelling in map(slugify, spellings):
        if wanted in spelling:
            ranks.append(0 if spelling == wanted else 1 if spelling.startswith(wanted) else 2)
    return min(ranks, default=None)
