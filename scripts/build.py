"""Set up what is missing, check every profile, build `site/`."""

import sys

from environment import hand_on

if __name__ == "__main__":
    hand_on("build", *sys.argv[1:])
