"""Start a profile: asks in Vietnamese, writes the file with every key explained."""

import sys

from environment import hand_on

if __name__ == "__main__":
    hand_on("new", *sys.argv[1:])
