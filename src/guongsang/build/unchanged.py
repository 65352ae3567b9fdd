"""Standstill: whether a build would come out as the site that already stands there, told without building it.

It would where all that goes into a site is the same, every decision of the gate among it, and the site stands there file by file as it was
left. Contents are compared for what is small and edited by hand; for profiles the state of their files, as the project check has it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from guongsang.build.check_project import ProjectCheck
from guongsang.build.output.manifest import MANIFEST, Manifest
from guongsang.storage.files import file_states
from guongsang.storage.sealed_files import CACHE, write_whole
from guongsang.storage.walk import source_files
from guongsang.text.dates import FRESH

_KEPT, _MANIFEST = f"{CACHE}/standstill.json", f"{CACHE}/{MANIFEST}"
_INPUTS = (
    "mkdocs.yml",
    "content",
    "theme",
    "hooks",
)  # below the project's folder, beside profiles, registry and code, which the project check's states stand for
_OUTSIDE = (
    "!ENV",
    "INHERIT",
    "!!python",
    "!relative",
    "snippets",
)  # words of settings that bring in what lies elsewhere
_USUAL = (re.compile(r"(?m)^docs_dir: *content *(?:#.*)?$"), re.compile(r"(?m)^ +custom_dir: *theme *(?:#.*)?$"))
_SCRIPT = re.compile(r"[\w./-]+\.py\b")


def fingerprint_inputs(root: Path, found: ProjectCheck, options: Iterable[object]) -> str:
    """Return the fingerprint of all that goes into a site, or nothing where it can't be told.

    Args:
        root: the project's folder.
        found: the project check of its profiles and events.
        options: how the site is asked to be built.
    """
    digest = hashlib.blake2b(f"{found.key}|{[str(option) for option in options]}".encode(), digest_size=16)
    for checked in found.profiles:
        decisions = [(item.channel, item.reasons) for item in found.decisions(checked)]
        recent = [
            moment
            for _, moment, _ in (checked.facts.channels if checked.facts else ())
            if moment and _is_recent(datetime.fromisoformat(moment), found.as_of)
        ]
        digest.update(
            f"{checked.path}|{found.states.get(checked.path)}|{checked.digest}|{decisions}|{recent}\n".encode(
                errors="surrogatepass"
            )
        )
    for item in found.events:
        digest.update(
            f"{item.path}|{bool(item.event.publish and item.event.publish > found.as_of)}\n".encode(
                errors="surrogatepass"
            )
        )
    digest.update("".join(f"{problem}\n" for problem in found.problems).encode(errors="surrogatepass"))
    try:
        for name in _INPUTS:
            for path in source_files(root / name) if (root / name).is_dir() else [root / name]:
                content = path.read_bytes()
                if name == "mkdocs.yml" and _leads_outside(content.decode(errors="replace")):
                    return ""
                digest.update(f"{path.relative_to(root).as_posix()}|{len(content)}|".encode() + content)
    except OSError:
        return ""
    return digest.hexdigest()


def _leads_outside(settings: str) -> bool:
    """Answer whether a site may be made of files that aren't looked at here: pages, a theme or hooks that stand elsewhere."""
    return (
        any(word in settings for word in _OUTSIDE)
        or not all(usual.search(settings) for usual in _USUAL)
        or not all(script.startswith("hooks/") for script in _SCRIPT.findall(settings))
    )


def recall_site(root: Path, site: Path | None, inputs: str) -> int | None:
    """Return how many profiles the site at `site` (None: where the settings have it) shows, where it was built of the same inputs and stands as it was left; else None."""
    try:
        kept = json.loads((root / _KEPT).read_bytes())
        if (
            inputs
            and kept["inputs"] == inputs
            and kept["site"] == str(site or kept["site"])
            and kept["manifest"] == _digest_of(root / _MANIFEST)
            and _stands(root, Path(kept["site"]))
        ):
            return int(kept["shown"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        pass
    return None


def keep_site(root: Path, site: Path, inputs: str, shown: int) -> None:
    """Remember of which inputs the site at `site` was built; how it stands there, its manifest tells. Where that can't be kept, the next build takes its time."""
    with suppress(OSError):
        write_whole(
            root / _KEPT,
            json.dumps(
                {"inputs": inputs, "site": str(site), "manifest": _digest_of(root / _MANIFEST), "shown": shown}
            ).encode(),
        )


def _is_recent(moment: datetime, as_of: datetime) -> bool:
    return as_of - FRESH <= moment <= as_of


def _stands(root: Path, site: Path) -> bool:
    """Answer whether a site has the files that its manifest tells of, each as it was left, and no other."""
    expected = Manifest.load(root / _MANIFEST, site).entries
    found = 0
    for path, status in file_states(str(site)):
        entry = expected.get(path)
        if entry is None or entry[1] != status.st_size or entry[2] != status.st_mtime_ns or entry[3] != status.st_ino:
            return False
        found += 1
    return found == len(expected)


def _digest_of(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
