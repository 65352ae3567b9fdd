"""The site behind real nginx with the shipped settings, in real Chromium: it blocks nothing that we need."""

from __future__ import annotations

import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from campaigns import WHOLE
from templates import ALIAS, CARD, PAGES, WITHDRAWN
from web_server import nginx_serving

# Chromium: what it blocks it says in events, in reports and on the console.

_LISTEN = """
window.gsBlocked = [];
document.addEventListener("securitypolicyviolation", (event) => window.gsBlocked.push(
  `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
_REPORTS = """() => new Promise((done) => {
  const types = ["csp-violation", "permissions-policy-violation"];
  const observer = new ReportingObserver(() => {}, { types, buffered: true });
  observer.observe();
  const reports = () => observer.takeRecords().map((report) => JSON.stringify(report.body));
  setTimeout(() => done([...window.gsBlocked, ...reports()]), 0);
})"""


@pytest.fixture(params=["host", "portal"])
def place(request: pytest.FixtureRequest) -> str:
    """The site's address, in either way of hosting it."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page, and all that its browser blocks or complains of."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    page, said = _watch(context)
    yield page, said
    context.close()


@pytest.fixture(scope="module")
def _module_watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield _watch(context)
    context.close()


@pytest.fixture
def watched_by_all(_module_watched: tuple[Page, list[str]]) -> tuple[Page, list[str]]:
    """Like `watched`, but one page for all tests that only open addresses: a new one costs as much as opening one."""
    page, said = _module_watched
    page.goto("about:blank")  # so that nothing late of the page before counts
    said.clear()
    return page, said


