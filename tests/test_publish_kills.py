"""Publishing is killed at random moments, over and over, while a reader looks: half a site is never seen, and the next run succeeds.

`GUONGSANG_KILLS` raises the number of kills, `GUONGSANG_KILL_SEED` repeats a run (the seed is printed).
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from sites import editions_in, write_site

KILLS = int(os.environ.get("GUONGSANG_KILLS", "25"))
PAGES = 60
# A process that has all imported, and becomes the command as often as told: starting Python takes longer than publishing, and no kill in that time shows anything.
# It answers with the process to kill, then with how that one ended. With `fatal`, the command kills itself right before that many steps that move something.
SERVER = """
import json, os, signal, sys
import guongsang.cli, guongsang.publishing.releases
STEPS = ("os.rename", "os.symlink", "os.mkdir", "os.rmdir", "os.remove", "shutil.rmtree", "os.chmod")

def run(arguments, fatal, log):
    left = [fatal]
    def hook(event, arguments):
        if event in STEPS:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    if fatal:
        sys.addaudithook(hook)
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    os.dup2(2, 1)
    sys.argv[1:] = arguments
    code = 0
    try:
        guongsang.cli.main()
    except SystemExit as stop:
        code = stop.code or 0
    if fatal:
        os.write(2, f"left {left[0]}".encode())
    os._exit(code)

for line in sys.stdin:
    child = os.fork()
    if not child:
        run(**json.loads(line))
    print(child, flush=True)
    sys.stdin.readline()  # not before: its number would be free for another process
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Reader:
    """Looks at what is served, as fast as it can: opens the folder once, as a web server does for a request, and reads some pages in it."""

    def __init__(self, current: Path) -> None:
        self.current, self.looks, self.seen, self.faults = current, 0, Counter[str](), list[str]()
        self._stop, self._thread = threading.Event(), threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *arguments: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        chance = random.Random(1)
        while not self._stop.is_set():
            try:
                self.look(["index.html", *(f"linh-vuc/{number}/index.html" for number in chance.sample(range(PAGES), 5))])
            except (OSError, AssertionError) as error:
                self.faults.append(f"{type(error).__name__}: {error}")
            time.sleep(0.001)

    def look(self, paths: list[str]) -> None:
        folder = os.open(self.current, os.O_RDONLY | os.O_DIRECTORY)
        try:
            editions = editions_in({path: self._read(path, folder) for path in paths})
            feed = self._read("bao/feed.atom", folder)
        finally:
            os.close(folder)
        self.looks += 1
        assert len(editions) == 1 and feed == f"<feed>{next(iter(editions))}</feed>", (editions, feed)
        self.seen.update(editions)

    @staticmethod
    def _read(path: str, folder: int) -> str:
        with open(os.open(path, os.O_RDONLY, dir_fd=folder), encoding="utf-8") as file:
            return file.read()


class Place:
    """Two editions of a site, which take turns, and the folder that they are published into."""

    def __init__(self, root: Path, say: IO[str], hear: IO[str]) -> None:
        self.root, self.www, self.log = root, root / "www", root / "log.txt"
        self._say, self._hear = say, hear
        self.sites = [write_site(root / f"site-{number}", f"bản-{number}", pages=PAGES) for number in (0, 1)]

    def begin(self, turn: int, fatal: int = 0) -> int:
        """Begin a publication. Return its process."""
        arguments = ["--root", str(self.root), "publish", str(self.www), "--site-dir", str(self.sites[turn % 2]), "--keep", "2"]
        self._say.write(json.dumps({"arguments": arguments, "fatal": fatal, "log": str(self.log)}) + "\n")
        self._say.flush()
        return int(self._hear.readline())

    def end(self) -> int:
        """Wait for the publication that was begun. Return its exit code, or the number of what killed it, negative."""
        self._say.write("\n")
        self._say.flush()
        code = int(self._hear.readline())
        assert code in (0, -signal.SIGKILL), self.log.read_text(encoding="utf-8")
        return code

    def publish(self, turn: int) -> float:
        """Publish unharmed. Return the seconds that it took."""
        begun = time.monotonic()
        self.begin(turn)
        assert self.end() == 0
        return time.monotonic() - begun

    def served(self) -> int:
        return next(number for number in (0, 1) if f"edition bản-{number} " in (self.www / "current" / "index.html").read_text(encoding="utf-8"))

    def leftovers(self) -> list[str]:
        return [path.name for folder in (self.www, self.www / "releases") for path in folder.iterdir() if path.name.startswith((".new-", ".old-", ".current"))]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with subprocess.Popen([sys.executable, "-X", "utf8", "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin and server.stdout
        place = Place(tmp_path, server.stdin, server.stdout)
        place.publish(0)
        yield place
        server.stdin.close()


def test_killed_publication_never_shows_half_a_site(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    seed = int(os.environ.get("GUONGSANG_KILL_SEED", random.SystemRandom().randrange(10**6)))
    chance, outcomes = random.Random(seed), Counter[str]()
    usual = min(place.publish(turn) for turn in (1, 0, 1))
    with Reader(place.www / "current") as reader:
        while outcomes.total() - outcomes["ended before"] < KILLS:
            before = place.served()
            process = place.begin(1 - before)
            time.sleep(chance.uniform(0, 1.3 * usual))
            os.kill(process, signal.SIGKILL)
            ended = place.end()
            outcomes["ended before" if ended == 0 else "killed, switched" if place.served() != before else "killed, not switched"] += 1
        place.publish(1 - place.served())  # the next one always succeeds, and clears up
        place.publish(1 - place.served())
    assert place.leftovers() == []
    assert len(list((place.www / "releases").iterdir())) <= 4
    with capsys.disabled():
        print(f"\n  publish: {KILLS} kills (seed {seed}): {dict(sorted(outcomes.items()))}; {reader.looks} looks, editions seen {dict(reader.seen)}, half-states {len(reader.faults)}")
    assert reader.faults == []
    assert reader.looks > 10 * KILLS and len(reader.seen) == 2


def test_publication_killed_before_any_step_that_moves_something_leaves_a_whole_site(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    for turn in (1, 0, 1):
        place.publish(turn)  # so that an old release is deleted too
    place.begin(0, fatal=10**6)
    place.end()
    steps = 10**6 - int(place.log.read_text(encoding="utf-8").rpartition("left ")[2])
    folders = PAGES + 10  # making them comes first, then nothing but copying
    tried = sorted({1, 2, 3, 4, 5, folders, *range(steps - 12, steps + 1)} & set(range(1, steps + 1)))
    reader = Reader(place.www / "current")
    for step in tried:
        place.begin(1 - place.served(), fatal=step)
        place.end()
        reader.look(["index.html", *(f"linh-vuc/{number}/index.html" for number in range(PAGES))])
    place.publish(1 - place.served())
    assert place.leftovers() == []
    with capsys.disabled():
        print(f"\n  publish: killed before {len(tried)} of its {steps} steps that move something: half-states 0")
