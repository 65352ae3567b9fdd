"""A crawler's view of the site under a path of another server: every link, anchor, photo and style sheet is there."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

from serving import place_below, serving

PATH = "thi-dua/guong-sang/"


class _Links(HTMLParser):
    """Collects what a page points at and what can be pointed at in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: set[str] = set()
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif (
                name in ("href", "src", "data-bundle")
                and value
                and not (tag == "link" and ("rel", "canonical") in attrs)
            ):
                self.links.add(value)
            elif name == "srcset" and value:
                self.links.update(part.split()[0] for part in value.split(","))
            elif name == "action" and value:
                self.links.add(value)


def links_of(url: str, content: bytes, kind: str) -> tuple[set[str], set[str]]:
    if kind == "text/css":
        return set(re.findall(r"url\(\s*[\"']?([^\"')]+)", content.decode())), set()
    if kind != "text/html":
        return set(), set()
    reader = _Links()
    reader.feed(content.decode())
    return reader.links, reader.ids


def crawl(start: str) -> tuple[dict[str, set[str]], list[tuple[str, str, str]]]:
    """Follow every link from `start`. Returns the ids of each thing reached, and what is wrong: (page, link, fault)."""
    reached: dict[str, set[str]] = {}
    anchors: list[tuple[str, str, str]] = []
    wrong: list[tuple[str, str, str]] = []
    waiting: list[tuple[str, str]] = [(start, start)]
    while waiting:
        origin, url = waiting.pop()
        if url in reached:
            continue
        try:
            with urlopen(url) as answer:
                links, ids = links_of(url, answer.read(), answer.headers.get_content_type())
        except HTTPError as error:
            error.close()
            wrong.append((origin, url, str(error.code)))
            reached[url] = set()
            continue
        reached[url] = ids
        for link in links:
            target, fragment = urldefrag(urljoin(url, link))
            if urlsplit(target).netloc != urlsplit(start).netloc:
                continue
            if not target.startswith(start):
                wrong.append((url, link, "leaves the site's path"))
                continue
            target = target.split("?")[0]
            if fragment:
                anchors.append((url, target, unquote(fragment)))
            if not target.endswith("/tim-kiem/chi-muc/"):  # a folder of files, fetched by script
                waiting.append((url, target))
    wrong += [
        (url, f"{target}#{fragment}", "no such anchor")
        for url, target, fragment in anchors
        if fragment not in reached.get(target, set())
    ]
    return reached, sorted(wrong)


def test_site_holds_together_under_a_path_of_another_server(repository_site: Path, tmp_path: Path) -> None:
    with serving(place_below(tmp_path, repository_site, PATH)) as root:
        start = f"{root}{PATH}"
        reached, wrong = crawl(start)
    assert wrong == []
    found = {url.removeprefix(start) for url in reached}
    pages = {path.parent.relative_to(repository_site).as_posix() for path in repository_site.rglob("index.html")}
    pages = {"" if page == "." else f"{page}/" for page in pages}
    unlinked = {page: (repository_site / page / "index.html").read_text(encoding="utf-8") for page in pages - found}
    # Every page is reached from home but notices, and former addresses that lead on.
    assert [
        page
        for page, text in unlinked.items()
        if 'content="noindex"' not in text and 'http-equiv="refresh"' not in text
    ] == []
    assert len(found) > 400
