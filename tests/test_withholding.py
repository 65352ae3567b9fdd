"""A withdrawal goes through while another profile has an error.

The faulty profile is left out, the rest is published, and both are reported.
"""

from __future__ import annotations

import gzip

import pytest

from projects import BODY, PHOTO, Project, profile_text, snapshot, unpack_all

AS_OF = "2024-07-01"
WITHDRAWN = ', date: 2024-06-30, notice: "Hồ sơ này đã được rút."'
BROKEN = "---\nid: [\n---\n"


def everything(project: Project) -> str:
    """Return all that the site holds as text, packed files too, with every name."""
    files = unpack_all(snapshot(project.root / "site"))
    return "\n".join(f"{name}\n{_unzipped(content).decode('utf-8', 'ignore')}" for name, content in files.items())


def _unzipped(content: bytes) -> bytes:
    return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content


@pytest.fixture
def published(project: Project) -> Project:
    """A project with a site of three profiles and an event, each linking to others."""
    project.write(
        "mot",
        name="Trần Thị Rút",
        title="Tít của người sẽ rút",
        body=f"{BODY}\n\nLời riêng của người sẽ rút.",
        photos=PHOTO.replace("Chân dung", "Người đứng bên máy đo"),
    )
    project.add_photo("mot")
    project.write("hai", id="DH-2024-002", name="Lê Văn Hai", title="Tít của người thứ hai", more="aliases: [hai-cu]\n")
    project.write(
        "ba",
        id="DH-2024-003",
        name="Phạm Thị Ba",
        body=f"{BODY}\n\nCùng làm với [anh Hai](/ho-so/hai/) và [chị Rút](/ho-so/mot/).",
    )
    project.write_event("gap-mat", more="profiles: [hai, ba]\n", body="Gặp [anh Hai](/ho-so/hai/).")
    assert project.run("build", "--as-of", AS_OF).returncode == 0
    for secret in ("Trần Thị Rút", "Lời riêng của người sẽ rút", "Lê Văn Hai", "DH-2024-002"):
        assert secret in everything(project)
    return project


