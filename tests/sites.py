"""Small built sites, made in no time. Every page names its edition, so a mix of two editions shows."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

MARK = re.compile(r"<!-- edition (\S+) of (\S+) -->")


def page_text(edition: str, address: str, more: str = "") -> str:
    """Return a page of an edition."""
    return (
        f"<!doctype html>\n<!-- edition {edition} of {hashlib.sha256(edition.encode()).hexdigest()} -->\n"
        f"<title>{address}</title>\n{more}<p>{address} {edition} </p>\n"
    ) + "<p>Chữ.</p>\n" * 40


def write_site(
    folder: Path, edition: str, *, pages: int = 20, shown: tuple[str, ...] = (), as_of: str | None = None
) -> Path:
    """Write a site: a home page, `pages` pages, the profiles `shown`, files of other kinds.

    It also has the files by which a built site is recognised.
    """
    files = {
        "index.html": page_text(edition, "/"),
        "404.html": page_text(edition, "404"),
        "tim-kiem/chi-muc/index.json": "{}",
        "robots.txt": "User-agent: *\n",
        "assets/stylesheets/guongsang.css": "p { margin: 0 }\n",
        "bao/feed.atom": f"<feed>{edition}</feed>",
        "bao/feed.json": "{}",
    }
    files |= {f"linh-vuc/{number}/index.html": page_text(edition, f"/linh-vuc/{number}/") for number in range(pages)}
    files |= {
        f"ho-so/{slug}/index.html": page_text(edition, f"/ho-so/{slug}/", '<article class="gs-profile"></article>')
        for slug in shown
    }
    files |= {f"ho-so/{slug}/anh/1-{hashlib.sha256(slug.encode()).hexdigest()[:16]}-800.avif": slug for slug in shown}
    if as_of:
        files["du-lieu/changes.json"] = f'{{"as_of": "{as_of}"}}'
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def editions_in(texts: dict[str, str]) -> set[str]:
    """Return the editions that pages are of. Raises AssertionError at a page that isn't whole."""
    found = set()
    for path, text in texts.items():
        mark = MARK.search(text)
        assert mark and text.endswith("<p>Chữ.</p>\n") and mark[2] == hashlib.sha256(mark[1].encode()).hexdigest(), path
        found.add(mark[1])
    return found
