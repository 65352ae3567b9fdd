"""The press panel of a profile as an editor meets it: what can be copied and downloaded, and for whom it opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from axe_checker import RULES, views, violations
from guongsang.build.compile_site import compile_site, load_edition
from guongsang.build.templates.filters import format_size
from guongsang.outputs import has_kit
from guongsang.outputs.parts.press_wording import SAMPLE_NOTE, credit_line, press_lengths
from guongsang.publication.site import Site
from guongsang.text.dates import parse_moment
from projects import PHOTO, Project
from serving import serving
from test_accessibility import FOCUS
from test_press_desk import AS_OF, BODY, CREDIT, SLUG, build, load_site, words_of

PRESS = (
    "press:\n  contact: {name: Bà Đầu Mối, phone: 024 0000 0000, email: baochi@vi.example}\n"
    '  quotes:\n    - {text: "Chưa ai nói câu này trong bài.", by: Bà Nói}\n'
)


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site()


@pytest.fixture(scope="module")
def editor(browser: Browser) -> Iterator[Page]:
    """An editor's page, which may use the clipboard."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def copied(page: Page, what: str, kind: str = "text/plain") -> str:
    """Press the button that copies something, and return what is on the clipboard."""
    button = page.get_by_role("button", name=f"Chép {what}", exact=True)
    button.click()
    page.get_by_role("status").filter(has_text=f"Đã chép {what}.").wait_for(state="attached")
    return page.evaluate("async (kind) => (await (await navigator.clipboard.read())[0].getType(kind)).text()", kind)


def panel_of(project: Project, slug: str = "mot") -> str:
    page = project.page(f"ho-so/{slug}")
    return (
        page[page.index('<section class="gs-press"') : page.index("data-gs-pasted-said")]
        if 'class="gs-press"' in page
        else ""
    )


# Copying.


@pytest.mark.browser
def test_every_story_is_copied_whole_with_its_credit_as_the_last_line(editor: Page, address: str, site: Site) -> None:
    profiles = [profile for profile in site.profiles if has_kit(profile)]
    assert len(profiles) >= 25
    for profile in profiles:
        editor.goto(f"{address}ho-so/{profile.slug}/#bao-chi")
        lengths = press_lengths(profile, profile.press_appearances[0])
        credit = credit_line(profile, site)
        assert credit == CREDIT.format(id=profile.id)
        assert copied(editor, "toàn văn") == f"{lengths.full}\n\n{SAMPLE_NOTE}\n\n{credit}", profile.slug


@pytest.mark.browser
def test_editor_copies_each_part(editor: Page, address: str, site: Site) -> None:
    profile = site.by_slug[SLUG]
    lengths = press_lengths(profile, profile.press_appearances[0])
    editor.goto(f"{address}ho-so/{SLUG}/#bao-chi")
    assert (
        copied(editor, "tít")
        == profile.press_appearances[0].title
        == "Bản đồ từ vệ tinh giúp 19 hộ dân rời đi hai đêm trước khi đất sạt"
    )
    assert copied(editor, "sapo") == f"{lengths.sapo}\n\n{SAMPLE_NOTE}"
    assert copied(editor, "bài ngắn") == f"{lengths.short}\n\n{SAMPLE_NOTE}\n\n{credit_line(profile, site)}"
    assert copied(editor, "dòng ghi nguồn") == credit_line(profile, site)
    for number, quote in enumerate(profile.quotes, 1):
        assert (
            copied(editor, f"lời trích {number}") == f"“{(quote.text or '').strip('“”')}” — {quote.by}\n\n{SAMPLE_NOTE}"
        )
    facts = copied(editor, "thông tin, số liệu").split("\n\n")
    assert f"- Đơn vị: {profile.unit.name}" in facts
    for award in profile.awards:
        assert f"- Khen thưởng: {award.award.name}, năm {award.year} ({award.document})" in facts
    for item in profile.initiatives:
        for figure in item.figures:
            assert f"- {figure.label}: trước {figure.before}, sau {figure.after} ({item.document})" in facts
    magazine = next(item for item in profile.press_appearances if item.channel.id == "magazine")
    assert (
        copied(editor, f"tít, sapo riêng của {magazine.channel.name}")
        == f"{magazine.title}\n\n{magazine.summary}\n\n{SAMPLE_NOTE}"
    )


