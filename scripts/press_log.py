"""Note which outlet took which profile, and see whom to tell when one is withdrawn."""

import sys

from environment import hand_on

if __name__ == "__main__":
    hand_on("press-log", *sys.argv[1:])
