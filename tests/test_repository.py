"""The repository's own profiles and site: what a fresh clone gives, and that nothing hidden is in it."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from builders import all_manuscripts
from guongsang.build.compile_site import Edition, load_edition
from guongsang.text.dates import parse_moment
from projects import REPOSITORY, run_command, snapshot, unpack_all

AS_OF = "2026-11-22"
HIDDEN = (
    "Lưu Bá Sinh",
    "Tạ Đình Lộc",
    "Quách Tuấn Kiệt",
    "Mạc Thu Hiền",
    "Nhóm Truyền thông Sóng Ngầm",
    "Phòng Kiểm định Đồng Xanh",
)


@pytest.fixture(scope="module")
def edition() -> Edition:
    return load_edition(REPOSITORY, parse_moment(AS_OF))


def test_check_exits_0(edition: Edition) -> None:
    assert [item for item in edition.problems if item.severity == "error"] == []


def test_samples_cover_what_a_site_must_show(edition: Edition) -> None:
    profiles = [manuscript.profile for manuscript in all_manuscripts(edition)]
    assert all(profile.sample for profile in profiles)
    kinds = Counter(profile.kind for profile in profiles)
    assert kinds["individual"] >= 18 and kinds["collective"] >= 12
    assert {profile.year for profile in profiles} == {2023, 2024, 2025}
    assert {profile.stage for profile in profiles} == {"emerging", "recognised", "outstanding"}
    assert {field for profile in profiles for field in profile.fields} == {
        entry.id for entry in edition.registry.fields
    }
    assert {channel for profile in profiles for channel in profile.channels} == {
        entry.id for entry in edition.registry.channels
    }
    assert {profile.status for profile in profiles} == {"draft", "in_review", "approved", "suspended", "withdrawn"}
    assert any(profile.follow_up for profile in profiles) and any(profile.corrections for profile in profiles)


def test_bodies_are_articles_with_the_expected_headings(edition: Edition) -> None:
    for manuscript in all_manuscripts(edition):
        assert 400 <= len(manuscript.document.body.split()) <= 950, manuscript.path
        headings = re.findall(r"^## (.+)$", manuscript.document.body, re.MULTILINE)
        assert headings == ["Thành tích", "Cách làm", "Hiệu quả", "Bài học"], manuscript.path


def test_documents_of_the_samples_are_distinct_and_marked_as_invented(edition: Edition) -> None:
    seen: Counter[str] = Counter()
    for manuscript in all_manuscripts(edition):
        text = "\n".join(manuscript.document.lines)
        seen.update(re.findall(r'document: "([^"]+)"', text))
    assert [document for document, count in seen.items() if count > 1] == []
    assert [document for document in seen if "MH" not in document] == []


def test_sample_photos_are_large_and_carry_a_position_to_strip(edition: Edition) -> None:
    photos = [
        manuscript.folder / photo.file for manuscript in all_manuscripts(edition) for photo in manuscript.profile.photos
    ]
    assert len(photos) >= 40
    for path in photos:
        with Image.open(path) as image:
            assert max(image.size) >= 2400, path
            assert image.getexif().get_ifd(0x8825), f"{path} has no GPS block"


def test_site_has_every_part_of_the_design(repository_site: Path) -> None:
    for url in (
        "",
        "ho-so/le-hai-yen",
        "ca-nhan",
        "tap-the",
        "nhan-to-moi",
        "mo-hinh",
        "ca-nhan/linh-vuc/dat-dai",
        "tap-the/muc/tieu-bieu",
        "mo-hinh/loai/giai-phap",
        "linh-vuc/dat-dai",
        "don-vi/cuc-vien-tham",
        "nam/2024",
        "phong-trao/van-hoa-cong-so",
        "khen-thuong/bang-khen-bo",
        "tim-kiem",
        "tieu-chuan",
        "dinh-chinh",
        "huong-dan",
        "gioi-thieu",
        "cong-thong-tin",
        "bao",
        "tap-chi",
        "truyen-thong",
        "su-kien",
        "en",
    ):
        assert (repository_site / url / "index.html").is_file(), url
    assert (repository_site / "tim-kiem" / "chi-muc" / "index.json").is_file()


def test_schema_of_profiles_is_published(repository_site: Path) -> None:
    published = (repository_site / "du-lieu" / "profile.schema.json").read_text(encoding="utf-8")
    assert published == (REPOSITORY / "exemplars" / "_registry" / "profile.schema.json").read_text(encoding="utf-8")


def test_no_hidden_name_is_anywhere_under_site(repository_site: Path) -> None:
    texts = {}
    for name, content in unpack_all(snapshot(repository_site)).items():
        texts[name] = (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode("utf-8", "ignore")
    assert any("Lê Hải Yến" in text for name, text in texts.items() if name.startswith("tim-kiem/chi-muc/"))
    assert "Lê Hải Yến" in texts["ho-so/le-hai-yen/bao-chi/le-hai-yen.zip/le-hai-yen.docx/word/document.xml"]
    for hidden in HIDDEN:
        assert [name for name, text in texts.items() if hidden in text] == [], hidden


def test_sitemap_lists_profiles_and_no_notice(repository_site: Path) -> None:
    sitemap = (repository_site / "sitemap.xml").read_text(encoding="utf-8")
    assert "https://example.org/ho-so/le-hai-yen/</loc><lastmod>2024-06-10" in sitemap
    assert "ta-dinh-loc" not in sitemap and "tim-kiem" not in sitemap


def test_every_page_and_card_of_a_sample_says_so(repository_site: Path) -> None:
    for path in (repository_site / "ho-so").glob("*/index.html"):
        text = path.read_text(encoding="utf-8")
        if "gs-profile" in text:
            assert "Hồ sơ minh họa." in text, path
    home = (repository_site / "index.html").read_text(encoding="utf-8")
    assert home.count('<span class="gs-sample"') >= home.count("<article")


def test_pages_ask_nothing_of_another_host(repository_site: Path) -> None:
    loading = re.compile(
        r'<(?:script|img|source|iframe|video|audio)[^>]+(?:src|srcset)="(?:https?:)?//'
        r'|<link[^>]+rel="(?:stylesheet|preload|icon|preconnect)"[^>]*href="(?:https?:)?//'
    )
    for path in repository_site.rglob("*.html"):
        assert not loading.search(path.read_text(encoding="utf-8")), path
    for path in repository_site.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", path.read_text(encoding="utf-8")), path


def test_pages_run_without_inline_scripts(repository_site: Path) -> None:
    for path in repository_site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r'<script(?![^>]*(?:\bsrc=| type="application/ld\+json"))[^>]*>', text), (
            path
        )  # linked data is no script
        assert not re.findall(r"\son\w+=", re.sub(r">[^<]*<", "><", text)), path


def test_check_command_agrees(edition: Edition) -> None:
    done = run_command(REPOSITORY, "check", "--as-of", AS_OF)
    assert done.returncode == 0
    assert "37 hồ sơ trong exemplars/: 31 được đăng, 0 lỗi" in done.stderr
