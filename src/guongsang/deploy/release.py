"""A release: one published site in its own folder, with RELEASE.json, the list of its files."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from guongsang.deploy.inventory import Inventory, InventoryEntry

SITE, RECORD = "site", "RELEASE.json"  # in a release's folder; only the first is served
_FORMAT = 1
_NAME = re.compile(r"(\d{6,})-\d{8}T\d{6}Z-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Release:
    """A site as it was published.

    Attributes:
        name: begins with a number that only grows, so that a clock set back can't change the order.
        published: when.
        commit: Git commit that the site was built from, if known.
        follows: name of the release served before.
        inventory: its files.
    """

    name: str
    published: datetime
    commit: str | None
    follows: str | None
    inventory: Inventory

    @property
    def number(self) -> int:
        """Its place in the order of releases."""
        return release_number(self.name)

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(entry.size for entry in self.inventory.files.values())


def release_name(number: int, moment: datetime, digest: str) -> str:
    """Return the name of a release: number, time of publication (UTC), start of its digest."""
    return f"{number:06}-{moment:%Y%m%dT%H%M%SZ}-{digest[:12]}"


def release_number(name: str) -> int:
    """Return the number in a release's name, -1 if it isn't the name of a release."""
    found = _NAME.fullmatch(name)
    return int(found[1]) if found else -1


def render_record(release: Release) -> str:
    """Return the text of RELEASE.json: name, time, commit, and size and hashes of each file."""
    inventory = release.inventory
    head = {
        "format": _FORMAT,
        "name": release.name,
        "published": f"{release.published:%Y-%m-%dT%H:%M:%SZ}",
        "commit": release.commit,
        "follows": release.follows,
        "digest": inventory.digest,
        "pages": len(inventory.pages),
        "bytes": release.size,
    }
    files = {
        path: {"size": entry.size, "sha256": entry.sha256, "md5": entry.md5} for path, entry in inventory.files.items()
    }
    return json.dumps(head | {"files": files}, ensure_ascii=False, indent=1) + "\n"


def parse_record(text: str) -> Release:
    """Return the release described by the text of a RELEASE.json.

    Raises:
        ValueError: it is malformed, or was changed by hand.
    """
    try:
        data = json.loads(text)
        files = {
            path: InventoryEntry(int(entry["size"]), str(entry["sha256"]), str(entry["md5"]))
            for path, entry in data["files"].items()
        }
        release = Release(
            data["name"], datetime.fromisoformat(data["published"]), data["commit"], data["follows"], Inventory(files)
        )
        intact = data["format"] == _FORMAT and release.number >= 0 and data["digest"] == release.inventory.digest
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from None
    if not intact:
        raise ValueError("digest")
    return release


def load_releases(folder: Path) -> Iterator[Release]:
    """Yield the releases in a folder, newest first. Skips folders without a readable record."""
    names = (
        sorted(
            (path.name for path in folder.iterdir() if release_number(path.name) >= 0), key=release_number, reverse=True
        )
        if folder.is_dir()
        else []
    )
    for name in names:
        try:
            release = parse_record((folder / name / RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if release.name == name and (folder / name / SITE).is_dir():
            yield release


def commit_of(root: Path) -> str | None:
    """Return the current Git commit, with `+` if files differ from it; None without Git."""
    try:
        head = _git(root, "rev-parse", "--verify", "HEAD")
        return head + ("+" if _git(root, "status", "--porcelain") else "")
    except (OSError, subprocess.SubprocessError):
        return None


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "--no-optional-locks", "-C", str(root), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    return done.stdout.strip()
