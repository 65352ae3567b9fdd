"""Measure builds of N profiles by us and by Hugo with Pagefind: from nothing, edited, unchanged.

Photos and kits are measured apart: the profiles have no photos, and no channel of the copied
registry counts as press, so that there are no kits. All else is there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmark.measuring import Cost, measure, median, tell
from benchmark.yardstick import Yardstick, copy_profile, write_hugo_site
from generated_project import generate

AS_OF = "2026-01-01"
_CARDS = "cards"  # the store of social cards below .cache


@dataclass(frozen=True)
class Ours:
    """What our builds cost.

    Attributes:
        drawing: from nothing, with social cards drawn.
        cold: from nothing, with the social cards of an earlier build: they are pictures, as photos.
        first: a word edited, right after `cold`, when every file of a large site gets a hard link.
        body: another word edited after that.
        title: the title edited after that.
        unchanged: nothing edited.
        files: how many files the site has.
    """

    drawing: Cost
    cold: Cost
    first: Cost
    body: Cost
    title: Cost
    unchanged: Cost
    files: int


@dataclass(frozen=True)
class Theirs:
    """What Hugo and Pagefind cost: from nothing, and again. An edit changes nothing for them."""

    hugo: Cost
    pagefind: Cost
    again: Cost

    @property
    def cold(self) -> Cost:
        """Return the cost of both from nothing."""
        return self.hugo + self.pagefind


@contextmanager
def generated(count: int) -> Iterator[Path]:
    """Yield a folder with a project of `count` generated profiles in `project`; delete it then."""
    with tempfile.TemporaryDirectory(prefix="guongsang-bench-") as folder:
        tell(f"sinh {count} hồ sơ")
        generate(Path(folder) / "project", count)
        leave_out_kits(Path(folder) / "project")
        yield Path(folder)


def leave_out_kits(project: Path) -> None:
    """Let no channel of a generated project count as press."""
    channels = project / "exemplars" / "_registry" / "channels.yml"
    channels.write_text(channels.read_text(encoding="utf-8").replace("press: true", "press: false"), encoding="utf-8")


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


def measure_builds(
    folder: Path, python: Path | None, yardstick: Yardstick | None, turns: int
) -> tuple[Ours | None, Theirs | None]:
    """Build the generated project in `folder`, by us and by the yardstick; return the medians.

    In a turn each has its builds in a row: the system caches what was read last, and neither should
    push out what the other needs next.

    Args:
        folder: has the project in `project`; gets the Hugo site in `hugo`.
        python: the interpreter that runs us. None leaves us out.
        yardstick: Hugo and Pagefind. None leaves them out.
        turns: how often each is built.
    """
    project, site = folder / "project", folder / "hugo"
    edited = some_profile(project)
    if yardstick:
        write_hugo_site(project, site)
    ours: list[Ours] = []
    theirs: list[Theirs] = []
    for turn in range(turns):
        if python:
            ours.append(_measure_ours(python, project, edited, turn))
        if yardstick:
            theirs.append(_measure_theirs(yardstick, edited, site, turn))
    return _middle_of_ours(ours), _middle_of_theirs(theirs)


def _measure_ours(python: Path, project: Path, edited: Path, turn: int) -> Ours:
    drawing, cold = build_twice(python, project)
    costs: list[Cost] = []
    for told, edit, word in (
        ("sửa một chữ rồi dựng lại", edit_body, f"Chữmới{turn}"),
        ("sửa thêm một chữ", edit_body, f"Chữthêm{turn}"),
        ("sửa tít", edit_title, f"Tít{turn}"),
    ):
        tell(told)
        edit(edited, word)
        costs.append(build(python, project))
        _expect(project, edited, word)
    tell("dựng lại khi không sửa gì")
    first, body, title = costs
    unchanged = build(python, project)
    files = sum(1 for path in (project / "site").rglob("*") if path.is_file())
    return Ours(drawing, cold, first, body, title, unchanged, files)


def _measure_theirs(yardstick: Yardstick, edited: Path, site: Path, turn: int) -> Theirs:
    tell("Hugo và Pagefind, từ đầu")
    _put_aside(site.parent, (site / name for name in ("public", "resources", "cache")))
    hugo, pagefind = yardstick.build(site)
    tell("Hugo và Pagefind, sau khi sửa một chữ")
    edit_body(edited, f"Chữkhác{turn}")
    copy_profile(edited, site)
    return Theirs(hugo, pagefind, sum(yardstick.build(site), Cost(0, 0, 0)))


def build_twice(python: Path, project: Path) -> tuple[Cost, Cost]:
    """Build a project from nothing, then again with the social cards kept; return the cost of each.

    The second is judged: by then the system has programs and sources in memory, as Hugo's, which
    were read or written just before.

    Earlier output is moved aside, not deleted. For minutes after a hundred thousand files are
    deleted, a file system needs longer to create new ones, which no first build meets.
    """
    tell("dựng từ đầu, vẽ cả thẻ chia sẻ")
    drawing = _build_anew(python, project)
    tell("dựng từ đầu, thẻ đã vẽ")
    return drawing, _build_anew(python, project, keep=_CARDS)


def _build_anew(python: Path, project: Path, keep: str = "") -> Cost:
    _put_aside(
        project.parent,
        [
            project / "site",
            *project.glob(".site.*"),
            *(path for path in (project / ".cache").glob("*") if path.name != keep),
        ],
    )
    return build(python, project)


def _put_aside(folder: Path, paths: Iterable[Path]) -> None:
    """Move files and folders out of the way, into one that is deleted when all is measured."""
    aside = Path(tempfile.mkdtemp(prefix="aside-", dir=folder))
    for path in paths:
        if path.exists():
            path.rename(aside / path.name)


def build(python: Path, project: Path) -> Cost:
    """Build a project by the command that staff use."""
    return run(python, project, "build")[0]


def run(python: Path, project: Path, name: str) -> tuple[Cost, str]:
    """Run one of our commands in a project; return its cost and what it printed."""
    return measure([python, "-X", "utf8", "-m", "guongsang", "--root", project, name, "--as-of", AS_OF])


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
    return Ours(
        drawing=median([turn.drawing for turn in all_turns]),
        cold=median([turn.cold for turn in all_turns]),
        first=median([turn.first for turn in all_turns]),
        body=median([turn.body for turn in all_turns]),
        title=median([turn.title for turn in all_turns]),
        unchanged=median([turn.unchanged for turn in all_turns]),
        files=all_turns[-1].files,
    )


def _middle_of_theirs(all_turns: list[Theirs]) -> Theirs | None:
    if not all_turns:
        return None
    return Theirs(*(median([getattr(turn, name) for turn in all_turns]) for name in ("hugo", "pagefind", "again")))
