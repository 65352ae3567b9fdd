"""Pages are light on a phone: what a first visit transfers, all hosts together, compressed as a server does it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
KB = 1000


def transferred(browser: Browser, url: str) -> dict[str, int]:
    """Return the bytes of each answer to a first visit on a phone of two pixels a point, until the page rests."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({names[event["requestId"]]: int(event["encodedDataLength"])}),
    )
    page.goto(url)
    page.wait_for_load_state("networkidle")
    context.close()
    return {name: size for name, size in sizes.items() if not name.startswith("data:")}


@pytest.mark.parametrize(
    ("path", "most"), [("ho-so/le-hai-yen/", 250 * KB), ("ho-so/ly-a-sang/", 250 * KB), ("", 400 * KB)]
)
def test_first_visit_on_a_phone_is_light(browser: Browser, address: str, path: str, most: int) -> None:
    sizes = transferred(browser, address + path)
    assert any("/anh/" in name for name in sizes) and any(name.endswith(".woff2") for name in sizes)
    assert sum(sizes.values()) <= most, sorted(sizes.items(), key=lambda item: -item[1])


def test_no_page_asks_another_host(browser: Browser, address: str) -> None:
    for path in ("", "ho-so/le-hai-yen/", "bao/", "tim-kiem/?q=viễn thám", "thong-ke/"):
        assert [name for name in transferred(browser, address + path) if not name.startswith(address)] == []


def test_every_style_sheet_is_one_request(browser: Browser, address: str) -> None:
    """A page asks for the sheets that it links: none of them imports another."""
    expected = {"": {"guongsang", "events"}, "ho-so/le-hai-yen/": {"guongsang", "profile", "press"}}
    for path, names in expected.items():
        asked = {name for name in transferred(browser, address + path) if name.endswith(".css")}
        assert asked == {f"{address}assets/stylesheets/{name}.css" for name in names}
