"""The environment of every script: `.venv`, made from the hash lock, remade when that changes.

Standard library only, so that it runs on a bare Python 3.11+ on Linux, macOS and Windows.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "guongsang-stamp.json"
RUN_LOCK = ROOT / "requirements.lock"
STORE_LOCK = ROOT / "requirements-s3.lock"  # what publishing to object storage needs beside
TEST_LOCK = ROOT / "requirements-test.lock"
OLDEST, NEWEST = (3, 11), (3, 14)  # CI runs the tests on both


def say(text: str) -> None:
    """Tell staff what happens. Never fails for the terminal's encoding."""
    print(
        text.encode(sys.stderr.encoding or "utf-8", "replace").decode(sys.stderr.encoding or "utf-8", "replace"),
        file=sys.stderr,
        flush=True,
    )


def stop(text: str) -> None:
    """Say what is wrong and end with exit code 1."""
    say(f"lỗi: {text}")
    raise SystemExit(1)


def venv_python() -> Path:
    """Return the interpreter of the environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def venv_program(name: str) -> str:
    """Return the path of a program that a package has put into the environment."""
    return str(venv_python().with_name(f"{name}.exe" if os.name == "nt" else name))


def ensure_environment(*, tests: bool = False, store: bool = False) -> Path:
    """Make the environment ready and return its interpreter. One small read if nothing changed.

    Args:
        tests: also install what tests and linters need.
        store: also install what publishing to object storage needs.
    """
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        stop(
            f"cần Python từ {OLDEST[0]}.{OLDEST[1]} đến {NEWEST[0]}.{NEWEST[1]}; "
            f"đang chạy Python {sys.version.split()[0]}."
        )
    have = _have()
    store = store and "test" not in have and not tests  # the tests' lock holds that too
    wanted = _wanted(tests, store)
    if venv_python().exists() and all(have.get(key) == value for key, value in wanted.items()):
        return venv_python()
    if have.get("python") != wanted["python"] or not venv_python().exists():
        _make_venv()
        have = {}
    lock = TEST_LOCK if tests or "test" in have else STORE_LOCK if store or "store" in have else RUN_LOCK
    say(f"Cài thư viện theo {lock.name} (lần đầu mất một vài phút)…")
    _pip("install", "--require-hashes", "--requirement", str(lock))
    _pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    STAMP.write_text(json.dumps(_wanted(tests=lock is TEST_LOCK, store=lock is STORE_LOCK)), encoding="utf-8")
    say("Môi trường đã sẵn sàng.")
    return venv_python()


def hand_on(*arguments: str, store: bool = False) -> None:
    """Run the `guongsang` command in place of this process. Does not return."""
    command = [str(ensure_environment(store=store)), "-X", "utf8", "-m", "guongsang", "--root", str(ROOT), *arguments]
    if os.name == "nt":
        raise SystemExit(subprocess.call(command))
    os.execv(command[0], command)


def _wanted(tests: bool, store: bool) -> dict[str, str]:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    project = _digest(ROOT / "pyproject.toml")
    wanted = {"python": f"{version} {sys.platform}", "place": str(ROOT), "run": f"{_digest(RUN_LOCK)} {project}"}
    if tests:
        wanted["test"] = _digest(TEST_LOCK)
    if store:
        wanted["store"] = _digest(STORE_LOCK)
    return wanted


def _have() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
        return stamp
    except (OSError, ValueError):
        return {}


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    except OSError:
        stop(f"thiếu tệp {path.name}; hãy lấy lại mã nguồn đầy đủ.")
        raise


def _make_venv() -> None:
    say(f"Tạo môi trường Python riêng ở {VENV.name}/ …")
    shutil.rmtree(VENV, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        stop(
            "không tạo được môi trường Python. Trên Debian, Ubuntu: cài gói python3-venv rồi chạy lại.\n"
            + (done.stdout + done.stderr).strip()
        )


def _pip(*arguments: str) -> None:
    command = [str(venv_python()), "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", cwd=ROOT, check=False)
    if done.returncode:
        stop(
            "chưa cài được thư viện. Kiểm tra mạng rồi chạy lại lệnh vừa rồi.\n"
            + "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        )