FAULTS = {
    "unknown unit": lambda: profile_text(id="DH-2024-002", name="Lê Văn Hai", title="Tít của người thứ hai").replace(
        "unit: cuc-vien-tham", "unit: khong-co"
    ),
    "no photo": lambda: profile_text(id="DH-2024-002", name="Lê Văn Hai", title="Tít của người thứ hai", photos=PHOTO),
    "a clause unanswered": lambda: profile_text(
        id="DH-2024-002", name="Lê Văn Hai", title="Tít của người thứ hai"
    ).replace("  - {clause: chung-3", "  - {clause: chung-2"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_withdrawal_goes_through_and_what_is_faulty_is_left_out(published: Project, fault: str) -> None:
    before = snapshot(published.root / "site")
    assert published.run("withdraw", "mot", "--date", "2024-06-30").returncode == 0
    published.write("hai", FAULTS[fault]())
    stopped = published.run("build", "--as-of", AS_OF)
    assert stopped.returncode == 1 and snapshot(published.root / "site") == before
    assert (
        "vẫn còn trên trang cũ: mot. Phải gỡ ngay" in stopped.stderr
        and "chạy build --withhold-faulty rồi publish" in stopped.stderr
    )
    done = published.run("build", "--as-of", AS_OF, "--withhold-faulty")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        "KHÔNG có 1 hồ sơ, sự kiện còn lỗi" in done.stderr
        and "exemplars/2024/hai/index.md (DH" in done.stderr
        and "đang có trên trang cũ" in done.stderr
    )
    assert "exemplars/2024/hai/index.md:" in done.stdout  # what to mend
    text = everything(published)
    for gone in (
        "Trần Thị Rút",
        "Tít của người sẽ rút",
        "Lời riêng của người sẽ rút",
        "Lê Văn Hai",
        "Tít của người thứ hai",
        "DH-2024-002",
        "ho-so/hai",
        "hai-cu",
    ):
        assert gone not in text, gone
    assert "đã được rút từ ngày 30/6/2024" in published.page("ho-so/mot")
    assert not published.has_page("ho-so/hai") and not published.has_page("ho-so/hai-cu")
    assert "Cùng làm với anh Hai" in published.page("ho-so/ba")  # the words without the link
    assert "Phạm Thị Ba" in published.page("su-kien/2024/gap-mat") and "Gặp anh Hai" in published.page(
        "su-kien/2024/gap-mat"
    )


def test_profile_that_cannot_be_read_is_left_out_with_what_rests_on_it(published: Project) -> None:
    published.write("mot", status="withdrawn", review=WITHDRAWN)
    published.write("hai", BROKEN)
    done = published.run("build", "--as-of", AS_OF, "--withhold-faulty")
    assert done.returncode == 0, done.stdout + done.stderr
    text = everything(published)
    assert "Trần Thị Rút" not in text and "Lê Văn Hai" not in text and "ho-so/hai" not in text
    assert "Hồ sơ này đã được rút." in published.page("ho-so/mot")
    for path in (
        "exemplars/2024/hai/index.md (DH103",
        "exemplars/2024/ba/index.md (DH314",
        "content/su-kien/posts/gap-mat.md (DH",
    ):  # nobody knows what stands at that address
        assert path in done.stderr


def test_whole_site_comes_back_once_the_fault_is_mended(published: Project) -> None:
    before = snapshot(published.root / "site")
    kept = (published.root / "exemplars/2024/hai/index.md").read_text(encoding="utf-8")
    published.write("hai", BROKEN)
    assert published.run("build", "--as-of", AS_OF, "--withhold-faulty").returncode == 0
    assert snapshot(published.root / "site") != before
    published.write("hai", kept)
    done = published.run("build", "--as-of", AS_OF, "--withhold-faulty")
    assert done.returncode == 0 and "KHÔNG có" not in done.stderr
    assert snapshot(published.root / "site") == before


@pytest.mark.parametrize("place", ["exemplars/_registry/units.yml", "content/gioi-thieu.md"])
def test_fault_that_touches_every_page_stops_the_build_all_the_same(published: Project, place: str) -> None:
    before = snapshot(published.root / "site")
    published.write("mot", status="withdrawn", review=WITHDRAWN)
    path = published.root / place
    path.write_text("---\na: [\n---\n" if place.endswith(".md") else "- id: [\n", encoding="utf-8")
    done = published.run("build", "--as-of", AS_OF, "--withhold-faulty")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert (
        "Lỗi liên quan tới cả trang, phải sửa rồi mới dựng được, ở: " in done.stderr
        and place in done.stderr
        and "--withhold-faulty" not in done.stderr
        and "vẫn còn trên trang cũ: mot" in done.stderr
    )
    assert snapshot(published.root / "site") == before


def test_both_sides_of_a_clash_are_left_out(published: Project) -> None:
    published.write("bon", id="DH-2024-002", name="Đỗ Văn Bốn")
    published.write("hai", id="DH-2024-009", name="Ngô Văn Khác", year=2025)
    done = published.run("build", "--as-of", AS_OF, "--withhold-faulty")
    assert done.returncode == 0, done.stderr
    text = everything(published)
    for name in ("Lê Văn Hai", "Đỗ Văn Bốn", "Ngô Văn Khác"):  # one number for two profiles, one address for two
        assert name not in text
    assert "Phạm Thị Ba" in text and "Trần Thị Rút" in text
    assert "trùng với hồ sơ khác" in done.stderr


def test_faulty_notice_of_a_withdrawn_profile_is_not_shown(published: Project) -> None:
    published.write(
        "mot",
        name="Trần Thị Rút",
        status="withdrawn",
        review=', date: 2024-06-30, notice: "Chị Trần Thị Rút đã xin rút."',
    )
    done = published.run("build", "--as-of", AS_OF, "--withhold-faulty")
    assert done.returncode == 0, done.stderr
    assert "Trần Thị Rút" not in everything(published) and not published.has_page("ho-so/mot")


def test_stray_file_and_press_log_hold_nothing_up(published: Project) -> None:
    (published.root / "exemplars/2024/la").mkdir()
    (published.root / "exemplars/2024/la/bai.md").write_text("Lạc", encoding="utf-8")
    (published.root / "exemplars/_press").mkdir()
    (published.root / "exemplars/_press/log.yml").write_text("- profile: [\n", encoding="utf-8")
    before = snapshot(published.root / "site")
    done = published.run("build", "--as-of", AS_OF, "--withhold-faulty")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr.count("tệp này không lên trang") == 2 and "KHÔNG có 0 hồ sơ" in done.stderr
    assert snapshot(published.root / "site") == before


@pytest.mark.parametrize(
    "change",
    [
        {"consent": "  expires: 2024-06-01\n"},
        {"covers": "[image, story]"},
        {"status": "suspended"},
        {"status": "draft"},
    ],
)
def test_failed_build_names_whose_consent_has_ended(published: Project, change: dict[str, str]) -> None:
    published.write("mot", **change)
    published.write("hai", BROKEN)
    done = published.run("build", "--as-of", AS_OF)
    assert done.returncode == 1
    assert "vẫn còn trên trang cũ: mot. Phải gỡ ngay" in done.stderr


def test_failed_build_without_a_withdrawal_names_the_way_quietly(published: Project) -> None:
    published.write("hai", BROKEN)
    done = published.run("build", "--as-of", AS_OF)
    assert done.returncode == 1
    assert "Phải gỡ ngay" not in done.stderr and "chạy build --withhold-faulty" in done.stderr
