"""A small project with all that profiles can have, and every kind of edit between two builds, chosen by a seed."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from projects import COPIED, REPOSITORY

YEAR = "2024"  # of the sample profiles that the project begins with
EVENTS = (
    "tham-quan-mot-cua-dat-dai-luu-dong",
    "trao-giai-cuoc-thi-viet-nguoi-giu-nguon",
    "tham-quan-ban-do-truot-lo-o-khe-vau",
)
ABSENT = re.compile(r"^profiles: \[(.*)\]$", re.MULTILINE)
# Around an embargo's hour, the end of an event, of a consent, of the two days of news, of a year; and far from all.
MOMENTS = (
    "2026-11-22",
    "2026-11-22T17:59:59",
    "2026-11-22T18:00:00",
    "2026-11-22T23:30:00",
    "2026-11-23",
    "2026-11-23T18:00:01",
    "2026-11-24",
    "2026-11-24T18:00:00",
    "2026-11-24T18:00:01",
    "2026-11-25",
    "2026-11-26",
    "2026-12-31T23:59:59",
    "2027-01-01",
    "2027-01-02T07:30:00",
    "2025-07-01",
    "2026-11-21T12:00:00",
)
_WORDS = "sông núi biển rừng đường đá gió mưa nắng đất cây lửa cát sóng trăng sao".split()


class NotNowError(Exception):
    """An edit that can't be made of the project as it is."""


@dataclass
class Garden:
    """A project that is being edited; all that a build of it takes.

    Attributes:
        root: its folder.
        chance: chooses what to edit, and how.
        moment: the day and hour of the build.
        options: of the build command, for the next build alone.
        libraries: a folder that Python looks in first, for the next build alone.
        second: whether the next build goes to the other of two places.
    """

    root: Path
    chance: random.Random
    moment: str = MOMENTS[0]
    options: list[str] = field(default_factory=list)
    libraries: Path | None = None
    second: bool = False
    _number: int = 0

    @classmethod
    def create(cls, root: Path, chance: random.Random) -> Garden:
        """Write a project of profiles with links, embargoes, consents that end, events: every day changes something."""
        root.mkdir(parents=True)
        for name in (*COPIED, "exemplars/_registry", f"exemplars/{YEAR}"):
            source, target = REPOSITORY / name, root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, target)
        garden = cls(root, chance)
        slugs = [path.parent.name for path in garden.profiles]
        for post in (root / "content/su-kien/posts").glob("*.md"):
            text = ABSENT.sub(
                lambda found: f"profiles: [{', '.join(slug for slug in found[1].split(', ') if slug in slugs)}]",
                post.read_text(encoding="utf-8"),
            )
            if post.stem in EVENTS:
                post.write_text(text, encoding="utf-8")
            else:
                post.unlink()
        for photo in root.glob(f"exemplars/{YEAR}/*/*.jpg"):
            garden.draw(photo)
        waiting = garden.load(garden.profiles[0])
        waiting["channels"]["portal"]["publish"] = "2026-11-22T18:00:00"
        garden.save(garden.profiles[0], waiting)
        ending = garden.load(garden.profiles[1])
        ending["consent"]["expires"] = date(2026, 11, 24)
        garden.save(garden.profiles[1], ending)
        later = garden.load(garden.profiles[2])
        later["channels"] = {
            name: plan | {"publish": "2027-01-02T07:00:00"} for name, plan in later["channels"].items()
        }
        garden.save(garden.profiles[2], later)
        for first, second in zip(garden.profiles, garden.profiles[3:], strict=False):
            garden.append(first, f"Xem thêm [một hồ sơ nữa](/ho-so/{second.parent.name}/).")
        (root / "content/su-kien/posts/sap-het.md").write_text(
            event_text("Sắp hết", "2026-11-20", "2026-11-23", slugs[:2]), encoding="utf-8"
        )
        return garden

    @property
    def profiles(self) -> list[Path]:
        return sorted(self.root.glob("exemplars/2*/*/index.md"))

    @property
    def sources(self) -> list[Path]:
        """All files that edits change."""
        folders = ("exemplars", "content", "theme", "hooks")
        return [
            self.root / "mkdocs.yml",
            *(path for name in folders for path in sorted((self.root / name).rglob("*")) if path.is_file()),
        ]

    def any_profile(self) -> Path:
        return self.chance.choice(self.profiles)

    def load(self, path: Path) -> dict[str, Any]:
        loaded: dict[str, Any] = yaml.safe_load(
            path.read_text(encoding="utf-8").split("\n---\n", 1)[0].removeprefix("---\n")
        )
        return loaded

    def body(self, path: Path) -> str:
        return path.read_text(encoding="utf-8").split("\n---\n", 1)[1]

    def save(self, path: Path, fields: dict[str, Any], body: str | None = None) -> None:
        text = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=10**6)
        path.write_text(f"---\n{text}---\n{self.body(path) if body is None else body}", encoding="utf-8")

    def append(self, path: Path, paragraph: str) -> None:
        self.save(path, self.load(path), f"{self.body(path).rstrip()}\n\n{paragraph}\n")

    def word(self) -> str:
        self._number += 1
        return f"{self.chance.choice(_WORDS)} {self.chance.choice(_WORDS)} {self._number}"

    def draw(self, path: Path, comment: str = "") -> None:
        """Write a photo that is like no other: long enough to be accepted, narrow, so that it costs little."""
        image = Image.new(
            "RGB", self.chance.choice([(24, 1600), (1600, 24)]), tuple(self.chance.randrange(256) for _ in range(3))
        )
        image.paste(tuple(self.chance.randrange(256) for _ in range(3)), (4, 4, 12, 12))
        image.save(path, "JPEG", **({"comment": comment.encode()} if comment else {}))

    def replace(self, name: str, old: str, new: str) -> str:
        """Replace a text where it first stands in a file."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise NotNowError(f"{name}: {old}")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return f"{name}: {old!r} → {new!r}"


def event_text(title: str, day: str, ends: str, slugs: list[str]) -> str:
    return (
        f"---\ntitle: {title}\ndate: {day}\nends: {ends}\nkind: exchange\nplace: Hội trường\n"
        f"profiles: [{', '.join(slugs)}]\n---\n\nMở đầu.\n\n<!-- more -->\n\nPhần sau.\n"
    )


Edit = Callable[[Garden], str]  # makes the edit and says what it did
EDITS: dict[str, list[Edit]] = {}


def edit_of(kind: str) -> Callable[[Edit], Edit]:
    def note(edit: Edit) -> Edit:
        EDITS.setdefault(kind, []).append(edit)
        return edit

    return note


def front_matter_edit(change: Callable[[Garden, dict[str, Any], Path], object]) -> Edit:
    """Return the edit that changes one profile's front matter."""

    def edit(garden: Garden) -> str:
        path = garden.any_profile()
        fields = garden.load(path)
        change(garden, fields, path)
        garden.save(path, fields)
        return f"{change.__name__} of {path.parent.name}"

    edit.__name__ = change.__name__
    EDITS.setdefault("front matter", []).append(edit)
    return edit


def choose(garden: Garden, items: Any) -> Any:
    items = list(items or ())
    if not items:
        raise NotNowError("none")
    return garden.chance.choice(items)


def ids_of(garden: Garden, registry: str) -> list[str]:
    return [
        item["id"]
        for item in yaml.safe_load((garden.root / f"exemplars/_registry/{registry}.yml").read_text(encoding="utf-8"))
    ]
