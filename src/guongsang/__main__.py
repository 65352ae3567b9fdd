"""Runs the `guongsang` command as `python -m guongsang`."""

import os
import sys
from contextlib import suppress
from typing import NoReturn

from guongsang.cli import main


def run() -> NoReturn:
    """Run the command and exit at once, without freeing memory first.

    Freeing the objects of a site of 10,000 profiles would take another half second.
    """
    code = 0
    try:
        main()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # the reader of the pipe is gone
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
