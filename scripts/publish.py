"""Bring the built site to readers: python3 scripts/publish.py DIR|s3://BUCKET/PREFIX [--site-dir DIR] [--keep N] [--allow-shrink] [--endpoint URL].

`python3 scripts/publish.py --rollback DIR` and `--list DIR` go back to the release before, and list them.
"""

import sys

from environment import hand_on

_OTHERS = {"--rollback": "rollback", "--list": "releases"}

if __name__ == "__main__":
    arguments = sys.argv[1:]
    other = _OTHERS.get(arguments[0]) if arguments else None
    if other:
        hand_on(other, *arguments[1:])
    hand_on("publish", *arguments, store=any(argument.startswith("s3://") for argument in arguments))
