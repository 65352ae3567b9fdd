"""Search as readers use it: the list of queries, facets, addresses to share, the keyboard, without JavaScript."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from axe_checker import views, violations
from conftest import AS_OF
from guongsang.build.compile_site import compile_site, load_edition
from guongsang.publication.site import Site
from guongsang.text.dates import resolve_as_of
from projects import REPOSITORY
from search_queries import QUERIES, ask, load_queries, mean_reciprocal_rank, report, success_at

pytestmark = pytest.mark.browser
RESULTS = ".gs-result h2 a"


@pytest.fixture(scope="module")
def site() -> Site:
    return compile_site(load_edition(REPOSITORY, resolve_as_of(AS_OF)))


def open_search(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}tim-kiem/{query}")
    page.wait_for_function(
        "(document.querySelector('[data-gs-search]').dataset.answered ?? '') === location.search && "
        "!document.querySelector('[data-gs-live]').hidden"
    )


def found(page: Page) -> list[str]:
    return page.locator(RESULTS).all_inner_texts()


def facet(page: Page, key: str) -> dict[str, int]:
    """What a facet offers, by label."""
    rows = page.locator(f'details[data-facet="{key}"] label').evaluate_all(
        "labels => labels.map((label) => [...label.querySelectorAll('span')].map((span) => span.textContent))"
    )
    return {label: int(count.replace(".", "")) for label, count in rows}


def test_list_of_queries_is_long_enough_and_about_this_site(repository_site: Path) -> None:
    queries = load_queries()
    assert (
        sum(query.expect != "none" for query in queries) >= 150
        and sum(query.expect == "none" for query in queries) >= 30
    )
    assert len({query.text for query in queries}) == len(queries)
    missing = [
        (query.line, hit)
        for query in queries
        for hit in query.hits
        if not (repository_site / hit / "index.html").is_file()
    ]
    assert missing == []


def test_every_query_finds_what_it_must(page: Page, address: str, add_to_summary: Callable[[str], None]) -> None:
    answers = ask(page, address, load_queries())
    asked = [answer for answer in answers if answer.query.expect != "none"]
    add_to_summary(f"{QUERIES.name}\n{report(answers)}")
    assert [answer.query for answer in asked if not 0 < answer.rank <= 3] == []
    assert [answer.query for answer in answers if answer.query.expect in ("none", "top3") and not answer.is_right] == []
    assert success_at(asked, 3) == 1 and mean_reciprocal_rank(asked) >= 0.95


@pytest.mark.parametrize(
    ("query", "keep"),
    [
        ("", lambda profile: True),
        ("&linh-vuc=dat-dai", lambda profile: "dat-dai" in [field.id for field in profile.fields]),
        ("&nam=2023&nam=2024", lambda profile: profile.year in (2023, 2024)),
        (
            "&muc=tieu-bieu&kenh=bao",
            lambda profile: profile.stage == "outstanding" and "newspaper" in profile.appearances,
        ),
    ],
)
def test_facet_counts_equal_those_of_the_profiles(page: Page, address: str, site: Site, query: str, keep) -> None:
    """Counted with every filter in force but a facet's own: choosing one more value there can only add."""
    open_search(page, address, f"?loai=ca-nhan&loai=tap-the{query}")
    chosen = [profile for profile in site.profiles if keep(profile)]
    shown = re.match(r"\d+", page.locator("[data-gs-status]").inner_text())
    assert shown and int(shown[0]) == len(chosen)
    own = {key for key in ("linh-vuc", "nam", "muc", "kenh") if f"&{key}=" in query}
    expected = {
        "linh-vuc": Counter(field.label for profile in chosen for field in profile.fields),
        "nam": Counter(str(profile.year) for profile in chosen),
        "don-vi": Counter(profile.unit.name for profile in chosen if profile.unit),
        "khen-thuong": Counter(name for profile in chosen for name in {item.award.name for item in profile.awards}),
        "kenh": Counter(item.channel.label for profile in chosen for item in profile.appearances.values()),
    }
    for key in set(expected) - own:
        assert facet(page, key) == dict(expected[key]), key
    if not own:
        kinds = Counter(profile.kind for profile in site.profiles)
        people = {label: facet(page, "loai")[label] for label in ("Cá nhân", "Tập thể")}
        assert people == {"Cá nhân": kinds["individual"], "Tập thể": kinds["collective"]}


