"""Check profiles only: python3 scripts/check.py [PATH…]."""

import sys

from environment import hand_on

if __name__ == "__main__":
    hand_on("check", *sys.argv[1:])
