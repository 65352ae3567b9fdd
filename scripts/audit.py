"""Look up known vulnerabilities of the locked packages: python3 scripts/audit.py [LOCK…] [--osv].

Exit code 0: none is known. 1: some are, and are listed. 2: the database couldn't be reached.
It needs a network; builds never do. pip-audit has an environment of its own, made from a hash lock,
so that the auditor opens no hole itself and no part of it reaches a build.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from environment import ROOT, RUN_LOCK, STORE_LOCK, TEST_LOCK, say

AUDIT_LOCK = ROOT / "requirements-audit.lock"
VENV = ROOT / ".cache" / "audit"
STAMP = VENV / "guongsang-stamp.txt"
_KNOWN, _NOBODY = 1, 2
_LONGEST = 300  # characters of a program's complaint that are worth showing


def main() -> int:
    """Print the vulnerabilities of each lock and return the exit code."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument(
        "locks",
        nargs="*",
        type=Path,
        default=[RUN_LOCK, STORE_LOCK, TEST_LOCK, AUDIT_LOCK],
        metavar="LOCK",
        help="which locks; all of them if none is named",
    )
    options.add_argument(
        "--osv",
        nargs="?",
        const="https://api.osv.dev/v1/query",
        metavar="URL",
        help="ask OSV (osv.dev, or one that speaks like it) in place of PyPI",
    )
    chosen = options.parse_args()
    if missing := [str(lock) for lock in chosen.locks if not lock.is_file()]:
        options.error(f"no such lock: {', '.join(missing)}")
    if fault := _prepare():
        return _give_up(f"chưa cài được pip-audit theo {AUDIT_LOCK.name}", fault)
    holes = unknown = 0
    for lock in chosen.locks:
        found, fault = _ask(lock, chosen.osv)
        if found is None:
            return _give_up(f"không hỏi được danh mục lỗ hổng cho {lock.name}", fault)
        lines, skipped = (
            list(render_holes(found)),
            [f"{package['name']} ({package['skip_reason']})" for package in found if package.get("skip_reason")],
        )
        holes, unknown = holes + len(lines), unknown + len(skipped)
        print(f"{lock.name}: {len(found)} gói, {len(lines)} lỗ hổng đã biết, {len(skipped)} gói không tra được")
        print("".join(f"  - {line}\n" for line in (*lines, *skipped)), end="", flush=True)
    if holes:
        say(
            "Nâng phiên bản gói ấy trong pyproject.toml, "
            "làm lại các tệp khóa (docs/architecture/supply-chain.md), rồi chạy lại."
        )
        return _KNOWN
    return _give_up("có gói không tra được", "") if unknown else 0


def _prepare() -> str:
    """Make pip-audit's environment if it is missing or stale. Return what went wrong, else ""."""
    stamp = f"{sys.version} {hashlib.sha256(AUDIT_LOCK.read_bytes()).hexdigest()} {ROOT}"
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == stamp:
        return ""
    say("Cài pip-audit vào .cache/audit…")
    shutil.rmtree(VENV, ignore_errors=True)
    for command in (
        [sys.executable, "-m", "venv", str(VENV)],
        [
            str(_python()),
            "-m",
            "pip",
            "--disable-pip-version-check",
            "--quiet",
            "install",
            "--require-hashes",
            "--requirement",
            str(AUDIT_LOCK),
        ],
    ):
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        if done.returncode:
            return done.stdout + done.stderr
    STAMP.write_text(stamp, encoding="utf-8")
    return ""


def _ask(lock: Path, osv: str | None) -> tuple[list[dict[str, Any]] | None, str]:
    """Return each package of a lock with what is known against it, or None and the complaint."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [
            str(_python()),
            "-m",
            "pip_audit",
            "--requirement",
            str(lock),
            "--require-hashes",
            "--disable-pip",
            "--progress-spinner",
            "off",
            "--format",
            "json",
            "--output",
            str(answer),
            "--cache-dir",
            folder,
            *(["--vulnerability-service", "osv", "--osv-url", osv] if osv else []),
        ]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        try:
            return json.loads(answer.read_text(encoding="utf-8"))["dependencies"], ""
        except (OSError, ValueError, KeyError):
            return None, done.stdout + done.stderr


def render_holes(packages: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a line for each hole in pip-audit's answer."""
    for package in packages:
        for hole in package.get("vulns", ()):
            mended = ", ".join(hole["fix_versions"])
            yield (
                f"{package['name']} {package['version']}: {', '.join([hole['id'], *hole.get('aliases', ())])}; "
                f"{f'đã sửa ở {mended}' if mended else 'chưa có bản sửa'}"
            )


def _python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _give_up(text: str, complaint: str) -> int:
    said = [line.strip() for line in complaint.splitlines() if line.strip()][-1:]
    say(
        "\n".join(
            [
                (
                    f"lỗi: {text}. Lệnh này cần mạng (PyPI, hoặc OSV khi kèm --osv); chưa biết gì về các gói, "
                    "đừng coi là an toàn."
                ),
                *(line[:_LONGEST] for line in said),
            ]
        )
    )
    return _NOBODY


if __name__ == "__main__":
    raise SystemExit(main())
