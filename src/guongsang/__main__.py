"""`python -m guongsang` is the `guongsang` command."""

import sys

from guongsang.errors import GuongSangError

if __name__ == "__main__":
    try:
        from guongsang.cli import main
    except GuongSangError as error:  # a model that can't be published from: nothing may run
        sys.stderr.reconfigure(encoding="utf-8", errors="replace")
        sys.exit(f"lỗi: {error}")
    main()
