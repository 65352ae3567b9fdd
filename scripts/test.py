"""Set up all that the tests need, a browser, an HTML checker, exiftool, nginx, faketime, Hugo and Pagefind too, and run them: python3 scripts/test.py [PYTEST OPTIONS]."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmark.yardstick import ensure_yardstick
from environment import ROOT, ensure_environment, say

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HTML_CHECKER = ROOT / "tests" / "tools" / "nu"


def find_browser() -> str | None:
    """Return the system's Chromium, if there is one."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def install(*packages: str) -> None:
    """Install packages of the system where that is allowed; else do nothing."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say(f"Cài {', '.join(packages)} để chạy thử…")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        ):
            subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)


def ensure_browser() -> None:
    """Make sure that there is a real browser."""
    if not find_browser():
        install("chromium")
    if not find_browser():
        say("Chưa có Chromium: các bài thử bằng trình duyệt sẽ bị bỏ qua (trong CI thì tính là hỏng).")


def ensure_html_checker() -> None:
    """Make sure that the Nu checker is there: a Java program in an npm package, held by its lock."""
    missing = [
        package for command, package in (("java", "default-jre-headless"), ("npm", "npm")) if not shutil.which(command)
    ]
    if missing:
        install(*missing)
    jar = HTML_CHECKER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    lock = HTML_CHECKER / "package-lock.json"
    npm = shutil.which("npm")
    if npm and (not jar.exists() or jar.stat().st_mtime < lock.stat().st_mtime):
        # The package's own script would fetch a Java of its own: the system's does.
        subprocess.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=HTML_CHECKER, check=False
        )
        if jar.exists():
            jar.touch()
    if not jar.exists() or not shutil.which("java"):
        say("Chưa có bộ kiểm tra HTML (Nu): bài thử HTML sẽ bị bỏ qua (trong CI thì tính là hỏng).")


def ensure_exiftool() -> None:
    """Make sure that there is exiftool, which reads what photos say in themselves as photo desks do."""
    if not shutil.which("exiftool"):
        install("libimage-exiftool-perl")
    if not shutil.which("exiftool"):
        say("Chưa có exiftool: bài thử thông tin trong ảnh sẽ bị bỏ qua (trong CI thì tính là hỏng).")


def ensure_nginx() -> None:
    """Make sure that there is nginx, the web server that deploy/ has settings for. Started by tests alone, never as a service."""

    def found() -> str | None:
        return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")

    if not found():
        install("nginx")
    if not found():
        say("Chưa có nginx: bài thử cấu hình máy chủ web sẽ bị bỏ qua (trong CI thì tính là hỏng).")


def ensure_measures() -> None:
    """Make sure that there are Hugo and Pagefind, which the benchmark compares us with."""
    try:
        ensure_yardstick()
    except (SystemExit, OSError) as error:
        say(f"{error}\nChưa có Hugo và Pagefind: bài thử phép đo sẽ bị bỏ qua (trong CI thì tính là hỏng).")


def ensure_faketime() -> None:
    """Make sure that there is faketime, under which tests build with a clock that has jumped."""
    if not shutil.which("faketime"):
        install("faketime")
    if not shutil.which("faketime"):
        say("Chưa có faketime: bài thử đồng hồ sai sẽ bị bỏ qua (trong CI thì tính là hỏng).")


# Half of all tests by time: those that open many pages, build many times or wait for disks and kills.
APART = (
    "test_accessibility",
    "test_incremental",
    "test_reproducible",
    "test_survival",
    "test_build_kills",
    "test_bench",
)


def main() -> int:
    python = ensure_environment(tests=True)
    ensure_browser()
    ensure_html_checker()
    ensure_exiftool()
    ensure_nginx()
    ensure_measures()
    ensure_faketime()
    command = [str(python), "-X", "utf8", "-m", "pytest"]
    if sys.argv[1:] or (os.cpu_count() or 1) < 2:
        return subprocess.call([*command, *sys.argv[1:]], cwd=Path(ROOT))
    return run_side_by_side(command)


def run_side_by_side(command: list[str]) -> int:
    """Run the tests that take half the time beside the others, on two cores; tell of them when both have ended. Return how the worse ended."""
    apart = [f"tests/{name}.py" for name in APART]
    with tempfile.TemporaryFile(mode="w+", encoding="utf-8") as told:
        beside = subprocess.Popen(
            [*command, "-p", "no:cacheprovider", *apart], cwd=Path(ROOT), stdout=told, stderr=subprocess.STDOUT
        )
        ended = subprocess.call([*command, *(f"--ignore={path}" for path in apart)], cwd=Path(ROOT))
        others = beside.wait()
        told.seek(0)
        print(told.read(), flush=True)
    return max(ended, others)


if __name__ == "__main__":
    raise SystemExit(main())