def test_filters_of_one_facet_add_up_and_of_two_narrow(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    open_search(page, address, "?q=nuoc")
    before = page.locator("[data-gs-status]").inner_text()
    page.locator('details[data-facet="loai"] label', has_text="Cá nhân").click()
    expect(page).to_have_url(re.compile("loai=ca-nhan"))
    expect(page.locator("[data-gs-status]")).not_to_have_text(before)
    assert set(
        page.locator(".gs-result__facts").evaluate_all("all => all.map((one) => one.textContent.split(' · ')[0])")
    ) == {"Cá nhân"}
    page.locator('details[data-facet="loai"] label', has_text="Tập thể").click()
    expect(page).to_have_url(re.compile("loai=ca-nhan&loai=tap-the"))
    page.get_by_role("button", name="Bỏ hết lọc").click()
    expect(page.locator("[data-gs-status]")).to_have_text(before)
    assert page.url.endswith("?q=nuoc")


def test_address_holds_the_whole_search_and_back_and_forward_work(page: Page, address: str) -> None:
    open_search(page, address, "?q=lu&linh-vuc=khi-tuong-thuy-van&sap-xep=ten")
    first = found(page)
    assert (
        first and page.locator("#gs-query").input_value() == "lu" and page.locator("#gs-order").input_value() == "ten"
    )
    page.locator(".gs-chip").first.click()
    expect(page.locator(RESULTS).first).to_be_visible()
    page.fill("#gs-query", "")
    for part in ("le hai", " yen"):  # a reader's fingers rest, and each time the page answers
        page.locator("#gs-query").press_sequentially(part)
        page.wait_for_function(
            "document.querySelector('[data-gs-search]').dataset.answered === location.search && "
            "location.search.includes('q=le+hai')"
        )
    page.locator("#gs-query").press("Enter")
    expect(page.get_by_role("link", name="Lê Hải Yến")).to_be_visible()
    page.go_back()
    expect(page.locator("#gs-query")).to_have_value("lu")
    page.go_back()
    expect(page).to_have_url(re.compile("linh-vuc=khi-tuong-thuy-van&sap-xep=ten"))
    page.wait_for_function("document.querySelector('[data-gs-search]').dataset.answered === location.search")
    assert found(page) == first
    page.go_forward()
    expect(page).not_to_have_url(re.compile("linh-vuc"))


def test_order_of_names_is_that_of_the_browse_lists(page: Page, address: str) -> None:
    page.goto(f"{address}ca-nhan/")
    listed = [name.strip() for name in page.locator(".gs-person__name a").all_inner_texts()]
    open_search(page, address, "?loai=ca-nhan&sap-xep=ten")
    assert found(page) == listed[:12]
    page.get_by_role("button", name=re.compile("Xem thêm")).click()
    expect(page.locator(RESULTS)).to_have_count(min(24, len(listed)))
    assert found(page) == listed[:24]
    assert (
        page.evaluate("document.activeElement.textContent") == listed[12]
    )  # the keyboard goes on where the new ones begin


def test_newest_come_first_where_nothing_is_typed(page: Page, address: str, site: Site) -> None:
    open_search(page, address, "?loai=ca-nhan&loai=tap-the")
    assert found(page)[0] == site.profiles[0].name
    days = {profile.name: profile.published for profile in site.profiles}
    assert [days[name] for name in found(page)] == sorted((days[name] for name in found(page)), reverse=True)


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("?q=ran san ho", "Rạn San Hô"),
        ("?q=điện hình le hai yen", ""),
        ("?q=dat dai luu dong", "đất đai lưu động"),
    ],
)
def test_results_show_the_words_that_were_found(page: Page, address: str, query: str, marked: str) -> None:
    open_search(page, address, query)
    marks = [text.casefold() for text in page.locator(".gs-result mark").all_inner_texts()]
    assert (marked.casefold() in marks) if marked else not marks


def test_quotes_hold_for_what_a_profile_is_filed_by_too(page: Page, address: str, site: Site) -> None:
    open_search(page, address, '?q="chiến sĩ thi đua cơ sở"&loai=ca-nhan')
    shown = re.match(r"\d+", page.locator("[data-gs-status]").inner_text())
    holders = [
        profile
        for profile in site.profiles
        if profile.kind == "individual" and any("Chiến sĩ thi đua cơ sở" in item.award.name for item in profile.awards)
    ]
    assert shown and int(shown[0]) == len(holders) > 5


