"""A new profile: its text explains every key and checks clean as a draft; nothing that is there is touched."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from builders import all_manuscripts, make_entry, make_registry
from guongsang.build.compile_site import load_edition
from guongsang.cli.new import new
from guongsang.cli.new.scaffold import scaffold_profile, write_new
from guongsang.manuscripts.authored import iter_fields
from guongsang.manuscripts.document import parse_document
from guongsang.manuscripts.free_place import VacancyError, find_vacancy
from guongsang.manuscripts.profile import HEADINGS, Profile
from guongsang.manuscripts.project_layout import REGISTRY
from guongsang.manuscripts.shape import check_shape
from guongsang.registry.loading import load_registry
from guongsang.registry.lookup import search_entries
from guongsang.registry.model import Register, Registry, Unit
from guongsang.rules.problem import has_errors
from guongsang.text.dates import parse_date, parse_moment
from projects import REPOSITORY, Project, snapshot

NOON = "2025-06-01T12:00"
GIVEN = ("--kind", "individual", "--name", "Lê Thị Mới", "--unit", "cuc-vien-tham", "--field", "vien-tham")
NAMES = [
    "Lê Hải Yến",
    "D'Arc Thị Sáu",
    'Tổ "Ánh Sáng"',
    "Đội 3: khảo sát",
    "Nhóm #1",
    "- Tổ Một",
    "null",
    "No",
    "2024",
    "1.5",
    "2024-05-01",
    "~",
    "Tổ A, B [C] {D}",
    "& Co",
    "* Sao",
    "!Tổ",
    "%Tổ",
    "@Tổ",
    "`Tổ`",
    "C:\\Tổ",
    "Tổ | Đội",
    "> Tổ",
    "? Tổ",
    "=",
    "Tổ một #hai",
    "true",
    "0x1F",
    "a: b",
]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(REPOSITORY, REGISTRY)[0]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUONGSANG_AS_OF", NOON)


def scaffold(registry: Registry, **changes: Any) -> str:
    known = {
        "id": "DH-2025-001",
        "kind": "individual",
        "name": "Lê Thị Mới",
        "unit": "cuc-vien-tham",
        "fields": ["vien-tham", "chuyen-doi-so"],
        "year": 2025,
    }
    return scaffold_profile(registry, **(known | changes))


def check_profile(text: str) -> Profile:
    document, problems = parse_document("a.md", text)
    profile, faults = check_shape("a.md", document.fields, Profile, status="draft")
    assert [*problems, *faults] == []
    return profile


def run(project: Project, *arguments: str) -> Result:
    """Run the command as from a script: there is nobody to ask."""
    return CliRunner().invoke(new, arguments, obj=project.root)


# --- the text ---


@pytest.mark.parametrize("kind", ["individual", "collective"])
def test_new_profile_checks_without_an_error(project: Project, registry: Registry, kind: str) -> None:
    project.write("le-thi-moi", scaffold(registry, kind=kind), year=2025)
    edition = load_edition(project.root, parse_moment(NOON))
    assert edition.total == 1 and not has_errors(edition.problems)
    assert all_manuscripts(edition)[0].status == "draft"


def test_new_profile_says_what_was_given_and_nothing_else(registry: Registry) -> None:
    profile = check_profile(scaffold(registry))
    given = Profile.model_validate(
        {
            "id": "DH-2025-001",
            "kind": "individual",
            "name": "Lê Thị Mới",
            "unit": "cuc-vien-tham",
            "fields": ["vien-tham", "chuyen-doi-so"],
            "year": 2025,
            "consent": {},
            "review": {"status": "draft"},
        }
    )
    assert profile == given


@pytest.mark.parametrize(
    ("path", "info"), list(iter_fields(Profile)), ids=lambda part: ".".join(part) if isinstance(part, tuple) else ""
)
def test_every_key_stands_with_its_help(registry: Registry, path: tuple[str, ...], info: Any) -> None:
    help = rf"(\* )?{re.escape(info.description)}"
    beside, above = rf"^#?[ -]+{path[-1]}:.*  # {help}", rf"^# {help}.*\n#?{path[-1]}:"
    assert re.search(above if len(path) == 1 else beside, scaffold(registry), re.MULTILINE)


def test_keys_stand_in_the_order_of_the_model(registry: Registry) -> None:
    assert re.findall(r"^#?([a-z_]+):", scaffold(registry), re.MULTILINE) == list(Profile.model_fields)


def test_examples_fit_the_model_once_uncommented(registry: Registry) -> None:
    text = re.sub(r"^#(?! )|^#(?=  )", "", scaffold(registry), flags=re.MULTILINE)
    document, problems = parse_document("a.md", text)
    assert problems == []
    present = {
        tuple(step for step in place if isinstance(step, str) and step != "portal") for place in document.fields.keys
    }
    assert {path for path, _ in iter_fields(Profile)} <= present
    assert check_shape("a.md", document.fields, Profile, status="draft")[1] == []


def test_needed_keys_are_in_use_and_starred_and_others_wait(registry: Registry) -> None:
    lines = scaffold(registry).splitlines()
    assert "title:" in lines and "# * Tít, nhiều nhất 120 ký tự" in lines
    assert "#role:" in lines and "# Chức vụ, công việc (cá nhân)" in lines


@pytest.mark.parametrize("name", NAMES)
def test_name_reads_back_as_written(registry: Registry, name: str) -> None:
    assert check_profile(scaffold(registry, name=name)).name == name


def test_plain_name_needs_no_quotes_and_apostrophe_has_them(registry: Registry) -> None:
    assert "\nname: Lê Hải Yến\n" in scaffold(registry, name="Lê Hải Yến")
    assert '\nname: "D\'Arc Thị Sáu"\n' in scaffold(registry, name="D'Arc Thị Sáu")


def test_text_is_composed(registry: Registry) -> None:
    text = scaffold(registry, name=unicodedata.normalize("NFD", "Trần Thị Bưởi"))
    assert unicodedata.is_normalized("NFC", text)


def test_body_has_the_headings_and_guides_that_are_never_shown(registry: Registry) -> None:
    body = parse_document("a.md", scaffold(registry))[0].body
    assert re.findall(r"^## (.+)$", body, re.MULTILINE) == list(HEADINGS)
    assert len(re.findall(r"^<!-- .+ -->$", body, re.MULTILINE)) == len(HEADINGS)
    assert re.sub(r"<!--.*?-->|## .+", "", body).strip() == ""


# --- its place ---


def test_first_profile_of_a_year_takes_number_one(project: Project) -> None:
    project.write("mot", id="DH-2024-007")
    assert find_vacancy(project.root, "Lê Thị Mới", 2025).id == "DH-2025-001"


def test_id_follows_the_last_of_its_year_wherever_it_stands(project: Project) -> None:
    project.write("mot", id="DH-2024-003")
    project.write("hai", id="DH-2024-012", year=2023)
    project.write("ba", '---\nid: "DH-2024-020"\nkind: [\n---\n')  # can't be read, but its number is taken
    project.write("bon", id="DH-2023-099")
    assert find_vacancy(project.root, "Lê Thị Mới", 2024).id == "DH-2024-021"


def test_year_without_numbers_left_is_refused(project: Project) -> None:
    project.write("mot", id="DH-2024-9999")
    with pytest.raises(VacancyError, match="2024"):
        find_vacancy(project.root, "Lê Thị Mới", 2024)


def test_folder_is_the_year_and_the_name_without_marks(project: Project) -> None:
    assert find_vacancy(project.root, "Đỗ Thị Ơn", 2025).path == "exemplars/2025/do-thi-on/index.md"


def test_name_of_another_profile_gets_the_year(project: Project) -> None:
    path = project.write("le-thi-moi", year=2023)
    vacancy = find_vacancy(project.root, "Lê Thị Mới", 2025)
    assert vacancy.path == "exemplars/2025/le-thi-moi-2025/index.md"
    assert vacancy.namesake == path.relative_to(project.root).as_posix()


def test_former_address_of_another_profile_gets_the_year(project: Project) -> None:
    path = project.write("nguyen-minh-hoa", more="aliases: [le-thi-moi]\n")
    vacancy = find_vacancy(project.root, "Lê Thị Mới", 2025)
    assert (vacancy.path, vacancy.namesake) == (
        "exemplars/2025/le-thi-moi-2025/index.md",
        path.relative_to(project.root).as_posix(),
    )


@pytest.mark.parametrize("taken", ["exemplars/2025/le-thi-moi", "exemplars/2025/le-thi-moi/index.md"])
def test_folder_that_is_there_is_refused(project: Project, taken: str) -> None:
    folder = project.root / "exemplars/2025/le-thi-moi"
    folder.mkdir(parents=True)
    (project.root / taken / "anh.jpg" if taken == "exemplars/2025/le-thi-moi" else project.root / taken).write_bytes(
        b"x"
    )
    before = snapshot(project.root)
    with pytest.raises(VacancyError, match="không ghi đè"):
        find_vacancy(project.root, "Lê Thị Mới", 2025)
    assert snapshot(project.root) == before


def test_writing_never_replaces(tmp_path: Path) -> None:
    write_new(tmp_path, "exemplars/2025/mot/index.md", "cũ\n")
    with pytest.raises(VacancyError, match="không ghi đè"):
        write_new(tmp_path, "exemplars/2025/mot/index.md", "mới\n")
    assert (tmp_path / "exemplars/2025/mot/index.md").read_bytes() == "cũ\n".encode()


def test_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "exemplars").write_text("một tệp")
    with pytest.raises(VacancyError, match="không tạo được thư mục"):
        write_new(tmp_path, "exemplars/2025/mot/index.md", "mới\n")


# --- finding a unit ---

UNITS = Register.of(
    [
        make_entry(Unit, id="phong-nuoc-cu", name="Phòng Nước cũ", until=parse_date("2020-01-01")),
        make_entry(Unit, id="ban-quan-ly-nuoc", name="Ban Quản lý nước", abbreviations=["BQLN"]),
        make_entry(Unit, id="nuoc-sach", name="Nước sạch"),
        make_entry(Unit, id="phong-da", name="Phòng Đá"),
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nước", ["nuoc-sach", "ban-quan-ly-nuoc", "phong-nuoc-cu"]),
        ("nuoc", ["nuoc-sach", "ban-quan-ly-nuoc", "phong-nuoc-cu"]),
        ("PHONG DA", ["phong-da"]),
        ("bqln", ["ban-quan-ly-nuoc"]),
        ("phòng đé", ["phong-da"]),
        ("xyzt", []),
        ("…", []),
    ],
)
def test_unit_is_found_by_part_of_a_spelling_else_the_nearest(text: str, found: list[str]) -> None:
    assert [unit.id for unit in search_entries(UNITS, text, parse_date("2025-06-01"))] == found


def test_registry_without_the_choices_still_gives_a_text() -> None:
    profile = check_profile(scaffold(make_registry(), unit="phong-a", fields=["f1"]))
    assert (profile.unit, profile.fields) == ("phong-a", ["f1"])
