"""An incremental build gives, byte for byte, what a clean build gives, after edits of every kind.

After each edit, the project is built with its cache and its earlier site, and a copy is built with neither.
`GUONGSANG_EDITS` sets how many edits, `GUONGSANG_EDIT_SEED` another sequence of them (the seed is printed).
"""

from __future__ import annotations

import difflib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import campaigns
from edits import EDITS, Garden, NotNowError
from machine import needs_links, needs_posix
from projects import Project, snapshot

SEED = campaigns.seed("GUONGSANG_EDIT_SEED", usual=8)
_REAL = 15  # every so many builds are processes as staff start them
_BARE = (
    10  # every so many clean builds make photos, cards and kits anew too; the others take those from earlier clean ones
)
_STORES = ("photos", "cards", "kits")
# A process that has imported everything and forks for each command. Nothing was built in it, as in a new process.
# Its builds treat each site as a large one: a spare tree is kept and updated while profiles are still being checked.
SERVER = """
import json, os, sys, traceback
os.cpu_count = lambda cores=int(sys.argv[1]): cores
import guongsang.cli, guongsang.cli.build, guongsang.engine.adapter, guongsang.media.kits.word
import guongsang.build.output.staging, guongsang.build.output.workplace
guongsang.build.output.staging._MANY = guongsang.build.output.workplace._FEW = 0
for line in sys.stdin:
    told = json.loads(line)
    child = os.fork()
    if not child:
        code = 0
        os.dup2(os.open(told["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        os.dup2(1, 2)
        sys.argv[1:] = told["arguments"]
        try:
            guongsang.cli.main()
        except SystemExit as stop:
            code = stop.code or 0
        except BaseException:
            traceback.print_exc()
            code = 70
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Builder:
    """Builds projects by a server of its own, one after the other."""

    def __init__(self, log: Path, say: IO[str], hear: IO[str]) -> None:
        self._log, self._say, self._hear = log, say, hear
        self._pending: subprocess.Popen[str] | None = None

    def begin(self, root: Path, arguments: list[str], libraries: Path | None, *, real: bool) -> None:
        command = ["--root", str(root), "build", *arguments]
        if real or libraries:
            paths = os.pathsep.join(filter(None, (str(libraries or ""), os.environ.get("PYTHONPATH", ""))))
            with self._log.open("w") as log:
                self._pending = subprocess.Popen(
                    [sys.executable, "-X", "utf8", "-m", "guongsang", *command],
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    cwd=root,
                    text=True,
                    env={**os.environ, "PYTHONPATH": paths},
                )
        else:
            self._say.write(json.dumps({"arguments": command, "log": str(self._log)}) + "\n")
            self._say.flush()

    def end(self) -> tuple[int, str]:
        """Return the exit code and all that was said."""
        if self._pending:
            code, self._pending = self._pending.wait(timeout=600), None
        else:
            code = int(self._hear.readline())
        return code, self._log.read_text(encoding="utf-8")


@contextmanager
def builder(log: Path, cores: int) -> Iterator[Builder]:
    """Give a builder that has so many processor cores, and whose sets are in an order of their own."""
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", SERVER, str(cores)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": str(cores)},
    ) as server:
        assert server.stdin and server.stdout
        yield Builder(log, server.stdin, server.stdout)
        server.stdin.close()


def places(site: Path) -> dict[str, tuple[int, int]]:
    """Return where on the disk each file of a site is, and since when: one with another content is another."""
    return {
        path.relative_to(site).as_posix(): ((status := path.stat()).st_ino, status.st_mtime_ns)
        for path in site.rglob("*")
        if path.is_file()
    }


def describe(name: str, ours: bytes | None, clean: bytes | None) -> str:
    """Return how a file differs, in a few lines."""
    if ours is None or clean is None:
        return f"{name}: {'missing' if ours is None else 'should not be there'}"
    try:
        lines = [text.decode().replace(">", ">\n").splitlines() for text in (clean, ours)]
    except UnicodeDecodeError:
        return f"{name}: {len(ours)} bytes, clean {len(clean)}"
    return f"{name}:\n" + "\n".join(
        f"      {line[:200]}"
        for line in list(difflib.unified_diff(*lines, "clean", "incremental", n=0, lineterm=""))[2:10]
    )


class Duel:
    """The two ways of building one project, and what came of them."""

    def __init__(self, folder: Path, garden: Garden, ours: Builder, clean: Builder) -> None:
        self.garden, self.ours, self.clean = garden, ours, clean
        self.sites = garden.root / "site", folder / "second" / "site"
        self._copy, self._stores = folder / "copy", folder / "stores"
        self.counts: Counter[str] = Counter()
        self.seconds: Counter[str] = Counter()

    def build(self, number: int) -> tuple[bool, list[str]]:
        """Build both ways. Return whether there was a site to build, and each difference between the two."""
        garden, site = self.garden, self.sites[self.garden.second]
        copy = self._replant(bare=number % _BARE == 0)
        arguments, libraries, real = [*garden.options, "--as-of", garden.moment], garden.libraries, number % _REAL == 0
        before = places(site) if site.exists() else {}
        garden.options, garden.libraries, garden.second = [], None, False
        begun = time.monotonic()
        self.clean.begin(copy, arguments, libraries, real=False)
        self.ours.begin(
            garden.root,
            ["--site-dir", str(site), *arguments] if site != garden.root / "site" else arguments,
            libraries,
            real=real,
        )
        code, said = self.ours.end()
        self.seconds["incremental"] += time.monotonic() - begun
        clean_code, clean_said = self.clean.end()
        self.seconds["both"] += time.monotonic() - begun
        self.counts["builds that failed, both ways"] += code != 0
        if code != clean_code or _findings(said) != _findings(clean_said):
            return code == 0, [
                f"exit code {code}, clean {clean_code}:\n{said[-1500:]}\n--- clean:\n{clean_said[-1500:]}"
            ]
        if code:
            after = places(site) if site.exists() else {}
            return False, [
                f"{name}: touched by a build that failed"
                for name in before.keys() | after.keys()
                if before.get(name) != after.get(name)
            ]
        if libraries is None:
            self._keep_stores(copy)
        found, wanted = snapshot(site), snapshot(copy / "site")
        after = places(site)
        self.counts["files compared"] += len(wanted)
        self.counts["files taken from the earlier site"] += sum(
            before.get(name) == place for name, place in after.items()
        )
        self.counts["builds not needed"] += "trang giữ nguyên" in said
        return True, [
            describe(name, found.get(name), wanted.get(name))
            for name in sorted(found.keys() | wanted.keys())
            if found.get(name) != wanted.get(name)
        ]

    def forget(self) -> None:
        """Begin anew, so that one fault isn't found again after each edit."""
        for folder in (*self.sites, self.garden.root / ".cache", self._stores):
            shutil.rmtree(folder, ignore_errors=True)

    def _replant(self, *, bare: bool) -> Path:
        """Return a copy of the project as it is now, without what builds leave.

        Unless `bare`, it has the photos, cards and kits of earlier copies.
        """
        shutil.rmtree(self._copy, ignore_errors=True)
        shutil.copytree(
            self.garden.root,
            self._copy,
            ignore=lambda folder, names: (
                {name for name in names if re.match(r"\.?site\b|\.cache$", name)}
                if Path(folder) == self.garden.root
                else set()
            ),
        )
        if self._stores.exists() and not bare and self.garden.libraries is None:
            shutil.copytree(self._stores, self._copy / ".cache", copy_function=os.link)
        return self._copy

    def _keep_stores(self, copy: Path) -> None:
        for name in _STORES:
            if (copy / ".cache" / name).is_dir():
                shutil.copytree(copy / ".cache" / name, self._stores / name, copy_function=_link, dirs_exist_ok=True)


