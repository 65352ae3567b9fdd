"""Nothing leaks: a canary in all that people write, in every standing of a profile; one build; every file opened."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from canaries import AS_OF, GIVEN, REFUSED, SITUATIONS, Aviary, Planter, Seen, Situation, nowhere, types_of
from guongsang.errors import DeclarationError
from guongsang.manuscripts.authored import authored, iter_fields, submodel_of, visibility_of
from guongsang.manuscripts.event import Event
from guongsang.manuscripts.press_log import PATH as PRESS_LOG
from guongsang.manuscripts.press_log import PressTake
from guongsang.manuscripts.profile import Profile
from projects import Project, snapshot, unpack_all

IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".tif", ".svg")
# Metadata of a photo beside its coordinates: who, where, with what, in the three formats of cameras and photo desks.
METADATA = (
    "EXIF:Artist",
    "EXIF:ImageDescription",
    "EXIF:Copyright",
    "EXIF:UserComment",
    "EXIF:Model",
    "EXIF:SerialNumber",
    "GPS:GPSAreaInformation",
    "XMP-dc:Creator",
    "XMP-dc:Description",
    "XMP-photoshop:City",
    "XMP-iptcCore:Location",
    "IPTC:By-line",
    "IPTC:Caption-Abstract",
    "IPTC:City",
    "File:Comment",
)
REGISTRY = """
# {comment}
- id: {id}
  name: {name}
  note: {note}
  source: {source}
"""


def plant_project(
    project: Project, aviary: Aviary, exiftool: str, situations: tuple[Situation, ...] = SITUATIONS
) -> list[Planter]:
    """Write a profile for each situation, and all that lies around them. Returns what was filled in."""
    planters = [Planter(aviary, number, situation) for number, situation in enumerate(situations, 1)]
    closed = [planter.slug for planter in planters if not planter.situation.open]
    stamps: list[str] = []
    for planter in planters:
        fields = planter.fill()
        path = project.write(
            planter.slug,
            (
                "---\n"
                f"{yaml.safe_dump(fields, allow_unicode=True, sort_keys=False)}# "
                f"{planter.plant('(comment of YAML)')}\n---\n\n{planter.body(closed)}"
            ),
        )
        photo = project.add_photo(planter.slug, fields["photos"][0]["file"], (1600, 1200 + planter.number))
        stamps += [
            *(f"-{tag}={planter.plant(f'({tag})')}" for tag in METADATA),
            "-GPSLatitude=10.5",
            "-GPSLongitude=106.5",
            "-GPSLatitudeRef=N",
            "-GPSLongitudeRef=E",
            "-overwrite_original",
            str(photo),
            "-execute",
        ]
        for beside in (
            "notes.txt",
            "ghi-chu.md",
            ".git/COMMIT_EDITMSG",
            ".nhap/index.md",
            f"{planter.plant('(name of a file beside)')}.pdf",
        ):
            file = path.parent / beside
            file.parent.mkdir(exist_ok=True)
            file.write_text(f"Chữ {planter.plant(f'({beside})')}\n", encoding="utf-8")
        (path.parent / f"{planter.plant('(name of an unlisted photo)')}.jpg").write_bytes(photo.read_bytes())
    arguments = project.root.parent / "exif.txt"
    arguments.write_text("\n".join(stamps), encoding="utf-8")
    subprocess.run([exiftool, "-@", str(arguments)], check=True, capture_output=True)
    plant_events(project, aviary, planters)
    plant_registry(project, aviary)
    plant_press_log(project, aviary, len(planters))
    return planters


def plant_events(project: Project, aviary: Aviary, planters: Sequence[Planter]) -> None:
    """Write events: open, a draft, of a later day, and one whose text names somebody whom the site may not show."""
    name = next(
        f"chim{token}".title() for token, canary in aviary.planted.items() if canary.place == "suspended.open: name"
    )
    standings = {
        "open": ("draft: false", ""),
        "draft": ("draft: true", ""),
        "later": ("publish: 2096-02-03", ""),
        "naming": ("draft: false", f"Có Lò Thị {name} dự."),
    }
    for standing, (more, named) in standings.items():
        may, must = ((lambda name: True), True) if standing == "open" else (nowhere, False)

        def word(what: str, standing: str = standing, may: Seen = may, must: bool = must) -> str:
            return aviary.word(f"event, {standing}: {what}", may, must=must)

        texts = {
            name: f"Chữ {word(name)}"
            for name, info in Event.model_fields.items()
            if types_of(info) == {str} and name != "profiles"
        }
        fields = yaml.safe_dump(
            {
                **texts,
                "date": date(2024, 5, 20),
                "kind": "exchange",
                "profiles": [planter.slug for planter in planters],
            },
            allow_unicode=True,
        )
        body = f"Mở đầu {word('body')}. {named}\n\n<!-- {aviary.word(f'event, {standing}: comment')} -->\n"
        project.write_event(word("file name"), f"---\n{fields}{more}\n---\n\n{body}")


def plant_registry(project: Project, aviary: Aviary) -> None:
    """Entries that the profiles name, with the notes of whoever keeps the registry."""
    for file, id in (("units", "don-vi-chim"), ("units", "don-vi-chim-hai"), ("movements", "phong-trao-chim")):
        path = project.root / "exemplars" / "_registry" / f"{file}.yml"
        words = {what: aviary.word(f"{file}.yml, {id}: {what}") for what in ("comment", "note")}
        told = file == "movements"  # the page of movements says on what paper each rests
        words["source"] = aviary.word(f"{file}.yml, {id}: source", (lambda name: True) if told else nowhere, must=told)
        path.write_text(
            path.read_text(encoding="utf-8") + REGISTRY.format(id=id, name=f"Mục {id}", **words), encoding="utf-8"
        )


def plant_press_log(project: Project, aviary: Aviary, profiles: int) -> None:
    """An entry for each profile. A new key of the log is a canary in it, or the test can't write it."""
    takes = []
    for number in range(1, profiles + 1):
        given = {
            "profile": f"DH-2024-{1000 + number}",
            "date": "2024-09-09",
            "took": ["text"],
            "notified": "2026-05-05",
        }
        take = {
            name: given.get(name) or f"https://x.example/{aviary.word(f'press log {number}: {name}')}"
            for name in PressTake.model_fields
        }
        takes.append(take)
    path = project.root / PRESS_LOG
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"# {aviary.word('press log: comment')}\n{yaml.safe_dump(takes, allow_unicode=True)}", encoding="utf-8"
    )


