"""Whether the whole build can be skipped (for one profile's pages: `profile_products.py`).

True if every input, including the gate's decisions, is unchanged and no file of the site was
touched. Small inputs that people edit are compared by content. Profiles are compared by the state
of their files, which the project check knows.
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

_RECORD, _MANIFEST = f"{CACHE}/standstill.json", f"{CACHE}/{MANIFEST}"
# From the project's folder. The key of the project check covers profiles, registry and code.
_INPUTS = ("mkdocs.yml", "content", "theme", "hooks")
# Words in the settings that include files from elsewhere.
_OUTSIDE = ("!ENV", "INHERIT", "!!python", "!relative", "snippets")
_USUAL = (re.compile(r"(?m)^docs_dir: *content *(?:#.*)?$"), re.compile(r"(?m)^ +custom_dir: *theme *(?:#.*)?$"))
_SCRIPT = re.compile(r"[\w./-]+\.py\b")


def fingerprint_inputs(root: Path, found: ProjectCheck, options: Iterable[object]) -> str:
    """Return the fingerprint of all inputs of a site, empty if some can't be read.

    Args:
        root: the project's folder.
        found: the project check.
        options: the options of the build command.
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
    """Answer whether the settings name pages, a theme or hooks in folders that aren't hashed."""
    return (
        any(word in settings for word in _OUTSIDE)
        or not all(usual.search(settings) for usual in _USUAL)
        or not all(script.startswith("hooks/") for script in _SCRIPT.findall(settings))
    )


def recall_site(root: Path, site: Path | None, inputs: str) -> int | None:
    """Return how many profiles the current site shows, if it is unchanged; else None.

    Args:
        root: the project's folder.
        site: where the site is; None if the settings say so.
        inputs: the fingerprint of all inputs, as `fingerprint_inputs` returns it.
    """
    try:
        record = json.loads((root / _RECORD).read_bytes())
        if (
            inputs
            and record["inputs"] == inputs
            and record["site"] == str(site or record["site"])
            and record["manifest"] == _digest_of(root / _MANIFEST)
            and _matches_manifest(root, Path(record["site"]))
        ):
            return int(record["shown"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        pass
    return None


def record_site(root: Path, site: Path, inputs: str, shown: int) -> None:
    """Record the inputs of the site that was just built.

    If the record can't be written, the next build isn't skipped.

    Args:
        root: the project's folder.
        site: where the site is. Its manifest describes its files.
        inputs: the fingerprint of all inputs, as `fingerprint_inputs` returns it.
        shown: how many profiles it shows.
    """
    with suppress(OSError):
        write_whole(
            root / _RECORD,
            json.dumps(
                {"inputs": inputs, "site": str(site), "manifest": _digest_of(root / _MANIFEST), "shown": shown}
            ).encode(),
        )


def _is_recent(moment: datetime, as_of: datetime) -> bool:
    return as_of - FRESH <= moment <= as_of


def _matches_manifest(root: Path, site: Path) -> bool:
    """Answer whether the site has exactly the files of its manifest, each in the recorded state."""
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
