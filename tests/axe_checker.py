"""What axe-core, the accessibility checker, holds against a page in Chromium."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from campaigns import WHOLE

Scheme = Literal["light", "dark"]
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def views(page: Page, widths: Sequence[int] = (390, 1280)) -> Iterator[tuple[int, Scheme]]:
    """Show the page in one width and colour scheme after the other, and yield each.

    Widths change what is shown, schemes only colours. So every day each width is shown in one scheme, in turn;
    where campaigns are whole, in both.
    """
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for number, width in enumerate(widths):
        for scheme in schemes if WHOLE else schemes[number % 2 :][:1]:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(300)  # colours fade from one scheme to the other
            yield width, scheme


def violations(page: Page, rules: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Return the violations on a page as it stands: the rule and the start of the first element at fault.

    `rules` are tags of axe's rules; without them, all that it has switched on.
    """
    if page.evaluate("!window.axe"):
        page.evaluate(AXE_SCRIPT)
    # Axe also describes and sends every element that passed, unless told otherwise: that takes longer than to check.
    options = {"resultTypes": ["violations"], **({"runOnly": [*rules]} if rules else {})}
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in found]
