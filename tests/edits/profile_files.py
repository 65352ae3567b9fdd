"""Edits of whole profiles, which come, go and move, and of their photos."""

from __future__ import annotations

import os
import re
import shutil
from datetime import date
from pathlib import Path

from edits.garden import (
    ABSENT,
    Garden,
    NotNowError,
    choose,
    edit_of,
)

# Profiles that come, go and move.


@edit_of("life")
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


@edit_of("life")
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


@edit_of("life")
def suspended(garden: Garden) -> str:
    path = garden.any_profile()
    fields = garden.load(path)
    fields["review"] = {"status": "suspended"}
    garden.save(path, fields)
    return path.parent.name


@edit_of("life")
def year_moved(garden: Garden) -> str:
    path = garden.any_profile()
    fields = garden.load(path)
    fields["year"] = 2025 if fields["year"] == 2024 else 2024
    garden.save(path, fields)
    target = garden.root / "exemplars" / str(fields["year"]) / path.parent.name
    target.parent.mkdir(exist_ok=True)
    path.parent.rename(target)
    return f"{path.parent.name} to {fields['year']}"


@edit_of("life")
def renamed_without_alias(garden: Garden) -> str:
    return _rename(garden, alias=False)


@edit_of("life")
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


@edit_of("life")
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


@edit_of("life")
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


@edit_of("life")
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
    photo: Path = choose(garden, sorted(garden.root.glob("exemplars/2*/*/*.jpg")))
    return photo


@edit_of("photo")
def photo_replaced(garden: Garden) -> str:
    photo = _photo(garden)
    garden.draw(photo)
    return f"{photo.parent.name}/{photo.name}"


@edit_of("photo")
def photo_metadata(garden: Garden) -> str:
    photo = _photo(garden)
    content = photo.read_bytes()
    note = garden.word().encode()
    photo.write_bytes(content[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + content[2:])
    return f"{photo.parent.name}/{photo.name}"


@edit_of("photo")
def photo_byte_with_size_and_time_as_before(garden: Garden) -> str:
    photo = _photo(garden)
    status, content = photo.stat(), photo.read_bytes()
    middle = content.index(b"\xff\xda") + 40  # in the picture itself
    photo.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    os.utime(photo, ns=(status.st_atime_ns, status.st_mtime_ns))
    return f"{photo.parent.name}/{photo.name}"


@edit_of("photo")
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


@edit_of("photo")
def photo_removed(garden: Garden) -> str:
    path = choose(
        garden, (path for path in garden.profiles if garden.load(path).get("photos") and "![" not in garden.body(path))
    )
    fields = garden.load(path)
    gone = choose(garden, fields["photos"])
    fields["photos"].remove(gone)
    (path.parent / gone["file"]).unlink()
    garden.save(path, fields)
    return f"{path.parent.name}/{gone['file']}"