def _watch(context: BrowserContext) -> tuple[Page, list[str]]:
    page = context.new_page()
    page.add_init_script(_LISTEN)
    said: list[str] = []
    page.on(
        "console",
        lambda message: (
            said.append(f"{message.type}: {message.text}") if message.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(f"{request.failure} {request.url}"))
    return page, said


# Every page on either way of hosting; every day each page on one of them, in turn.
HOSTED_PAGES = [
    (place, path)
    for number, path in enumerate([*(path for path in PAGES if path != f"{WITHDRAWN}/"), f"{ALIAS}/"])
    for turn, place in enumerate(("host", "portal"))
    if WHOLE or (number + turn) % 2 == 0
]


@pytest.mark.browser
@pytest.mark.parametrize(("place", "path"), HOSTED_PAGES, indirect=["place"])
def test_browser_blocks_nothing_of_a_page(watched_by_all: tuple[Page, list[str]], place: str, path: str) -> None:
    page, said = watched_by_all
    page.goto(place + path)
    page.wait_for_load_state("networkidle")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(_REPORTS) == []
    assert said == []
    assert (
        page.evaluate(
            "[...document.images].filter((image) => image.complete && !image.naturalWidth).map((image) => "
            "image.currentSrc)"
        )
        == []
    )
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != '"Times New Roman"'  # the styles came


@pytest.mark.browser
@pytest.mark.parametrize("path", ["khong/co/gi/", WITHDRAWN + "/"])
def test_browser_blocks_nothing_of_an_error_page(watched: tuple[Page, list[str]], host: str, path: str) -> None:
    page, said = watched
    page.goto(host + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(_REPORTS) == []
    assert [text for text in said if "status of 4" not in text] == []


@pytest.mark.browser
def test_search_suggestions_copying_and_appearance_work_under_the_policy(
    watched: tuple[Page, list[str]], place: str
) -> None:
    page, said = watched
    page.goto(f"{place}tim-kiem/?q=vien+tham")
    page.wait_for_selector(".gs-result h2 a")
    page.wait_for_load_state("networkidle")
    page.goto(place)
    field = page.locator("header [data-gs-suggest] input")
    field.click()
    field.press_sequentially("lê hải", delay=30)
    page.wait_for_selector("[role=option]")
    page.wait_for_load_state("networkidle")  # a request cut short by leaving would look like one that was blocked
    page.goto(f"{place}ho-so/le-hai-yen/")
    page.locator(".gs-appearance").click()
    assert page.evaluate("document.documentElement.dataset.theme") in ("dark", "light")
    page.locator("[data-gs-copy]").click()
    expect(page.locator("[data-gs-said]")).to_have_text(
        "Đã chép liên kết."
    )  # waiting for a function would evaluate a text, which the policy forbids
    assert page.evaluate("navigator.clipboard.readText()").endswith("/ho-so/le-hai-yen/")
    page.locator(".gs-embed-code summary").click()
    page.locator("[data-gs-code-copy]").click()
    expect(page.locator("[data-gs-code-copy]")).to_have_text("Đã chép mã")
    assert page.evaluate("navigator.clipboard.readText()").startswith("<iframe ")
    assert page.evaluate(_REPORTS) == []
    assert said == []


@pytest.mark.browser
@pytest.mark.parametrize("sandbox", ["", ' sandbox="allow-top-navigation-by-user-activation"'])
def test_another_site_frames_a_card_and_not_a_page(
    watched: tuple[Page, list[str]], host: str, tmp_path: Path, sandbox: str
) -> None:
    page, said = watched
    with _newspaper(
        f'<!doctype html><title>Báo</title><iframe{sandbox} width="600" height="460" src="{host}{CARD}"></iframe>'
    ) as article:
        page.goto(article)
        page.wait_for_load_state("networkidle")
        frame = page.frames[1]
        assert frame.locator("h1").inner_text() and frame.evaluate("document.querySelector('img').naturalWidth") > 20
        assert (
            frame.evaluate(
                "(async () => { await document.fonts.ready; "
                "return [...document.fonts].filter((font) => font.status === 'loaded').length; })()"
            )
            > 0
        )
        assert said == []
    with _newspaper(
        f'<!doctype html><title>Báo</title><iframe{sandbox} src="{host}ho-so/le-hai-yen/"></iframe>'
    ) as article:
        page.goto(article)
        page.wait_for_load_state("networkidle")
        assert any("frame-ancestors" in text or "X-Frame-Options" in text for text in said)


@pytest.mark.browser
def test_card_of_a_withdrawn_profile_becomes_its_notice(watched: tuple[Page, list[str]], host: str) -> None:
    page, said = watched
    with _newspaper(
        f'<!doctype html><title>Báo</title><iframe width="600" height="460" src="{host}{WITHDRAWN}/nhung/"></iframe>'
    ) as article:
        page.goto(article)
        page.wait_for_load_state("networkidle")
        assert page.frames[1].locator("h1").inner_text() == "Hồ sơ đã được rút"
        assert page.frames[1].evaluate("getComputedStyle(document.body).fontFamily") != '"Times New Roman"'
        assert [text for text in said if "status of 410" not in text] == []


@pytest.mark.browser
def test_policy_stops_a_script_that_got_into_a_page(
    watched: tuple[Page, list[str]], nginx: str, repository_site: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    shutil.copytree(repository_site, site, copy_function=os.link)
    home = site / "index.html"
    text = home.read_text(encoding="utf-8").replace(
        "</main>",
        (
            '<script>window.ran = 1</script><img src="data:x" onerror="window.ran = 1"><base '
            'href="https://example.com/"></main>'
        ),
    )
    home.unlink()  # a link to the shared site
    home.write_text(text, encoding="utf-8")
    page, _ = watched
    with nginx_serving(nginx, tmp_path / "nginx", site) as address:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.ran") is None
        assert len(page.evaluate("window.gsBlocked")) >= 3
        with pytest.raises(Exception, match="TrustedHTML"):
            page.evaluate("document.body.innerHTML = '<b>x</b>'")


class _newspaper:
    """Another site, at a host of another name, with one page."""

    def __init__(self, html: str) -> None:
        content = html.encode()

        class Article(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200 if self.path == "/" else 204)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                if self.path == "/":
                    self.wfile.write(content)

            def log_message(self, *arguments: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Article)

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://localhost:{self._server.server_port}/"

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
