"""The type of the callback by which long work reports its progress.

Code that does the work knows no terminal; the command line passes in a callback that does.
"""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Reports how far one stage has come.

    The first call comes before any item is made, so that the display knows when the stage began.
    """

    def __call__(self, done: int, total: int, reused: int = 0, /) -> None:
        """Report progress.

        Args:
            done: how many items are done, reused ones among them.
            total: how many items the stage has.
            reused: how many of the done items come from an earlier build.
        """
