"""A-Z lists and their filters: everybody stands where a reader looks, every link says how many it leads to."""

from __future__ import annotations

from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from builders import AS_OF, all_records, make_entry, make_profile, make_published, make_registry
from guongsang.outputs.pages.a_to_z import directory_pages
from guongsang.outputs.pages.initiatives import initiative_lists
from guongsang.outputs.parts.paging import PAGE_SIZE
from guongsang.publication.site import Site, sort_newest
from guongsang.registry.model import Channel, Unit, WorkField
from projects import BODY, Project

FIELDS = [
    make_entry(WorkField, id="nuoc", name="Tài nguyên nước", short="Nước"),
    make_entry(WorkField, id="dat", name="Đất đai"),
    make_entry(WorkField, id="trong", name="Chưa có ai"),
]
REGISTRY = make_registry(
    fields=FIELDS,
    units=[make_entry(Unit, id="ban", name="Ban")],
    channels=[make_entry(Channel, id="portal", name="Cổng")],
)
ALPHABET = list("AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY")


def make_site(*people, kind="individual"):
    """Return a site of profiles, each given by its name or by what else it has."""
    plain = {
        "kind": kind,
        "unit": "ban",
        "fields": ["nuoc"],
        "year": 2024,
        "stage": "recognised",
        "channels": {"portal": {"publish": "2024-01-01"}},
    }
    given = [
        {"name": one} if isinstance(one, str) else {"name": f"Người {number:03}"} | one
        for number, one in enumerate(people)
    ]
    shown = [
        make_published(make_profile(**plain | fields), REGISTRY, slug=f"ho-so-{number}")
        for number, fields in enumerate(given)
    ]
    return Site(REGISTRY, AS_OF, tuple(sort_newest(shown)))


def lists_of(site, outputs=directory_pages):
    return {page.url: page for page in outputs(site)}


def printed(*pages):
    """Return what stands in these pages, letter by letter."""
    return [(group.letter.mark, [card.name for card in group.cards]) for page in pages for group in page.view["groups"]]


def test_people_stand_under_the_first_letter_of_the_given_name_each_letter_in_its_place():
    names = [
        "Trần Văn Ư",
        "Lò Thị Ơn",
        "Đỗ Ý",
        "Vũ Ôn",
        "Đinh Oanh",
        "Đặng Êm",
        "Bế Em",
        "Hà Đức",
        "Đào Dung",
        "Y Ân",
        "Ô Ăng",
        "Ưng An",
        "Lê Uyên",
        "Kiều Wu",
        "Ê Ánh",
    ]
    (page, *_) = directory_pages(make_site(*names))
    assert printed(page) == [
        ("A", ["Ưng An", "Ê Ánh"]),
        ("Ă", ["Ô Ăng"]),
        ("Â", ["Y Ân"]),
        ("D", ["Đào Dung"]),
        ("Đ", ["Hà Đức"]),
        ("E", ["Bế Em"]),
        ("Ê", ["Đặng Êm"]),
        ("O", ["Đinh Oanh"]),
        ("Ô", ["Vũ Ôn"]),
        ("Ơ", ["Lò Thị Ơn"]),
        ("U", ["Lê Uyên"]),
        ("Ư", ["Trần Văn Ư"]),
        ("W", ["Kiều Wu"]),
        ("Y", ["Đỗ Ý"]),
    ]


def test_people_of_one_given_name_stand_in_the_order_of_the_rest():
    (page, *_) = directory_pages(make_site("Vũ Thị An", "Đỗ An", "Dương Văn An", "Dương Thị An", "An"))
    assert printed(page) == [("A", ["An", "Dương Thị An", "Dương Văn An", "Đỗ An", "Vũ Thị An"])]


def test_collectives_stand_under_their_first_letter_and_digits_after_all_letters():
    site = make_site(
        "Tổ 4", "Đội An", "Ẩn số xanh", "3 nhà khoa học", "12 giờ trưa", "“Xanh” một góc", "Dự án Ân", kind="collective"
    )
    page = lists_of(site)["tap-the/"]
    assert printed(page) == [
        ("Â", ["Ẩn số xanh"]),
        ("D", ["Dự án Ân"]),
        ("Đ", ["Đội An"]),
        ("T", ["Tổ 4"]),
        ("X", ["“Xanh” một góc"]),
        ("#", ["12 giờ trưa", "3 nhà khoa học"]),
    ]
    assert page.view["groups"][-1].letter.name == "Chữ số"


