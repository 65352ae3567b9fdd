"""Checking a project: the same findings on one core or two, fresh or kept, and never a stale one."""

from __future__ import annotations

import os
import shutil
from contextlib import closing

import pytest

from guongsang.build.check_profile import check_profile, dump_checked, parse_checked
from guongsang.build.check_project import FINDINGS, ProjectCheck, check_project
from guongsang.build.compile_site import compile_site, load_edition, read_edition
from guongsang.build.result_cache import ResultCache
from guongsang.manuscripts.project_layout import REGISTRY
from guongsang.registry.loading import load_registry
from guongsang.storage.cache_table import CacheTable
from guongsang.text.dates import parse_moment
from machine import needs_linux
from projects import Project, profile_text

AS_OF = parse_moment("2024-07-01")


def found(project: Project, **options: object) -> list[tuple]:
    return plain(check_project(project.root, AS_OF, **options))


def plain(result: ProjectCheck) -> list[tuple]:
    rows = [
        (item.path, item.span, item.code, item.severity, item.clause, item.message(), item.hint())
        for item in result.problems
    ]
    return rows + [(checked.path, result.decisions(checked)) for checked in result.profiles]


@pytest.fixture
def crowd(project: Project) -> Project:
    for number in range(1, 161):
        text = profile_text(id=f"DH-2024-{number:03d}", name=f"Nguyễn Văn Số {number}")
        project.write(
            f"nguoi-{number:03d}", text.replace("kind: individual", "kind: person") if number % 10 == 0 else text
        )
    return project


def test_findings_are_the_same_on_one_process_or_two_and_when_kept(crowd: Project) -> None:
    alone = found(crowd, workers=1)
    (crowd.root / FINDINGS).unlink()
    assert found(crowd, workers=2) == alone
    assert (crowd.root / FINDINGS).exists()
    assert found(crowd) == alone


def test_profiles_read_together_come_out_as_each_by_itself(crowd: Project) -> None:
    crowd.write("nguoi-001", "không có phần đầu\n")
    crowd.write("nguoi-002", profile_text(name="Người: [hỏng"))
    crowd.write("nguoi-003", profile_text(id="DH-2024-003", name="Nguyễn Văn Số 3", review="\n  by: [x"))
    (crowd.root / "exemplars/2024/nguoi-004/index.md").write_bytes(b"---\nname: \xff\xfe\n---\n")
    profiles = check_project(crowd.root, AS_OF, publishing=True).profiles
    registry = load_registry(crowd.root, REGISTRY)[0]
    assert list(profiles) == [
        parse_checked(item.path, dump_checked(check_profile(crowd.root, item.path, registry, AS_OF)))
        for item in profiles
    ]
    assert (
        sum(checked.facts is None for checked in profiles) >= 2
        and sum(not checked.problems for checked in profiles) > 100
    )


def test_findings_agree_with_those_of_a_build(crowd: Project) -> None:
    edition = load_edition(crowd.root, AS_OF)
    result = check_project(crowd.root, AS_OF)
    assert [(item.sort_key, item.message()) for item in edition.problems] == [
        (item.sort_key, item.message()) for item in result.problems
    ]
    found = edition.project_check
    by_build = {checked.path: found.decisions(checked) for checked in found.profiles}
    assert {checked.path: result.decisions(checked) for checked in result.profiles} == by_build


def test_only_what_changed_is_read_again(crowd: Project) -> None:
    check_project(crowd.root, AS_OF)
    told: list[tuple[int, ...]] = []
    crowd.write("nguoi-001", profile_text(name="Người Mới").replace("kind: individual", "kind: nobody"))
    result = check_project(crowd.root, AS_OF, progress=lambda *counts: told.append(counts))
    assert told == [(159, 160, 159), (160, 160, 159)]  # of which so many are kept
    assert any(item.path.endswith("nguoi-001/index.md") and item.code == "DH203" for item in result.problems)


def test_what_a_build_reads_is_judged_at_once_and_again_only_where_the_guess_was_wrong(crowd: Project) -> None:
    link = "Xem [một](../nguoi-001/), [hai](../nguoi-002/).\n"
    crowd.write("nguoi-002", profile_text(id="DH-2024-002", name="Nguyễn Văn Số 2", status="draft"))
    crowd.write("nguoi-003", profile_text(id="DH-2024-003", name="Nguyễn Văn Số 3") + link)

    def kept() -> dict[str, bytes]:
        with closing(ResultCache(crowd.root)) as shelf:
            return {path.split("/")[-2]: value for path, _, value in shelf.read()}

    def show(found: ProjectCheck) -> dict[str, str]:
        return {
            profile.slug: "".join(part.html for part in profile.prose.segments)
            for profile in compile_site(read_edition(crowd.root, found)).profiles
        }

    found = check_project(crowd.root, AS_OF, publishing=True)
    guessed = kept()
    at_once = show(found)
    assert len(guessed) == 160 and {slug for slug, value in kept().items() if value != guessed[slug]} == {"nguoi-003"}
    assert 'Xem <a href="../nguoi-001/"' in at_once["nguoi-003"] and ", hai." in at_once["nguoi-003"]
    shutil.rmtree(crowd.root / ".cache")
    found = check_project(crowd.root, AS_OF)
    assert kept() == {} and show(found) == at_once


