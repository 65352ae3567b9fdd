"""The built site in real Chromium: home, a section, a profile, search; light and dark; no script errors."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

pytestmark = pytest.mark.browser


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(repository_site: Path) -> Iterator[str]:
    """Serve the site under a path of a larger portal, as many ministries will."""
    root = repository_site.parent / "portal"
    (root / "thi-dua").mkdir(parents=True, exist_ok=True)
    place = root / "thi-dua" / "guong-sang"
    if not place.exists():
        place.symlink_to(repository_site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(root))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/thi-dua/guong-sang/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: faults.append(request.url) if not request.url.startswith((address, "data:", "blob:")) else None)
    page.on("response", lambda response: faults.append(f"{response.status} {response.url}") if response.status >= 400 and "favicon.ico" not in response.url else None)
    yield page
    page.close()
    assert faults == []


TEMPLATES = ("", "ho-so/le-hai-yen/", "ho-so/nhom-ran-san-ho-xanh/", "ho-so/ta-dinh-loc/", "ca-nhan/", "nam/2024/", "mo-hinh/", "mo-hinh/nhat-ky-nguon-nuoc-hoc-duong/",
             "linh-vuc/", "don-vi/tong-cuc-khi-tuong-thuy-van/", "tieu-chuan/", "dinh-chinh/", "tim-kiem/?q=viễn thám", "cong-thong-tin/", "bao/", "tap-chi/",
             "truyen-thong/", "huong-dan/", "huong-dan/ma-loi/", "huong-dan/truong/", "gioi-thieu/", "su-kien/", "su-kien/nam/2024/", "su-kien/2025/hoi-nghi-dien-hinh-tien-tien-2020-2025/", "en/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_have_no_accessibility_violation(browser: Browser, address: str, width: int, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    found = []
    for url in TEMPLATES:
        page.goto(address + url)
        page.wait_for_load_state("networkidle")
        answer = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
        found += [(url, fault["id"], fault["nodes"][0]["html"][:120]) for fault in answer.response["violations"]]
    context.close()
    assert found == []


def results(page: Page) -> list[str]:
    page.wait_for_function("document.querySelector('[data-gs-status]').textContent !== ''")
    page.wait_for_timeout(200)
    return page.locator(".gs-result h2 a").all_inner_texts()


def search(page: Page, address: str, term: str) -> list[str]:
    page.goto(f"{address}tim-kiem/?q={term}")
    return results(page)


@pytest.mark.parametrize("url", ["", "bao/", "tap-chi/", "truyen-thong/", "cong-thong-tin/", "ho-so/le-hai-yen/", "ca-nhan/", "mo-hinh/", "huong-dan/", "tim-kiem/?q=viễn thám",
                                 "su-kien/", "su-kien/2025/hoi-nghi-dien-hinh-tien-tien-2020-2025/", "en/"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_page_fits_its_screen(page: Page, address: str, url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + url)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1


def test_reader_goes_from_home_to_a_section_to_a_profile(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".gs-menu summary").click()
    page.locator(".gs-menu").get_by_role("link", name="Báo", exact=True).click()
    assert page.url == f"{address}bao/"
    title = page.locator(".gs-opener h2 a")
    title.click()
    assert page.url.startswith(f"{address}ho-so/")
    assert page.locator("#doi-chieu").is_visible()


def test_photos_load_and_are_described(page: Page, address: str) -> None:
    page.goto(f"{address}ho-so/le-hai-yen/")
    page.wait_for_load_state("networkidle")
    lead = page.locator(".gs-profile__lead img")
    assert lead.evaluate("image => image.naturalWidth") > 300
    assert lead.get_attribute("alt", timeout=1000).startswith("Minh họa:")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("Lê Hải Yến", "Lê Hải Yến"),
        ("le hai yen", "Lê Hải Yến"),
        ("dang minh khue", "Đặng Minh Khuê"),
        ("do thi on", "Đỗ Thị Ơn"),
        ("nguyen thi duong", "Nguyễn Thị Đường"),
        ("ĐỊA CHẤT suoi bac", "Liên đoàn Địa chất Suối Bạc"),
        ("ran san ho", "Nhóm Rạn San Hô Xanh"),
    ],
)
def test_search_finds_a_name_with_or_without_marks(page: Page, address: str, term: str, expected: str) -> None:
    assert expected in search(page, address, term)[:3]


def test_search_of_a_field_typed_without_marks_finds_its_people(page: Page, address: str) -> None:
    assert {"Nguyễn Thị Đường", "Vũ Xuân Ân"} & set(search(page, address, "dat dai"))


def test_search_says_when_nothing_is_found(page: Page, address: str) -> None:
    assert search(page, address, "xyzzyqwv") == []
    assert "Không thấy kết quả" in page.locator("[data-gs-status]").inner_text()


def test_hidden_people_are_not_found(page: Page, address: str) -> None:
    for name in ("Quách Tuấn Kiệt", "Tạ Đình Lộc", "Lưu Bá Sinh", "Mạc Thu Hiền"):
        assert name not in search(page, address, name)


def test_facet_narrows_the_results_and_stands_in_the_address(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    before = search(page, address, "thời gian")
    page.locator(".gs-facets input[name=loai][value='Tập thể']").check()
    page.wait_for_url("**loai=T*")
    page.wait_for_timeout(300)
    kinds = page.locator(".gs-result__facts").all_inner_texts()
    assert before and kinds and all(text.startswith("Tập thể") for text in kinds)
    page.go_back()
    page.wait_for_timeout(300)
    assert results(page) == before


def test_header_search_leads_to_the_search_page(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    page.get_by_placeholder("Tìm tên, đơn vị, mô hình…").fill("vien tham")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=vien+tham")
    assert results(page)


def test_reader_may_choose_dark_and_it_is_kept(page: Page, address: str) -> None:
    page.goto(address)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator(".gs-appearance").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    page.goto(f"{address}bao/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_pages_read_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}ho-so/le-hai-yen/")
    assert page.locator(".gs-article h2").count() == 4
    page.goto(f"{address}tim-kiem/")
    note = page.locator("noscript .gs-note")
    assert note.is_visible() and note.locator("a").count() >= 5
    context.close()