def test_nothing_found_says_what_to_try_and_offers_ways_to_browse(page: Page, address: str) -> None:
    open_search(page, address, "?q=xyzzyqwv")
    assert page.locator("[data-gs-status]").inner_text() == "Không có kết quả cho “xyzzyqwv”."
    assert page.get_by_text("Có thể thử:").is_visible()
    assert page.locator(".gs-browse a", has_text="Nhân tố mới").is_visible()


def test_misspelt_name_is_found_and_said_to_be_only_like_it(page: Page, address: str) -> None:
    open_search(page, address, "?q=le hai yem")
    assert found(page)[0] == "Lê Hải Yến"
    assert page.locator("[data-gs-status]").inner_text().startswith("Không có tên nào viết đúng như “le hai yem”.")


def test_results_show_while_typing(page: Page, address: str) -> None:
    open_search(page, address)
    assert page.locator(".gs-browse").is_visible()
    page.locator("#gs-query").press_sequentially("tran duc th")
    expect(page.locator(RESULTS).first).to_have_text("Trần Đức Thịnh")
    expect(page).to_have_url(re.compile(r"q=tran\+duc\+th$"))
    assert not page.locator(".gs-browse").is_visible()


def test_results_have_no_accessibility_faults(page: Page, address: str) -> None:
    for query in ("?q=nuoc&linh-vuc=tai-nguyen-nuoc", "?q=xyzzyqwv", "", "?q=le hai yem"):
        open_search(page, address, query)
        page.evaluate(
            "document.querySelectorAll('[data-gs-facets], [data-facet]').forEach((facet) => { facet.open = true; })"
        )
        for view in views(page):
            assert violations(page) == [], (query, view)


def test_results_fit_a_narrow_screen(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    for query in ("?q=nuoc&linh-vuc=tai-nguyen-nuoc&don-vi=cuc-tai-nguyen-nuoc", "?q=xyzzyqwv", ""):
        open_search(page, address, query)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, query


def test_header_suggests_and_is_used_by_keyboard_alone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}gioi-thieu/")
    field = page.get_by_role("combobox", name="Tìm điển hình")
    page.locator("#gs-q").focus()
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("le hai", delay=30)
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Lê Hải Yến")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert violations(page) == []
    field.press("ArrowDown")
    assert options.first.get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.press("ArrowDown")
    expect(options.first).to_be_visible()
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/ho-so/le-hai-yen/")


def test_whole_search_is_used_by_keyboard_alone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    open_search(page, address)
    page.locator("#gs-query").focus()
    page.keyboard.type("nuoc")
    page.keyboard.press("Enter")
    expect(page.locator(RESULTS).first).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name === 'loai'"):
            break
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("loai="))
    page.wait_for_function("document.querySelector('[data-gs-search]').dataset.answered === location.search")
    assert (
        page.evaluate("document.activeElement.name") == "loai"
    )  # the facet was drawn anew, and the keyboard is still in it
    for _ in range(90):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.gs-result a')"):
            break
    target = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url(target)


def test_page_without_javascript_says_so_and_lists_ways_to_browse(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}tim-kiem/?q=nuoc")
    assert "Trình duyệt này đang tắt JavaScript" in page.locator("main").inner_text()
    assert page.locator(".gs-browse a").count() >= 20
    page.locator(".gs-browse a", has_text="Cá nhân").click()
    assert page.url == f"{address}ca-nhan/"
    context.close()


def test_index_that_does_not_come_is_said_and_typing_again_mends_it(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/chi-muc/index.json", lambda route: route.abort())
    page.goto(f"{address}tim-kiem/?q=nuoc")
    expect(page.locator("[data-gs-status]")).to_contain_text("Chưa tải được bộ tìm kiếm")
    page.unroute("**/chi-muc/index.json")
    page.fill("#gs-query", "nuoc ngam")
    expect(page.locator(RESULTS).first).to_be_visible()
    page.close()


def test_index_holds_only_what_may_be_published(repository_site: Path, site: Site) -> None:
    shown = [
        row
        for path in (repository_site / "tim-kiem" / "chi-muc").glob("*/*.json")
        for row in json.loads(path.read_text(encoding="utf-8"))
    ]
    assert {row["url"] for row in shown if row["url"].startswith("ho-so/")} == {
        f"ho-so/{profile.slug}/" for profile in site.profiles
    }
    assert {row["url"] for row in shown if re.fullmatch(r"mo-hinh/.+", row["url"])} == {
        f"mo-hinh/{item.slug}/" for item, _ in site.initiatives
    }
