"""News items as newsrooms' systems read them: each valid against IPTC's own schema of ninjs 3.1."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from builders import AS_OF
from feed_samples import FIRST, IMPRINT, REGISTRY, SAPO, archive, feeds, items, notice, read, story
from guongsang.outputs.feeds.ninjs import render_ninjs_item
from guongsang.outputs.parts.press_wording import SAMPLE_NOTE
from guongsang.publication.imprint import Imprint
from guongsang.publication.site import Site
from machine import standard
from projects import PHOTO, Project

FORMATS = FormatChecker(())


@FORMATS.checks("date-time")
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@FORMATS.checks("uri")
def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme and value.isascii() and " " not in value)


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    """IPTC's schema, with formats checked."""
    paths = [standard("ninjs-schema_3.1.json"), standard("geojson-schema.json")]
    ninjs, geojson = (json.loads(path.read_text(encoding="utf-8")) for path in paths)
    known = Registry().with_resource(geojson["$id"], Resource.from_contents(geojson))
    return Draft202012Validator(ninjs, registry=known, format_checker=FORMATS)


def faults(schema: Draft202012Validator, item: dict[str, Any]) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in schema.iter_errors(item)]


def test_schema_refuses_what_is_no_ninjs(schema: Draft202012Validator) -> None:
    good = items(feeds(story(1))["ninjs.json"])[FIRST]
    assert faults(schema, good) == []
    for wrong in (
        {"uri": "không phải địa chỉ"},
        {"pubStatus": "gone"},
        {"versionCreated": "2024-01-01T00:00:00"},
        {"headline": "Tít"},
    ):
        assert faults(schema, good | wrong)


def test_every_item_of_the_site_is_valid(schema: Draft202012Validator, repository_site: Path) -> None:
    files = sorted(repository_site.glob("*/ninjs*.json"))
    found = [item for file in files for item in json.loads(file.read_text(encoding="utf-8"))["items"]]
    assert len(files) >= 4 and {item["pubStatus"] for item in found} == {"usable", "canceled"}
    assert [fault for item in found for fault in faults(schema, item)] == []


def test_every_item_of_an_archive_and_every_withdrawn_one_is_valid(schema: Draft202012Validator) -> None:
    made, ids = archive(120)
    found = [item for name, text in made.items() if name.startswith("ninjs") for item in items(text).values()]
    assert {item["uri"] for item in found} == ids
    assert [fault for item in found for fault in faults(schema, item)] == []


def test_item_tells_newsrooms_whom_what_and_on_which_terms(project: Project, schema: Draft202012Validator) -> None:
    project.add_photo("nguyen-minh-hoa", size=(1600, 2000))
    project.write(
        "nguyen-minh-hoa",
        covers="[name, image, story, contact]",
        photos=PHOTO.replace("role:", 'taken: 2024-03-02, people: ["Nguyễn Minh Họa"], role:'),
        more=(
            'press: {contact: {name: Phòng Báo chí, phone: "024 0000 0000"}}\n'
            'corrections: [{date: 2024-08-08, text: "Sửa một số."}]\n'
        ),
    )
    assert project.run("build").returncode == 0
    (item,) = items(read(project, "bao/ninjs.json")).values()
    assert faults(schema, item) == []
    assert (item["type"], item["pubStatus"], item["representationType"], item["language"], item["version"]) == (
        "text",
        "usable",
        "full",
        "vi",
        "2",
    )
    assert (item["firstCreated"], item["versionCreated"]) == ("2024-06-02T00:00:00+07:00", "2024-08-08T00:00:00+07:00")
    assert item["headlines"][0]["value"] == "Đọc ảnh nhanh hơn" and "ảnh vệ tinh" in item["descriptions"][0]["value"]
    assert item["people"] == [
        {
            "name": "Nguyễn Minh Họa",
            "rel": "about",
            "uri": "https://example.org/ho-so/nguyen-minh-hoa/#nhan-vat",
            "literal": "DH-2024-001",
        }
    ]
    assert (
        item["organisations"][0]["literal"] == "cuc-vien-tham"
        and item["subjects"][0]["uri"] == "https://example.org/linh-vuc/vien-tham/"
    )
    assert item["usageTerms"] and item["rightsInfo"] == {"linkedRights": "https://example.org/lien-he/#su-dung"}
    assert item["edNote"] == "Đính chính ngày 8/8/2024: Sửa một số."
    assert item["infoSources"][-1] == {
        "name": "Phòng Báo chí",
        "role": "contact",
        "contactInfo": [{"type": "phone", "role": "office", "value": "024 0000 0000"}],
    }
    assert not {"expires", "embargoedUntil", "places"} & set(item)
    (photo,) = item["associations"]
    assert (photo["type"], photo["by"], photo["contentCreated"], photo["people"]) == (
        "picture",
        "Tác giả",
        "2024-03-02T00:00:00+07:00",
        [{"name": "Nguyễn Minh Họa", "rel": "shown"}],
    )
    assert {text["role"]: text["value"] for text in photo["descriptions"]} == {
        "caption": "Chú thích",
        "alt": "Chân dung",
        "credit": "Tác giả",
    }
    rendition, original = photo["renditions"]
    assert (rendition["contentType"], rendition["width"], rendition["height"]) == ("image/jpeg", 800, 1000)
    assert original["href"] == "https://example.org/ho-so/nguyen-minh-hoa/bao-chi/anh/nguyen-minh-hoa-1.jpg"
    for offered in (*photo["renditions"], *item["renditions"]):
        path = project.root / "site" / offered["href"].removeprefix("https://example.org/")
        assert (path / "index.html" if path.is_dir() else path).is_file(), offered
    assert {offered["name"] for offered in item["renditions"]} == {"web", "text", "kit", "word"}


