"""Builds of small projects: what comes out, what never may, and that it is the same each time."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from projects import BODY, PHOTO, Project, profile_text, snapshot

AS_OF = "2024-07-01"


def build(project: Project, as_of: str = AS_OF) -> None:
    done = project.run("build", "--as-of", as_of)
    assert done.returncode == 0, done.stdout + done.stderr


def everything(site: Path) -> str:
    """Return all that a site holds as text, gzip unpacked, file names included."""
    parts = []
    for name, content in snapshot(site).items():
        plain = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
        parts.append(name + "\n" + plain.decode("utf-8", "ignore"))
    return "\n".join(parts)


def test_published_profile_appears_wherever_readers_browse(project: Project) -> None:
    project.write("mot", more="movements: [van-hoa-cong-so]\n")
    build(project)
    for url in (
        "",
        "ca-nhan",
        "linh-vuc/vien-tham",
        "don-vi/cuc-vien-tham",
        "nam/2024",
        "phong-trao/van-hoa-cong-so",
        "khen-thuong/chien-si-thi-dua-co-so",
        "cong-thong-tin",
        "bao",
        "tieu-chuan",
    ):
        assert "ho-so/mot/" in project.page(url), url
    assert "Sáng kiến của Nguyễn Minh Họa" in project.page("mo-hinh")
    assert "ho-so/mot/" not in project.page("tap-chi")  # not a channel of this profile


def test_profile_page_says_what_answers_each_clause_and_by_which_document(project: Project) -> None:
    project.write("mot")
    build(project)
    panel = project.page("ho-so/mot").split('id="doi-chieu"')[1]
    for document in (
        "Quyết định số 2/QĐ-MH",
        "Quyết định số 5/QĐ-MH",
        "Quyết định số 6/QĐ-MH",
        "Báo cáo số 7/BC-MH",
        "Báo cáo số 9/BC-MH",
    ):
        assert document in panel
    assert panel.count("gs-clause--answered") == 6  # three common clauses and three for individuals
    assert "Tập thể lao động xuất sắc" not in panel  # a clause for collectives doesn't apply


def test_channel_shows_its_own_headline_and_the_profile_page_the_profiles_own(project: Project) -> None:
    text = profile_text().replace(
        "newspaper: {publish: 2024-06-02}", "newspaper: {publish: 2024-06-02, title: Tít riêng của báo}"
    )
    project.write("mot", text)
    build(project)
    assert "Tít riêng của báo" in project.page("bao")
    assert "Tít riêng của báo" not in project.page("cong-thong-tin")
    assert '<h1 class="gs-headline">Đọc ảnh nhanh hơn</h1>' in project.page("ho-so/mot")


HIDDEN = {
    "nhap": {"status": "draft", "name": "Nháp Văn Kín"},
    "cho-duyet": {"status": "in_review", "name": "Duyệt Thị Kín"},
    "tam-dung": {"status": "suspended", "name": "Dừng Văn Kín"},
    "da-rut": {"status": "withdrawn", "name": "Rút Thị Kín", "review": ', notice: "Hồ sơ đã rút theo đề nghị."'},
    "cam-dang": {"portal": "2030-01-01", "newspaper": "2030-01-01", "name": "Cấm Văn Kín"},
    "het-han": {"consent": "  expires: 2024-06-30\n", "name": "Hạn Văn Kín"},
}


def test_nothing_of_an_unpublished_profile_is_anywhere_in_the_output(project: Project) -> None:
    project.write("mot")
    for number, (slug, changes) in enumerate(HIDDEN.items(), start=2):
        secret = {
            "title": f"Tít kín của {slug}",
            "body": BODY + f"\n\nLời kín của {slug}.",
            "more": f'internal: "Ghi chú kín của {slug}"\n',
        }
        project.write(slug, id=f"DH-2024-{number:03d}", **(changes | secret))
    build(project)
    text = everything(project.root / "site")
    assert "Nguyễn Minh Họa" in text
    for slug, changes in HIDDEN.items():
        for secret in (changes["name"], f"Tít kín của {slug}", f"Lời kín của {slug}", f"Ghi chú kín của {slug}"):
            assert secret not in text
    names = [name for name in snapshot(project.root / "site") if any(f"/{slug}" in name for slug in HIDDEN)]
    assert names == ["ho-so/da-rut/.410", "ho-so/da-rut/index.html"]  # the notice, and its marker for the web server
    assert "Hồ sơ đã rút theo đề nghị." in project.page("ho-so/da-rut")


def test_internal_fields_of_a_published_profile_stay_inside(project: Project) -> None:
    follow = (
        "follow_up: [{date: 2024-06-20, by: Văn phòng, effect: Tốt hơn trước, difficulties: Khó khăn kín, "
        "decision: keep}]\n"
        'press: {contact: {name: Đầu mối kín, phone: "0900 000 000"}}\ninternal: Ghi chú kín\n'
    )
    project.write("mot", more=follow, body=BODY + "\n\n<!-- lời kín trong bài -->\n\nHết.")
    build(project)
    text = everything(project.root / "site")
    assert "Tốt hơn trước" in text
    for secret in (
        "Khó khăn kín",
        "Đầu mối kín",
        "0900 000 000",
        "Ghi chú kín",
        "lời kín trong bài",
        "Phiếu kín số 10",
    ):
        assert secret not in text


def test_body_without_consent_to_the_story_is_not_published(project: Project) -> None:
    project.write(
        "mot",
        covers="[name]",
        body=BODY + "\n\nCâu chuyện riêng.",
        more="press: {quotes: [{text: Lời riêng, by: Tôi}]}\n",
    )
    build(project)
    text = everything(project.root / "site")
    assert "Đọc ảnh nhanh hơn" in text
    assert "Câu chuyện riêng" not in text and "Lời riêng" not in text


def test_photo_shows_with_consent_only_and_never_under_its_own_file_name(project: Project) -> None:
    project.write("mot", photos=PHOTO)
    project.add_photo("mot")
    build(project)
    assert list((project.root / "site" / "ho-so" / "mot" / "anh").iterdir())
    assert "anh-goc" not in everything(project.root / "site")
    project.write("mot", photos=PHOTO, covers="[name, story]")
    build(project)
    assert not (project.root / "site" / "ho-so" / "mot" / "anh").exists()
    assert "<picture" not in project.page("ho-so/mot")


def test_published_photos_carry_no_metadata_and_stand_upright(project: Project) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held sideways
    exif[0x013B] = "Nguoi chup kin"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (10.0, 20.0, 30.0)
    project.write("mot", photos=PHOTO)
    project.add_photo("mot", size=(2000, 1600), exif=exif)
    build(project)
    for path in (project.root / "site" / "ho-so" / "mot" / "anh").iterdir():
        assert b"Nguoi chup kin" not in path.read_bytes()
        with Image.open(path) as image:
            assert not image.getexif() and "exif" not in image.info and "xmp" not in image.info
            assert image.height > image.width


def test_embargo_passes_with_the_day_and_changes_nothing_else(project: Project) -> None:
    project.write("mot")
    project.write("hai", id="DH-2024-002", name="Lê Văn Hai", newspaper="2024-07-02")
    build(project)
    assert "Lê Văn Hai" in project.page("cong-thong-tin")
    assert "Lê Văn Hai" not in project.page("bao")
    build(project, "2024-07-02")
    assert "Lê Văn Hai" in project.page("bao")


def test_former_address_leads_to_the_present_one(project: Project) -> None:
    project.write("mot", more="aliases: [ten-cu]\n")
    build(project)
    assert 'url=../mot/"' in project.page("ho-so/ten-cu")


def test_content_is_text_never_code(project: Project) -> None:
    body = BODY + (
        "\n\n"
        "{{ config.site_name }} {% raw %} <script>alert(1)</script> <img src=x onerror=alert(2)> "
        "[a](javascript:alert(3))"
    )
    summary = 'Lời dẫn có "><script>alert(4)</script> ở giữa, và đủ dài để qua được lần kiểm tra độ dài của lời dẫn.'
    text = profile_text(body=body, title="<b>Tít</b> {{ 7 * 7 }}")
    start, end = text.index("summary:"), text.index("recognition:")
    project.write("mot", text[:start] + f"summary: '{summary}'\n" + text[end:])
    build(project)
    page = project.page("ho-so/mot")
    assert "{{ config.site_name }}" in page and "{{ 7 * 7 }}" in page
    assert (
        "alert(1)" not in page and "<script>alert" not in page and "onerror" not in page and "javascript:" not in page
    )
    assert "&lt;b&gt;Tít&lt;/b&gt;" in page and "<b>Tít" not in page


def test_sample_profiles_say_so_and_one_setting_leaves_them_out(project: Project) -> None:
    project.write("mot", name="Trần Thị Hư Cấu", more="sample: true\n")
    project.write("hai", id="DH-2024-002", name="Lê Văn Hai")
    build(project)
    assert "Hồ sơ minh họa" in project.page("ho-so/mot")
    assert "Hồ sơ minh họa" not in project.page("ho-so/hai")
    assert "gs-sample" in project.page("ca-nhan")
    settings = project.root / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("samples: true", "samples: false"), encoding="utf-8"
    )
    build(project)
    assert "Trần Thị Hư Cấu" not in everything(project.root / "site")
    assert project.has_page("ho-so/hai")


def test_empty_project_builds_a_site_that_says_so(project: Project) -> None:
    build(project)
    assert "Chưa có hồ sơ nào được đăng." in project.page("")
    assert "Chuyên mục chưa có bài." in project.page("bao")


def test_long_lists_are_paginated(project: Project) -> None:
    for number in range(1, 27):
        project.write(f"nguoi-{number}", id=f"DH-2024-{number:03d}", name=f"Nguyễn Văn Số {number}")
    build(project)
    first, second = project.page("nam/2024"), project.page("nam/2024/trang-2")
    assert first.count('class="gs-card"') == 24
    assert second.count('class="gs-card"') == 2
    assert 'rel="next"' in first and 'rel="prev"' in second


def test_fifth_channel_is_one_registry_entry(project: Project) -> None:
    channels = project.root / "exemplars" / "_registry" / "channels.yml"
    entry = "\n- id: radio\n  name: Đài phát thanh\n  path: phat-thanh\n  look: media\n"
    channels.write_text(channels.read_text(encoding="utf-8") + entry, encoding="utf-8")
    text = profile_text().replace("channels: [portal, newspaper]", "channels: [portal, newspaper, radio]")
    project.write("mot", text.replace("channels:\n  portal:", "channels:\n  radio: {publish: 2024-06-03}\n  portal:"))
    build(project)
    assert "Đài phát thanh" in project.page("") and "ho-so/mot/" in project.page("phat-thanh")


def test_same_input_and_moment_give_the_same_bytes(project: Project) -> None:
    project.write("mot", photos=PHOTO)
    project.add_photo("mot")
    project.write("hai", id="DH-2024-002", name="Lê Văn Hai")
    environment = {"SOURCE_DATE_EPOCH": "1719800000"}
    from projects import run_command

    sites = []
    for _ in range(2):
        done = run_command(project.root, "build", **environment)
        assert done.returncode == 0, done.stderr
        sites.append(snapshot(project.root / "site"))
    assert sites[0] == sites[1]


@pytest.mark.parametrize("engine", ["mkdocs", "properdocs"])
def test_plain_engine_gives_the_same_site(project: Project, engine: str) -> None:
    project.write("mot")
    environment = {"SOURCE_DATE_EPOCH": "1719800000", "GUONGSANG_AS_OF": AS_OF, "DISABLE_MKDOCS_2_WARNING": "true"}
    from projects import run_command

    assert run_command(project.root, "build", **environment).returncode == 0
    ours = snapshot(project.root / "site")
    import os

    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", engine, "build", "-f", "mkdocs.yml", "--site-dir", "khac"],
        cwd=project.root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    theirs = snapshot(project.root / "khac")
    generator = re.compile(rb'<meta name="generator"[^>]*>')
    assert {name: generator.sub(b"", content) for name, content in theirs.items()} == {
        name: generator.sub(b"", content) for name, content in ours.items()
    }


def test_plain_mkdocs_stops_at_a_broken_profile_and_leaves_the_earlier_site(project: Project) -> None:
    project.write("mot")
    build(project)
    before = snapshot(project.root / "site")
    project.write("hai", "---\nid: [\n---\n")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "mkdocs", "build"],
        cwd=project.root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "DH103" in done.stdout + done.stderr and "Traceback" not in done.stderr
    assert snapshot(project.root / "site") == before


@pytest.mark.parametrize("publishing", [False, True])
def test_file_that_changes_after_the_check_is_judged_by_what_it_says_now(project: Project, publishing: bool) -> None:
    from guongsang.build.check_project import check_project
    from guongsang.build.compile_site import compile_site, read_edition
    from guongsang.text.dates import parse_moment

    project.write("mot")
    found = check_project(project.root, parse_moment(AS_OF), publishing=publishing)
    project.write("mot", status="draft", title="Bản nháp kín")
    assert compile_site(read_edition(project.root, found)).profiles == ()
    project.write("mot", covers="[story]")
    assert compile_site(read_edition(project.root, found)).profiles == ()


def test_channel_that_is_not_named_by_its_id_opens_nothing(project: Project) -> None:
    text = profile_text().replace("channels: [portal, newspaper]", "channels: [Báo Tài nguyên và Môi trường]")
    project.write(
        "mot", text.replace("  portal: {publish: 2024-06-01}\n  newspaper:", "  Báo Tài nguyên và Môi trường:")
    )
    done = project.run("build", "--as-of", AS_OF)
    assert done.returncode == 1 and "DH305" in done.stdout


def test_withdrawn_profile_that_was_never_published_leaves_no_notice(project: Project) -> None:
    project.write("mot", status="withdrawn", portal="2030-01-01", newspaper="2030-01-01", review=', notice: "Đã rút."')
    project.write(
        "hai", id="DH-2024-002", name="Lê Văn Hai", status="withdrawn", review=', date: 2024-05-01, notice: "Đã rút."'
    )
    project.write(
        "ba", id="DH-2024-003", name="Phạm Văn Ba", status="withdrawn", review=', date: 2024-06-20, notice: "Đã rút."'
    )
    build(project)
    assert not project.has_page("ho-so/mot") and not project.has_page("ho-so/hai")
    assert project.has_page("ho-so/ba")


def test_erased_part_of_a_photo_does_not_come_back(project: Project) -> None:
    project.write("mot", photos=PHOTO.replace("anh-goc.jpg", "anh-goc.png"))
    photo = Image.new("RGBA", (1600, 1600), (0, 0, 255, 255))
    photo.paste((255, 0, 0, 0), (800, 0, 1600, 1600))
    photo.save(project.root / "exemplars" / "2024" / "mot" / "anh-goc.png")
    build(project)
    for path in (project.root / "site" / "ho-so" / "mot" / "anh").iterdir():
        with Image.open(path) as image:
            red, green, blue = image.convert("RGB").getpixel((image.width - 20, image.height // 2))
            assert min(red, green, blue) > 240, path
