"""A site of N profiles, built by us and by Hugo and Pagefind in turn: from nothing, with one profile edited, with nothing changed.

Photos and kits are counted apart: the profiles have no photos, and no channel of the copied registry counts as press, so that there are no kits. All else is there.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmark.measuring import Cost, measure, median
from benchmark.yardstick import Yardstick, copy_profile, write_hugo_site
from environment import say
from generated_project import generate

AS_OF = "2026-01-01"
_CARDS = "cards"  # the store of social cards below .cache


@dataclass(frozen=True)
class Ours:
    """What our builds cost. `redrawn`: from nothing but the social cards of an earlier build."""

    cold: Cost
    redrawn: Cost
    body: Cost
    title: Cost
    unchanged: Cost
    files: int


@dataclass(frozen=True)
class Theirs:
    """What Hugo and Pagefind cost: from nothing, and again after an edit. They do the same for an edit as for none."""

    hugo: Cost
    pagefind: Cost
    again: Cost

    @property
    def cold(self) -> Cost:
        return self.hugo + self.pagefind


@contextmanager
def generated(count: int) -> Iterator[Path]:
    """Give a folder with a generated project of `count` profiles in `project`, for the time of the block."""
    with tempfile.TemporaryDirectory(prefix="guongsang-bench-") as folder:
        project = Path(folder) / "project"
        generate(project, count)
        channels = project / "exemplars" / "_registry" / "channels.yml"
        channels.write_text(channels.read_text(encoding="utf-8").replace("press: true", "press: false"), encoding="utf-8")
        yield Path(folder)


def some_profile(project: Path) -> Path:
    """Return a profile from the middle of a project."""
    paths = sorted((project / "exemplars").glob("20*/*/index.md"))
    return paths[len(paths) // 2]


def edit_body(path: Path, word: str) -> None:
    """Put a word into the body of a profile, as a writer would."""
    _save(path, "\n\n## Cách làm\n\n", f"\n\n## Cách làm\n\n{word} ")


def edit_title(path: Path, word: str) -> None:
    """Put a word at the head of a profile's title."""
    _save(path, '\ntitle: "', f'\ntitle: "{word} ')


def measure_builds(folder: Path, python: Path | None, yardstick: Yardstick | None, turns: int) -> tuple[Ours | None, Theirs | None]:
    """Build the generated project in `folder` as often as `turns` says, by us (`python` runs us) and by the yardstick in turn; return the medians."""
    project, site = folder / "project", folder / "hugo"
    edited = some_profile(project)
    if yardstick:
        write_hugo_site(project, site)
    ours: list[Ours] = []
    theirs: list[Theirs] = []
    for turn in range(turns):
        if python:
            cold, redrawn = build_anew(python, project), build_anew(python, project, keep=_CARDS)
        if yardstick:
            say("  Hugo và Pagefind…")
            for name in ("public", "resources", "cache"):
                shutil.rmtree(site / name, ignore_errors=True)
            hugo, pagefind = yardstick.build(site)
        edit_body(edited, word := f"Chữmới{turn}")
        if python:
            body = build(python, project)
            _expect(project, edited, word)
        if yardstick:
            copy_profile(edited, site)
            theirs.append(Theirs(hugo, pagefind, sum(yardstick.build(site), Cost(0, 0, 0))))
        if python:
            say("  dựng lại sau khi sửa tít, rồi khi không sửa gì…")
            edit_title(edited, word := f"T{turn}")
            title = build(python, project)
            _expect(project, edited, f"{word} ")
            ours.append(Ours(cold, redrawn, body, title, build(python, project), sum(1 for path in (project / "site").rglob("*") if path.is_file())))
    return _middle_of_ours(ours), _middle_of_theirs(theirs)


def build_anew(python: Path, project: Path, keep: str = "") -> Cost:
    """Build a project that has never been built. `keep`: a store of the cache that is left as it is."""
    say(f"  dựng từ đầu{', giữ thẻ chia sẻ' if keep else ''}…")
    shutil.rmtree(project / "site", ignore_errors=True)
    for path in (project / ".cache").glob("*"):
        if path.name != keep:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return build(python, project)


def build(python: Path, project: Path) -> Cost:
    """Build a project by the command that staff use."""
    return run(python, project, "build")


def run(python: Path, project: Path, name: str) -> Cost:
    """Run one of our commands in a project."""
    return measure([python, "-X", "utf8", "-m", "guongsang", "--root", project, name, "--as-of", AS_OF])[0]


def _save(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise SystemExit(f"{path}: {old!r}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _expect(project: Path, edited: Path, word: str) -> None:
    """Speed without the edit would be none."""
    page = project / "site" / "ho-so" / edited.parent.name / "index.html"
    if word not in page.read_text(encoding="utf-8"):
        raise SystemExit(f"lỗi: {page} không có chữ vừa sửa: {word}")


def _middle_of_ours(all_turns: list[Ours]) -> Ours | None:
    if not all_turns:
        return None
    return Ours(*(median([getattr(turn, name) for turn in all_turns]) for name in ("cold", "redrawn", "body", "title", "unchanged")), all_turns[-1].files)


def _middle_of_theirs(all_turns: list[Theirs]) -> Theirs | None:
    if not all_turns:
        return None
    return Theirs(*(median([getattr(turn, name) for turn in all_turns]) for name in ("hugo", "pagefind", "again")))
