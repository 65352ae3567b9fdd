"""A build killed at any moment never shows half a site, and the next build is right.

Meanwhile a reader opens files by path. `GUONGSANG_KILLS` sets the number of kills, `GUONGSANG_KILL_SEED` repeats a run
(the seed is printed).
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

import campaigns
from campaigns import KILLS
from killing import Commands, running_commands
from machine import needs_linux
from projects import Project, snapshot

AS_OF = "2024-07-01"
# What the reader opens: pages, a feed, data, a file of the search index; each differs from one edition to the other.
LOOKED_AT = (
    "index.html",
    "ho-so/mot/index.html",
    "ho-so/hai/index.html",
    "nam/2024/index.html",
    "bao/feed.atom",
    "tim-kiem/chi-muc/index.json",
)

pytestmark = needs_linux("there two folders change places in one step")


class Place:
    """A project of two editions that take turns, what a clean build makes of each, and the site that is built."""

    def __init__(self, project: Project, commands: Commands) -> None:
        self.project, self.site, self.commands = project, project.root / "site", commands
        self.clean: list[dict[str, bytes]] = []
        for edition in (0, 1):
            self.write(edition)
            commands.run(*self.command("--site-dir", str(project.root.parent / f"clean-{edition}")))
            self.clean.append(snapshot(project.root.parent / f"clean-{edition}"))
        assert all(self.clean[0][path] != self.clean[1][path] for path in LOOKED_AT)

    def write(self, edition: int) -> None:
        for slug, number in (("mot", 1), ("hai", 2)):
            self.project.write(
                slug, id=f"DH-2024-00{number}", name=f"Nguyễn Văn Số {number}", title=f"Bản-{edition} của tít {number}"
            )

    def command(self, *more: str) -> list[str]:
        return ["--root", str(self.project.root), "build", "--as-of", AS_OF, *more]

    def build(self, edition: int, *, old_system: bool = False) -> float:
        """Build an edition unharmed. Return the seconds that it took."""
        self.write(edition)
        begun = time.monotonic()
        self.commands.run(*self.command(), old_system=old_system)
        return time.monotonic() - begun

    def standing(self) -> int:
        """Return the edition that stands; it is whole, file by file, or this fails."""
        found = snapshot(self.site)
        assert found in self.clean
        return self.clean.index(found)

    def is_switched(self, folder: int) -> bool:
        """Answer whether another folder than the one of this inode is the site now."""
        return self.site.stat().st_ino != folder

    def leftovers(self) -> list[str]:
        """Return what builds left beside the site and in the cache, where it may be a living process's for an hour."""
        cache = [
            path
            for path in (self.project.root / ".cache").rglob("*")
            if path.name.startswith(("posts-", "new-")) or path.suffix == ".new"
        ]
        return [path.name for path in (*self.project.root.glob(".site.*"), *cache)]

    def let_time_pass(self) -> None:
        for path in sorted((self.project.root / ".cache").rglob("*"), reverse=True):
            os.utime(path, (time.time() - 7200,) * 2)


class Reader:
    """Opens files of the site by their paths, as fast as it can.

    Every file must be whole. Files read while the site isn't switched must be of one edition.
    """

    def __init__(self, place: Place) -> None:
        self.site, self.looks, self.crossed, self.seen, self.faults = place.site, 0, 0, Counter[str](), list[str]()
        self._known = [{edition[path]: number for number, edition in enumerate(place.clean)} for path in LOOKED_AT]
        self._stop, self._thread = threading.Event(), threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *arguments: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._look()
            except (OSError, KeyError) as error:  # a file that isn't there, or is of neither edition
                self.faults.append(f"{type(error).__name__}: {str(error)[:200]}")
            time.sleep(0.001)

    def _look(self) -> None:
        before = self.site.stat().st_ino
        editions = [known[(self.site / path).read_bytes()] for path, known in zip(LOOKED_AT, self._known, strict=True)]
        same = self.site.stat().st_ino == before
        self.looks += 1
        if not same:
            self.crossed += 1  # the first files of one edition, the last ones of the next: both whole
        elif len(set(editions)) > 1:
            self.faults.append(f"editions {editions}")
        self.seen["".join(map(str, editions))] += 1


