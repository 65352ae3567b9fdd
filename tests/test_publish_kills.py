"""A publication killed at any moment never shows half a site, and the next run succeeds.

Meanwhile a reader looks. `GUONGSANG_KILLS` sets the number of kills, `GUONGSANG_KILL_SEED` repeats a run
(the seed is printed).
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import campaigns
from campaigns import KILLS
from killing import Commands, running_commands
from machine import needs_posix
from sites import editions_in, write_site

pytestmark = needs_posix("commands are forked, and killed with all their processes")

PAGES = 60


class Reader:
    """Looks at what is served, as fast as it can.

    It opens the folder once, as a web server does for a request, and reads some pages in it.
    """

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
                self.look(
                    ["index.html", *(f"linh-vuc/{number}/index.html" for number in chance.sample(range(PAGES), 5))]
                )
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

    def __init__(self, root: Path, commands: Commands) -> None:
        self.root, self.www, self.commands = root, root / "www", commands
        self.sites = [write_site(root / f"site-{number}", f"bản-{number}", pages=PAGES) for number in (0, 1)]

    def command(self, turn: int) -> list[str]:
        return [
            "--root",
            str(self.root),
            "publish",
            str(self.www),
            "--site-dir",
            str(self.sites[turn % 2]),
            "--keep",
            "2",
        ]

    def publish(self, turn: int) -> float:
        """Publish unharmed. Return the seconds that it took."""
        begun = time.monotonic()
        self.commands.run(*self.command(turn))
        return time.monotonic() - begun

    def served(self) -> int:
        return next(
            number
            for number in (0, 1)
            if f"edition bản-{number} " in (self.www / "current" / "index.html").read_text(encoding="utf-8")
        )

    def leftovers(self) -> list[str]:
        return [
            path.name
            for folder in (self.www, self.www / "releases")
            for path in folder.iterdir()
            if path.name.startswith((".new-", ".old-", ".current"))
        ]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with running_commands(tmp_path / "log.txt") as commands:
        place = Place(tmp_path, commands)
        place.publish(0)
        yield place


def test_killed_publication_never_shows_half_a_site(place: Place, add_to_summary: Callable[[str], None]) -> None:
    seed = campaigns.seed("GUONGSANG_KILL_SEED")
    chance, results = random.Random(seed), Counter[str]()
    usual = min(place.publish(turn) for turn in (1, 0, 1))
    with Reader(place.www / "current") as reader:
        while results.total() - results["ended before"] < KILLS:
            before = place.served()
            place.commands.begin(*place.command(1 - before))
            time.sleep(chance.uniform(0, 1.3 * usual))
            place.commands.kill()
            ended = place.commands.end()
            results[
                "ended before"
                if ended == 0
                else "killed, switched"
                if place.served() != before
                else "killed, not switched"
            ] += 1
        place.publish(1 - place.served())  # the next one always succeeds, and clears up
        place.publish(1 - place.served())
    assert place.leftovers() == []
    assert len(list((place.www / "releases").iterdir())) <= 4
    add_to_summary(
        f"publish: {KILLS} kills (seed {seed}): {dict(sorted(results.items()))}; {reader.looks} looks, "
        f"editions seen {dict(reader.seen)}, half-states {len(reader.faults)}"
    )
    assert reader.faults == []
    assert reader.looks > 10 * KILLS and len(reader.seen) == 2


def test_publication_killed_before_any_step_that_moves_something_leaves_a_whole_site(
    place: Place, add_to_summary: Callable[[str], None]
) -> None:
    for turn in (1, 0, 1):
        place.publish(turn)  # so that an old release is deleted too
    steps = len(place.commands.steps(*place.command(0)))
    folders = PAGES + 10  # making them comes first, then nothing but copying
    tried = sorted({1, 2, 3, 4, 5, folders, *range(steps - 12, steps + 1)} & set(range(1, steps + 1)))
    reader = Reader(place.www / "current")
    for step in tried:
        place.commands.begin(*place.command(1 - place.served()), fatal=step)
        place.commands.end()
        reader.look(["index.html", *(f"linh-vuc/{number}/index.html" for number in range(PAGES))])
    place.publish(1 - place.served())
    assert place.leftovers() == []
    add_to_summary(f"publish: killed before {len(tried)} of its {steps} steps that move something: half-states 0")