@pytest.mark.browser
def test_any_body_is_copied_as_clean_paragraphs_and_plain_html(project: Project, editor: Page) -> None:
    project.write("mot", body=BODY, photos=PHOTO, more=PRESS)
    project.add_photo("mot")
    build(project)
    profile = compile_site(load_edition(project.root, parse_moment(AS_OF))).by_slug["mot"]
    with serving(project.root / "site") as root:
        editor.goto(f"{root}ho-so/mot/#bao-chi")
        text = copied(editor, "toàn văn")
        html = copied(editor, "toàn văn", "text/html")
        sapo = copied(editor, "sapo")
    assert text == f"{press_lengths(profile, profile.press_appearances[0]).full}\n\n{CREDIT.format(id='DH-2024-001')}"
    assert sapo == profile.summary  # of a true story, the sapo alone: it goes into a field of its own
    for paragraph in (
        "Đọc ảnh nhanh hơn",
        "- mục con hai",
        "3. bước ba",
        "Ngày | | 2",
        "— Người nói",
        "đoạn trong mục",
    ):
        assert paragraph in text.split("\n\n")
    assert 'Dòng một xuống dòng, đậm, nghiêng, mã, 5 < 7 & "ngoặc", H2O và liên kết.' in text
    assert text == text.strip() and "Chưa ai nói câu này" not in text and "Chú thích" not in text
    assert (
        "<h1>Đọc ảnh nhanh hơn</h1>" in html
        and "<h2>Thành tích</h2>" in html
        and "<strong>đậm</strong>" in html
        and '<ol start="3">' in html
    )
    assert 'href="https://vi.example/a?b=1&amp;c=2"' in html and "<td>2</td>" in html
    assert not re.search(r"class=|style=|id=|<img|<figure|<span|data-gs", html)
    assert words_of(html).strip().endswith(CREDIT.format(id="DH-2024-001"))


@pytest.mark.browser
def test_panel_opens_for_who_comes_for_it_and_is_used_by_keyboard(editor: Page, address: str) -> None:
    editor.goto(f"{address}ho-so/{SLUG}/")
    assert not editor.get_by_role("button", name="Chép sapo").is_visible()
    summary = editor.locator(".gs-press__more > summary")
    summary.focus()
    editor.keyboard.press("Enter")
    for _ in range(2):
        editor.keyboard.press("Tab")
    assert "sapo" in (editor.evaluate(FOCUS) or {})["key"] and editor.evaluate(FOCUS)["marked"]
    editor.keyboard.press("Enter")
    editor.get_by_text("Đã chép sapo.").wait_for(state="attached")
    assert editor.get_by_role("button", name="Đã chép sapo").is_visible()
    editor.goto(f"{address}bao/toa-soan/")
    editor.locator(".gs-desk__row h3 a").first.click()
    editor.wait_for_url("**#bao-chi")
    assert editor.get_by_role("button", name="Chép sapo").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("slug", [SLUG, "doi-khao-sat-dia-hinh-so-4"])
def test_open_panel_fits_and_has_no_accessibility_violation(page: Page, address: str, slug: str) -> None:
    page.goto(f"{address}ho-so/{slug}/#bao-chi")
    page.get_by_role("button", name="Chép sapo").wait_for()
    for width, _ in views(page, widths=(320, 390, 1280)):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(".gs-press").evaluate(
            "panel => [...panel.querySelectorAll('*')].every(e => e.getBoundingClientRect().right <= innerWidth + 1)"
        )
        assert violations(page, RULES) == []
    page.emulate_media(media="print")
    assert not page.locator(".gs-press").is_visible()