def test_a_photo_that_changes_between_checking_and_publishing_is_seen(project: Project) -> None:
    project.write(
        "mot", photos="photos:\n  - {file: a.jpg, alt: Một người đứng bên máy, caption: Ảnh, credit: Ai đó}\n"
    )
    project.add_photo("mot", "a.jpg", size=(2000, 1600))
    result = check_project(project.root, AS_OF, publishing=True)
    project.add_photo("mot", "a.jpg", size=(2400, 1800))
    assert [
        photo.width for profile in compile_site(read_edition(project.root, result)).profiles for photo in profile.photos
    ] == [2400]


def test_a_photo_that_appears_or_goes_counts_as_a_change(project: Project) -> None:
    project.write(
        "mot", photos="photos:\n  - {file: a.jpg, alt: Một người đứng bên máy, caption: Ảnh, credit: Ai đó}\n"
    )
    assert [row[2] for row in found(project)[:-1]] == ["DH601"]
    photo = project.add_photo("mot", "a.jpg")
    assert [row[2] for row in found(project)[:-1]] == []
    photo.unlink()
    assert [row[2] for row in found(project)[:-1]] == ["DH601"]


def test_a_change_of_the_registry_checks_everything_anew(project: Project) -> None:
    project.write("mot")
    assert found(project)[0][1][0].is_open
    fields = project.root / "exemplars" / "_registry" / "fields.yml"
    fields.write_text(
        fields.read_text(encoding="utf-8").replace("vien-tham", "khac").replace("Viễn thám", "Khác"), encoding="utf-8"
    )
    assert found(project)[0][2] == "DH303"


def test_a_day_that_ends_consent_is_not_overlooked(project: Project) -> None:
    project.write("mot", consent="  expires: 2024-07-01\n")
    assert check_project(project.root, AS_OF).problems == ()
    assert [item.code for item in check_project(project.root, parse_moment("2024-07-02")).problems] == ["DH503"]


def test_an_hour_that_ends_an_embargo_is_not_overlooked(project: Project) -> None:
    project.write("mot", portal="2024-07-01T09:00", newspaper="2024-07-01T09:00")
    before = check_project(project.root, parse_moment("2024-07-01T08:00"))
    after = check_project(project.root, parse_moment("2024-07-01T10:00"))
    assert [item.reasons for item in before.decisions(before.profiles[0])] == [("embargoed",), ("embargoed",)]
    assert all(item.is_open for item in after.decisions(after.profiles[0]))


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"key": 1}', "\x00\xff", '{"key": "x", "profiles": {"a": 1}}'])
def test_damaged_or_foreign_findings_are_left_aside(project: Project, damage: str) -> None:
    project.write("mot")
    fresh = found(project)
    (project.root / FINDINGS).write_text(damage, encoding="utf-8")
    assert found(project) == fresh
    with closing(CacheTable(project.root / FINDINGS, "readings")) as shelf:  # whole, and yet not what is kept
        shelf.write([(name, key, line) for name, key, _ in list(shelf.read()) for line in [b'[[["x"]], 3]']])
    assert found(project) == fresh


def test_removed_profile_is_forgotten(project: Project) -> None:
    project.write("mot")
    path = project.write("hai", id="DH-2024-002", name="Lê Văn Hai")
    assert check_project(project.root, AS_OF).total == 2
    path.unlink()
    assert check_project(project.root, AS_OF).total == 1


@needs_linux("other systems know no names that aren't text")
def test_folder_whose_name_is_no_text_is_told_and_touches_no_other_profile(project: Project) -> None:
    project.write("nguyen-minh-hoa")
    folder = os.fsencode(project.root / "exemplars/2024") + b"/tep-l\xe1"  # Latin-1, as an old archive may bring it
    os.mkdir(folder)
    with open(folder + b"/index.md", "w", encoding="utf-8") as page:
        page.write(profile_text(id="DH-2024-002", name="Trần Văn Mẫu"))
    for told in (
        project.run("check"),
        project.run("check", "--summary", str(project.root / "tom-tat.md")),
        project.run("build"),
    ):  # kept findings too
        assert told.returncode == 1 and "lỗi của chương trình" not in told.stderr, told.stderr
        assert "DH213" in told.stdout and "1 được đăng" in told.stdout + told.stderr
    for form in ("json", "sarif", "github", "codequality"):
        assert "DH213" in project.run("check", "--format", form).stdout
    assert project.run("build", "--withhold-faulty").returncode == 0
    assert project.has_page("ho-so/nguyen-minh-hoa")
