"""Events: what readers find, what never appears, and what staff are told about a file that isn't right."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from guongsang.build.compile_site import compile_site, load_edition
from guongsang.manuscripts.authored import iter_fields, visibility_of
from guongsang.manuscripts.event import Event
from guongsang.publication.site import Site
from guongsang.text.dates import parse_moment
from projects import EVENTS, REPOSITORY, Project, run_command, snapshot

AS_OF = "2024-07-01"


def build(project: Project, as_of: str = AS_OF) -> None:
    done = project.run("build", "--as-of", as_of)
    assert done.returncode == 0, done.stdout + done.stderr


def compiled(project: Project, as_of: str = AS_OF, **options: bool) -> Site:
    return compile_site(load_edition(project.root, parse_moment(as_of)), **options)


def everything(project: Project) -> str:
    return "\n".join(
        name + "\n" + content.decode("utf-8", "ignore") for name, content in snapshot(project.root / "site").items()
    )


def problems(project: Project, as_of: str = AS_OF) -> list[tuple[str, int, int, str]]:
    rows = json.loads(project.run("check", "--format", "json", "--as-of", as_of).stdout)
    return [(row["path"], row["line"], row["column"], row["code"]) for row in rows]


def test_event_has_a_page_and_stands_in_the_lists_of_its_kind_and_year(project: Project) -> None:
    project.write("mot")
    project.write_event(
        "hoi-thao",
        title="Hội thảo đọc ảnh",
        more="organiser: cuc-vien-tham\nprofiles: [mot]\ntime: 8 giờ 30\n",
        body="Mở đầu.\n\n<!-- more -->\n\nVề sau.",
    )
    build(project)
    for url in ("su-kien", "su-kien/loai/giao-luu", "su-kien/nam/2024"):
        page = project.page(url)
        assert (
            "Hội thảo đọc ảnh" in page and "Mở đầu." in page and "Nguyễn Minh Họa" in page and "Về sau." not in page
        ), url
    page = project.page("su-kien/2024/hoi-thao")
    for shown in (
        "Thứ Hai, 20/5/2024",
        "8 giờ 30",
        "Hội trường",
        "Cục Viễn thám",
        "../../../don-vi/cuc-vien-tham/",
        "Về sau.",
        "../../../ho-so/mot/",
    ):
        assert shown in page, shown
    assert "<h1" in page and page.count("<h1") == 1
    assert project.page("su-kien/loai/giao-luu").count("<h1") == 1


def test_lists_put_what_is_to_come_before_what_is_over(project: Project) -> None:
    days = {"cu-nhat": "2023-01-10", "vua-qua": "2024-06-30", "sap-toi": "2024-07-02", "con-lau": "2025-01-01"}
    for slug, day in days.items():
        project.write_event(slug, date=day)
    project.write_event("dang-mo", date="2024-06-01", more="ends: 2024-12-31\n")
    build(project)
    titles = re.findall(r'gs-event__title"><a href="[^"]*">Sự kiện ([\w-]+)<', project.page("su-kien"))
    assert titles == ["dang-mo", "sap-toi", "con-lau", "vua-qua", "cu-nhat"]
    assert re.findall(r'id="nhom-\d">([^<]+)<', project.page("su-kien")) == ["Đang diễn ra", "Sắp tới", "Đã qua"]
    site = compiled(project)
    assert [event.slug for event in site.events] == ["con-lau", "sap-toi", "vua-qua", "dang-mo", "cu-nhat"]
    assert [event.slug for event in site.upcoming_events] == ["dang-mo", "sap-toi", "con-lau"]
    assert [event.slug for event in site.past_events] == ["vua-qua", "cu-nhat"]


def test_site_without_events_says_so(project: Project) -> None:
    build(project)
    assert "Chưa có sự kiện nào." in project.page("su-kien")


def test_long_list_is_cut_into_pages(project: Project) -> None:
    for number in range(1, 13):
        project.write_event(f"so-{number}", date=f"2024-01-{number:02d}")
    build(project)
    first, second = project.page("su-kien"), project.page("su-kien/trang-2")
    assert (first.count('class="gs-event '), second.count('class="gs-event ')) == (10, 2)
    assert 'href="../su-kien/trang-2/"' in first.replace('href="trang-2/"', 'href="../su-kien/trang-2/"')
    assert 'aria-current="page">2</a>' in second and "Sự kiện, trang 2" in second
    assert project.has_page("su-kien/loai/giao-luu/trang-2")


HIDDEN = {"nhap": {"more": "draft: true\n"}, "cho-dang": {"more": "publish: 2024-07-02\n"}}


def test_draft_and_embargoed_events_are_nowhere_until_their_day(project: Project) -> None:
    project.write_event("hien")
    for slug, changes in HIDDEN.items():
        project.write_event(
            slug, title=f"Tít kín của {slug}", body=f"Lời kín của {slug}.", kind="visit", date="2025-03-03", **changes
        )
    build(project)
    text = everything(project)
    for slug in HIDDEN:
        assert f"Tít kín của {slug}" not in text and f"Lời kín của {slug}" not in text and f"2025/{slug}" not in text
    assert not project.has_page("su-kien/nam/2025") and not project.has_page("su-kien/loai/tham-quan")
    build(project, "2024-07-02")
    assert "Tít kín của cho-dang" in project.page("su-kien/nam/2025") and project.has_page("su-kien/2025/cho-dang")
    assert "Tít kín của nhap" not in everything(project)


def test_hidden_profile_vanishes_from_an_event(project: Project) -> None:
    project.write("mot")
    project.write("kin", id="DH-2024-002", name="Trần Thị Kín", status="suspended")
    body = (
        "Có [một kỹ sư](/ho-so/kin/), [người ấy](../../../ho-so/kin/#a) và [chị Họa](/ho-so/mot/).\n\n<!-- lời kín -->"
    )
    project.write_event("hoi-thao", more="profiles: [kin, DH-2024-002, mot]\n", body=body)
    build(project)
    page = project.page("su-kien/2024/hoi-thao")
    assert "Có một kỹ sư, người ấy và <a" in page and 'href="../../../ho-so/mot/"' in page
    text = everything(project)
    assert (
        "ho-so/kin" not in text and "Trần Thị Kín" not in text and "DH-2024-002" not in text and "lời kín" not in text
    )
    assert compiled(project).events[0].profiles == ("mot",)
    assert [event.slug for event in compiled(project).events_of["mot"]] == ["hoi-thao"]


@pytest.mark.parametrize(
    "changes",
    [
        {"more": "profiles: [kin]\n", "title": "Nghe chị Trần Thị Kín kể"},
        {"body": "Có [chị Trần Thị Kín](/ho-so/kin/) kể chuyện."},
        {"more": "profiles: [kin]\n", "slug": "nghe-tran-thi-kin"},
        {"more": "profiles: [DH-2024-002]\n", "place": "Nhà TRẦN THỊ KÍN"},
    ],
)
def test_event_that_names_a_hidden_person_waits_for_the_profile(project: Project, changes: dict[str, str]) -> None:
    slug = changes.pop("slug", "ke-chuyen")
    project.write("kin", id="DH-2024-002", name="Trần Thị Kín", portal="2024-08-01", newspaper="2024-08-01")
    path = project.write_event(slug, **changes)
    build(project)
    text = everything(project).casefold()
    assert "trần thị kín" not in text and "tran-thi-kin" not in text and slug not in text
    assert problems(project) == [(path.relative_to(project.root).as_posix(), 1, 1, "DH518")]
    build(project, "2024-08-01")
    assert project.has_page(f"su-kien/2024/{slug}")
    assert problems(project, "2024-08-01") == []


def test_link_to_a_hidden_event_loses_its_address(project: Project) -> None:
    project.write(
        "mot",
        body=(
            "## Thành tích\n\nXem [buổi sau](/su-kien/2024/nhap/), [buổi này](/su-kien/2024/hien/).\n\n"
            "## Cách làm\n\na\n\n## Hiệu quả\n\nb\n\n## Bài học\n\nc"
        ),
    )
    project.write_event("nhap", more="draft: true\n")
    project.write_event(
        "hien", body="Tiếp theo [buổi sau](../../../su-kien/2024/nhap/), [buổi nữa](/su-kien/2024/nhap/)."
    )
    build(project)
    assert "su-kien/2024/nhap" not in everything(project)
    assert "../../su-kien/2024/hien/" in project.page("ho-so/mot")


def test_sample_events_say_so_and_one_setting_leaves_them_out(project: Project) -> None:
    project.write("mot", more="sample: true\n")
    project.write_event("minh-hoa", more="sample: true\nprofiles: [mot]\n")
    project.write_event("that", body="Với [một kỹ sư](/ho-so/mot/).", more="profiles: [mot]\n")
    build(project)
    assert "Sự kiện minh họa." in project.page("su-kien/2024/minh-hoa") and "Sự kiện minh họa." not in project.page(
        "su-kien/2024/that"
    )
    settings = project.root / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("samples: true", "samples: false"), encoding="utf-8"
    )
    build(project)
    assert "Sự kiện minh-hoa" not in everything(project) and "ho-so/mot" not in everything(project)
    assert "Với một kỹ sư." in project.page("su-kien/2024/that")


def test_text_of_an_event_is_never_code(project: Project) -> None:
    project.write_event(
        "mot",
        title="'<b>Tít</b> {{ 7 * 7 }}'",
        place="'\"><script>alert(1)</script>'",
        body="{{ config }} <script>alert(2)</script> [a](javascript:alert(3))",
    )
    build(project)
    page = project.page("su-kien/2024/mot")
    assert "&lt;b&gt;Tít&lt;/b&gt; {{ 7 * 7 }}" in page and "{{ config }}" in page
    assert "<script>alert" not in page and "javascript:" not in page


TEXT = "---\ntitle: Hội thảo\ndate: 2024-05-20\nkind: exchange\n{}---\n\nBài.\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TEXT.format("place: a: b\n"), (5, 9, "DH103")),
        ("Không có phần đầu.\n", (1, 1, "DH102")),
        (TEXT.format("dia_diem: Hà Nội\n"), (5, 1, "DH202")),
        (TEXT.replace("2024-05-20", "20/5/2024").format(""), (3, 7, "DH205")),
        (TEXT.replace("date: 2024-05-20\n", "").format(""), (2, 1, "DH201")),
        (TEXT.replace("exchange", "giao-luu").format(""), (4, 7, "DH203")),
        (TEXT.format("organiser: cuc-vien-thamm\n"), (5, 12, "DH302")),
        (TEXT.format("profiles: [motmot]\n"), (5, 12, "DH316")),
        (TEXT.format("ends: 2024-05-19\n"), (5, 7, "DH221")),
        (TEXT.format("").replace("Bài.", "[hồ sơ](/ho-so/khong-co/)"), (7, 9, "DH314")),
        (TEXT.format("").replace("Bài.", "![ảnh](anh.jpg)"), (7, 8, "DH604")),
    ],
)
def test_fault_in_an_event_is_told_at_its_place_and_stops_the_build(
    project: Project, text: str, found: tuple[int, int, str]
) -> None:
    project.write("mot")
    build(project)
    before = snapshot(project.root / "site")
    project.write_event("hoi-thao", text)
    done = project.run("build", "--as-of", AS_OF)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert snapshot(project.root / "site") == before
    assert (f"{EVENTS}/hoi-thao.md", *found) in problems(project)
    assert f"{EVENTS}/hoi-thao.md:{found[0]}:{found[1]}: lỗi {found[2]}" in done.stdout and "gợi ý:" in done.stdout


def test_fault_says_that_it_is_of_an_event_and_names_the_nearest(project: Project) -> None:
    project.write("mot")
    project.write_event("hoi-thao", TEXT.format("plase: Hà Nội\nprofiles: [mott]\n"))
    text = project.run("check", "--as-of", AS_OF).stdout
    assert 'sự kiện không có khóa "plase"' in text and 'có phải "place"?' in text and 'có phải "mot"?' in text


def test_what_a_draft_lacks_is_a_warning(project: Project) -> None:
    project.write_event("hoi-thao", "---\ntitle: Hội thảo\ndraft: true\n---\n")
    done = project.run("check", "--as-of", AS_OF)
    assert done.returncode == 0 and done.stdout.count("cảnh báo DH201") == 2
    build(project)


@pytest.mark.parametrize("name", ["anh.jpg", "2024/hoi-thao.md", "Hội thảo.md", "ghi-chu.txt"])
def test_stray_file_among_events_is_refused(project: Project, name: str) -> None:
    path = project.root / EVENTS / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.format(""), encoding="utf-8")
    done = project.run("build", "--as-of", AS_OF)
    assert done.returncode == 1 and f"{EVENTS}/{name}:1:1: lỗi DH107" in done.stdout


def test_broken_front_matter_of_an_editorial_page_is_told_with_line_and_column(project: Project) -> None:
    (project.root / "content" / "bai.md").write_text(
        "---\ntitle: Bài\ndescription: a: b\n---\n\nBài.\n", encoding="utf-8"
    )
    assert ("content/bai.md", 3, 15, "DH103") in problems(project)


def test_personal_data_in_an_event_is_pointed_at(project: Project) -> None:
    path = project.write_event("hoi-thao", body="Đăng ký qua số 0912 345 678.")
    assert [(item[0], item[3]) for item in problems(project)] == [(path.relative_to(project.root).as_posix(), "DH512")]


def test_events_build_the_same_bytes_and_say_when_they_changed(project: Project) -> None:
    project.write_event("cu", date="2023-02-03")
    project.write_event("moi", date="2030-01-01")
    sites = []
    for _ in range(2):
        assert run_command(project.root, "build", SOURCE_DATE_EPOCH="1719800000").returncode == 0
        sites.append(snapshot(project.root / "site"))
    assert sites[0] == sites[1]
    days = dict(
        re.findall(r"<loc>https://example.org/(su-kien/[^<]*)</loc><lastmod>([^<]*)<", sites[0]["sitemap.xml"].decode())
    )
    assert days["su-kien/2023/cu/"] == days["su-kien/nam/2023/"] == "2023-02-03"
    assert days["su-kien/2030/moi/"] == days["su-kien/"] == "2024-07-01"  # never later than the build's own day


def test_site_without_the_blog_plugin_has_no_events(project: Project) -> None:
    project.write_event("mot", title="Hội thảo kín")
    settings = project.root / "mkdocs.yml"
    settings.write_text(
        re.sub(r"plugins: .*\n.*material/blog.*\n", "plugins: []\n", settings.read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    build(project)
    assert "Hội thảo kín" not in everything(project)


def test_missing_index_of_events_is_told_and_not_made_up(project: Project) -> None:
    (project.root / "content" / "su-kien" / "index.md").unlink()
    done = project.run("build", "--as-of", AS_OF)
    assert done.returncode == 1 and "su-kien/index.md" in done.stderr and "Traceback" not in done.stderr
    assert not (project.root / "content" / "su-kien" / "index.md").exists()


def test_preview_shows_hidden_events_with_the_reason(project: Project) -> None:
    project.write_event("nhap", more="draft: true\n")
    site = compiled(project, preview=True)
    assert [event.preview for event in site.events] == [("bản nháp",)]


@pytest.mark.parametrize(
    ("path", "info"), list(iter_fields(Event)), ids=lambda part: ".".join(part) if isinstance(part, tuple) else ""
)
def test_key_of_an_event_has_help_a_visibility_and_a_place_in_the_handbook(path: tuple[str, ...], info: object) -> None:
    handbook = (REPOSITORY / "content" / "huong-dan" / "index.md").read_text(encoding="utf-8")
    assert info.description and visibility_of(info)
    assert re.search(
        rf"^{path[0]}:|`{path[0]}`", handbook.split("## Viết một sự kiện")[1].split("\n## ")[0], re.MULTILINE
    )


def test_repository_has_events_past_and_to_come(repository_site: Path) -> None:
    page = (repository_site / "su-kien" / "index.html").read_text(encoding="utf-8")
    assert "Sắp tới" in page and "Đã qua" in page
    assert {path.name for path in (repository_site / "su-kien" / "loai").iterdir()} == {
        "tuyen-duong",
        "giao-luu",
        "tham-quan",
        "thi-viet",
        "tap-huan",
    }


def test_english_page_is_marked_as_such_and_what_surrounds_it_is_not(repository_site: Path) -> None:
    page = (repository_site / "en" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in page
    for part in ('<a class="gs-skip"', '<header class="gs-header"', '<footer class="gs-footer"'):
        assert re.search(part + r'[^>]* lang="vi"', page), part
    home = (repository_site / "index.html").read_text(encoding="utf-8")
    assert (
        re.search(r'<a href="en/" lang="en" hreflang="en">', home)
        and '<html lang="vi"' in home
        and 'gs-header" data-md-component="header">' in home
    )
    words = re.sub(r"<[^>]+>", " ", page.split("<article", 1)[1].split("</article>")[0]).split()
    assert 500 <= len(words) <= 720