def _link(source: str, target: str) -> None:
    if not os.path.exists(target):
        os.link(source, target)


def _findings(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith(("exemplars/", "content/"))]


def choose_edits(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield edits by kind and name without end: each once in any order, then each again, so that none is forgotten."""
    while True:
        names = [(kind, edit.__name__) for kind, edits in EDITS.items() for edit in edits]
        chance.shuffle(names)
        yield from names


def make_edit(garden: Garden, kind: str, name: str) -> str | None:
    """Make an edit; return what it did, or None where the project is such that it can't be made."""
    edit = next(edit for edit in EDITS[kind] if edit.__name__ == name)
    for _ in range(5):  # of another profile, perhaps
        try:
            return edit(garden)
        except NotNowError:
            continue
    return None


@needs_posix("builds are forked from a process that has all imported")
def test_build_after_any_edit_is_the_same_as_a_clean_one(tmp_path: Path, add_to_summary: Callable[[str], None]) -> None:
    chance = random.Random(SEED)
    garden = Garden.create(tmp_path / "project", chance)
    made: Counter[str] = Counter()
    history: list[str] = []
    faults: list[str] = []
    with ExitStack() as stack:
        ours, clean = (stack.enter_context(builder(tmp_path / f"log-{cores}", cores)) for cores in (2, 1))
        note = stack.enter_context((tmp_path / "history").open("w", encoding="utf-8"))  # to be read while it runs
        duel = Duel(tmp_path, garden, ours, clean)
        history.append("(planted)")
        is_built, found = duel.build(0)
        assert is_built and not found, found
        edits = choose_edits(chance)
        while made.total() < campaigns.EDITS:
            kind, name = next(edits)
            sources, moment = {path: path.read_bytes() for path in garden.sources}, garden.moment
            done = make_edit(garden, kind, name)
            if done is None:
                continue
            made[kind] += 1
            history.append(f"{made.total()}. {kind}, {name}: {done}")
            is_built, found = duel.build(made.total())
            if not found and (not is_built or kind == "error"):
                mend(garden, sources)
                garden.moment = moment
                history.append(f"{made.total()}. mended")
                is_built, found = duel.build(made.total() + 1)
                assert is_built, history[-6:]
            if found:
                faults.append(
                    f"seed {SEED}, {len(found)} files differ after\n    "
                    + "\n    ".join(history[-6:])
                    + "\n  "
                    + "\n  ".join(found[:5])
                )
                duel.forget()
                note.write(f"{faults[-1]}\n\n")
            note.write(
                f"{duel.seconds['both']:.0f} s, "
                f"{'; '.join(line for line in history[-2:] if line.startswith(f'{made.total()}.'))}\n"
            )
            note.flush()
    add_to_summary(
        f"incremental: {made.total()} edits (seed {SEED}): {dict(made.most_common())}; "
        f"{', '.join(f'{count} {what}' for what, count in duel.counts.items())}; "
        f"differences {len(faults)}; {', '.join(f'{what} {seconds:.0f} s' for what, seconds in duel.seconds.items())}"
    )
    assert not faults, "\n\n".join(faults)
    assert duel.counts["files taken from the earlier site"] > duel.counts["files compared"] / 4


def mend(garden: Garden, sources: dict[Path, bytes]) -> None:
    """Put all files back that an edit changed."""
    for path in garden.sources:
        if path not in sources:
            path.unlink()
    for path, content in sources.items():
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    for folder in garden.root.glob("exemplars/2*/*"):
        if not any(folder.iterdir()):
            folder.rmdir()


def test_theme_that_stands_elsewhere_counts(project: Project) -> None:
    project.write("mot-nguoi")
    (project.root / "theme").rename(project.root / "giao-dien")
    settings = project.root / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8")
        .replace("custom_dir: theme", "custom_dir: giao-dien")
        .replace(", theme]", "]"),
        encoding="utf-8",
    )
    assert_edit_shows(project, project.root / "giao-dien/main.html")


@needs_links
def test_folder_of_the_theme_that_is_a_link_counts(project: Project, tmp_path: Path) -> None:
    project.write("mot-nguoi")
    shutil.move(project.root / "theme/partials", tmp_path / "partials")
    (project.root / "theme/partials").symlink_to(tmp_path / "partials")
    assert_edit_shows(project, tmp_path / "partials/gs-footer.html")


def assert_edit_shows(project: Project, template: Path) -> None:
    """Edit a template between two builds; the second must show it on every page."""
    assert project.run("build", "--as-of", "2024-07-01").returncode == 0
    template.write_text(
        re.sub(r'class="gs-', 'class="sua-tay gs-', template.read_text(encoding="utf-8"), count=1), encoding="utf-8"
    )
    assert project.run("build", "--as-of", "2024-07-01").returncode == 0
    assert "sua-tay" in project.page("ho-so/mot-nguoi") and "sua-tay" in project.page("ca-nhan")
