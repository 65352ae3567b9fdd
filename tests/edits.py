"""A small project with all that profiles can have, and every kind of edit between two builds, chosen by a seed."""

from __future__ import annotations

import os
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
            _event("Sắp hết", "2026-11-20", "2026-11-23", slugs[:2]), encoding="utf-8"
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


def _event(title: str, day: str, ends: str, slugs: list[str]) -> str:
    return (
        f"---\ntitle: {title}\ndate: {day}\nends: {ends}\nkind: exchange\nplace: Hội trường\n"
        f"profiles: [{', '.join(slugs)}]\n---\n\nMở đầu.\n\n<!-- more -->\n\nPhần sau.\n"
    )


Edit = Callable[[Garden], str]  # makes the edit and says what it did
EDITS: dict[str, list[Edit]] = {}


def _edit(kind: str) -> Callable[[Edit], Edit]:
    def note(edit: Edit) -> Edit:
        EDITS.setdefault(kind, []).append(edit)
        return edit

    return note


def _front(change: Callable[[Garden, dict[str, Any], Path], object]) -> Edit:
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


def _one(garden: Garden, items: Any) -> Any:
    items = list(items or ())
    if not items:
        raise NotNowError("none")
    return garden.chance.choice(items)


def _ids(garden: Garden, registry: str) -> list[str]:
    return [
        item["id"]
        for item in yaml.safe_load((garden.root / f"exemplars/_registry/{registry}.yml").read_text(encoding="utf-8"))
    ]


# Bodies.


@_edit("body")
def word(garden: Garden) -> str:
    path = garden.any_profile()
    garden.append(path, garden.word())
    return path.parent.name


@_edit("body")
def first_paragraph(garden: Garden) -> str:
    path = garden.any_profile()
    garden.save(path, garden.load(path), f"\n{garden.word().capitalize()}.\n{garden.body(path)}")
    return path.parent.name


@_edit("body")
def link_added(garden: Garden) -> str:
    path, to = garden.any_profile(), garden.any_profile()
    garden.append(path, f"Gặp [{garden.word()}](/ho-so/{to.parent.name}/).")
    return f"{path.parent.name} to {to.parent.name}"


@_edit("body")
def link_removed(garden: Garden) -> str:
    path = _one(garden, (path for path in garden.profiles if "](/ho-so/" in garden.body(path)))
    garden.save(path, garden.load(path), re.sub(r"\[([^\]]*)\]\(/ho-so/[^)]*\)", r"\1", garden.body(path), count=1))
    return str(path.parent.name)


@_edit("body")
def image_moved(garden: Garden) -> str:
    path = _one(garden, (path for path in garden.profiles if garden.load(path).get("photos")))
    body = re.sub(r"\n!\[[^\n]*\n", "\n", garden.body(path))
    headings = [match.end() for match in re.finditer(r"^## .*\n", body, re.MULTILINE)]
    place = _one(garden, headings)
    photo = _one(garden, garden.load(path)["photos"])["file"]
    garden.save(path, garden.load(path), f"{body[:place]}\n![]({photo})\n{body[place:]}")
    return f"{photo} of {path.parent.name}"


@_edit("body")
def bodies_swapped(garden: Garden) -> str:
    first, second = garden.chance.sample(garden.profiles, 2)
    bodies = garden.body(first), garden.body(second)
    if "![" in "".join(bodies):
        raise NotNowError("photos")
    garden.save(first, garden.load(first), bodies[1])
    garden.save(second, garden.load(second), bodies[0])
    return f"{first.parent.name} {second.parent.name}"


# Front matter.


