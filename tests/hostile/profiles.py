"""The tables of hostile cases made into profiles of a project, each with what must come of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, get_args, get_origin

import yaml

from guongsang.manuscripts.authored import Authored, Text, submodel_of, visibility_of
from guongsang.manuscripts.profile import Profile
from hostile import cases, photos
from projects import BODY, PHOTO, Project, profile_text

# Texts that name an entry of a registry or have a form: hostile ones are refused (cases.FRONT_MATTER).
_NAMED = {
    "unit",
    "fields",
    "movements",
    "award",
    "clause",
    "replicated_at",
    "channel",
    "id",
    "aliases",
    "focus",
    "url",
    "file",
    "status",
}


@dataclass(frozen=True)
class Case:
    """A hostile profile: its file, photos beside it, and the start of the expected code ("": it becomes inert text)."""

    name: str
    content: bytes
    code: str = ""
    folder: str = ""
    photos: dict[str, bytes] = field(default_factory=dict)


def inert_cases() -> Iterator[Case]:
    """Yield the cases that are published, as text."""
    texts = {**cases.RAW_HTML, **cases.MARKDOWN, **cases.TEMPLATES, **cases.LETTERS}
    bodies = {
        **texts,
        **{f"link: {name}": _links(address, inline=name not in cases.NOWHERE) for name, address in cases.LINKS.items()},
    }
    number = 0
    for name, text in bodies.items():
        number += 1
        yield Case(name, _profile(number, body=f"{text}\n\n{BODY}"))
    for name, text in cases.FIELD_TEXTS.items():
        number += 1
        yield Case(f"every field: {name}", _every_field(number, text))
    for name, change in cases.SPELLINGS.items():
        number += 1
        yield Case(f"spelling: {name}", change(_profile(number)))
    for name, (make, file) in photos.TAKEN.items():
        number += 1
        yield Case(f"photo: {name}", _profile(number, photos=_photo(file)), photos={file: make()})


def refused_cases() -> Iterator[Case]:
    """Yield the cases that end as a problem."""
    number = 0
    for name, (old, new, code) in cases.FRONT_MATTER.items():
        number += 1
        text = _profile(number).decode()
        assert old in text, name
        yield Case(name, text.replace(old, new, 1).encode(), code)
    for name in cases.NOWHERE:
        number += 1
        yield Case(f"link: {name}, to nowhere", _profile(number, body=f"[x]({cases.LINKS[name]})\n\n{BODY}"), "DH314")
    for name, (content, code) in cases.FILES.items():
        yield Case(f"file: {name}", content, code)
    for name, folder in cases.FOLDERS.items():
        number += 1
        yield Case(f"folder: {name}", _profile(number), "DH213", folder=folder)
    for name, (make, file, code) in photos.REFUSED.items():
        number += 1
        content = make()
        beside = (
            {file: content}
            if "/" not in file and len(file) < 100 and "\\" not in file and file not in (".", "index.md")
            else {}
        )
        yield Case(f"photo: {name}", _profile(number, photos=_photo(file)), code, photos=beside)


def write_cases(project: Project, found: list[Case]) -> dict[str, Case]:
    """Write cases into a project. Returns them by the path of their file."""
    written = {}
    for number, case in enumerate(found):
        folder = project.root / "exemplars" / "2024" / (case.folder or f"ho-so-{number}")
        folder.mkdir(parents=True)
        (folder / "index.md").write_bytes(case.content)
        for file, content in case.photos.items():
            (folder / file).write_bytes(content)
        written[(folder / "index.md").relative_to(project.root).as_posix()] = case
    return written


def public_texts(model: type[Authored] = Profile, place: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the place of every free text that the site or a press kit may show."""
    for name, info in model.model_fields.items():
        inner = submodel_of(info)
        if name in _NAMED or visibility_of(info) == "internal":
            continue
        if inner:
            yield from public_texts(inner, (*place, name))
        elif _is_text(info.annotation, info.metadata):
            yield (*place, name)


def _is_text(annotation: Any, metadata: list[Any]) -> bool:
    """Answer whether a field's type is a free text, or a list of such."""
    return (
        (annotation is str and bool(metadata))
        or any(_is_text(part, [1]) for part in get_args(annotation) if get_origin(annotation) is not Annotated)
        or annotation == Text
    )


def _profile(number: int, **changes: str) -> bytes:
    return profile_text(id=f"DH-2024-{number:03d}", name=f"Nguyễn Thị {_letters(number)}", **changes).encode()


def _letters(number: int) -> str:
    """A name of its own for each, in letters: names that look alike are told."""
    return "".join("ABCDEGHIKL"[int(digit)] * 3 for digit in str(number)).capitalize()


def _photo(file: str) -> str:
    return PHOTO.replace("anh-goc.jpg", json.dumps(file).replace("\\\\0b", "\\0b"))


def _links(address: str, inline: bool) -> str:
    """An address in every way in which a link is written; `inline` as [words](address) too."""
    return (f"[một](<{address}>) [hai]({address}) " if inline else "") + (
        f"[ba][r] <{address}> <a href=\"{address}\">bốn</a> <a href='{address}' target=_blank "
        f'ping="{cases.FAR}">năm</a>\n\n[r]: {address}\n'
    )


def _every_field(number: int, text: str) -> bytes:
    data = yaml.safe_load(_profile(number).decode().split("---\n")[1])
    data["press"] = {
        "contact": {},
        "quotes": [{}],
        "coverage": [{"date": "2024-06-03", "url": "https://example.org/a"}],
    }
    data["follow_up"], data["corrections"] = [{"date": "2024-06-20"}], [{"date": "2024-06-21"}]
    data["initiatives"][0]["figures"] = [{}]
    data["consent"]["covers"] = ["name", "image", "story", "contact"]
    for place in public_texts():
        _set(data, place, f"{text} {number}" if place[-1] == "name" else text)
    data["summary"] = f"{text} {'Một kỹ sư trẻ tìm ra cách đọc ảnh vệ tinh nhanh hơn, chỉ cho các đơn vị bạn. ' * 2}"
    return f"---\n{yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)}---\n\n{BODY}\n".encode()


def _set(data: Any, place: tuple[str, ...], text: str) -> None:
    name, *rest = place
    if isinstance(data, list):
        for entry in data:
            _set(entry, place, text)
    elif name == "channels":
        _set(list(data[name].values()), tuple(rest), text)
    elif rest:
        if name in data:
            _set(data[name], tuple(rest), text)
    else:
        data[name] = [text] if name == "people" else text
