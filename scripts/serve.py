"""Live preview: an edited file shows at once; drafts show, marked as such."""

import sys

from environment import hand_on

if __name__ == "__main__":
    hand_on("serve", *sys.argv[1:])
