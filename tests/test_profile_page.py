"""The parts of a profile page: story with pull quotes, timeline, what to read next, text to save, links to share."""

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from builders import AS_OF, make_entry, make_profile, make_published, make_registry
from guongsang.outputs.pages.text_file import render_text
from guongsang.outputs.parts.plain_text import read_blocks
from guongsang.outputs.parts.related import Related
from guongsang.outputs.parts.story import story_parts
from guongsang.outputs.parts.timeline import timeline
from guongsang.outputs.sharing.share_links import share_address
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Imprint, Site
from guongsang.registry.model import Award, Channel, Unit, WorkField
from projects import PHOTO, Project

REGISTRY = make_registry(
    units=[make_entry(Unit, id=id, name=f"Đơn vị {id}") for id in ("a", "b", "c")],
    fields=[make_entry(WorkField, id="nuoc", name="Tài nguyên nước"), make_entry(WorkField, id="dat", name="Đất đai")],
    awards=[make_entry(Award, id="bang-khen", name="Bằng khen")],
    channels=[make_entry(Channel, id="portal", name="Cổng")],
)
FOUR_SECTIONS = "Mở đầu.\n\n## Thành tích\n\nMột.\n\n## Cách làm\n\nHai.\n\n## Hiệu quả\n\nBa.\n\n## Bài học\n\nBốn."


def published(slug: str = "mot", body: str = FOUR_SECTIONS, **fields: object) -> PublishedProfile:
    values = {
        "id": "DH-2024-001",
        "kind": "individual",
        "name": f"Người {slug}",
        "year": 2024,
        "title": f"Tít {slug}",
        "summary": "Một sapo đủ dài để đi qua phép kiểm về độ dài: tám mươi ký tự là mức thấp nhất được nhận.",
        "channels": {"portal": {"publish": "2024-06-05"}},
        "consent": {"document": "Phiếu 1", "date": "2024-05-01", "covers": ["name", "story"], "channels": ["portal"]},
    }
    return make_published(make_profile(**(values | fields)), REGISTRY, slug=slug, body=body)


def site_of(*profiles: PublishedProfile) -> Site:
    return Site(REGISTRY, AS_OF, profiles, imprint=Imprint("Gương thử", "https://thu.example/"))


def shape(profile: PublishedProfile) -> list[str]:
    return [part.quote or part.html.split("</h2>")[0].split(">")[-1].strip() or "đoạn" for part in story_parts(profile)]


def quotes(*texts: str) -> dict:
    return {"quotes": [{"text": text, "by": "Chị Nguyệt"} for text in texts]}


def test_quotes_stand_before_the_second_and_the_last_section() -> None:
    parts = shape(published(press=quotes("Làm thử trước đã.", "Đừng giấu số sai.", "Câu thứ ba.")))
    assert parts == ["đoạn", "Thành tích", "Làm thử trước đã.", "Cách làm", "Hiệu quả", "Đừng giấu số sai.", "Bài học"]


def test_quote_that_the_text_already_holds_is_not_pulled_again() -> None:
    body = FOUR_SECTIONS + "\n\nChị nói: “Làm thử, trước đã!”"
    assert "Làm thử trước đã." not in shape(published(body=body, press=quotes("Làm thử trước đã.")))


@pytest.mark.parametrize("body", ["", "Chỉ một đoạn.", "## Thành tích\n\nMột phần."])
def test_short_story_is_not_interrupted(body: str) -> None:
    assert not [part for part in story_parts(published(body=body, press=quotes("Một câu."))) if part.quote]


def test_story_loses_nothing_of_the_body() -> None:
    profile = published(press=quotes("Một câu."))
    assert profile.prose.words > 8
    assert "".join(part.html for part in story_parts(profile)) == "".join(
        segment.html for segment in profile.prose.segments
    )


def test_timeline_runs_from_the_oldest_year_with_the_day_of_each_decision() -> None:
    profile = published(
        recognition={"date": "2024-03-01", "body": "Hội nghị", "document": "BB 1"},
        awards=[
            {"award": "bang-khen", "year": 2023, "date": "2024-02-20", "document": "QĐ 2"},
            {"award": "bang-khen", "year": 2022, "document": "QĐ 3"},
        ],
        initiatives=[{"name": "Giếng chung", "kind": "model", "effect": "Đủ nước.", "document": "QĐ 4", "since": 2021}],
        follow_up=[{"date": "2024-12-01", "effect": "Tốt.", "reach": {"replications": 2, "visitors": 0}}],
    )
    told = [(year, item.label, item.text) for year, items in timeline(profile) for item in items]
    assert told == [
        (2021, "Bắt đầu áp dụng", "Giếng chung"),
        (2022, "Khen thưởng", "Bằng khen"),
        (2024, "Khen thưởng", "Bằng khen năm 2023"),
        (2024, "Được công nhận", "Hội nghị"),
        (2024, "Được giới thiệu", "Cổng"),
        (2024, "Theo dõi", "2 nơi làm theo"),
    ]


def test_revoked_award_is_not_a_milestone() -> None:
    profile = published(awards=[{"award": "bang-khen", "year": 2022, "document": "QĐ 3", "status": "revoked"}])
    assert "Khen thưởng" not in [item.label for _, items in timeline(profile) for item in items]


