"""The search page in Chromium: what a query fetches, and the time from last key to results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from programs import CHROMIUM
from serving import serving

# From the last key to the first frame with the results. The pause before the page searches counts.
_WATCH = """() => {
  const input = document.querySelector('#gs-query');
  const page = document.querySelector('[data-gs-search]');
  let pressed = 0;
  addEventListener('input', () => { pressed = performance.now(); }, { capture: true });
  new MutationObserver(() => {
    if (!page.dataset.answered || page.dataset.answered !== location.search) return;
    requestAnimationFrame(() => setTimeout(() => { page.dataset.took = performance.now() - pressed; }));
  }).observe(page, { attributes: true, attributeFilter: ['data-answered'] });
}"""
_TYPE = (
    "(text) => { const input = document.querySelector('#gs-query'); "
    "delete input.closest('[data-gs-search]').dataset.took; input.value = text; input.focus(); }"
)
_FETCHED = """() => performance.getEntriesByType('resource')
  .filter((entry) => /javascripts\\/search\\/|tim-kiem\\/chi-muc\\//.test(entry.name))
  .map((entry) => [entry.name, entry.transferSize])"""


@dataclass(frozen=True)
class Asked:
    """A query and its cost.

    Attributes:
        query: what was typed.
        scripts: bytes of scripts fetched, headers included.
        index: bytes of the index fetched, headers included.
        requests: how many requests were sent.
        told: the number of hits, as the page says it.
        milliseconds: from the last key to painted results.
        files: address and bytes of each file fetched.
    """

    query: str
    scripts: int
    index: int
    requests: int
    told: str
    milliseconds: float
    files: tuple[tuple[str, int], ...] = ()


@contextmanager
def search_page(site: Path) -> Iterator[tuple[Browser, str]]:
    """Serve a site compressed and start Chromium; yield the browser and the page's address."""
    with serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM.find(), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser, f"{address}tim-kiem/"
        browser.close()


def ask_cold_and_warm(browser: Browser, address: str, first: str, second: str) -> tuple[Asked, Asked]:
    """Ask two queries in a new browser context: the second finds some files in its cache."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.evaluate("performance.setResourceTimingBufferSize(5000)")
    page.evaluate(_WATCH)
    cold = _ask(page, first, ())
    warm = _ask(page, second, cold.files)
    context.close()
    return cold, warm


def _ask(page: Page, query: str, before: Sequence[tuple[str, int]]) -> Asked:
    """Type a query, the last letter by itself. `before` is what was fetched already."""
    page.evaluate(_TYPE, query[:-1])
    page.keyboard.insert_text(query[-1])
    page.wait_for_function("document.querySelector('[data-gs-search]').dataset.took")
    took, told = page.evaluate(
        "(() => { const page = document.querySelector('[data-gs-search]'); return [Number(page.dataset.took), "
        "page.querySelector('[data-gs-status]').textContent]; })()"
    )
    fetched = [(name, size) for name, size in page.evaluate(_FETCHED)][len(before) :]
    scripts = sum(size for name, size in fetched if "/javascripts/" in name)
    return Asked(
        query,
        scripts,
        sum(size for _, size in fetched) - scripts,
        sum(size > 0 for _, size in fetched),
        told,
        took,
        tuple(fetched),
    )
