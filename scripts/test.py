"""Set up all that the tests need, a browser, an HTML checker, exiftool, nginx, faketime, Hugo and Pagefind too, and run them: python3 scripts/test.py [PYTEST OPTIONS]."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmark.yardstick import ensure_yardstick
from environment import ROOT, ensure_environment, say
from programs import NPM, ensure_programs

HTML_CHECKER = ROOT / "tests" / "tools" / "nu"


def ensure_html_checker() -> None:
    """Make sure that the Nu checker is there: a Java program in an npm package, held by its lock."""
    jar = HTML_CHECKER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    lock = HTML_CHECKER / "package-lock.json"
    npm = NPM.find()
    if npm and (not jar.exists() or jar.stat().st_mtime < lock.stat().st_mtime):
        # The package's own script would fetch a Java of its own: the system's does.
        subprocess.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=HTML_CHECKER, check=False
        )
        if jar.exists():
            jar.touch()
    if not jar.exists():
        say("Chưa có bộ kiểm tra HTML (Nu): bài thử HTML sẽ bị bỏ qua (trong CI thì tính là hỏng).")


def ensure_measures() -> None:
    """Make sure that there are Hugo and Pagefind, which the benchmark compares us with."""
    try:
        ensure_yardstick()
    except (SystemExit, OSError) as error:
        say(f"{error}\nChưa có Hugo và Pagefind: bài thử phép đo sẽ bị bỏ qua (trong CI thì tính là hỏng).")


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
    ensure_programs()
    ensure_html_checker()
    if os.name != "nt":  # what processes take is measured by the means of Unix
        ensure_measures()
    command = [str(python), "-X", "utf8", "-m", "pytest"]
    if sys.argv[1:] or (os.cpu_count() or 1) < 2:
        return subprocess.call([*command, *sys.argv[1:]], cwd=Path(ROOT))
    return run_side_by_side(command)


def run_side_by_side(command: list[str]) -> int:
    """Run the tests that take half the time beside the others, on two cores; tell of them when both have ended. Return how the worse ended."""
    apart = [f"tests/{name}.py" for name in APART]
    with tempfile.TemporaryFile() as told:
        beside = subprocess.Popen(
            [*command, "-p", "no:cacheprovider", *apart], cwd=Path(ROOT), stdout=told, stderr=subprocess.STDOUT
        )
        ended = subprocess.call([*command, *(f"--ignore={path}" for path in apart)], cwd=Path(ROOT))
        others = beside.wait()
        told.seek(0)
        sys.stdout.buffer.write(told.read())  # UTF-8, whatever this system takes for its own
        sys.stdout.flush()
    return max(ended, others)


if __name__ == "__main__":
    raise SystemExit(main())
