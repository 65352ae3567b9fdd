"""Publish the built site to a folder of releases or to object storage.

python3 scripts/publish.py DIR|s3://BUCKET/PREFIX [--site-dir DIR] [--keep N]
                           [--allow-shrink] [--endpoint URL]
python3 scripts/publish.py --rollback DIR: go back to the release before.
python3 scripts/publish.py --list DIR: list the releases.
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
