"""The built site in real Chromium, as readers use it: from home to a profile, search, sharing; no script errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from axe_checker import violations
from serving import serving

pytestmark = pytest.mark.browser


def results(page: Page) -> list[str]:
    page.wait_for_function("document.querySelector('[data-gs-status]').textContent !== ''")
    page.wait_for_timeout(200)
    return page.locator(".gs-result h2 a").all_inner_texts()


def test_reader_goes_from_home_to_a_section_to_a_profile(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".gs-menu summary").click()
    page.locator(".gs-menu").get_by_role("link", name="Báo", exact=True).click()
    assert page.url == f"{address}bao/"
    title = page.locator(".gs-opener h2 a")
    title.click()
    assert page.url.startswith(f"{address}ho-so/")
    expect(page.locator("#doi-chieu")).to_be_visible()


def test_photos_load_and_are_described(page: Page, address: str) -> None:
    page.goto(f"{address}ho-so/le-hai-yen/")
    page.wait_for_load_state("networkidle")
    lead = page.locator(".gs-profile__lead picture img")
    assert lead.evaluate("image => image.naturalWidth") > 300
    assert lead.get_attribute("alt", timeout=1000).startswith("Minh họa:")


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


def test_missing_page_is_styled_and_searches_from_any_depth(browser: Browser, repository_site: Path) -> None:
    with serving(repository_site) as root:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(f"{root}ho-so/khong/co/gi/o-day/")
        assert (
            page.evaluate("getComputedStyle(document.querySelector('.gs-footer')).backgroundColor")
            != "rgba(0, 0, 0, 0)"
        )
        assert violations(page) == []
        page.fill("main input[name=q]", "viễn thám")
        page.press("main input[name=q]", "Enter")
        page.wait_for_url("**/tim-kiem/?q=*")
        assert results(page)
        page.close()


@pytest.mark.parametrize(("scale", "width"), [(1, 400), (2, 800), (3, 800)])
def test_phone_takes_a_photo_no_larger_than_an_eye_can_see(
    browser: Browser, address: str, scale: int, width: int
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=scale)
    page = context.new_page()
    page.goto(f"{address}ho-so/le-hai-yen/")
    page.wait_for_load_state("networkidle")
    assert (
        page.locator(".gs-profile__lead picture img").evaluate("image => image.currentSrc").endswith(f"-{width}.avif")
    )
    context.close()


def test_page_stays_in_place_when_its_photos_come(page: Page, address: str) -> None:
    held: list[Route] = []
    come: list[bool] = []
    page.route("**/anh/**", lambda route: route.continue_() if come else held.append(route))
    page.goto(f"{address}tap-chi/", wait_until="domcontentloaded")
    frames = (
        "() => [...document.querySelectorAll('picture img')].map(image => "
        "JSON.stringify(image.getBoundingClientRect()))"
    )
    tiny = "() => [...document.querySelectorAll('.gs-photo__placeholder')].map(image => image.naturalWidth)"
    page.wait_for_function(f"({tiny})().every(width => width === 20)")
    page.evaluate("() => document.fonts.ready")
    before = page.evaluate(frames)
    assert len(before) > 3 and before == page.evaluate(frames.replace("picture img", ".gs-photo__placeholder"))
    come.append(True)
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    assert page.locator(".gs-opener picture img").evaluate("image => image.naturalWidth") > 300
    assert page.evaluate(frames) == before
