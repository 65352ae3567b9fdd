"""`python -m guongsang` is the `guongsang` command."""

from guongsang.cli import main

if __name__ == "__main__":
    main()
