"""Everybody can read and use every page: axe on each template, the keyboard alone, no JavaScript, narrow screens."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from axe_checker import RULES, views, violations
from templates import PAGES

pytestmark = pytest.mark.browser
# What stands under the focus: its words, where it is, and how it shows that it has the focus.
FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const r = e.getBoundingClientRect(), s = getComputedStyle(e);
  const ring = getComputedStyle(e.closest('.gs-search') || e);
  const rule = getComputedStyle(document.documentElement).getPropertyValue('--rule');
  const name = e.getAttribute('href') || e.name || e.className;
  return { key: e.tagName + '|' + name + '|' + e.textContent.trim().slice(0, 40), width: r.width, height: r.height,
    marked: (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || ring.borderColor !== rule };
}"""
CONTROLS = """() =>
  [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')].filter(e =>
  e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}) &&
  !e.closest('details:not([open]) > :not(summary)') && !e.closest('[hidden]')).length"""


@pytest.mark.parametrize("url", [*PAGES, "tim-kiem/?q=viễn thám"])
def test_page_has_no_accessibility_violation_and_fits_the_screen(shared_page: Page, address: str, url: str) -> None:
    page = shared_page
    page.goto(address + url)
    if "?" in url:
        page.wait_for_selector(".gs-result")
    assert page.locator("h1").count() == 1
    found = []
    for width, scheme in views(page):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found += [(width, scheme, *fault) for fault in violations(page, RULES)]
    assert found == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("url", ["", "ho-so/le-hai-yen/", "bao/", "tim-kiem/?q=viễn thám"])
@pytest.mark.parametrize("width", [390, 1280])
def test_keyboard_reaches_every_control_and_shows_where_it_is(page: Page, address: str, url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + url)
    page.wait_for_load_state("networkidle")
    expected = page.evaluate(CONTROLS)
    seen = []
    for _ in range(expected + 5):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            break
        seen.append(focus)
    assert len(seen) == expected > 20
    assert [item["key"] for item in seen if not item["marked"] or not item["width"] or not item["height"]] == []


def test_skip_link_is_first_shows_itself_and_leads_to_the_content(page: Page, address: str) -> None:
    page.goto(f"{address}ho-so/le-hai-yen/")
    page.keyboard.press("Tab")
    skip = page.locator(".gs-skip")
    assert page.evaluate("document.activeElement.className") == "gs-skip"
    page.wait_for_function("document.querySelector('.gs-skip').getBoundingClientRect().top >= 0")
    assert skip.inner_text() == "Đến nội dung chính"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_menu_opens_and_closes_by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".gs-menu summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".gs-menu nav").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Cá nhân"
    page.keyboard.press("Escape")
    assert not page.locator(".gs-menu nav").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_search_is_used_by_keyboard_alone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    for _ in range(3):  # the skip link, the name of the site, the search field
        page.keyboard.press("Tab")
    page.keyboard.type("le hai yen")
    page.keyboard.press("Enter")
    page.wait_for_selector(".gs-result h2 a")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.gs-result h2')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/ho-so/le-hai-yen/")


def test_page_with_motion_turned_off_does_not_move(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    numbers = page.locator("[data-gs-count]").all_inner_texts()
    assert numbers == page.evaluate("[...document.querySelectorAll('[data-gs-count]')].map(e => e.dataset.gsCount)")
    context.close()


def test_every_page_reads_and_every_list_is_reached_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    for url in PAGES:
        page.goto(address + url)
        assert page.locator("h1").count() == 1, url
        assert len(page.locator("main").inner_text()) > 40, url
        assert page.locator("[data-gs-copy], [data-gs-print], .gs-appearance").filter(visible=True).count() == 0, url
    page.goto(f"{address}ho-so/le-hai-yen/")
    assert page.locator(".gs-article h2").count() == 4
    page.goto(f"{address}tim-kiem/")
    assert (
        page.locator("noscript .gs-note").is_visible()
        and page.locator(".gs-browse a").filter(visible=True).count() >= 20
    )
    page.goto(address)
    page.locator(".gs-menu summary").click()  # <details> needs no script
    links = page.locator(".gs-menu a").evaluate_all("links => links.map(link => link.href.replace(location.href, ''))")
    assert {
        "ca-nhan/",
        "tap-the/",
        "nhan-to-moi/",
        "mo-hinh/",
        "linh-vuc/",
        "don-vi/",
        "nam/",
        "phong-trao/",
        "khen-thuong/",
        "bao/",
        "tap-chi/",
    } <= set(links)
    context.close()
