"""Withdraw a profile; list where it is still published, whom to tell and by when.

python3 scripts/withdraw.py SLUG [--asked DATE] [--published DIR] [--dry-run]
"""

import sys

from environment import hand_on

if __name__ == "__main__":
    hand_on("withdraw", *sys.argv[1:])
