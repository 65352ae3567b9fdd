"""Pack one profile's press kit: python3 scripts/kit.py SLUG [--out DIR] [--as-of DATE]."""

import sys

from environment import hand_on

if __name__ == "__main__":
    hand_on("kit", *sys.argv[1:])
