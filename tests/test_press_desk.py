"""The press panel and the desks as an editor meets them: what can be copied and downloaded, and what stays unknown."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from guongsang.build.compile_site import compile_site, load_edition
from guongsang.build.templates.filters import format_size
from guongsang.publication.imprint import Imprint
from guongsang.publication.site import Site
from guongsang.text.dates import parse_moment
from projects import REPOSITORY, Project
from test_embargo import tell_titles, write_waiting

SLUG = "le-hai-yen"
AS_OF = "2024-07-01"
CREDIT = "Nguồn: Gương Sáng, Bộ Tài nguyên và Môi trường (hồ sơ {id})"
# Every sign and shape that a body may have.
BODY = """## Thành tích

Dòng một
xuống dòng, **đậm**, *nghiêng*, `mã`, 5 < 7 & "ngoặc", H<sub>2</sub>O và [liên kết](https://vi.example/a?b=1&c=2).

- mục một
- mục hai **đậm**
    - mục con
    - mục con hai

3. bước ba
4. bước bốn

| Chỉ số | Trước | Sau |
|---|---|---|
| Ngày | | 2 |
|  | 1 | 3 |

## Cách làm

> Lời trong bài.
>
> — Người nói

### Bước nhỏ

1. một

    đoạn trong mục

2. hai

![](anh-goc.jpg)

## Hiệu quả

Nhanh hơn.

## Bài học

Kiên trì.
"""


def load_site() -> Site:
    """Return what the repository's own site shows, as outputs see it."""
    found = compile_site(load_edition(REPOSITORY, parse_moment("2026-11-22")))
    return replace(
        found,
        imprint=Imprint(
            "Gương Sáng", "https://example.org/", "", "Bộ Tài nguyên và Môi trường", usage="lien-he/#su-dung"
        ),
    )


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site()


def build(project: Project, as_of: str = AS_OF) -> None:
    done = project.run("build", "--as-of", as_of)
    assert done.returncode == 0, done.stdout + done.stderr


def words_of(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


# The desk.


def test_every_press_section_has_a_desk_that_it_and_the_contact_page_lead_to(repository_site: Path) -> None:
    contact = (repository_site / "lien-he/index.html").read_text(encoding="utf-8")
    for path in ("bao", "tap-chi", "truyen-thong"):
        assert (repository_site / path / "toa-soan/index.html").is_file()
        assert (
            'href="toa-soan/"' in (repository_site / path / "index.html").read_text(encoding="utf-8")
            and f"{path}/toa-soan/" in contact
        )
    assert not (repository_site / "cong-thong-tin/toa-soan").exists()


def test_desk_lists_what_the_channel_may_use_newest_first_with_sizes(repository_site: Path, site: Site) -> None:
    desk = (repository_site / "bao/toa-soan/index.html").read_text(encoding="utf-8")
    rows = re.findall(r'<li class="gs-desk__row">(.*?)</li>', desk, re.DOTALL)
    days = [re.findall(r'datetime="([^"]+)"', row)[0] for row in rows]
    expected = [profile for profile in site.by_channel["newspaper"]]
    assert days == sorted(days, reverse=True) and len(rows) == len(expected) == 16
    for row in rows:
        [slug] = re.findall(r'href="\.\./\.\./ho-so/([^/]+)/#bao-chi"', row)
        profile, folder = site.by_slug[slug], repository_site / "ho-so" / slug / "bao-chi"
        text = words_of(row)
        assert (
            profile.appearances["newspaper"].title in text
            and profile.name in text
            and f"{profile.prose.words} từ" in text
        )
        assert (
            f"{len(profile.photos)} ảnh" if profile.photos else "không có ảnh"
        ) in text and "không dùng làm tin" in text
        for name in (f"{slug}.zip", f"{slug}.docx"):
            assert f"bao-chi/{name}" in row and format_size((folder / name).stat().st_size) in text


def test_filters_are_lists_of_their_own_and_need_no_script(repository_site: Path, site: Site) -> None:
    base = repository_site / "bao/toa-soan"
    shown = site.by_channel["newspaper"]
    fields = {entry.id for profile in shown for entry in profile.fields}
    assert {path.name for path in (base / "linh-vuc").iterdir()} == fields
    assert {path.name for path in (base / "nam").iterdir()} == {
        str(profile.appearances["newspaper"].published.year) for profile in shown
    }
    for field in fields:
        slugs = set(
            re.findall(
                r"/ho-so/([^/]+)/#bao-chi", (base / "linh-vuc" / field / "index.html").read_text(encoding="utf-8")
            )
        )
        assert slugs == {profile.slug for profile in shown if field in [entry.id for entry in profile.fields]}
        assert f'href="linh-vuc/{field}/"' in (base / "index.html").read_text(encoding="utf-8")


def test_desk_tells_what_was_corrected_and_what_to_take_down_without_a_name(project: Project) -> None:
    project.write("nguyen-minh-hoa", status="withdrawn", review=', date: 2024-06-25, notice: "Hồ sơ đã rút."')
    project.write(
        "tran-hai",
        id="DH-2024-002",
        name="Trần Hai",
        title="Bài hai",
        more='corrections:\n  - {date: 2024-06-20, text: "Sửa số."}\n',
    )
    project.write(
        "le-ba",
        id="DH-2024-003",
        name="Lê Ba",
        title="Bài ba",
        status="withdrawn",
        newspaper="2024-09-01",
        review=', date: 2024-06-25, notice: "Chưa từng lên báo."',
    )
    build(project)
    desk = project.page("bao/toa-soan")
    text = words_of(desk)
    assert "25/6/2024 Hồ sơ DH-2024-001 Hồ sơ đã rút." in text and "gỡ bài" in text
    assert "nguyen-minh-hoa" not in desk and "Nguyễn Minh Họa" not in desk and "DH-2024-003" not in text
    assert "20/6/2024 Bài hai Sửa số." in text and "đính chính 20/6/2024" in text
    assert "Kênh này không báo trước" in text


def test_desk_tells_headlines_before_their_day_where_the_channel_does(project: Project) -> None:
    tell_titles(project)
    write_waiting(project)
    build(project, "2024-07-14")
    text = words_of(project.page("bao/toa-soan"))
    assert "Từ 06:00 ngày 15/7/2024 Tít riêng của kênh báo" in text and "không báo trước" not in text
    assert "Nguyễn Minh Họa" not in text and "0 hồ sơ được dùng" in text
    assert "Kênh này không báo trước" in words_of(project.page("tap-chi/toa-soan"))


def test_desk_gives_the_addresses_of_the_feeds(repository_site: Path) -> None:
    desk = (repository_site / "bao/toa-soan/index.html").read_text(encoding="utf-8")
    for name in ("feed.atom", "feed.json", "feed-toan-van.atom", "feed-toan-van.json", "ninjs.json"):
        assert (
            f'href="../{name}"' in desk
            and f"https://example.org/bao/{name}" in desk
            and (repository_site / "bao" / name).is_file()
        )


def test_preview_shows_no_panel_and_no_desk_row_for_what_is_not_published(site: Site) -> None:
    from guongsang.outputs.press.desk import desk_pages
    from guongsang.outputs.press.panel import press_panel

    profile = replace(site.by_slug[SLUG], preview=("bản nháp",))
    assert press_panel(profile, site) is None
    previewed = replace(site, profiles=(profile,))
    assert [page.view["rows"] for page in desk_pages(previewed)] == [[], [], []]
