"""`python -m guongsang` is the `guongsang` command."""

import os
import sys
from contextlib import suppress
from typing import NoReturn

from guongsang.cli import main


def run() -> NoReturn:
    """Run the command and leave at once. To take a site of ten thousand profiles apart in memory, only to end, would keep a writer waiting for another half second."""
    code = 0
    try:
        main()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # whoever read there has gone
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
