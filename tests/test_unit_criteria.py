"""A unit's own criteria: clauses in the same vocabulary, for its profiles and those of the units below it."""

from __future__ import annotations

import pytest

from guongsang.build.check_project import check_project
from guongsang.text.dates import parse_moment
from projects import Project

CLAUSE = """\
clauses:
  - id: rieng-1
    name: Chia sẻ dữ liệu mở
    applies_to: [individual, collective]
    citation: "Tiêu chuẩn riêng, ý 1"
    text: "Công bố dữ liệu để đơn vị khác dùng được."
    answered_by: {statement: true, lacking: một mục evidence về dữ liệu mở}
"""
AS_OF = parse_moment("2024-07-01")


def add(project: Project, unit: str, text: str = CLAUSE) -> None:
    folder = project.root / "exemplars" / "_registry" / "criteria"
    folder.mkdir(exist_ok=True)
    (folder / f"{unit}.yml").write_text(text, encoding="utf-8")


def codes(project: Project) -> list[tuple[str, str | None]]:
    return [(item.code, item.clause) for item in check_project(project.root, AS_OF).problems]


def test_unit_asks_its_own_profiles_only(project: Project) -> None:
    project.write("mot")
    add(project, "cuc-dia-chat")
    assert codes(project) == []
    add(project, "cuc-vien-tham", CLAUSE.replace("rieng-1", "rieng-2"))
    assert codes(project) == [("DH401", "rieng-2")]


def test_unit_asks_the_units_below_it_too(project: Project) -> None:
    units = project.root / "exemplars" / "_registry" / "units.yml"
    units.write_text(
        units.read_text(encoding="utf-8") + "\n- id: phong-la\n  name: Phòng lạ\n  parent: cuc-vien-tham\n",
        encoding="utf-8",
    )
    project.write(
        "mot", (project.write("mot").read_text(encoding="utf-8")).replace("unit: cuc-vien-tham", "unit: phong-la")
    )
    add(project, "cuc-vien-tham")
    assert codes(project) == [("DH401", "rieng-1")]


def test_answered_clause_of_a_unit_stands_on_the_page(project: Project) -> None:
    add(project, "cuc-vien-tham")
    text = project.write("mot").read_text(encoding="utf-8")
    project.write(
        "mot",
        text.replace(
            "evidence:\n",
            'evidence:\n  - {clause: rieng-1, statement: Mở dữ liệu ảnh., document: "Báo cáo số 11/BC-MH"}\n',
        ),
    )
    done = project.run("build", "--as-of", "2024-07-01")
    assert done.returncode == 0, done.stdout
    assert "Tiêu chuẩn riêng, ý 1" in project.page("ho-so/mot") and "Báo cáo số 11/BC-MH" in project.page("ho-so/mot")
    assert "Chia sẻ dữ liệu mở" in project.page("tieu-chuan")


@pytest.mark.parametrize(
    ("unit", "text", "code"),
    [
        ("khong-co-don-vi", CLAUSE, "DH302"),
        ("cuc-vien-tham", CLAUSE.replace("rieng-1", "chung-1"), "DH307"),
        ("cuc-vien-tham", CLAUSE.replace("statement: true", "records: awards, where: {award: khong-co}"), "DH301"),
        ("cuc-vien-tham", CLAUSE.replace("statement: true", "records: ratings, where: {level: state}"), "DH405"),
        ("cuc-vien-tham", CLAUSE.replace("statement: true", "records: awards, statement: true"), "DH403"),
        ("cuc-vien-tham", CLAUSE.replace("applies_to", "apply_to"), "DH202"),
        ("cuc-vien-tham", "clauses: [\n", "DH103"),
    ],
)
def test_fault_in_a_criteria_file_is_told_with_its_place(project: Project, unit: str, text: str, code: str) -> None:
    add(project, unit, text)
    found = [item for item in check_project(project.root, AS_OF).problems if item.code == code]
    assert found and found[0].path == f"exemplars/_registry/criteria/{unit}.yml"
    assert found[0].severity == "error"
