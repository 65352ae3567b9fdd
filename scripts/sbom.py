"""Write a bill of materials (CycloneDX 1.6) of the site: python3 scripts/sbom.py [--out FILE].

It is made from the lock alone, so the same lock gives the same bytes: no time, no machine, no
network. The lock has no licences of packages. Fonts, which are copied into the repository, are
listed with theirs.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any

from environment import ROOT, RUN_LOCK, TEST_LOCK

_PACKAGE = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+?))?\s*\\?$"
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VENDORED = (
    {"name": "@fontsource/be-vietnam-pro", "licence": "OFL-1.1", "place": "theme/assets/fonts"},
    {"name": "@fontsource/source-serif-4", "licence": "OFL-1.1", "place": "theme/assets/fonts"},
)


def main() -> int:
    """Write the bill and return the exit code."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--out", type=Path, help="where to; without it, standard output")
    options.add_argument("--tests", action="store_true", help="with what the tests need too")
    chosen = options.parse_args()
    text = render_bill(TEST_LOCK if chosen.tests else RUN_LOCK)
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(text)
    return 0


def render_bill(lock: Path) -> str:
    """Return the bill of a lock file as JSON.

    Raises:
        SystemExit: a line of the lock isn't understood. A bill with a gap is worse than none.
    """
    parts = sorted([*_packages(lock), *map(_vendored, _VENDORED)], key=lambda part: part["bom-ref"])
    package = (ROOT / "src" / "guongsang" / "__init__.py").read_text(encoding="utf-8")
    version = re.findall(r'__version__ = "([^"]+)"', package)[0]
    product = {
        "type": "application",
        "bom-ref": "guongsang",
        "name": "guongsang",
        "version": version,
        "licenses": [{"license": {"id": "MIT"}}],
    }
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": product},
        "components": parts,
        "dependencies": [
            {"ref": "guongsang", "dependsOn": [part["bom-ref"] for part in parts]},
            *({"ref": part["bom-ref"]} for part in parts),
        ],
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bill, sort_keys=True))  # the same bill, the same number
    return (
        json.dumps(
            {
                "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
                **bill,
                "serialNumber": f"urn:uuid:{serial}",
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def _packages(lock: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for line in lock.read_text(encoding="utf-8").splitlines():
        if digest := _HASH.search(line):
            found[-1]["hashes"].append({"alg": "SHA-256", "content": digest.group(1)})
        elif package := _PACKAGE.match(line):
            purl = f"pkg:pypi/{re.sub(r'[-_.]+', '-', package['name']).lower()}@{package['version']}"
            part: dict[str, Any] = {
                "type": "library",
                "bom-ref": purl,
                "name": package["name"],
                "version": package["version"],
                "purl": purl,
                "hashes": [],
            }
            if package["marker"]:
                # Where it is installed (PEP 508).
                part["properties"] = [{"name": "guongsang:marker", "value": package["marker"].strip()}]
            found.append(part)
        elif line.strip() and not line.lstrip().startswith("#"):
            raise SystemExit(f"lỗi: {lock.name}: không hiểu dòng {line!r}")
    return found


def _vendored(font: dict[str, str]) -> dict[str, Any]:
    return {
        "type": "file",
        "bom-ref": font["name"],
        "name": font["name"],
        "licenses": [{"license": {"id": font["licence"]}}],
        "properties": [{"name": "guongsang:place", "value": font["place"]}],
    }


if __name__ == "__main__":
    raise SystemExit(main())
