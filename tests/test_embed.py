"""A profile in somebody else's article: a frame that fits and requests nothing, and oEmbed answers."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from projects import PHOTO, Project, snapshot

ADDRESS = "https://example.org/"
AS_OF = "2024-07-01"


class _Frame(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "iframe"
        self.attributes = dict(attrs)


def frame_of(html: str) -> dict[str, str | None]:
    reader = _Frame()
    reader.feed(html)
    return reader.attributes


def test_snippet_on_the_page_and_oembed_give_the_same_frame_which_exists(repository_site: Path) -> None:
    page = (repository_site / "ho-so/le-hai-yen/index.html").read_text(encoding="utf-8")
    answer = json.loads((repository_site / "ho-so/le-hai-yen/oembed.json").read_text(encoding="utf-8"))
    snippet = unescape(page.split("data-gs-code>")[1].split("</textarea>")[0])
    assert snippet == answer["html"]
    frame = frame_of(snippet)
    assert (
        frame["src"] == f"{ADDRESS}ho-so/le-hai-yen/nhung/"
        and frame["loading"] == "lazy"
        and "Minh họa" in (frame["title"] or "")
    )
    assert (frame["width"], frame["height"]) == (str(answer["width"]), str(answer["height"]))
    assert (repository_site / "ho-so/le-hai-yen/nhung/index.html").is_file()


def test_oembed_is_discovered_and_has_what_its_type_asks_for(repository_site: Path) -> None:
    page = (repository_site / "ho-so/le-hai-yen/index.html").read_text(encoding="utf-8")
    [link] = re.findall(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', page)
    answer = json.loads((repository_site / link.removeprefix(ADDRESS)).read_text(encoding="utf-8"))
    assert (answer["version"], answer["type"], answer["provider_url"]) == ("1.0", "rich", ADDRESS)  # oembed.com, 2.3.4
    assert "author_name" not in answer and answer["cache_age"] > 0
    assert (repository_site / answer["thumbnail_url"].removeprefix(ADDRESS)).is_file()
    assert {"thumbnail_width", "thumbnail_height"} <= set(answer)


def test_card_names_who_it_is_and_leads_out_of_the_frame(project: Project) -> None:
    project.write("mot", photos=PHOTO, more="sample: true\n")
    project.add_photo("mot")
    assert project.run("build", "--as-of", AS_OF).returncode == 0
    card = project.page("ho-so/mot/nhung")
    for words in ("Đọc ảnh nhanh hơn", "Nguyễn Minh Họa", "Kỹ sư", "Một kỹ sư trẻ", "Hồ sơ minh họa", "Tác giả"):
        assert words in card
    assert set(re.findall(r"<a ([^>]+)>", card)) and all(
        'target="_top"' in link for link in re.findall(r"<a ([^>]+)>", card)
    )
    assert "<script" not in card and "srcset=" in card and not re.search(r"\sstyle=", card)
    assert (
        '<meta name="robots" content="noindex">' in card
        and f'<link rel="canonical" href="{ADDRESS}ho-so/mot/">' in card
    )
    site = project.root / "site"
    assert "nhung" not in (site / "sitemap.xml").read_text(encoding="utf-8")
    assert not [name for name, content in snapshot(site / "tim-kiem").items() if b"/nhung/" in content]


def test_profile_may_be_embedded_whatever_channel_it_is_open_on(project: Project) -> None:
    project.write("mot", newspaper="2030-01-01")
    assert project.run("build", "--as-of", AS_OF).returncode == 0
    assert project.has_page("ho-so/mot/nhung") and (project.root / "site/ho-so/mot/oembed.json").is_file()


def test_withdrawn_profile_has_no_card_and_no_answer(project: Project) -> None:
    project.write("mot", status="withdrawn", review=', date: 2024-06-28, notice: "Đã rút."')
    assert project.run("build", "--as-of", AS_OF).returncode == 0
    assert sorted(path.name for path in (project.root / "site/ho-so/mot").iterdir()) == [
        ".410",
        "index.html",
    ]  # the notice, and its marker for the web server


def test_card_without_consent_to_photos_has_none(project: Project) -> None:
    project.write("mot", photos=PHOTO, covers="[name, story]")
    project.add_photo("mot")
    assert project.run("build", "--as-of", AS_OF).returncode == 0
    assert "<img" not in project.page("ho-so/mot/nhung")
    assert "thumbnail_url" not in json.loads((project.root / "site/ho-so/mot/oembed.json").read_text(encoding="utf-8"))


def test_site_without_an_address_offers_no_code(project: Project) -> None:
    settings = project.root / "mkdocs.yml"
    settings.write_text(
        re.sub(r"^site_url:.*\n", "", settings.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8"
    )
    project.write("mot")
    assert project.run("build", "--as-of", AS_OF).returncode == 0
    assert "oembed" not in project.page("ho-so/mot") and "<iframe" not in unescape(project.page("ho-so/mot"))
    assert not (project.root / "site/ho-so/mot/oembed.json").exists()


def test_quotes_and_tags_in_a_title_stay_text_in_the_code(project: Project) -> None:
    text = project.write("mot", title="Tít").read_text(encoding="utf-8")
    project.write("mot", text.replace("title: Tít", """title: 'Một "tít" <b> & ''hai'''"""))
    assert project.run("build", "--as-of", AS_OF).returncode == 0
    answer = json.loads((project.root / "site/ho-so/mot/oembed.json").read_text(encoding="utf-8"))
    assert frame_of(answer["html"])["title"] == "Một \"tít\" <b> & 'hai' (Gương Sáng)"


@pytest.mark.browser
@pytest.mark.parametrize("slug", ["le-hai-yen", "nhom-ran-san-ho-xanh"])
@pytest.mark.parametrize("width", [280, 390, 700])
def test_frame_shows_all_of_the_card_without_scrolling(browser: Browser, address: str, slug: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 460}, java_script_enabled=False)
    page.goto(f"{address}ho-so/{slug}/nhung/")
    assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
        width,
        460,
    ]
    assert page.locator("img").bounding_box()["height"] >= 90
    page.close()


@pytest.mark.browser
def test_reader_copies_the_code(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto(f"{address}ho-so/le-hai-yen/")
    page.get_by_text("Nhúng vào bài").click()
    page.get_by_role("button", name="Chép mã").click()
    assert page.evaluate("navigator.clipboard.readText()").startswith(
        '<iframe src="https://example.org/ho-so/le-hai-yen/nhung/"'
    )
    assert page.get_by_role("button", name="Đã chép mã").is_visible()
    context.close()