@_front
def title(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["title"] = f"Tít mới {garden.word()}"


@_front
def summary(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["summary"] = f"{garden.word()} {fields['summary']}"[:390]


@_front
def name(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["name"] = f"{fields['name']} {garden.chance.choice(['Ân', 'Bình', 'Đạt', 'Yến'])}"


@_front
def unit(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["unit"] = garden.load(garden.any_profile())["unit"]


@_front
def work_fields(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["fields"] = garden.chance.sample(_ids(garden, "fields"), garden.chance.choice([1, 2, 3]))


@_front
def stage(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["stage"] = garden.chance.choice(["emerging", "recognised", "outstanding"])


@_front
def movements(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["movements"] = garden.chance.sample(_ids(garden, "movements"), 2)


@_front
def award_revoked_or_back(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    award = _one(garden, fields.get("awards"))
    award["status"] = "valid" if award.get("status") == "revoked" else "revoked"


@_front
def award_document(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    _one(garden, fields.get("awards"))["document"] = f"Quyết định số {garden.chance.randrange(100, 900)}/QĐ-MH"


@_front
def initiative_renamed(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    _one(garden, fields.get("initiatives"))["name"] = f"Mô hình {garden.word()}"


@_front
def initiative_effect(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    _one(garden, fields.get("initiatives"))["effect"] = f"Nhanh hơn {garden.word()}."


@_front
def initiative_replicated(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    _one(garden, fields.get("initiatives"))["replicated_at"] = garden.chance.sample(_ids(garden, "units"), 2)


@_front
def initiative_removed(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["initiatives"].remove(_one(garden, (fields.get("initiatives") or [])[1:]))


@_front
def rating(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    _one(garden, fields.get("ratings"))["document"] = f"Quyết định số {garden.chance.randrange(100, 900)}/QĐ-MH"


@_front
def evidence(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    _one(garden, fields.get("evidence"))["statement"] = f"Gương mẫu, {garden.word()}."


@_front
def quote(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields.setdefault("press", {})["quotes"] = [{"text": f"Tôi thấy {garden.word()}.", "by": "bà Hoa"}]


@_front
def contact(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields.setdefault("press", {})["contact"] = {"name": f"Văn thư {garden.word()}", "email": "van-thu@example.org"}


@_front
def coverage(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields.setdefault("press", {})["coverage"] = [
        {
            "outlet": "Bản tin mẫu",
            "title": f"Bài {garden.word()}",
            "url": "https://example.org/bai/",
            "date": date(2026, 11, garden.chance.randrange(20, 27)),
        }
    ]


@_front
def consent_covers(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["consent"]["covers"] = [
        "name",
        *garden.chance.sample(["image", "story", "contact"], garden.chance.randrange(4)),
    ]


@_front
def consent_channels(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["consent"]["channels"] = ["portal", "newspaper", "magazine", "media-centre"]
    fields["channels"][garden.chance.choice(["newspaper", "magazine", "media-centre"])] = {
        "publish": f"2026-11-{garden.chance.randrange(18, 24)}T18:00:00"
    }


@_front
def channel_closed(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    del fields["channels"][_one(garden, sorted(fields["channels"])[1:])]


@_front
def consent_ends(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    if fields["consent"].pop("expires", None) is None:
        fields["consent"]["expires"] = date(2026, 11, garden.chance.randrange(21, 27))


@_front
def published_at(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    _one(garden, fields["channels"].values())["publish"] = garden.chance.choice(
        ["2026-11-22T18:00:00", "2026-11-23T06:00:00", "2026-11-20", "2024-12-30", "2027-01-01"]
    )


@_front
def channel_title(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    _one(garden, fields["channels"].values())["title"] = f"Tít riêng {garden.word()}"


@_front
def correction(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields.setdefault("corrections", []).append(
        {"date": date(2026, 11, garden.chance.randrange(20, 27)), "text": f"Sửa {garden.word()}."}
    )


@_front
def follow_up(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields.setdefault("follow_up", []).append(
        {
            "date": date(2026, 11, garden.chance.randrange(20, 27)),
            "by": "Vụ",
            "effect": f"Còn chạy, {garden.word()}.",
            "decision": "keep",
            "difficulties": garden.word(),
            "reach": {"visitors": garden.chance.randrange(90)},
        }
    )


@_front
def internal_note(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["internal"] = {"note": garden.word()}


@_front
def sample_mark(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["sample"] = not fields.get("sample", False)


@_front
def caption(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    _one(garden, fields.get("photos"))["caption"] = f"Bên {garden.word()}."


@_front
def photo_focus(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    _one(garden, fields.get("photos"))["focus"] = (
        f"{garden.chance.randrange(0, 100, 10)}% {garden.chance.randrange(0, 100, 10)}%"
    )


@_front
def photos_reordered(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    if len(fields.get("photos") or ()) < 2:
        raise NotNowError("one photo")
    fields["photos"].reverse()


# Profiles that come, go and move.


@_edit("life")
def withdrawn_or_back(garden: Garden) -> str:
    path = garden.any_profile()
    fields = garden.load(path)
    is_back = fields["review"]["status"] == "withdrawn"
    fields["review"] = (
        {"status": "approved"}
        if is_back
        else {"status": "withdrawn", "date": date(2026, 11, 21), "notice": f"Đã rút, {garden.word()}."}
    )
    garden.save(path, fields)
    return f"{path.parent.name} {'back' if is_back else 'withdrawn'}"


@_edit("life")
def all_back(garden: Garden) -> str:
    """Publish all again: chance alone would leave nothing to look at."""
    for path in garden.profiles:
        fields = garden.load(path)
        if fields["review"]["status"] not in ("withdrawn", "suspended"):
            continue  # a draft of the samples, which isn't ready
        fields["review"] = {"status": "approved"}
        fields["consent"]["covers"] = ["name", "image", "story", "contact"]
        fields["consent"].pop("expires", None)
        garden.save(path, fields)
    return "all"


@_edit("life")
def suspended(garden: Garden) -> str:
    path = garden.any_profile()
    fields = garden.load(path)
    fields["review"] = {"status": "suspended"}
    garden.save(path, fields)
    return path.parent.name


@_edit("life")
def year_moved(garden: Garden) -> str:
    path = garden.any_profile()
    fields = garden.load(path)
    fields["year"] = 2025 if fields["year"] == 2024 else 2024
    garden.save(path, fields)
    target = garden.root / "exemplars" / str(fields["year"]) / path.parent.name
    target.parent.mkdir(exist_ok=True)
    path.parent.rename(target)
    return f"{path.parent.name} to {fields['year']}"


@_edit("life")
def renamed_without_alias(garden: Garden) -> str:
    return _rename(garden, alias=False)


@_edit("life")
def renamed_with_alias(garden: Garden) -> str:
    return _rename(garden, alias=True)


def _rename(garden: Garden, *, alias: bool) -> str:
    path = garden.any_profile()
    old, new = path.parent.name, f"ho-so-{garden.word().split()[-1]}"
    target = path.parent.with_name(new)
    path.parent.rename(target)
    if alias:
        fields = garden.load(target / "index.md")
        fields["aliases"] = [*fields.get("aliases", ()), old]
        garden.save(target / "index.md", fields)
    for file in (*garden.profiles, *garden.root.glob("content/su-kien/posts/*.md")):
        text = file.read_text(encoding="utf-8")
        if old in text.replace(f"- {old}\n", ""):
            file.write_text(
                re.sub(rf"(?<![\w-]){old}(?![\w-])", new, text) if file.parent != target else text, encoding="utf-8"
            )
    return f"{old} to {new}"


@_edit("life")
def folders_swapped(garden: Garden) -> str:
    first, second = (
        path.parent
        for path in garden.chance.sample([path for path in garden.profiles if "![" not in garden.body(path)], 2)
    )
    if garden.load(first / "index.md")["year"] != garden.load(second / "index.md")["year"]:
        raise NotNowError("years")
    aside = first.with_name("tam")
    first.rename(aside)
    second.rename(first)
    aside.rename(second)
    return f"{first.name} {second.name}"


@_edit("life")
def profile_deleted(garden: Garden) -> str:
    if len(garden.profiles) < 11:
        raise NotNowError("few left")
    path = garden.any_profile()
    for other in garden.profiles:
        if f"/ho-so/{path.parent.name}/" in garden.body(other):
            garden.save(
                other,
                garden.load(other),
                re.sub(rf"\[([^\]]*)\]\(/ho-so/{path.parent.name}/\)", r"\1", garden.body(other)),
            )
    for post in garden.root.glob("content/su-kien/posts/*.md"):
        post.write_text(
            ABSENT.sub(
                lambda found: (
                    f"profiles: [{', '.join(item for item in found[1].split(', ') if item != path.parent.name)}]"
                ),
                post.read_text(encoding="utf-8"),
            ),
            encoding="utf-8",
        )
    shutil.rmtree(path.parent)
    return path.parent.name


@_edit("life")
def profile_added(garden: Garden) -> str:
    source = garden.any_profile()
    number = garden.word().split()[-1]
    target = source.parent.with_name(f"nguoi-moi-{number}")
    shutil.copytree(source.parent, target)
    fields = garden.load(target / "index.md")
    fields |= {"id": f"DH-{fields['year']}-9{int(number):03}", "name": f"{fields['name']} {number}", "aliases": []}
    for item in fields.get("initiatives", ()):
        item["name"] = f"{item['name'][:80]} {number}"
    garden.save(target / "index.md", fields)
    return target.name


# Photos.


def _photo(garden: Garden) -> Path:
    photo: Path = _one(garden, sorted(garden.root.glob("exemplars/2*/*/*.jpg")))
    return photo


@_edit("photo")
def photo_replaced(garden: Garden) -> str:
    photo = _photo(garden)
    garden.draw(photo)
    return f"{photo.parent.name}/{photo.name}"


@_edit("photo")
def photo_metadata(garden: Garden) -> str:
    photo = _photo(garden)
    content = photo.read_bytes()
    note = garden.word().encode()
    photo.write_bytes(content[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + content[2:])
    return f"{photo.parent.name}/{photo.name}"


@_edit("photo")
def photo_byte_with_size_and_time_as_before(garden: Garden) -> str:
    photo = _photo(garden)
    status, content = photo.stat(), photo.read_bytes()
    middle = content.index(b"\xff\xda") + 40  # in the picture itself
    photo.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    os.utime(photo, ns=(status.st_atime_ns, status.st_mtime_ns))
    return f"{photo.parent.name}/{photo.name}"


@_edit("photo")
def photo_added(garden: Garden) -> str:
    path = garden.any_profile()
    file = f"them-{garden.word().split()[-1]}.jpg"
    garden.draw(path.parent / file)
    fields = garden.load(path)
    fields["photos"] = [
        *(fields.get("photos") or ()),
        {"file": file, "alt": "Cảnh làm việc", "caption": "Một buổi sáng", "credit": "Minh họa", "role": "work"},
    ]
    garden.save(path, fields)
    return f"{path.parent.name}/{file}"


@_edit("photo")
def photo_removed(garden: Garden) -> str:
    path = _one(
        garden, (path for path in garden.profiles if garden.load(path).get("photos") and "![" not in garden.body(path))
    )
    fields = garden.load(path)
    gone = _one(garden, fields["photos"])
    fields["photos"].remove(gone)
    (path.parent / gone["file"]).unlink()
    garden.save(path, fields)
    return f"{path.parent.name}/{gone['file']}"


# Registry, templates, settings, editorial pages.


@_edit("registry")
def unit_named(garden: Garden) -> str:
    return _entry(garden, "units", garden.load(garden.any_profile())["unit"], "name")


@_edit("registry")
def field_named(garden: Garden) -> str:
    return _entry(garden, "fields", garden.load(garden.any_profile())["fields"][0], "name")


@_edit("registry")
def award_named(garden: Garden) -> str:
    return _entry(garden, "awards", "chien-si-thi-dua-co-so", "name")


@_edit("registry")
def clause_text(garden: Garden) -> str:
    return _entry(garden, "criteria", garden.chance.choice(["chung-1", "ca-nhan-2", "tap-the-4"]), "text")


@_edit("registry")
def channel_tagline(garden: Garden) -> str:
    return _entry(garden, "channels", garden.chance.choice(["portal", "newspaper"]), "tagline")


def _entry(garden: Garden, registry: str, id: str, key: str) -> str:
    """Write another value of an entry's key."""
    path = garden.root / f"exemplars/_registry/{registry}.yml"
    text, new = path.read_text(encoding="utf-8"), f"Chữ mới {garden.word()}"
    found = re.sub(
        rf"(?ms)^(\s*- id: {id}\n(?:(?!\s*- id:).*?\n)*?\s+{key}: )[^\n]*\n(?!\s+[^\s:]+ )",
        rf"\g<1>{new}\n",
        text,
        count=1,
    )
    if found == text:
        raise NotNowError(f"{registry} {id} {key}")
    path.write_text(found, encoding="utf-8")
    return f"{registry}: {key} of {id}"


@_edit("registry")
def channel_flags(garden: Garden) -> str:
    path = garden.root / "exemplars/_registry/channels.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    number = garden.chance.choice(
        [number for number, line in enumerate(lines) if re.match(r"  (press|order|embargo_titles|  # ): ?", line)]
    )
    flips = {"true": "false", "false": "true", "newest": "name", "name": "newest"}
    key, value = lines[number].split(": ")
    lines[number] = f"{key}: {flips[value]}"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return f"line {number}: {lines[number].strip()}"


@_edit("registry")
def alias_of_an_award(garden: Garden) -> str:
    path = garden.root / "exemplars/_registry/awards.yml"
    path.write_text(
        re.sub(
            r"(?m)^  aliases: \[",
            f"  aliases: [ten-goi-{garden.word().split()[-1]}, ",
            path.read_text(encoding="utf-8"),
            count=1,
        ),
        encoding="utf-8",
    )
    return "aliases"


@_edit("template")
def template(garden: Garden) -> str:
    file = garden.chance.choice(
        [
            "theme/main.html",
            "theme/profile.html",
            "theme/list.html",
            "theme/section.html",
            "theme/blog.html",
            "theme/macros.html",
        ]
    )
    path = garden.root / file
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r'class="(gs-[\w-]+)', rf'class="\1 moi-{garden.word().split()[-1]}', text, count=1)
    if text == changed:
        raise NotNowError(file)
    path.write_text(changed, encoding="utf-8")
    return file


@_edit("template")
def partial(garden: Garden) -> str:
    path = garden.chance.choice(sorted((garden.root / "theme/partials").glob("*.html")))
    path.write_text(
        path.read_text(encoding="utf-8").replace('class="gs-', f'class="moi-{garden.word().split()[-1]} gs-', 1),
        encoding="utf-8",
    )
    return path.name


@_edit("template")
def file_of_the_theme(garden: Garden) -> str:
    path = garden.root / f"theme/assets/them-{garden.word().split()[-1]}.txt"
    path.write_text(garden.word(), encoding="utf-8")
    return path.name


@_edit("template")
def style_sheet(garden: Garden) -> str:
    path = garden.chance.choice(sorted((garden.root / "theme/assets/stylesheets").glob("*.css")))
    path.write_text(
        f"{path.read_text(encoding='utf-8')}\n.x {{ order: {garden.word().split()[-1]} }}\n", encoding="utf-8"
    )
    return path.name


@_edit("template")
def part_of_a_style_sheet(garden: Garden) -> str:
    path = garden.chance.choice(sorted((garden.root / "theme/assets/stylesheets/guongsang").glob("*.css")))
    path.write_text(
        f"{path.read_text(encoding='utf-8')}\n.y {{ order: {garden.word().split()[-1]} }}\n", encoding="utf-8"
    )
    return path.name


@_edit("settings")
def site_name(garden: Garden) -> str:
    return _setting(garden, "site_name", f"Gương {garden.word()}")


@_edit("settings")
def site_url(garden: Garden) -> str:
    return _setting(garden, "site_url", f"https://example.org/{garden.word().split()[-1]}/")


@_edit("settings")
def site_description(garden: Garden) -> str:
    return _setting(garden, "site_description", f"Trang {garden.word()}.")


@_edit("settings")
def programme(garden: Garden) -> str:
    return _setting(garden, "  programme", f"Chương trình {garden.word()}")


def _setting(garden: Garden, key: str, value: str) -> str:
    path = garden.root / "mkdocs.yml"
    path.write_text(re.sub(rf"(?m)^{key}: .*$", f"{key}: {value}", path.read_text(encoding="utf-8")), encoding="utf-8")
    return value


@_edit("settings")
def owner(garden: Garden) -> str:
    return _setting(garden, "  owner", f"Bộ {garden.word()}")


@_edit("settings")
def share(garden: Garden) -> str:
    return garden.replace(
        "mkdocs.yml",
        "{title: Facebook",
        (
            f"{{title: Nơi {garden.word().split()[-1]}, icon: simple/zalo, "
            'url: "https://chia-se.example/?u={url}"}\n    - {title: Facebook'
        ),
    )


@_edit("settings")
def nav(garden: Garden) -> str:
    return garden.replace("mkdocs.yml", "  - Liên hệ: lien-he.md", f"  - Liên hệ {garden.word()}: lien-he.md")


@_edit("settings")
def menu(garden: Garden) -> str:
    return garden.replace(
        "mkdocs.yml", "{title: Cá nhân", f"{{title: {garden.word()}, url: nam/}}\n    - {{title: Cá nhân"
    )


@_edit("settings")
def card_colour(garden: Garden) -> str:
    return (
        garden.replace(
            "mkdocs.yml", "extra:\n", f'extra:\n  card: {{accent: "#{garden.chance.randrange(16**6):06x}"}}\n'
        )
        if "\n  card:" not in (garden.root / "mkdocs.yml").read_text(encoding="utf-8")
        else _setting(garden, "  card", "{}")
    )


@_edit("settings")
def samples(garden: Garden) -> str:
    is_on = "\n  samples: true" in (garden.root / "mkdocs.yml").read_text(encoding="utf-8")
    return _setting(garden, "  samples", "false" if is_on else "true")


@_edit("content")
def editorial(garden: Garden) -> str:
    path = garden.root / "content" / garden.chance.choice(["gioi-thieu.md", "lien-he.md", "huong-dan/index.md"])
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{garden.word()}\n", encoding="utf-8")
    return path.name


@_edit("content")
def editorial_added(garden: Garden) -> str:
    path = garden.root / f"content/trang-{garden.word().split()[-1]}.md"
    path.write_text("# Trang mới\n\nChữ.\n", encoding="utf-8")
    return path.name


@_edit("content")
def editorial_link(garden: Garden) -> str:
    """A link to a profile may be to one that isn't shown, or that goes later."""
    path, to = garden.root / "content/gioi-thieu.md", garden.any_profile().parent.name
    path.write_text(
        re.sub(r"(?m)^Gặp \[.*\n", "", path.read_text(encoding="utf-8")) + f"\nGặp [{garden.word()}](/ho-so/{to}/).\n",
        encoding="utf-8",
    )
    return to


@_edit("content")
def event_added(garden: Garden) -> str:
    path = garden.root / f"content/su-kien/posts/su-kien-{garden.word().split()[-1]}.md"
    day = garden.chance.randrange(18, 27)
    path.write_text(
        _event(
            f"Gặp gỡ {garden.word()}",
            f"2026-11-{day}",
            f"2026-11-{day + 1}",
            [item.parent.name for item in garden.chance.sample(garden.profiles, 2)],
        ),
        encoding="utf-8",
    )
    return path.name


@_edit("content")
def event_edited(garden: Garden) -> str:
    path = _one(garden, sorted(garden.root.glob("content/su-kien/posts/*.md")))
    path.write_text(
        re.sub(r"(?m)^place: .*$", f"place: Sân {garden.word()}", path.read_text(encoding="utf-8")), encoding="utf-8"
    )
    return str(path.name)


@_edit("content")
def event_embargoed(garden: Garden) -> str:
    path = _one(garden, sorted(garden.root.glob("content/su-kien/posts/*.md")))
    text = re.sub(r"(?m)^publish: .*\n", "", path.read_text(encoding="utf-8"))
    path.write_text(
        text.replace("---\n", f"---\npublish: {garden.chance.choice(['2026-11-22T18:00:00', '2026-11-19'])}\n", 1),
        encoding="utf-8",
    )
    return str(path.name)


@_edit("content")
def event_removed(garden: Garden) -> str:
    path = _one(garden, sorted(garden.root.glob("content/su-kien/posts/*.md")))
    path.unlink()
    return str(path.name)


# Time.


@_edit("moment")
def moment(garden: Garden) -> str:
    garden.moment = garden.chance.choice([item for item in MOMENTS if item != garden.moment])
    return garden.moment


@_edit("moment")
def next_moment(garden: Garden) -> str:
    later = sorted(item for item in MOMENTS if item > garden.moment)
    garden.moment = later[0] if later else MOMENTS[0]
    return garden.moment


@_edit("moment")
def embargo_hour_passed(garden: Garden) -> str:
    garden.moment = "2026-11-22T17:59:59" if garden.moment == "2026-11-22T18:00:00" else "2026-11-22T18:00:00"
    return garden.moment


# Files touched, and edited behind the clock's back.


@_edit("touch")
def touched(garden: Garden) -> str:
    for path in garden.chance.sample(garden.sources, 5):
        path.touch()
    return "five files"


@_edit("touch")
def edited_with_size_and_time_as_before(garden: Garden) -> str:
    path = garden.any_profile()
    status, text = path.stat(), path.read_text(encoding="utf-8")
    place = text.index("\n## ") + 4
    path.write_text(f"{text[:place]}{chr(97 + garden.chance.randrange(26))}{text[place + 1 :]}", encoding="utf-8")
    if path.stat().st_size != status.st_size:
        path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    return path.parent.name


@_edit("touch")
def nothing(garden: Garden) -> str:
    return "nothing"


# What stops a build.


@_edit("error")
def front_matter_broken(garden: Garden) -> str:
    path = garden.any_profile()
    path.write_text(path.read_text(encoding="utf-8").replace("---\n", "---\n{{{\n", 1), encoding="utf-8")
    return path.parent.name


@_edit("error")
def award_unknown(garden: Garden) -> str:
    path = garden.any_profile()
    fields = garden.load(path)
    fields["awards"] = [
        *(fields.get("awards") or ()),
        {"award": "khong-co", "year": 2022, "document": "Quyết định số 1/QĐ-MH"},
    ]
    garden.save(path, fields)
    return path.parent.name


@_edit("error")
def link_to_nothing(garden: Garden) -> str:
    path = garden.any_profile()
    garden.append(path, "Xem [đây](/ho-so/khong-co-ai/).")
    return path.parent.name


@_edit("error")
def template_broken(garden: Garden) -> str:
    """What a build notices late, when much of the new site is made."""
    path = garden.root / "theme/statistics.html"
    path.write_text(path.read_text(encoding="utf-8") + "{{ 1 / 0 }}\n", encoding="utf-8")
    garden.append(garden.any_profile(), garden.word())
    return path.name


@_edit("error")
def left_out(garden: Garden) -> str:
    path = garden.any_profile()
    garden.append(path, "Xem [đây](/ho-so/khong-co-ai/).")
    garden.options.append("--withhold-faulty")
    return path.parent.name


@_edit("error")
def settings_broken(garden: Garden) -> str:
    path = garden.root / "mkdocs.yml"
    path.write_text(path.read_text(encoding="utf-8") + "khong_hop_le: [\n", encoding="utf-8")
    return "mkdocs.yml"


# What happens to the built site and to the cache.


def _built(garden: Garden, pattern: str) -> Path:
    path: Path = _one(garden, sorted(path for path in (garden.root / "site").rglob(pattern) if path.is_file()))
    return path


@_edit("site")
def page_tampered(garden: Garden) -> str:
    path = _built(garden, "index.html")
    path.write_text(path.read_text(encoding="utf-8").replace("</main>", "<p>sửa tay</p></main>"), encoding="utf-8")
    return str(path.relative_to(garden.root))


@_edit("site")
def file_deleted(garden: Garden) -> str:
    path = _built(garden, garden.chance.choice(["*.html", "*.webp", "*.zip", "*.json", "*.jpg"]))
    path.unlink()
    return str(path.relative_to(garden.root))


@_edit("site")
def file_added(garden: Garden) -> str:
    path = _built(garden, "index.html").with_name(f"la-{garden.word().split()[-1]}.html")
    path.write_text("x", encoding="utf-8")
    return path.name


@_edit("site")
def folder_in_place_of_a_file(garden: Garden) -> str:
    path = _built(garden, "*.atom")
    path.unlink()
    path.mkdir()
    return str(path.relative_to(garden.root))


@_edit("site")
def site_deleted(garden: Garden) -> str:
    shutil.rmtree(garden.root / "site", ignore_errors=True)
    return "all"


@_edit("site")
def other_place(garden: Garden) -> str:
    garden.second = True
    return "second"


@_edit("site")
def precompressed(garden: Garden) -> str:
    garden.options.append("--precompress")
    return "--precompress"


def _kept(garden: Garden) -> Path:
    found: Path = _one(garden, sorted(path for path in (garden.root / ".cache").rglob("*") if path.is_file()))
    return found


@_edit("cache")
def cache_file_deleted(garden: Garden) -> str:
    path = _kept(garden)
    path.unlink()
    garden.append(garden.any_profile(), garden.word())
    return str(path.relative_to(garden.root))


@_edit("cache")
def state_file_deleted(garden: Garden) -> str:
    path = _one(garden, sorted(path for path in (garden.root / ".cache").glob("*") if path.is_file()))
    path.unlink()
    return path.name


@_edit("cache")
def state_file_damaged(garden: Garden) -> str:
    path = _one(garden, sorted(path for path in (garden.root / ".cache").glob("*") if path.is_file()))
    content = path.read_bytes()
    middle = garden.chance.randrange(max(1, len(content)))
    path.write_bytes(
        garden.chance.choice([b"", b"{}", content[:middle], content[:middle] + b"\0" * 99 + content[middle + 99 :]])
    )
    return path.name


@_edit("cache")
def store_file_damaged(garden: Garden) -> str:
    store = _one(
        garden,
        [
            folder
            for name in ("photos", "cards", "kits", "search")
            if (folder := garden.root / ".cache" / name).is_dir()
        ],
    )
    path = _one(garden, sorted(path for path in store.rglob("*") if path.is_file()))
    content = path.read_bytes()
    path.write_bytes(garden.chance.choice([b"", content[: len(content) // 2], content[:-4] + b"\1\2\3\4"]))
    if garden.chance.random() < 0.7 and (garden.root / "site").exists():
        shutil.rmtree(garden.root / "site")  # so that it is asked for
    return str(path.relative_to(garden.root))


@_edit("cache")
def cache_emptied(garden: Garden) -> str:
    shutil.rmtree(garden.root / ".cache", ignore_errors=True)
    return "all"


# The program itself.

# By package: what another version of it would do otherwise, as Python that is run when an interpreter starts.
_LATER_VERSIONS = {
    "nh3": (
        "import nh3\nclean = nh3.clean\n"
        "nh3.clean = lambda text, **options: clean(text, **options).replace('ng ', 'ng  ')"
    ),
    "markdown": (
        "import markdown\nconvert = markdown.Markdown.convert\n"
        "markdown.Markdown.convert = lambda self, text: convert(self, text).replace('<p>', '<p> ')"
    ),
    "pillow": "import PIL\nfrom PIL import Image\nPIL.__version__ = '99'\nsave = Image.Image.save\n"
    "Image.Image.save = lambda self, file, format=None, **options: save(self, file, format, "
    "**options | ({'quality': options['quality'] - 9} if 'quality' in options else {}))",
    "python_docx": "import docx.document\nadd = docx.document.Document.add_paragraph\n"
    "docx.document.Document.add_paragraph = lambda self, text='', style=None: add(self, text + ' ' if text else '', "
    "style)",
}


@_edit("program")
def dependency(garden: Garden) -> str:
    """Another version of a package, which does its work in another way."""
    name = garden.chance.choice(sorted(_LATER_VERSIONS))
    folder = garden.root.parent / f"libraries-{garden.word().split()[-1]}"
    information = folder / f"{name}-99.{garden.word().split()[-1]}.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: {information.stem.split('-')[1]}\n",
        encoding="utf-8",
    )
    (folder / "sitecustomize.py").write_text(_LATER_VERSIONS[name] + "\n", encoding="utf-8")
    garden.libraries = folder
    return name


@_edit("program")
def code(garden: Garden) -> str:
    """Another version of our own code: with other words on pages."""
    folder = garden.root.parent / f"code-{garden.word().split()[-1]}"
    shutil.copytree(
        REPOSITORY / "src" / "guongsang", folder / "guongsang", ignore=shutil.ignore_patterns("__pycache__")
    )
    files = [
        path
        for path in sorted((folder / "guongsang").rglob("*.py"))
        if "outputs" in path.parts
        and path.name != "__init__.py"
        or path.name == "prose.py"
        or path.match("publication/profile.py")
    ]
    file = garden.chance.choice(files)
    file.write_text(
        re.sub(r'"((?:[A-ZĐ][^\W\d_]+ )[^"{}<>%\\/]*)"', r'"\1 X"', file.read_text(encoding="utf-8")), encoding="utf-8"
    )
    garden.libraries = folder
    return file.name
