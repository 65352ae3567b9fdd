"""Edits of a profile's text: its body and its front matter."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from edits.garden import (
    Garden,
    NotNowError,
    choose,
    edit_of,
    front_matter_edit,
    ids_of,
)

# Bodies.


@edit_of("body")
def word(garden: Garden) -> str:
    path = garden.any_profile()
    garden.append(path, garden.word())
    return path.parent.name


@edit_of("body")
def first_paragraph(garden: Garden) -> str:
    path = garden.any_profile()
    garden.save(path, garden.load(path), f"\n{garden.word().capitalize()}.\n{garden.body(path)}")
    return path.parent.name


@edit_of("body")
def link_added(garden: Garden) -> str:
    path, to = garden.any_profile(), garden.any_profile()
    garden.append(path, f"Gặp [{garden.word()}](/ho-so/{to.parent.name}/).")
    return f"{path.parent.name} to {to.parent.name}"


@edit_of("body")
def link_removed(garden: Garden) -> str:
    path = choose(garden, (path for path in garden.profiles if "](/ho-so/" in garden.body(path)))
    garden.save(path, garden.load(path), re.sub(r"\[([^\]]*)\]\(/ho-so/[^)]*\)", r"\1", garden.body(path), count=1))
    return str(path.parent.name)


@edit_of("body")
def image_moved(garden: Garden) -> str:
    path = choose(garden, (path for path in garden.profiles if garden.load(path).get("photos")))
    body = re.sub(r"\n!\[[^\n]*\n", "\n", garden.body(path))
    headings = [match.end() for match in re.finditer(r"^## .*\n", body, re.MULTILINE)]
    place = choose(garden, headings)
    photo = choose(garden, garden.load(path)["photos"])["file"]
    garden.save(path, garden.load(path), f"{body[:place]}\n![]({photo})\n{body[place:]}")
    return f"{photo} of {path.parent.name}"


@edit_of("body")
def bodies_swapped(garden: Garden) -> str:
    first, second = garden.chance.sample(garden.profiles, 2)
    bodies = garden.body(first), garden.body(second)
    if "![" in "".join(bodies):
        raise NotNowError("photos")
    garden.save(first, garden.load(first), bodies[1])
    garden.save(second, garden.load(second), bodies[0])
    return f"{first.parent.name} {second.parent.name}"


# Front matter.


@front_matter_edit
def title(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["title"] = f"Tít mới {garden.word()}"


@front_matter_edit
def summary(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["summary"] = f"{garden.word()} {fields['summary']}"[:390]


@front_matter_edit
def name(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["name"] = f"{fields['name']} {garden.chance.choice(['Ân', 'Bình', 'Đạt', 'Yến'])}"


@front_matter_edit
def unit(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["unit"] = garden.load(garden.any_profile())["unit"]


@front_matter_edit
def work_fields(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["fields"] = garden.chance.sample(ids_of(garden, "fields"), garden.chance.choice([1, 2, 3]))


@front_matter_edit
def stage(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["stage"] = garden.chance.choice(["emerging", "recognised", "outstanding"])


@front_matter_edit
def movements(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["movements"] = garden.chance.sample(ids_of(garden, "movements"), 2)


@front_matter_edit
def award_revoked_or_back(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    award = choose(garden, fields.get("awards"))
    award["status"] = "valid" if award.get("status") == "revoked" else "revoked"


@front_matter_edit
def award_document(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    choose(garden, fields.get("awards"))["document"] = f"Quyết định số {garden.chance.randrange(100, 900)}/QĐ-MH"


@front_matter_edit
def initiative_renamed(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    choose(garden, fields.get("initiatives"))["name"] = f"Mô hình {garden.word()}"


@front_matter_edit
def initiative_effect(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    choose(garden, fields.get("initiatives"))["effect"] = f"Nhanh hơn {garden.word()}."


@front_matter_edit
def initiative_replicated(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    choose(garden, fields.get("initiatives"))["replicated_at"] = garden.chance.sample(ids_of(garden, "units"), 2)


@front_matter_edit
def initiative_removed(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["initiatives"].remove(choose(garden, (fields.get("initiatives") or [])[1:]))


@front_matter_edit
def rating(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    choose(garden, fields.get("ratings"))["document"] = f"Quyết định số {garden.chance.randrange(100, 900)}/QĐ-MH"


@front_matter_edit
def evidence(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    choose(garden, fields.get("evidence"))["statement"] = f"Gương mẫu, {garden.word()}."


@front_matter_edit
def quote(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields.setdefault("press", {})["quotes"] = [{"text": f"Tôi thấy {garden.word()}.", "by": "bà Hoa"}]


@front_matter_edit
def contact(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields.setdefault("press", {})["contact"] = {"name": f"Văn thư {garden.word()}", "email": "van-thu@example.org"}


@front_matter_edit
def coverage(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields.setdefault("press", {})["coverage"] = [
        {
            "outlet": "Bản tin mẫu",
            "title": f"Bài {garden.word()}",
            "url": "https://example.org/bai/",
            "date": date(2026, 11, garden.chance.randrange(20, 27)),
        }
    ]


@front_matter_edit
def consent_covers(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["consent"]["covers"] = [
        "name",
        *garden.chance.sample(["image", "story", "contact"], garden.chance.randrange(4)),
    ]


@front_matter_edit
def consent_channels(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["consent"]["channels"] = ["portal", "newspaper", "magazine", "media-centre"]
    fields["channels"][garden.chance.choice(["newspaper", "magazine", "media-centre"])] = {
        "publish": f"2026-11-{garden.chance.randrange(18, 24)}T18:00:00"
    }


@front_matter_edit
def channel_closed(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    del fields["channels"][choose(garden, sorted(fields["channels"])[1:])]


@front_matter_edit
def consent_ends(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    if fields["consent"].pop("expires", None) is None:
        fields["consent"]["expires"] = date(2026, 11, garden.chance.randrange(21, 27))


@front_matter_edit
def published_at(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    choose(garden, fields["channels"].values())["publish"] = garden.chance.choice(
        ["2026-11-22T18:00:00", "2026-11-23T06:00:00", "2026-11-20", "2024-12-30", "2027-01-01"]
    )


@front_matter_edit
def channel_title(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    choose(garden, fields["channels"].values())["title"] = f"Tít riêng {garden.word()}"


@front_matter_edit
def correction(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields.setdefault("corrections", []).append(
        {"date": date(2026, 11, garden.chance.randrange(20, 27)), "text": f"Sửa {garden.word()}."}
    )


@front_matter_edit
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


@front_matter_edit
def internal_note(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["internal"] = {"note": garden.word()}


@front_matter_edit
def sample_mark(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    fields["sample"] = not fields.get("sample", False)


@front_matter_edit
def caption(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    choose(garden, fields.get("photos"))["caption"] = f"Bên {garden.word()}."


@front_matter_edit
def photo_focus(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    choose(garden, fields.get("photos"))["focus"] = (
        f"{garden.chance.randrange(0, 100, 10)}% {garden.chance.randrange(0, 100, 10)}%"
    )


@front_matter_edit
def photos_reordered(garden: Garden, fields: dict[str, Any], path: Path) -> None:
    if len(fields.get("photos") or ()) < 2:
        raise NotNowError("one photo")
    fields["photos"].reverse()