def test_related_profiles_share_a_model_before_a_field_before_a_unit() -> None:
    model = {"name": "Giếng chung", "kind": "model", "effect": "Đủ nước.", "document": "QĐ 4", "replicated_at": ["b"]}
    me = published("toi", unit="a", fields=["nuoc"], initiatives=[model])
    same_kind, same_unit = published("cung-loai", unit="c"), published("cung-don-vi", unit="a")
    same_field, follower = (
        published("cung-linh-vuc", unit="c", fields=["nuoc"]),
        published("lam-theo", unit="b", fields=["dat"]),
    )
    site = site_of(same_kind, same_unit, same_field, follower, me)
    assert [(item.card.name, item.reason) for item in Related(site).to(me)] == [
        ("Người lam-theo", "Đơn vị làm theo mô hình"),
        ("Người cung-linh-vuc", "Cùng lĩnh vực tài nguyên nước"),
        ("Người cung-don-vi", "Cùng đơn vị"),
    ]
    assert [item.reason for item in Related(site).to(follower)][0] == "Mô hình được đơn vị làm theo"


def test_a_profile_alone_has_nothing_to_read_next() -> None:
    me = published("toi", unit="a")
    assert Related(site_of(me)).to(me) == []


def test_blocks_of_a_body_keep_their_order_and_their_kind() -> None:
    body = "Mở.\n\n## Cách làm\n\n1. **Một** việc\n2. Hai\n\n> Lời nói.\n\n| Đo | Sau |\n|---|---|\n| Nước | 3 < 5 |"
    assert [(block.kind, block.text) for block in read_blocks(published(body=body))] == [
        ("paragraph", "Mở."),
        ("heading", "Cách làm"),
        ("item", "Một việc"),
        ("item", "Hai"),
        ("quote", "Lời nói."),
        ("row", "Đo | Sau"),
        ("row", "Nước | 3 < 5"),
    ]


@pytest.mark.parametrize("body", ["Một  hai\nba", "Một hai\u00a0ba", "Một\u2003hai ba", "Một hai ba"])
def test_words_of_a_block_stand_one_space_apart(body: str) -> None:
    assert [block.text for block in read_blocks(published(body=body))] == ["Một hai ba"]


def test_saved_text_says_where_it_comes_from_and_what_was_corrected() -> None:
    profile = published(
        sample=True,
        corrections=[{"date": "2024-07-01", "text": "Sửa 12 thành 21."}],
        awards=[{"award": "bang-khen", "year": 2022, "document": "QĐ 3"}],
    )
    text = render_text(profile, site_of(profile))
    assert text.startswith("HỒ SƠ MINH HỌA.")
    assert (
        text.index("Đính chính ngày 1/7/2024: Sửa 12 thành 21.")
        < text.index("TÍT MOT")
        < text.index("CÁCH LÀM")
        < text.index("Bằng khen, năm 2022 (QĐ 3)")
    )
    assert text.endswith(
        "Nguồn: Gương thử, hồ sơ DH-2024-001, đăng ngày 5/6/2024.\nhttps://thu.example/ho-so/mot/\n"
        "Bản lưu theo dữ liệu đến ngày 1/1/2025.\n"
    )
    assert max(map(len, text.splitlines())) <= 88


URL, TITLE = "https://thu.example/ho-so/mot/?a=1&b=2", 'Đọc "vết nứt" & hơn thế'


@pytest.mark.parametrize(
    ("pattern", "key"), [("https://x.example/s?u={url}", "u"), ("https://x.example/s?u={title}", "u")]
)
def test_shared_address_survives_the_way_there(pattern: str, key: str) -> None:
    assert parse_qs(urlsplit(share_address(pattern, URL, TITLE)).query)[key] == [URL if "url" in pattern else TITLE]


def test_zalo_is_sent_what_its_own_button_sends() -> None:
    data = parse_qs(urlsplit(share_address("https://zalo.example/s?d={data}", URL, TITLE)).query)["d"][0]
    assert json.loads(base64.b64decode(data)) == {"url": URL}


def test_page_offers_to_share_and_to_save_and_the_text_is_there(project: Project) -> None:
    project.add_photo("nguyen-minh-hoa")
    project.write("nguyen-minh-hoa", photos=PHOTO)
    assert project.run("build").returncode == 0
    page = project.page("ho-so/nguyen-minh-hoa")
    assert "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fexample.org%2Fho-so%2Fnguyen-minh-hoa%2F" in page
    assert (
        'href="../../ho-so/nguyen-minh-hoa/nguyen-minh-hoa.txt" download' in page
        or 'href="nguyen-minh-hoa.txt" download' in page
    )
    text = (project.root / "site/ho-so/nguyen-minh-hoa/nguyen-minh-hoa.txt").read_text(encoding="utf-8-sig")
    assert "Chiến sĩ thi đua cơ sở, năm 2023 (Quyết định số 5/QĐ-MH)" in text and "Phiếu kín" not in text


def test_without_an_address_of_its_own_a_page_offers_no_link_to_share(project: Project) -> None:
    project.write("nguyen-minh-hoa")
    settings = project.root / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("site_url: https://example.org/\n", ""), encoding="utf-8"
    )
    assert project.run("build").returncode == 0
    assert "facebook.com" not in project.page("ho-so/nguyen-minh-hoa")
    assert not (project.root / "site/bao/feed.atom").exists() and "feed.atom" not in project.page("bao")
