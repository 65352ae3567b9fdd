"""What a code means, why, and how to mend it: python3 scripts/explain.py DH402."""

import sys

from environment import hand_on

if __name__ == "__main__":
    hand_on("explain", *sys.argv[1:])