@pytest.mark.browser
def test_without_javascript_texts_and_files_are_there_and_no_button(
    browser: Browser, address: str, repository_site: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}ho-so/{SLUG}/")
    page.locator(".gs-press__more > summary").click()
    assert (
        page.locator("#bao-chi-ngan").is_visible()
        and page.locator(".gs-press button").filter(visible=True).count() == 0
    )
    links = page.locator(".gs-press a[download]:visible").evaluate_all(
        "links => links.map(a => [a.href, (a.closest('li, .gs-button') || a).textContent.replace(/\\s+/g, ' ')])"
    )
    told = dict(links)
    assert len(told) == len(list((repository_site / "ho-so" / SLUG / "bao-chi").rglob("*.*"))) + 1  # and SHA256SUMS
    for url, text in links:
        file = repository_site / url.removeprefix(address)
        assert format_size(file.stat().st_size) in text, (url, text)
    context.close()


@pytest.mark.browser
def test_photos_are_as_large_as_told(editor: Page, address: str) -> None:
    editor.goto(f"{address}ho-so/{SLUG}/#bao-chi")
    shown = editor.locator(".gs-press__photos li").evaluate_all(
        "items => items.map(item => [item.querySelector('a').href, item.textContent])"
    )
    assert shown
    for url, text in shown:
        width, height = editor.evaluate(
            (
                "async (url) => { const p = await createImageBitmap(await (await fetch(url)).blob()); "
                "return [p.width, p.height]; }"
            ),
            url,
        )
        assert f"{width} × {height} px" in text


# What the panel knows.


def test_panel_is_for_profiles_open_to_the_press_alone(repository_site: Path) -> None:
    for path in sorted((repository_site / "ho-so").iterdir()):
        text = (path / "index.html").read_text(encoding="utf-8")
        assert ('id="bao-chi"' in text) == (path / "bao-chi").is_dir() == ("data-gs-paste" in text), path.name
    for slug in ("bui-quang-huy", "ta-dinh-loc"):  # on the portal alone; withdrawn
        assert 'id="bao-chi"' not in (repository_site / "ho-so" / slug / "index.html").read_text(encoding="utf-8")


def test_panel_tells_whom_to_call_where_consent_covers_it(project: Project) -> None:
    project.write("mot", covers="[name, story, contact]", more=PRESS)
    project.write("hai", id="DH-2024-002", name="Trần Hai", more=PRESS)
    build(project)
    panel = words_of(panel_of(project))
    assert (
        "Bà Đầu Mối, điện thoại 024 0000 0000 , baochi@vi.example" in panel
        and "“Chưa ai nói câu này trong bài.” — Bà Nói" in panel
    )
    assert "tel:02400000000" in panel_of(project)
    assert "Đầu mối" not in words_of(panel_of(project, "hai")) and "baochi@vi.example" not in project.page("ho-so/hai")


def test_panel_opens_with_the_day_and_the_corrections_newest_first(project: Project) -> None:
    project.write(
        "mot",
        more='corrections:\n  - {date: 2024-06-05, text: "Sửa số một."}\n  - {date: 2024-06-20, text: "Sửa số hai."}\n',
    )
    build(project)
    panel = words_of(panel_of(project))
    assert (
        "Sử dụng từ 2/6/2024" in panel
        and "Báo Tài nguyên và Môi trường : 2/6/2024" in panel
        and "không có ảnh" in panel
    )
    assert 0 < panel.index("Sửa số hai.") < panel.index("Sửa số một.") < panel.index("Bài viết")
    assert SAMPLE_NOTE not in panel and "cập nhật ngày 20/6/2024" in panel


def test_panel_without_consent_to_the_story_offers_the_sapo_alone(project: Project) -> None:
    project.write("mot", covers="[name]", more=PRESS)
    build(project)
    panel = panel_of(project)
    assert (
        'id="bao-chi-sapo"' in panel
        and 'id="bao-chi-ngan"' not in panel
        and "toàn văn" not in panel
        and "Chưa ai nói" not in panel
    )
