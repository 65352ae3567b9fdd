"""Open data for developers and for Excel: true to its schemas, to the pages, and to what may be shown."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from guongsang.outputs.data.definition import ProfileRow
from guongsang.outputs.data.files import DATASETS, render_cell
from guongsang.outputs.data.page import render_size
from projects import PHOTO, Project, profile_text, snapshot
from serving import serving

AS_OF = "2024-07-01"
ADDRESS = "https://example.org/"


def build(project: Project, as_of: str = AS_OF, **settings: str) -> None:
    path = project.root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    for key, value in settings.items():
        text = re.sub(rf"^{key}:.*\n", f"{key}: {value}\n" if value else "", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    done = project.run("build", "--as-of", as_of)
    assert done.returncode == 0, done.stdout + done.stderr


def data(site: Path, name: str) -> dict[str, Any]:
    return json.loads((site / "du-lieu" / f"{name}.json").read_text(encoding="utf-8"))


def table(site: Path) -> list[dict[str, str]]:
    text = (site / "du-lieu" / "profiles.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", [dataset.key for dataset in DATASETS])
def test_every_file_keeps_its_own_schema(repository_site: Path, name: str) -> None:
    schema, found = data(repository_site, f"{name}.schema"), data(repository_site, name)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(found)
    assert found["$schema"] == schema["$id"] == f"{ADDRESS}du-lieu/{name}.schema.json"
    assert found["version"] == "1.0" and found["count"] == len(found[name]) > 10
    for record in found[name]:  # a schema that let anything pass would not hold
        with pytest.raises(Exception, match="is not valid|required|Additional"):
            Draft202012Validator(schema).validate({**found, name: [{**record, "ngoai_le": 1}]})
        break


def test_schema_asks_for_every_key_and_describes_it(repository_site: Path) -> None:
    for dataset in DATASETS:
        for name, part in data(repository_site, f"{dataset.key}.schema")["$defs"].items():
            assert set(part["required"]) == set(part["properties"]), name
            assert part["additionalProperties"] is False
            assert all(item.get("description") for item in part["properties"].values()), name


def test_profiles_are_those_of_the_site_in_the_order_of_ids(repository_site: Path) -> None:
    profiles = data(repository_site, "profiles")["profiles"]
    pages = {
        path.parent.name
        for path in (repository_site / "ho-so").glob("*/index.html")
        if "gs-profile__head" in path.read_text(encoding="utf-8")
    }
    assert {item["address"] for item in profiles} == {f"{ADDRESS}ho-so/{slug}/" for slug in pages}
    assert [item["id"] for item in profiles] == sorted(item["id"] for item in profiles)
    assert all(item["sample"] is True for item in profiles)


def test_every_address_in_the_data_leads_somewhere(repository_site: Path) -> None:
    found = set()
    for dataset in DATASETS:
        text = re.sub(
            r'"coverage":\[[^]]*\]', "", (repository_site / dataset.path).read_text(encoding="utf-8")
        )  # articles of others
        found |= set(re.findall(r'"(https://example\.org/[^"#]*)', text))
    assert len(found) > 100
    for url in found:
        path = repository_site / url.removeprefix(ADDRESS)
        assert (path / "index.html" if url.endswith("/") else path).is_file(), url


def test_photo_is_told_by_its_largest_rendition_with_what_its_use_asks_for(project: Project) -> None:
    project.write("mot", photos=PHOTO)
    project.add_photo("mot")
    build(project)
    [profile] = data(project.root / "site", "profiles")["profiles"]
    [photo] = profile["photos"]
    assert (photo["alt"], photo["caption"], photo["credit"]) == ("Chân dung", "Chú thích", "Tác giả")
    assert (project.root / "site" / photo["address"].removeprefix(ADDRESS)).is_file()
    assert (photo["width"], photo["height"], photo["type"]) == (1200, 1500, "image/webp")
    assert "anh-goc" not in json.dumps(profile)


def test_nothing_internal_and_no_press_contact_is_in_the_data(project: Project) -> None:
    project.write(
        "mot",
        covers="[name, image, story, contact]",
        more='press: {contact: {name: Đầu mối kín, phone: "0900 000 000", email: kin@example.org}}\n'
        "follow_up: [{date: 2024-06-20, effect: Tốt hơn trước, difficulties: Khó khăn kín}]\ninternal: Ghi chú kín\n",
    )
    build(project)
    files = {
        name: content.decode()
        for name, content in snapshot(project.root / "site" / "du-lieu").items()
        if name != "profile.schema.json"
    }
    assert "Tốt hơn trước" in files["profiles.json"] and "Tốt hơn trước" in files["changes.json"]
    for secret in ("Đầu mối kín", "0900 000 000", "kin@example.org", "Khó khăn kín", "Ghi chú kín", "Phiếu kín"):
        assert [name for name, text in files.items() if secret in text] == [], secret


def test_embargoed_profile_does_not_exist_in_the_data_and_does_a_day_later(project: Project) -> None:
    project.write("mot")
    project.write("hai", id="DH-2024-002", name="Lê Văn Hai", portal="2024-07-02", newspaper="2024-07-03")
    build(project)
    assert not any(b"DH-2024-002" in content for content in snapshot(project.root / "site" / "du-lieu").values())
    build(project, "2024-07-02")
    site = project.root / "site"
    assert [item["id"] for item in data(site, "profiles")["profiles"]] == ["DH-2024-001", "DH-2024-002"]
    second = data(site, "profiles")["profiles"][1]
    assert [item["id"] for item in second["channels"]] == ["portal"]
    first = data(site, "changes")["changes"][0]
    assert (first["day"], first["change"], first["id"], first["channels"]) == (
        "2024-07-02",
        "published",
        "DH-2024-002",
        ["portal"],
    )


def test_changes_tell_what_was_published_corrected_and_followed_up_newest_first(project: Project) -> None:
    project.write(
        "mot",
        more=(
            "corrections: [{date: 2024-06-20, text: Sửa một số.}]\n"
            "follow_up: [{date: 2024-06-25, effect: Lan thêm hai nơi.}]\n"
        ),
    )
    build(project)
    told = [(item["day"], item["change"], item["text"]) for item in data(project.root / "site", "changes")["changes"]]
    assert told == [
        ("2024-06-25", "followed_up", "Lan thêm hai nơi."),
        ("2024-06-20", "corrected", "Sửa một số."),
        ("2024-06-02", "published", None),
        ("2024-06-01", "published", None),
    ]


def test_withdrawn_profile_leaves_its_id_and_a_day_and_no_name(project: Project) -> None:
    project.write("mot")
    project.write(
        "rut-van-kin",
        id="DH-2024-002",
        name="Rút Văn Kín",
        status="withdrawn",
        review=', date: 2024-06-28, notice: "Đã rút."',
    )
    build(project)
    site = project.root / "site"
    newest = data(site, "changes")["changes"][0]
    assert newest == {
        "day": "2024-06-28",
        "change": "withdrawn",
        "id": "DH-2024-002",
        "name": None,
        "address": None,
        "channels": [],
        "text": None,
        "sample": None,
    }
    for name, content in snapshot(site / "du-lieu").items():
        assert "Rút Văn Kín" not in content.decode() and "rut-van-kin" not in content.decode(), name
    assert len(data(site, "profiles")["profiles"]) == len(table(site)) == 1


def test_units_tell_former_names_successors_and_how_many_profiles(repository_site: Path) -> None:
    units = {item["id"]: item for item in data(repository_site, "units")["units"]}
    profiles = data(repository_site, "profiles")["profiles"]
    assert sum(item["profiles"] for item in units.values()) == len(profiles)
    for unit in units.values():
        assert unit["profiles"] == sum(profile["unit"]["id"] == unit["id"] for profile in profiles)
        for successor in unit["successors"]:
            assert unit["id"] in units[successor]["predecessors"]
    assert any(item["former_names"] for item in units.values()) and any(item["successors"] for item in units.values())


def test_initiatives_name_their_profile_and_keep_figures_as_written(repository_site: Path) -> None:
    initiatives = data(repository_site, "initiatives")["initiatives"]
    of_profiles = {
        item["id"] for profile in data(repository_site, "profiles")["profiles"] for item in profile["initiatives"]
    }
    assert {item["id"] for item in initiatives} == of_profiles
    assert any(figure["before"] for item in initiatives for figure in item["figures"])


def test_csv_opens_right_in_excel(repository_site: Path) -> None:
    raw = (repository_site / "du-lieu" / "profiles.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n") == 32
    rows = table(repository_site)
    assert list(rows[0]) == list(ProfileRow.model_fields)
    profiles = data(repository_site, "profiles")["profiles"]
    assert [(row["id"], row["name"], row["year"], row["published"], row["address"]) for row in rows] == [
        (item["id"], item["name"], str(item["year"]), item["published"], item["address"]) for item in profiles
    ]
    assert b",2023," in raw  # a number stands bare, so that it can be added up


@pytest.mark.parametrize("text", ["=1+1", "+84 900", "-cmd", "@SUM(A1)", "\tx", "\rx", "＝1"])
def test_cell_that_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert render_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Lê Hải Yến", "a=b", "5-6 người", "", 2024, -5])
def test_harmless_cell_stays_as_it_is(value: str | int) -> None:
    assert render_cell(value) == value


def test_formula_in_a_profile_is_defused_in_the_table_and_kept_in_json(project: Project) -> None:
    project.write(
        "mot",
        profile_text()
        .replace("title: Đọc ảnh nhanh hơn", 'title: "=HYPERLINK(A1) đọc, nhanh"')
        .replace("role: Kỹ sư", 'role: "-2+3 kỹ \\"sư\\""'),
    )
    build(project)
    site = project.root / "site"
    [row], [profile] = table(site), data(site, "profiles")["profiles"]
    assert (row["title"], row["role"]) == ("'=HYPERLINK(A1) đọc, nhanh", '\'-2+3 kỹ "sư"')
    assert (profile["title"], profile["role"]) == ("=HYPERLINK(A1) đọc, nhanh", '-2+3 kỹ "sư"')


def test_addresses_are_from_the_root_where_the_site_does_not_know_its_own(project: Project) -> None:
    project.write("mot")
    build(project, site_url="")
    site = project.root / "site"
    found = data(site, "profiles")
    assert found["source"]["address"] is None and found["$schema"] == "du-lieu/profiles.schema.json"
    assert (site / found["profiles"][0]["address"] / "index.html").is_file()
    Draft202012Validator(data(site, "profiles.schema")).validate(found)


def test_data_are_the_same_for_the_same_input(project: Project) -> None:
    project.write("mot")
    project.write("hai", id="DH-2024-002", name="Lê Văn Hai")
    build(project)
    first = snapshot(project.root / "site" / "du-lieu")
    build(project)
    assert snapshot(project.root / "site" / "du-lieu") == first


def test_page_explains_every_key_of_the_schemas_and_gives_true_sizes(repository_site: Path) -> None:
    page = (repository_site / "du-lieu" / "index.html").read_text(encoding="utf-8")
    for dataset in DATASETS:
        size = len((repository_site / dataset.path).read_bytes())
        entry = page.split(f">{dataset.key}.json</a>")[1].split("</li>")[0]
        assert f">{render_size(size)}" in entry
        for key in data(repository_site, f"{dataset.key}.schema")["$defs"][dataset.model.__name__]["properties"]:
            assert f"<dt><code>{key}</code>" in page.split(f'<details id="{dataset.key}">')[1].split("</details>")[0], (
                key
            )
    assert 'href="../lien-he/#su-dung"' in page and f"{ADDRESS}du-lieu/" in page
    assert 'href="du-lieu/"' in (repository_site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 kB"), (12_400, "12 kB"), (999_400, "999 kB"), (3_449_000, "3,4 MB")]
)
def test_size_is_told_as_people_read_it(size: int, words: str) -> None:
    assert render_size(size) == words


def test_example_of_the_page_runs_against_the_site(repository_site: Path, tmp_path: Path) -> None:
    page = (repository_site / "du-lieu" / "index.html").read_text(encoding="utf-8")
    example = unescape(page.split('aria-label="Ví dụ bằng Python"><code>')[1].split("</code>")[0])
    with serving(repository_site) as root:
        script = tmp_path / "doc.py"
        script.write_text(example.replace(ADDRESS, root), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-X", "utf8", str(script)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            timeout=60,
        )
    expected = [
        f"{item['id']} {item['name']} {item['address']}"
        for item in data(repository_site, "profiles")["profiles"]
        if item["stage"] == "outstanding"
    ]
    assert done.stdout.splitlines() == expected != []
