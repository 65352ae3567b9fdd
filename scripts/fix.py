"""Mend what a machine can mend and keep the meaning: python3 scripts/fix.py [PATH…] [--check]."""

import sys

from environment import hand_on

if __name__ == "__main__":
    hand_on("fix", *sys.argv[1:])