def test_alphabet_keeps_its_places_and_leads_to_the_page_where_a_letter_begins():
    names = [f"Lê Văn {letter}{index:02}" for letter in "BĐ" for index in range(PAGE_SIZE - 4)] + ["4 mùa", "Lý Zin"]
    lists = lists_of(make_site(*names))
    first, second = lists["ca-nhan/"], lists["ca-nhan/trang-2/"]
    letters = first.view["letters"]
    assert [letter.mark for letter in letters] == ["A", *ALPHABET[1:], "Z"]
    assert {letter.mark: letter.url for letter in letters if letter.url} == {
        "B": "ca-nhan/",
        "Đ": "ca-nhan/",
        "M": "ca-nhan/trang-2/",
        "Z": "ca-nhan/trang-2/",
    }
    assert second.view["letters"] == letters
    assert [group.goes_on for group in second.view["groups"]] == [True, False, False]
    assert lists["tap-the/"].view["letters"] == (), "nobody to jump to"


def test_short_list_has_no_alphabet():
    assert lists_of(make_site("An", "Ân"))["ca-nhan/"].view["letters"] == ()


PEOPLE = (
    {"fields": ["nuoc", "dat"], "year": 2023},
    {"fields": ["dat"], "stage": "emerging"},
    {"fields": ["nuoc"]},
    {"stage": "outstanding"},
    {"kind": "collective", "fields": ["dat"], "year": 2022},
)


def test_only_filters_that_find_somebody_have_a_list_and_count_what_it_holds():
    lists = lists_of(make_site(*PEOPLE))
    bar = lists["ca-nhan/"].view["filters"]
    assert [
        (entry.title, [(choice.title, choice.url, len(choice.members)) for choice in entry.choices])
        for entry in bar.filters
    ] == [
        ("Lĩnh vực", [("Nước", "ca-nhan/linh-vuc/nuoc/", 3), ("Đất đai", "ca-nhan/linh-vuc/dat/", 2)]),
        ("Năm", [("2024", "ca-nhan/nam/2024/", 3), ("2023", "ca-nhan/nam/2023/", 1)]),
        (
            "Mức",
            [
                ("Nhân tố mới", "ca-nhan/muc/nhan-to-moi/", 1),
                ("Đã công nhận", "ca-nhan/muc/da-cong-nhan/", 2),
                ("Tiêu biểu", "ca-nhan/muc/tieu-bieu/", 1),
            ],
        ),
    ]
    chosen = [
        choice
        for base in ("ca-nhan/", "tap-the/")
        for entry in lists[base].view["filters"].filters
        for choice in entry.choices
    ]
    assert set(lists) == {"ca-nhan/", "tap-the/", *(choice.url for choice in chosen)}
    for choice in chosen:
        assert len(lists[choice.url].view["cards"]) == lists[choice.url].view["total"] == len(choice.members)


def test_filtered_list_says_what_it_holds_and_the_way_back():
    lists = lists_of(make_site(*PEOPLE))
    titles = {url: page.title for url, page in lists.items()}
    assert titles["ca-nhan/linh-vuc/nuoc/"] == "Cá nhân: Nước"
    assert titles["ca-nhan/nam/2023/"] == "Cá nhân năm 2023"
    assert titles["tap-the/muc/da-cong-nhan/"] == "Tập thể: Đã công nhận"
    assert len(set(titles.values())) == len({page.description for page in lists.values()}) == len(lists)
    page = lists["ca-nhan/linh-vuc/nuoc/"]
    assert page.description == "Các cá nhân điển hình tiên tiến trong lĩnh vực Tài nguyên nước, xếp theo tên."
    assert [crumb.url for crumb in page.crumbs] == ["", "ca-nhan/"]
    assert page.listed and page.updated
    assert (page.view["filters"].chosen.url, page.view["filters"].whole_url) == (page.url, "ca-nhan/")


def test_nobody_stands_in_more_filtered_lists_than_fields_year_and_stage():
    site = make_site(*PEOPLE)
    standing = Counter(
        card.url for url, page in lists_of(site).items() if url.count("/") > 1 for card in page.view["cards"]
    )
    assert standing == {f"ho-so/{profile.slug}/": len(profile.fields) + 2 for profile in site.profiles}


def models(*kinds):
    return {"initiatives": [{"name": f"Cách làm {kind} {number}", "kind": kind} for number, kind in enumerate(kinds)]}


