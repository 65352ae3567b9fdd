"""The longest plausible content and the shortest: nothing overflows, nothing is cut, nothing looks broken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from projects import Project, profile_text
from serving import serving

pytestmark = pytest.mark.browser

NAME = "Nguyễn Phước Tôn Nữ Hoàng Thị Thiên Hương Trường Giang Nghiêng Nghiêng Thương Uyên"[:80]
TITLE = (
    "Từ đỉnh núi quanh năm sương muối đến cửa biển Đông Nghềnh, "
    "một mạng lưới nghe nước thở giữ yên giấc ngủ cho 1.240 hộ dân"
)[:120]
UNIT = (
    "Trung tâm Nghiên cứu, Ứng dụng và Chuyển giao Công nghệ Quan trắc, Cảnh báo sớm Thiên tai, "
    "Biến đổi khí hậu và Giám sát Tài nguyên "
    "nước xuyên biên giới khu vực Nam Bộ"
)[:150]
AWARDS = "".join(
    (
        f"  - {{award: bang-khen-bo, year: {2010 + n}, "
        f'document: "Quyết định số {n}/QĐ-MH về khen thưởng thành tích xuất sắc"}}\n'
    )
    for n in range(12)
)
PHOTOS = "photos:\n" + "".join(
    f'  - {{file: anh-{n}.jpg, alt: "Ảnh {n}", caption: "Chú thích thật dài của ảnh thứ {n}, kể rõ ai làm gì, '
    'ở đâu và vì sao", '
    f'credit: "Tác giả: Nguyễn Phước Tôn Nữ Hoàng", role: {"portrait" if n == 0 else "work"}}}\n'
    for n in range(10)
)
WORD = "Nghiêng" * 14  # a word that no line can hold
BODY = (
    f"Mở đầu.\n\n## Thành tích\n\n{WORD}\n\n## Cách làm\n\n| Một | Hai | Ba | Bốn | Năm |\n|---|---|---|---|---|\n"
    + "| quan trắc | cảnh báo | giám sát | nước ngầm | nước mặt |\n" * 3
    + "\n\n## Hiệu quả\n\nhttps://example.org/"
    + "duong-dan-rat-dai-" * 8
    + "\n\n## Bài học\n\nHết."
)
PAGES = (
    "",
    "ho-so/dai/",
    "ho-so/ngan/",
    "ca-nhan/",
    "mo-hinh/",
    "don-vi/",
    "don-vi/don-vi-dai/",
    "nam/2024/",
    "cong-thong-tin/",
    "bao/",
    "thong-ke/",
    "tieu-chuan/",
    "su-kien/",
)
# Elements whose text stands out of them to the right, where it can be seen, and those that stand out of the screen.
OUT = """() => {
  const wide = document.documentElement.clientWidth;
  const stands_out = e => {
    if (!e.checkVisibility() || e.closest('.gs-sr, .gs-table, svg, [role=region]')) return false;
    const r = e.getBoundingClientRect();
    return r.width > 1 && (r.right > wide + 1 || r.left < -1) && !e.closest('.gs-kicker, .gs-byline');
  };
  return [...document.querySelectorAll('main *, header *, footer *')].filter(stands_out)
    .map(e => e.className + ': ' + e.textContent.trim().slice(0, 50));
}"""


@pytest.fixture(scope="module")
def extremes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of two profiles, one with the most of everything and one with the least, served."""
    project = Project.create(tmp_path_factory.mktemp("extremes") / "project")
    units = project.root / "exemplars/_registry/units.yml"
    units.write_text(
        units.read_text(encoding="utf-8") + f"\n- id: don-vi-dai\n  name: {UNIT}\n  type: trung-tam\n", encoding="utf-8"
    )
    text = (
        profile_text(name=NAME, title=f'"{TITLE}"', body=BODY, photos=PHOTOS)
        .replace("unit: cuc-vien-tham", "unit: don-vi-dai")
        .replace("role: Kỹ sư\n", f"role: Trưởng phòng {UNIT[:120]}\n")
    )
    text = text.replace("initiatives:\n", AWARDS + "initiatives:\n").replace(
        f"Sáng kiến của {NAME}", f"Mô hình {TITLE}"
    )
    for number in range(10):
        project.add_photo("dai", f"anh-{number}.jpg", size=(1600, 1067) if number % 3 else (1067, 1600))
    project.write("dai", text)
    project.write("ngan", id="DH-2024-002", name="Ý", title="Ồ", body="Đủ.")
    done = project.run("build")
    assert done.returncode == 0, done.stdout + done.stderr
    with serving(project.root / "site") as address:
        yield address


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_longest_and_shortest_content_fit_every_page(browser: Browser, extremes: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    found = []
    for url in PAGES:
        page.goto(extremes + url)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((url, "scrolls sideways"))
        found += [(url, what) for what in page.evaluate(OUT)]
    page.close()
    assert found == []


def test_long_profile_shows_all_that_it_holds(browser: Browser, extremes: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto(f"{extremes}ho-so/dai/")
    assert page.locator("h1").inner_text() == TITLE
    assert (
        page.locator(
            ".gs-profile__main figure picture img, .gs-profile__lead picture img, .gs-profile__portrait picture img"
        ).count()
        == 10
    )
    assert page.locator("#khen-thuong ~ .gs-table tbody tr").count() == 16  # twelve awards and two, two ratings
    page.close()
