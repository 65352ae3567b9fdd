"""The checks over real profiles in a real project: what a writer is told, and where."""

from __future__ import annotations

import json

import pytest

from projects import Project, profile_text

PATH = "exemplars/2024/nguyen-minh-hoa/index.md"


def problems_of(project: Project, *, as_of: str = "2024-07-01") -> list[dict]:
    done = project.run("check", "--format", "json", "--as-of", as_of)
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)


def found(project: Project, text: str, **options: str) -> list[tuple[str, str, int]]:
    project.write("nguyen-minh-hoa", text)
    return [(row["code"], row["severity"], row["line"]) for row in problems_of(project, **options)]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_complete_profile_has_no_problem(project: Project) -> None:
    assert found(project, profile_text()) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("unit: cuc-vien-tham", "unit: cuc-vien-tam", "DH302"),
        ("fields: [vien-tham]", "fields: [vien-them]", "DH303"),
        ("award: chien-si-thi-dua-co-so, year: 2022", "award: chien-si-thi-dua-coso, year: 2022", "DH301"),
        ("clause: chung-2", "clause: chung-9", "DH306"),
        ("  portal: {publish", "  portall: {publish", "DH305"),
        ("kind: individual", "kind: person", "DH203"),
        ("date: 2024-05-01", "date: 05/01/2024", "DH205"),
        ("year: 2024", "yaer: 2024", "DH202"),
    ],
)
def test_fault_is_reported_as_an_error_on_its_line(project: Project, old: str, new: str, code: str) -> None:
    text = profile_text().replace(old, new, 1)
    assert (code, "error", line_of(text, new)) in found(project, text)


def test_unknown_award_names_the_nearest(project: Project) -> None:
    project.write(
        "nguyen-minh-hoa",
        profile_text().replace("award: chien-si-thi-dua-co-so, year: 2022", "award: chien-sy-thi-dua, year: 2022"),
    )
    row = next(row for row in problems_of(project) if row["code"] == "DH301")
    assert "chien-si-thi-dua-co-so" in row["hint"]
    assert "Chiến sĩ thi đua cơ sở" in row["hint"]


def test_award_may_be_spelled_the_other_way(project: Project) -> None:
    assert found(project, profile_text().replace("award: chien-si-thi-dua-co-so", "award: Chiến sỹ thi đua cơ sở")) == [
        ("DH308", "warning", 17),
        ("DH308", "warning", 18),
    ]


@pytest.mark.parametrize(
    ("part", "clause"),
    [
        ('  - {clause: chung-2, statement: Gương mẫu chấp hành., document: "Báo cáo số 7/BC-MH"}\n', "chung-2"),
        ('  - {clause: chung-3, statement: Giúp đỡ đồng nghiệp., document: "Báo cáo số 8/BC-MH"}\n', "chung-3"),
        ('  - {clause: ca-nhan-1, statement: Dám chịu trách nhiệm., document: "Báo cáo số 9/BC-MH"}\n', "ca-nhan-1"),
        ('  - {year: 2022, rating: excellent, document: "Quyết định số 2/QĐ-MH"}\n', "ca-nhan-3"),
        ('  - {award: chien-si-thi-dua-co-so, year: 2023, document: "Quyết định số 5/QĐ-MH"}\n', "ca-nhan-3"),
    ],
)
def test_removing_what_answers_a_clause_names_exactly_that_clause(project: Project, part: str, clause: str) -> None:
    text = profile_text()
    assert part in text
    project.write("nguyen-minh-hoa", text.replace(part, ""))
    rows = problems_of(project)
    assert [(row["code"], row["clause"], row["severity"]) for row in rows] == [("DH401", clause, "error")]


def test_what_is_missing_is_a_warning_in_a_draft_and_an_error_once_approved(project: Project) -> None:
    part = "title: Đọc ảnh nhanh hơn\n"
    draft = profile_text(status="draft").replace(part, "")
    approved = profile_text().replace(part, "")
    assert found(project, draft) == [("DH201", "warning", 2)]
    assert found(project, approved) == [("DH201", "error", 2)]


def test_what_is_broken_is_an_error_even_in_a_draft(project: Project) -> None:
    assert [
        row[:2] for row in found(project, profile_text(status="draft").replace("kind: individual", "kind: person"))
    ] == [("DH203", "error")]


def test_emerging_factor_answers_the_common_clauses_only(project: Project) -> None:
    text = profile_text().replace("stage: outstanding", "stage: emerging")
    for part in ("ratings:", "awards:", "recognition:"):
        start = text.index(f"\n{part}") + 1
        end = next(index for index in range(start, len(text)) if text[index] == "\n" and text[index + 1] not in " ")
        text = text[:start] + text[end + 1 :]
    assert found(project, text) == []


def test_recognition_after_publication_is_an_error(project: Project) -> None:
    codes = [row[:2] for row in found(project, profile_text().replace("date: 2024-05-01", "date: 2024-06-15"))]
    assert codes == [("DH402", "error")]


