"""The hostile corpus: each profile and photo ends as a clear problem or as inert text, and no script of theirs runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

from guongsang.build.check_project import check_project
from guongsang.text.dates import parse_moment
from hostile import cases
from hostile.profiles import Case, inert_cases, public_texts, refused_cases, write_cases
from machine import needs_links
from projects import Project, unpack
from serving import serving

AS_OF = "2024-07-01"
# All in a page that could run or request something: attributes of a payload, addresses as the browser resolves them,
# elements.
LIVE = r"""() => {
  const harmless = ['http:', 'https:', 'mailto:', 'tel:', 'data:'];
  const runs = v => {
    try {
      return !harmless.includes(new URL(v, document.baseURI).protocol) || /^\s*data:(?!image\/(webp|png))/i.test(v)
    } catch { return false }
  };
  const asking = ['src', 'srcset', 'poster', 'background', 'ping', 'action', 'data', 'style', 'formaction'];
  const elements = 'script:not([type="application/ld+json"]), iframe, object, embed, base, meta, frame, applet, ' +
    'marquee, math, video, audio, style';
  return [...document.querySelectorAll('*')].flatMap(e => [...e.attributes].filter(a => /^on/i.test(a.name)
    || (['href', 'xlink:href', 'src', 'action', 'formaction', 'data'].includes(a.name) && runs(a.value))
    || (asking.includes(a.name) && /evil/.test(a.value))
    || (e.tagName === 'LINK' && a.name === 'href' && /evil/.test(a.value)))
    .map(a => `${e.tagName} ${a.name}=${a.value}`.slice(0, 200)))
  .concat([...document.querySelectorAll(`main :is(${elements})`)]
    .map(e => e.outerHTML.slice(0, 200)), window.__hit === undefined ? [] : ['ran: window.__hit is set'])
}"""


@pytest.fixture(scope="module")
def inert(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, dict[str, Case]]]:
    """A site of all cases that are published, built once."""
    project = Project.create(tmp_path_factory.mktemp("inert") / "project")
    written = write_cases(project, list(inert_cases()))
    done = project.run("build", "--as-of", AS_OF)
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stdout[-3_000:] + done.stderr[-3_000:]
    yield project, written


def test_corpus_is_large_and_reaches_every_public_text() -> None:
    names = [case.name for case in (*inert_cases(), *refused_cases())]
    assert len(names) >= 150 and len(set(names)) == len(names)
    assert {
        ("title",),
        ("summary",),
        ("press", "quotes", "text"),
        ("photos", "caption"),
        ("corrections", "text"),
        ("channels", "title"),
        ("awards", "authority"),
    } <= set(public_texts())


def test_what_is_refused_is_told_clearly(project: Project) -> None:
    written = write_cases(project, list(refused_cases()))
    found: dict[str, set[str]] = {}
    for item in check_project(project.root, parse_moment(AS_OF), workers=2).problems:
        assert item.message("vi") and item.message("en"), item
        if item.severity == "error":
            found.setdefault(item.path, set()).add(item.code)
    wrong = [
        (case.name, case.code, sorted(found.get(path, ())))
        for path, case in written.items()
        if not any(code.startswith(case.code) for code in found.get(path, ()))
    ]
    assert wrong == []
    done = project.run("check", "--as-of", AS_OF)
    assert done.returncode == 1 and "Traceback" not in done.stdout + done.stderr
    print(f"\nhostile corpus: {len(written)} cases refused, tracebacks 0")


@needs_links
def test_links_out_of_the_tree_are_told_and_never_followed(project: Project, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    project.write("that", photos='photos:\n  - {file: anh.jpg, alt: "Một người đứng bên máy", caption: x, credit: y}\n')
    project.add_photo("that", "anh-that.jpg")
    outside.mkdir()
    (project.root / "exemplars/2024/that/anh-that.jpg").rename(outside / "anh.jpg")
    (project.root / "exemplars/2024/that/anh.jpg").symlink_to(outside / "anh.jpg")
    (outside / "index.md").write_bytes((project.root / "exemplars/2024/that/index.md").read_bytes())
    (project.root / "exemplars/2024/ngoai").symlink_to(outside)
    (project.root / "exemplars/2023").symlink_to(outside)
    problems = {(item.path, item.code) for item in check_project(project.root, parse_moment(AS_OF), workers=1).problems}
    assert ("exemplars/2024/that/index.md", "DH601") in problems
    assert {path for path, code in problems if code == "DH107"} == {"exemplars/2024/ngoai", "exemplars/2023"}


def test_what_is_published_is_whole_in_every_file(inert: tuple[Project, dict[str, Case]]) -> None:
    project, written = inert
    site = project.root / "site"
    shown = [path.split("/")[2] for path in written]
    assert [slug for slug in shown if not (site / "ho-so" / slug / "index.html").is_file()] == []
    opened = 0
    for path in sorted(site.rglob("*")):
        if not path.is_file() or path.suffix in (".gz", ".br"):
            continue
        content = path.read_bytes()
        opened += 1
        if path.suffix in (".xml", ".atom", ".rss"):
            ElementTree.fromstring(content)
        elif path.suffix == ".csv":
            _assert_inert_table(content, path.name)
        elif content[:4] == b"PK\x03\x04":
            _assert_sound(unpack(content))
        elif path.suffix in (".avif", ".webp", ".jpg", ".jpeg", ".png"):
            assert b"__hit" not in content or "bo-tu-lieu" in path.as_posix(), path
    assert list(site.rglob("*.csv")) and list(site.rglob("*.docx")) + list(site.rglob("*.zip"))
    print(f"\nhostile corpus: {len(written)} cases published, {opened} files opened and sound")


def _assert_sound(entries: dict[str, bytes]) -> None:
    for name, content in entries.items():
        assert not name.startswith(("/", "..")) and "/../" not in name and "\\" not in name
        if name.endswith(("document.xml", "core.xml", "document.xml.rels")):  # the parts that hold what somebody wrote
            ElementTree.fromstring(content)
        elif content[:4] == b"PK\x03\x04":
            _assert_sound(unpack(content))


def _assert_inert_table(content: bytes, name: str) -> None:
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
        for cell in row:
            assert not re.match(r"[=+@\t\r＝＋＠]|-(?!\d+([.,]\d+)?$)", cell), (name, cell)


@pytest.mark.browser
def test_what_would_run_is_seen(browser: Browser) -> None:
    """The test below would tell: each of these runs, or would at a click or as it loads."""
    page = browser.new_page()
    page.set_content(f"<main>{cases.IMG}</main>")
    page.wait_for_function("window.__hit === 1")
    assert len(page.evaluate(LIVE)) == 2
    for live in (
        '<a href="java&Tab;script:x">x</a>',
        "<iframe></iframe>",
        "<p onclick=x>x</p>",
        f'<p style="background:url({cases.FAR})">x</p>',
        f"<script>{cases.HIT}</script>",
    ):
        page.set_content(f"<main>{live}</main>")
        assert [what for what in page.evaluate(LIVE) if not what.startswith("ran")], live
    page.close()


@pytest.mark.browser
def test_no_script_runs_and_no_request_leaves(browser: Browser, inert: tuple[Project, dict[str, Case]]) -> None:
    project, written = inert
    told: list[str] = []
    pages = [f"ho-so/{path.split('/')[2]}/" for path in written]
    lists = [
        "",
        "ca-nhan/",
        "mo-hinh/",
        "nam/2024/",
        "cong-thong-tin/",
        "bao/",
        "bao/bien-tap/",
        "thong-ke/",
        "dinh-chinh/",
        "don-vi/cuc-vien-tham/",
        "tim-kiem/?q=script",
        "tim-kiem/?q=<script>window.__hit=1</script>",
    ]
    with serving(project.root / "site") as address:
        page = browser.new_page()
        here = ""
        page.on("dialog", lambda dialog: (told.append(f"{here}: dialog {dialog.message}"), dialog.dismiss()))
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith((address, "data:", "blob:")) else told.append(f"{here}: {request.url}")
            ),
        )
        page.on("pageerror", lambda error: told.append(f"{here}: {error}"))
        page.on("console", lambda message: told.append(f"{here}: {message.text}") if message.type == "error" else None)
        page.on("popup", lambda popup: told.append(f"{here}: popup {popup.url}"))
        page.on(
            "framenavigated",
            lambda frame: (
                None if frame.url.startswith((address, "about:blank")) else told.append(f"{here}: went to {frame.url}")
            ),
        )
        for here in (
            *pages,
            *(url for url in lists if "?" in url or (project.root / "site" / url / "index.html").is_file()),
        ):
            page.goto(address + here, wait_until="load")
            if "?" in here:
                page.wait_for_timeout(500)
            told += [f"{here}: {what}" for what in page.evaluate(LIVE)]
        page.close()
    scripts = sum(line.endswith("ran: window.__hit is set") for line in told)
    print(
        "\n"
        f"hostile corpus: {len(pages)} cases opened in Chromium, scripts run {scripts}, "
        f"requests or dialogs or live elements {len(told) - scripts}"
    )
    assert told == []