def test_initiatives_are_filtered_by_field_and_by_kind():
    site = make_site(
        {"fields": ["nuoc", "dat"]} | models("model", "research"), {"fields": ["dat"]} | models("model", "solution")
    )
    lists = lists_of(site, initiative_lists)
    counts = {
        choice.url: (choice.title, len(choice.members))
        for entry in lists["mo-hinh/"].view["filters"].filters
        for choice in entry.choices
    }
    assert counts == {
        "mo-hinh/linh-vuc/nuoc/": ("Nước", 2),
        "mo-hinh/linh-vuc/dat/": ("Đất đai", 4),
        "mo-hinh/loai/mo-hinh/": ("Mô hình", 2),
        "mo-hinh/loai/giai-phap/": ("Giải pháp", 1),
        "mo-hinh/loai/de-tai-nghien-cuu/": ("Đề tài nghiên cứu", 1),
    }
    for url, (title, count) in counts.items():
        page = lists[url]
        assert len(page.view["items"]) == count
        assert page.title == (title if "/loai/" in url else f"Mô hình, sáng kiến: {title}")
        assert [crumb.url for crumb in page.crumbs] == ["", "mo-hinh/"]


@pytest.mark.parametrize("outputs", [directory_pages, initiative_lists])
def test_search_with_the_same_filter_finds_as_many(outputs):
    site = make_site(*(given | models("model", "solution") for given in PEOPLE))
    records = [{(facet, key) for facet, values in record.facets for key, _ in values} for record in all_records(site)]
    for view in [page.view for page in outputs(site) if "filters" in page.view]:
        if more := view["filters"].more_url:
            asked = {key: value for key, (value,) in parse_qs(urlsplit(more).query).items()}
            assert asked.pop("sap-xep") == "ten"
            assert sum(set(asked.items()) <= record for record in records) == view["total"], more


def test_filter_of_an_unpublished_profile_has_no_list(project: Project) -> None:
    project.write("mot", body=f"{BODY}\n\nXem [cả lĩnh vực](/ca-nhan/linh-vuc/vien-tham/).")
    project.write(
        "hai", id="DH-2023-002", name="Nháp Văn Kín", status="draft", more="movements: [van-hoa-cong-so]\n", year=2023
    )
    project.write("ba", id="DH-2024-003", name="Hoàng Thị Ơn")
    assert project.run("build", "--as-of", "2024-07-01").returncode == 0
    text = project.page("ca-nhan/linh-vuc/vien-tham")
    assert (
        text.index('id="chu-H"') < text.index("Nguyễn Minh Họa") < text.index('id="chu-Ơ"') < text.index("Hoàng Thị Ơn")
    )
    assert '<link rel="canonical" href="https://example.org/ca-nhan/linh-vuc/vien-tham/">' in text
    sitemap = (project.root / "site" / "sitemap.xml").read_text(encoding="utf-8")
    assert "/ca-nhan/linh-vuc/vien-tham/</loc><lastmod>2024-06" in sitemap
    assert not project.has_page("ca-nhan/linh-vuc/dat-dai") and not project.has_page("tap-the/nam/2024")
    assert "gs-filters" not in project.page("tap-the"), "nothing to choose from"


@pytest.mark.browser
def test_list_is_narrowed_and_widened_without_javascript_on_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}ca-nhan/")
    assert page.locator(".gs-person").first.bounding_box()["y"] < 600, "the list begins above the fold"
    link = page.get_by_role("link", name="Tài nguyên nước 3", exact=True)
    assert not link.is_visible()
    page.locator(".gs-filters summary").click()
    link.click()
    assert page.url == f"{address}ca-nhan/linh-vuc/tai-nguyen-nuoc/"
    assert page.locator(".gs-person").count() == 3
    assert not page.locator(".gs-filters [aria-current]").is_visible(), "folded again"
    page.get_by_role("link", name="Bỏ lọc Tài nguyên nước").click()
    assert page.url == f"{address}ca-nhan/"
    context.close()


@pytest.mark.browser
def test_filters_stand_open_on_a_wide_screen_and_lead_on_to_the_search(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}ca-nhan/linh-vuc/dat-dai/")
    assert page.locator("h1").inner_text() == "Cá nhân: Đất đai"
    total = page.locator(".gs-person").count()
    chosen = page.locator(".gs-filters [aria-current]")
    assert chosen.is_visible() and chosen.inner_text() == f"Đất đai {total}"
    page.get_by_role("link", name="Lọc kỹ hơn").click()
    page.wait_for_selector(".gs-result")
    assert page.locator(".gs-result").count() == total
    assert page.locator(".gs-chip").filter(has_text="Đất đai").count() == 1
