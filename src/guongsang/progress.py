"""What long work tells of itself while it lasts. Whoever does the work knows no terminal; whoever shows it is told by such a call."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Is told how many of a stage are done, and of how many; and how many of the done were not made but taken from an earlier time.

    The first call comes before anything is made, so that what shows it knows when the stage began.
    """

    def __call__(self, done: int, total: int, taken: int = 0, /) -> None: ...