def open_all(site: Path, exiftool: str, scratch: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return every file of a site, unpacked, and the names of images that hold coordinates.

    The metadata of an image stands as a file of its own, `name (metadata)`.
    """
    packed = snapshot(site)
    packed |= {
        f"{name} (open)": gzip.decompress(content)
        for name, content in packed.items()
        if content.startswith(b"\x1f\x8b")
    }
    files = unpack_all(packed)
    scratch.mkdir()
    names: dict[str, str] = {}
    for name, content in files.items():
        if name.lower().endswith(IMAGES):
            file = f"{hashlib.sha256(content).hexdigest()}{Path(name).suffix.lower()}"
            (scratch / file).write_bytes(content)
            names.setdefault(file, name)
    told = json.loads(
        subprocess.run([exiftool, "-j", "-G1", "-a", "-u", "-q", str(scratch)], capture_output=True, check=True).stdout
    )
    assert len(told) == len(names)
    located = [names[Path(image["SourceFile"]).name] for image in told if any("GPS" in key for key in image)]
    said = {
        f"{names[Path(image['SourceFile']).name]} (metadata)": json.dumps(
            {key: value for key, value in image.items() if not key.startswith(("System:", "Source"))}
        ).encode()
        for image in told
    }
    return files | said, located


def test_canaries_are_seen_where_they_may_be_and_nowhere_else(
    project: Project, exiftool: str, tmp_path: Path, add_to_summary: Callable[[str], None]
) -> None:
    aviary = Aviary()
    planters = plant_project(project, aviary, exiftool)
    done = project.run("build", "--precompress", "--as-of", AS_OF.isoformat())
    assert done.returncode == 0, done.stdout + done.stderr
    files, located = open_all(project.root / "site", exiftool, tmp_path / "images")
    heard: dict[str, set[str]] = {token: set() for token in aviary.planted}
    for name, content in files.items():
        for token in aviary.heard_in(content) | aviary.heard_in(name.encode()):
            heard[token].add(name)
    leaks = [
        (canary.place, token, wrong[:6])
        for token, canary in aviary.planted.items()
        if (wrong := sorted(name for name in heard[token] if not canary.may(name)))
    ]
    missing = [(canary.place, token) for token, canary in aviary.planted.items() if canary.must and not heard[token]]
    pictured = {match[1] for name in files if (match := re.match(r"ho-so/([^/]+)/(?:.+/)?anh/", name))}
    seen = sum(bool(names) for names in heard.values())
    add_to_summary(
        f"canaries planted {len(aviary.planted)} in {len(SITUATIONS)} profiles, files opened {len(files)}, "
        f"seen where they may be {seen}, leaks found {len(leaks)}, missing {len(missing)}"
    )
    assert pictured == {
        planter.slug for planter in planters if planter.situation.open and "image" in planter.situation.covers
    }
    assert located == []
    assert not leaks, "\n".join(map(str, leaks))
    assert not missing, "\n".join(map(str, missing))


def test_no_field_of_a_profile_is_without_a_canary() -> None:
    """A new text, day or number is filled by itself; any other new field must be listed here as one without words."""
    filled = set()
    for number, situation in enumerate(SITUATIONS, 1):
        planter = Planter(Aviary(), number, situation)
        planter.fill()
        filled |= planter.filled
    wordless = {place for place, _ in _given(GIVEN)} | {"review.status", "consent.covers", "consent.channels"}
    holders = {".".join(path) for path, info in iter_fields(Profile) if submodel_of(info)}
    fields = {".".join(path) for path, _ in iter_fields(Profile)}
    assert fields - holders == (filled | wordless) - holders
    # What is on the list is a choice of few, a year, or the name of an entry; no text that people word themselves.
    references = {
        "unit",
        "fields",
        "movements",
        "awards.award",
        "initiatives.replicated_at",
        "evidence.clause",
        "press.coverage.channel",
        "consent.channels",
        "photos.focus",
    }
    worded = {".".join(path) for path, info in iter_fields(Profile) if not submodel_of(info) and str in types_of(info)}
    assert worded & wordless - filled == references


def _given(given: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in given.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for item in value:
                yield from _given({key: inner for key, inner in item.items() if inner != "later"}, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


@pytest.mark.parametrize("how", REFUSED)
def test_approved_profile_without_the_consent_it_needs_makes_no_site_at_all(project: Project, how: str) -> None:
    planter = Planter(Aviary(), 1, Situation(f"approved.{how}", "approved", **REFUSED[how]))
    fields = planter.fill() | {"photos": [], "unit": "cuc-vien-tham", "movements": []}
    fields["initiatives"][0].pop("replicated_at")
    project.write(planter.slug, f"---\n{yaml.safe_dump(fields, allow_unicode=True)}---\n\n{planter.body([])}")
    done = project.run("build", "--as-of", AS_OF.isoformat())
    assert done.returncode == 1 and ("DH501" if how == "no-name" else "DH502") in done.stdout + done.stderr
    assert not (project.root / "site").exists()


def test_field_without_a_declared_visibility_can_not_be_and_stops_every_build() -> None:
    with pytest.raises(TypeError, match="visibility"):
        authored(help="Chữ")

    with pytest.raises(
        DeclarationError, match="visibility"
    ):  # at its import, before any command runs (tests/test_authored.py)

        class Loose(Profile):
            loose: str | None = None

    assert all(visibility_of(info) in ("public", "press", "internal") for _, info in iter_fields(Profile))


def test_new_field_gets_a_canary_by_itself_or_must_be_told_of() -> None:
    class Wider(Profile):
        nickname: str | None = authored(help="Chữ", visibility="internal")

    class Odd(Profile):
        weight: float | None = authored(help="Số", visibility="public")

    aviary = Aviary()
    assert "chimqz" in Planter(aviary, 1, SITUATIONS[0]).fill(Wider)["nickname"]
    assert any(
        canary.place.endswith(": nickname") and not canary.may("index.html") for canary in aviary.planted.values()
    )
    with pytest.raises(AssertionError, match="weight"):
        Planter(Aviary(), 1, SITUATIONS[0]).fill(Odd)


@pytest.mark.parametrize("form", ["{}", "{} ở đây", "a-{}-b", "%C3%A1{}%20b", "\\u00e1{}", "<b>{}</b>"])
def test_canary_is_heard_in_every_form_in_which_an_output_writes(form: str) -> None:
    aviary = Aviary()
    word = aviary.word("chữ")
    text = form.format(word)
    for content in (
        text.encode(),
        text.upper().encode(),
        text.encode("utf-16"),
        b"\xff\xd8" + text.encode(),
        text[:-1].encode().replace(b"chim", b"") + text[-1:].encode(),
    ):
        assert aviary.heard_in(content) == {word[4:]}


@pytest.mark.parametrize(
    "text",
    [
        "ngày 5/3/2024",
        "05/03/2024",
        "2024-03-05T00:00:00+07:00",
        "2024:03:05",
        "ngày 5 tháng 3 năm 2024",
        "20240305T080000",
    ],
)
def test_day_is_heard_however_it_is_written(text: str) -> None:
    aviary = Aviary()
    aviary.keep("2024-03-05", "ngày", nowhere, False)
    assert aviary.heard_in(text.encode()) == {"2024-03-05"}
