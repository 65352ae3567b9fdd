"""How often tests repeat what they do at random, and which of many pages they open.

Every day a campaign is small. It is whole in CI and with `python3 scripts/test.py --all`.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from typing import TypeVar

Case = TypeVar("Case")
WHOLE = any(os.environ.get(name) for name in ("CI", "GUONGSANG_ALL"))


def size(variable: str, *, everyday: int, whole: int) -> int:
    """Return how often to repeat. The environment variable, if set, overrides both sizes."""
    return int(os.environ.get(variable) or (whole if WHOLE else everyday))


def seed(variable: str, usual: int | None = None) -> int:
    """Return the seed that the environment variable sets, else the usual one, else a random one."""
    chosen = os.environ.get(variable)
    if chosen is None and usual is None:
        return random.SystemRandom().randrange(10**6)
    return int(chosen if chosen is not None else usual or 0)


def everyday_share(cases: Sequence[Case], one_in: int) -> list[Case]:
    """Return all cases where campaigns are whole, else one in so many of them."""
    return list(cases if WHOLE else cases[::one_in])


EDITS = size("GUONGSANG_EDITS", everyday=20, whole=200)
KILLS = size("GUONGSANG_KILLS", everyday=8, whole=25)
MUTATIONS = size("GUONGSANG_MUTATIONS", everyday=600, whole=10_000)