@pytest.fixture
def place(project: Project, tmp_path: Path) -> Iterator[Place]:
    with running_commands(tmp_path / "log.txt") as commands:
        place = Place(project, commands)
        place.build(0)
        yield place


def wait_until(found: Callable[[], object], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not found() and time.monotonic() < end:
        time.sleep(0.0005)


def test_killed_build_never_shows_half_a_site(place: Place, add_to_summary: Callable[[str], None]) -> None:
    seed = campaigns.seed("GUONGSANG_KILL_SEED")
    chance, results, moments = random.Random(seed), Counter[str](), Counter[str]()
    usual = min(place.build(edition) for edition in (1, 0))
    with Reader(place) as reader:
        while results.total() - results["ended before"] < KILLS:
            before = place.standing()
            place.write(1 - before)
            folder = place.site.stat().st_ino
            moment = chance.choice(("any", "any", "staging", "switch"))
            place.commands.begin(*place.command())
            if moment == "any":
                time.sleep(chance.uniform(0, 1.1 * usual))
            elif moment == "staging":  # as soon as there is a folder to build in, or soon after
                wait_until(lambda: any(place.project.root.glob(".site.new-*")), 5 * usual)
                time.sleep(chance.choice((0, chance.uniform(0, 0.1))))
            else:  # as soon as the new site stands: what was there before is being deleted
                wait_until(partial(place.is_switched, folder), 5 * usual)
            place.commands.kill()
            ended = place.commands.end()
            moments[moment] += 1
            results[
                "ended before"
                if ended == 0
                else "killed, switched"
                if place.standing() != before
                else "killed, not switched"
            ] += 1
        place.let_time_pass()
        place.build(1 - place.standing())  # the next one always succeeds, and clears up
        place.build(1 - place.standing())
    place.standing()
    assert place.leftovers() == []
    add_to_summary(
        f"build: {KILLS} kills (seed {seed}): {dict(sorted(results.items()))}, "
        f"moments {dict(sorted(moments.items()))}; "
        f"{reader.looks} looks at {len(LOOKED_AT)} files, states seen {dict(sorted(reader.seen.items()))}, "
        f"{reader.crossed} looks across a switch, half-states {len(reader.faults)}"
    )
    assert reader.faults == []
    assert reader.looks > 10 * KILLS and len(reader.seen) >= 2


@pytest.mark.parametrize("old_system", [False, True], ids=["linux", "kernel-without-exchange"])
def test_build_killed_before_any_step_of_putting_in_place_is_mended_by_the_next(
    place: Place, old_system: bool, add_to_summary: Callable[[str], None]
) -> None:
    place.write(1)
    steps = place.commands.steps(*place.command(), old_system=old_system)
    place.build(0)
    last = max(
        number for number, step in enumerate(steps, 1) if step == "ctypes.dlsym"
    )  # the system is asked to exchange
    tried = (
        (last + 1, last + 3, last + 4, last + 5) if old_system else (last, last + 1, last + 5)
    )  # the folder aside, two renames, clearing; the exchange, clearing
    standing = Counter[str]()
    for step in tried:
        place.build(0)  # it clears up, which would be steps too
        place.write(1)
        place.commands.begin(*place.command(), fatal=step, old_system=old_system)
        assert place.commands.end() < 0
        standing["none" if not place.site.exists() else "the new one" if place.standing() else "the earlier one"] += 1
        assert old_system or place.site.exists()
        place.build(1, old_system=old_system)  # what the killed one kept may tell of pages that never came to stand
        assert place.standing() == 1
    place.build(0, old_system=old_system)
    assert place.standing() == 0
    place.let_time_pass()
    place.build(0)
    assert place.leftovers() == []
    add_to_summary(
        f"build: killed before {len(tried)} steps around putting in place "
        f"({[steps[step - 1] for step in tried]}): stood after it {dict(sorted(standing.items()))}"
    )
    if old_system:  # two renames: a kill between them leaves the earlier site aside, where the next build takes it from
        assert standing["none"] == 1