def test_expired_consent_is_a_warning_so_that_time_alone_never_breaks_a_build(project: Project) -> None:
    assert [row[:2] for row in found(project, profile_text(consent="  expires: 2024-06-30\n"))] == [
        ("DH503", "warning")
    ]


def test_notice_of_withdrawal_may_not_name_anybody(project: Project) -> None:
    text = profile_text(status="withdrawn", review=', notice: "Hồ sơ của ông NGUYỄN MINH HOẠ đã được rút."')
    assert [row[:2] for row in found(project, text)] == [("DH504", "error")]


def test_photo_must_exist_open_and_be_large_enough(project: Project) -> None:
    slug, photos = (
        "nguyen-minh-hoa",
        profile_text(
            photos="photos:\n  - {file: a.jpg, alt: Một kỹ sư bên máy đo, caption: Chú thích, credit: Tác giả}\n"
        ),
    )
    assert [row[0] for row in found(project, photos)] == ["DH601"]
    file = project.add_photo(slug, "a.jpg", (1599, 900))
    assert [row[0] for row in found(project, photos)] == ["DH603"]
    file.write_bytes(b"not a photo")
    assert [row[0] for row in found(project, photos)] == ["DH602"]
    project.add_photo(slug, "a.jpg", (1600, 900))
    assert found(project, photos) == []


@pytest.mark.parametrize("file", ["../../../_registry/units.yml", "/etc/hostname", "..", "a/../../x.jpg"])
def test_photo_outside_the_folder_counts_as_missing(project: Project, file: str) -> None:
    text = profile_text(
        photos=f'photos:\n  - {{file: "{file}", alt: Một kỹ sư bên máy đo, caption: Chú thích, credit: Tác giả}}\n'
    )
    assert [row[0] for row in found(project, text)] == ["DH601"]


def test_missing_heading_and_unlisted_image_are_told_with_their_place(project: Project) -> None:
    text = profile_text(body="## Thành tích\n\nx\n\n## Cách làm\n\n![a](la.jpg)\n\n## Hiệu quả\n\nx")
    rows = found(project, text)
    assert ("DH604", "error", line_of(text, "![a]")) in rows
    assert [row[0] for row in rows].count("DH212") == 1


def test_ids_and_slugs_and_aliases_are_unique_over_profiles(project: Project) -> None:
    project.write("mot", name="Trần Thị Một", more="aliases: [hai]\n")
    project.write("hai", name="Lê Văn Hai")
    project.write("hai", year=2023, id="DH-2023-001", name="Phạm Văn Ba")
    codes = {(row["code"], row["path"].split("/")[1]) for row in problems_of(project)}
    assert ("DH701", "2024") in codes  # mot has the id of hai
    assert ("DH702", "2024") in codes  # two folders named hai
    assert ("DH703", "2024") in codes  # an alias that is somebody's address


def test_folder_name_is_a_slug_under_a_year(project: Project) -> None:
    project.write("Nguyễn Minh Họa")
    rows = problems_of(project)
    assert [row["code"] for row in rows] == ["DH213"]
    assert "2024/nguyen-minh-hoa" in rows[0]["hint"]


def test_fault_in_the_registry_is_reported_with_its_line(project: Project) -> None:
    units = project.root / "exemplars" / "_registry" / "units.yml"
    text = units.read_text(encoding="utf-8")
    units.write_text(text + "\n- id: don-vi-la\n  name: Đơn vị lạ\n  successors:\n    - khong-co\n", encoding="utf-8")
    rows = problems_of(project)
    assert [(row["code"], row["path"]) for row in rows] == [("DH302", "exemplars/_registry/units.yml")]
    assert "khong-co" in rows[0]["message"]


def test_problems_come_sorted_and_each_once(project: Project) -> None:
    project.write("b", name="Bê Văn Bê", title="")
    project.write("a", name="A Văn A", title="")
    rows = problems_of(project)
    places = [(row["path"], row["line"], row["column"]) for row in rows]
    assert places == sorted(places)
    assert len({json.dumps(row) for row in rows}) == len(rows)


@pytest.mark.parametrize("name", ["index.md.txt", "Index.md", "bai.md"])
def test_profile_whose_file_has_another_name_is_not_lost_in_silence(project: Project, name: str) -> None:
    folder = project.root / "exemplars" / "2024" / "nguyen-minh-hoa"
    folder.mkdir(parents=True)
    (folder / name).write_text(profile_text(), encoding="utf-8")
    rows = problems_of(project)
    assert [(row["code"], row["severity"]) for row in rows] == [("DH107", "error")]
    assert name in rows[0]["message"]


def test_half_a_photo_is_told_before_the_build(project: Project) -> None:
    text = profile_text(
        photos="photos:\n  - {file: a.jpg, alt: Một kỹ sư bên máy đo, caption: Chú thích, credit: Tác giả}\n"
    )
    photo = project.add_photo("nguyen-minh-hoa", "a.jpg", (1600, 1600))
    whole = photo.read_bytes()
    photo.write_bytes(whole[: len(whole) // 2])
    assert [row[0] for row in found(project, text)] == ["DH602"]