def test_contact_for_the_press_is_told_on_press_channels_alone(project: Project) -> None:
    project.write(
        "nguyen-minh-hoa",
        covers="[name, story, contact]",
        more='press: {contact: {name: Phòng Báo chí, phone: "024 0000 0000"}}\n',
    )
    project.write(
        "tran-thi-hai",
        id="DH-2024-002",
        name="Trần Thị Hai",
        title="Bài hai",
        more='press: {contact: {name: Người Kín, phone: "024 1111 1111"}}\n',
    )
    assert project.run("build").returncode == 0
    assert "024 0000 0000" in read(project, "bao/ninjs.json")
    for path in (project.root / "site").glob("*/*.*"):
        text = path.read_bytes().decode(errors="ignore") if path.suffix in (".json", ".atom") else ""
        assert "024 1111 1111" not in text and ("024 0000 0000" not in text or path.parent.name == "bao")


def test_collective_is_an_organisation_and_nobody(schema: Draft202012Validator) -> None:
    item = items(feeds(story(1, kind="collective", name="Tổ Một"))["ninjs.json"])[FIRST]
    assert faults(schema, item) == []
    assert "people" not in item and item["organisations"][0]["name"] == "Tổ Một"


def test_withdrawn_item_holds_its_name_of_old_and_no_link(schema: Draft202012Validator) -> None:
    (item,) = items(feeds(notices=(notice(1),))["ninjs.json"]).values()
    assert faults(schema, item) == []
    assert (item["uri"], item["pubStatus"], item["altIds"]) == (
        FIRST,
        "canceled",
        [{"role": "record", "value": "DH-2024-001"}],
    )
    assert not {"people", "organisations", "bodies", "renditions", "associations", "slugline"} & set(item)
    assert "nguoi-1" not in json.dumps(item)


def test_fiction_says_so_to_newsrooms() -> None:
    item = items(feeds(story(1, sample=True))["ninjs.json"])[FIRST]
    assert item["edNote"] == SAMPLE_NOTE and item["descriptions"][0]["value"] == f"{SAMPLE_NOTE} {SAPO}"


def test_one_profile_is_the_same_item_as_in_its_channels_list() -> None:
    profile = story(1)
    site = Site(REGISTRY, AS_OF, (profile,), imprint=IMPRINT)
    assert render_ninjs_item(profile, profile.press_appearances[0], site) == items(feeds(profile)["ninjs.json"])[FIRST]


def test_item_of_a_site_without_an_address_is_valid_and_links_nowhere(schema: Draft202012Validator) -> None:
    profile = story(1)
    item = render_ninjs_item(
        profile, profile.press_appearances[0], Site(REGISTRY, AS_OF, (profile,), imprint=Imprint(name="Trang Thử"))
    )
    assert faults(schema, item) == []
    assert "href" not in json.dumps(item) and "Chuyện kể" in item["bodies"][0]["value"]
