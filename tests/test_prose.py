"""A body's Markdown becomes clean HTML: content is text, and nothing in it runs, hides or breaks the page."""

import random
import re
import time

import pytest

from guongsang.publication import prose as prose_module
from guongsang.publication.prose import ProseHeading, render_prose

PHOTOS = {"a.jpg": 0, "b.jpg": 1}


def html(body, photos=PHOTOS):
    return "".join(segment.html for segment in render_prose(body, photos).segments)


def photos(body):
    return [segment.photo for segment in render_prose(body, PHOTOS).segments if segment.photo is not None]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Một *hai* **ba**", "<p>Một <em>hai</em> <strong>ba</strong></p>"),
        ("> Lời trích", "<blockquote>\n<p>Lời trích</p>\n</blockquote>"),
        ("3. Ba\n4. Bốn", '<ol start="3">\n<li>Ba</li>\n<li>Bốn</li>\n</ol>'),
        ("A < B & C", "<p>A &lt; B &amp; C</p>"),
        # each thing alone in a text: what is looked for depends on what stands there
        ("Một `hai`", "<p>Một <code>hai</code></p>"),
        ("_Một_ hai", "<p><em>Một</em> hai</p>"),
        (r"Một \{hai\}", "<p>Một {hai}</p>"),
        ("Một  \nhai", "<p>Một<br>\nhai</p>"),
        ("Một &copy;&#8211; hai", "<p>Một ©– hai</p>"),
        (
            "Một <https://vn.example/>",
            '<p>Một <a href="https://vn.example/" rel="noopener">https://vn.example/</a></p>',
        ),
        ("[hai][2]\n\n[2]: https://vn.example/", '<p><a href="https://vn.example/" rel="noopener">hai</a></p>'),
        ("Một <b>hai</b> <sup>ba</sup>", "<p>Một hai <sup>ba</sup></p>"),
        (
            "Trước\n\n[TOC]\n\n## Hai",
            '<p>Trước</p>\n\n<ul>\n<li><a href="#hai" rel="noopener">Hai</a></li>\n</ul>\n\n<h2 id="hai">Hai</h2>',
        ),
    ],
)
def test_markdown_becomes_html(body, expected):
    assert html(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "x <script>alert(1)</script> y",
        "<div>\n<script>\n\nalert(1)\n</script>\n</div>",
        "<ScRiPt src=//x>alert(1)</sCrIpT>",
        "## Tít <script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        '<a href="java\nscript:alert(1)">x</a>',
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        '<a href="/" onclick="alert(1)">x</a>',
        '<p onmouseover="alert(1)">x</p>',
        "<h2 onclick=alert(1) style='x'>x</h2>",
        '<img src="a.jpg" onerror="alert(1)">',
        '<iframe src="https://example.org"></iframe>',
        "<svg><script>alert(1)</script></svg>",
        "<form action=/x><input name=y></form>",
        "<style>p{display:none}</style>",
        '<object data="x"></object>',
        '<link rel="stylesheet" href="x">',
        '<meta http-equiv="refresh" content="0">',
        "| a |\n|---|\n| <script>alert(1)</script> |",
        "`x` <b onclick=alert(1)>đậm</b>",
    ],
)
def test_nothing_that_runs_comes_out(body):
    out = html(f"Trước.\n\n{body}\n\nSau.\n").lower()
    assert re.findall(r"<\s*(script|img|iframe|svg|form|input|style|object|link|meta)\b", out) == []
    assert re.findall(r"<[^>]*\s(on\w+|style)\s*=", out) == []
    assert re.findall(r'(?:href|src)="\s*(javascript|data|vbscript)', out) == []
    assert "<p>trước.</p>" in out and "<p>sau.</p>" in out


@pytest.mark.parametrize(
    "body",
    [
        "<!-- kín -->",
        "Một <!-- kín --> hai",
        "<!--\nkín\n\n## kín\n\nkín\n-->",
        "- mục <!-- kín -->",
        "| a |\n|---|\n| <!-- kín --> |",
        "## Tít <!-- kín -->",
        "<div>\n<!-- kín -->\n</div>",
        "Một <!-- kín\nkín --> hai",
    ],
)
def test_comment_never_comes_out_anywhere(body):
    prose = render_prose(f"Trước.\n\n{body}\n\nSau.\n", {})
    shown = html(body, {}) + prose.text + "".join(heading.text + heading.id for heading in prose.headings)
    assert "kín" not in shown and "kin" not in shown
    assert "Trước." in prose.text and "Sau." in prose.text


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("/linh-vuc/khac/", "../../linh-vuc/khac/"),
        ("#cach-lam", "#cach-lam"),
    ],
)
def test_plain_links_stay(written, href):
    assert f'href="{href}"' in html(f"[x]({written})")


def test_headings_have_readable_ids_and_are_listed():
    prose = render_prose("## Thành tích\n\nA\n\n### Chi tiết\n\nB\n\n## Bài học\n", {})
    assert prose.headings == (ProseHeading("thanh-tich", "Thành tích"), ProseHeading("bai-hoc", "Bài học"))
    assert '<h2 id="thanh-tich">Thành tích</h2>' in prose.segments[0].html
    assert '<h3 id="chi-tiet">' in prose.segments[0].html


@pytest.mark.parametrize(
    "body", ["## Đợt 1\n\n## Đợt 1\n", "## !!!\n\n## ???\n", "## Cách làm\n\n## Cách  làm\n\n### Cách làm\n"]
)
def test_ids_of_headings_are_never_empty_or_repeated(body):
    ids = re.findall(r'<h\d id="([^"]*)"', html(body))
    assert len(ids) == body.count("## ")
    assert all(ids) and len(set(ids)) == len(ids)


def test_heading_text_is_plain_text():
    assert render_prose("## *Bài* học & `mã`\n", {}).headings == (ProseHeading("bai-hoc-ma", "Bài học & mã"),)


def test_headings_of_one_body_do_not_leak_into_the_next():
    render_prose("## Đợt 1\n\n[x]: https://example.org\n", {})
    prose = render_prose("## Đợt 1\n\n[x]\n", {})
    assert prose.headings == (ProseHeading("dot-1", "Đợt 1"),)
    assert "example.org" not in prose.segments[0].html


def test_table_scrolls_in_a_box_of_its_own():
    out = html("Trước\n\n| Năm | Số |\n|---|---|\n| 2023 | 5 |\n\nSau\n")
    boxes = re.findall(r'<div class="gs-table"[^>]*tabindex="0"[^>]*><table>.*?</table></div>', out, re.DOTALL)
    assert len(boxes) == 1 and "<td>2023</td>" in boxes[0]
    assert "Trước" not in boxes[0] and "Sau" not in boxes[0]


def test_two_tables_have_a_box_each():
    table = "| a |\n|---|\n| b |\n"
    assert html(f"{table}\n{table}").count('<div class="gs-table"') == 2


def test_alignment_of_columns_is_kept():
    out = html("| Tên | Số |\n|:---|---:|\n| A | 5 |\n")
    assert re.search(r"<td[^>]*right[^>]*>5</td>", out)


def test_photo_alone_on_its_line_stands_between_the_parts():
    prose = render_prose("Trước.\n\n![Một ảnh](a.jpg)\n\nSau.\n", PHOTOS)
    assert [(re.sub(r"\s", "", segment.html), segment.photo) for segment in prose.segments] == [
        ("<p>Trước.</p>", 0),
        ("<p>Sau.</p>", None),
    ]


@pytest.mark.parametrize(
    "image",
    ["![x](a.jpg)", '![x](a.jpg "Chú thích")', "![](a.jpg)", "![x](<a.jpg>)", "![x]( a.jpg )", "  ![x](a.jpg)  "],
)
def test_photo_is_placed_however_the_image_is_written(image):
    assert photos(f"Trước.\n\n{image}\n\nSau.\n") == [0]


@pytest.mark.parametrize("name", ["anh 1.jpg", "anh (1).jpg", "ảnh-chân-dung.jpg"])
def test_photo_is_placed_whatever_its_file_is_called(name):
    segments = render_prose(f"Trước.\n\n![x](<{name}>)\n", {name: 0}).segments
    assert [segment.photo for segment in segments if segment.photo is not None] == [0]


def test_several_photos_keep_their_order():
    assert photos("![x](b.jpg)\n\nGiữa.\n\n![x](a.jpg)\n") == [1, 0]


@pytest.mark.parametrize(
    "body",
    [
        "Đoạn văn\n![x](a.jpg)",
        "![x](a.jpg)\n![x](b.jpg)",
        "![x](a.jpg)\nĐoạn văn",
        "- mục\n  ![x](a.jpg)",
        "1. mục\n\n    ![x](a.jpg)\n",
        "> ![x](a.jpg)",
        "    ![x](a.jpg)",
        "| a |\n|---|\n| ![x](a.jpg) |",
        "Chữ ![x](a.jpg) chữ",
        "## Tít ![x](a.jpg)",
        "***\n![x](a.jpg)\n***",
        "Tít\n![x](a.jpg)\n---",
    ],
)
def test_place_of_a_photo_never_shows_as_text(body):
    prose = render_prose(body, PHOTOS)
    assert "gs-photo" not in html(body) + prose.text + "".join(heading.text + heading.id for heading in prose.headings)


@pytest.mark.parametrize("body", ["Đoạn văn\n![x](a.jpg)", "![x](b.jpg)\n![x](a.jpg)", "- mục\n\n    ![x](a.jpg)\n"])
def test_photo_beside_text_or_another_photo_is_shown(body):
    assert 0 in photos(body)


@pytest.mark.parametrize(
    "body",
    [
        "![x](khac.jpg)",
        "![x](../le-b/a.jpg)",
        "![x](https://example.org/a.jpg)",
        "![x][r]\n\n[r]: khac.jpg",
        "<img src='khac.jpg'>",
        "![x]()",
    ],
)
def test_image_that_is_not_listed_does_not_come_out(body):
    prose = render_prose(f"Trước.\n\n{body}\n\nSau.\n", PHOTOS)
    assert [segment.photo for segment in prose.segments] == [None]
    assert "khac" not in prose.segments[0].html and "<img" not in prose.segments[0].html


def test_author_cannot_place_a_photo_that_may_not_be_shown():
    assert [segment.photo for segment in render_prose("Trước.\n\ngs-photo-slot-7\n", {}).segments] == [None]


def test_words_are_counted_as_read():
    prose = render_prose("## Cách làm\n\nBa chữ *đậm*.\n\n![Không đếm](a.jpg)\n\n<!-- không đếm -->\n", PHOTOS)
    assert (prose.words, prose.text) == (5, "Cách làm Ba chữ đậm.")


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (100, 1), (440, 2), (2200, 10)])
def test_reading_time_is_in_whole_minutes_from_one(words, minutes):
    assert render_prose("chữ " * words, {}).minutes == minutes


def test_empty_body_has_no_words_and_no_headings():
    prose = render_prose("", {})
    assert (prose.words, prose.text, prose.headings) == (0, "", ())


@pytest.mark.parametrize("body", ["x\x02y\x03z", "\x00", "<!--", "<", "&#0;"])
def test_odd_body_does_not_raise(body):
    render_prose(body, {})


@pytest.mark.parametrize(
    "body",
    [
        lambda size: "> " * (size // 5) + "x",
        lambda size: "[" * size,
        lambda size: "*" * (4 * size) + "x",
        lambda size: "`" * (4 * size),
        lambda size: "<div>" * size,
        lambda size: "![" * size,
        lambda size: "|" * size + "\n" + "|-" * (size // 2),
    ],
    ids=["quotes", "brackets", "stars", "backticks", "divs", "pictures", "table"],
)
def test_body_of_twice_the_signs_takes_no_more_than_eight_times_as_long(body):
    """Markdown is quadratic in places, which gives four. What is worse never ends on a body of some pages."""

    def seconds(size):
        started = time.process_time()
        render_prose(body(size), {})
        return time.process_time() - started

    seconds(10)  # what is loaded once
    assert seconds(2400) <= 8 * max(seconds(1200), 0.1)


def test_lists_nested_without_end_neither_raise_nor_spoil_the_next_body():
    try:
        render_prose("".join("    " * level + "- x\n" for level in range(300)), {})
    finally:
        assert html("Đoạn *sau*") == "<p>Đoạn <em>sau</em></p>"


@pytest.mark.parametrize("address", ["../khac/", "/ho-so/khac/", "../khac/#bai-hoc", "../../ho-so/khac/"])
def test_link_to_a_profile_stands_only_where_that_profile_has_a_page(address):
    body = f"[Trần Thị Kín]({address}) đã làm."
    assert "<a" not in render_prose(body, {}).segments[0].html
    assert "Trần Thị Kín đã làm." in render_prose(body, {}).segments[0].html
    assert "<a" in render_prose(body, {}, frozenset({"khac"})).segments[0].html


def test_place_of_a_photo_written_as_entities_places_nothing():
    prose = render_prose("&#57344;7&#57345;\n\n&#57344;0&#57345;", {})
    assert [segment.photo for segment in prose.segments if segment.photo is not None] == []


_BLOCKS = [
    "## Thành tích",
    "## Cách làm",
    "### Chi tiết",
    "##### Nhỏ",
    "# To",
    "## B ##",
    "## Đ-x",
    "##B",
    "“Hóa ra” thế",
    "(một) hai",
    "2024 là năm",
    "12. x",
    "12.x",
    "１. x",
    "…",
    '"a" b',
    "a\xa0b",
    "R&D",
    "x > y",
    "x < y",
    "x!",
    "a_b_c",
    "Anh **đậm**",
    "> trích",
    "- một",
    "    mã",
    "\tmã",
    "1. một",
    "a | b\n--|--\n1 | 2",
    "Tiêu đề\n===",
    "Tiêu đề\n---",
    "---",
    "[x](/ho-so/a/)",
    "[x][r]",
    "[r]: http://x.vn",
    "![a](a.jpg)",
    "a ![a](b.jpg) c",
    "<div>",
    "</div>",
    "&#xe002;0&#xe003;",
    "\ue0020\ue003",
    "[TOC]",
    "a\\*b",
    "`m`",
    "a\n- b",
    "dòng  \nhai",
    "\u200ba",
    "a\u2028b",
    "a\x0cb",
    "= x",
    "+ x",
    "~~~",
]


def test_plain_blocks_come_out_as_markdown_alone_makes_them(monkeypatch):
    chance = random.Random(8)
    bodies = [
        "".join(
            chance.choice(_BLOCKS) + chance.choice(["\n\n"] * 6 + ["\n\n\n", "\n", "\n \n", "\n\n    "])
            for _ in range(chance.randint(1, 8))
        )
        for _ in range(3000)
    ]
    quick = [render_prose(body, PHOTOS, {"a"}) for body in bodies]
    monkeypatch.setattr(prose_module, "_extract_plain_blocks", lambda source: (source, [], []))
    for body, found in zip(bodies, quick, strict=True):
        assert found == render_prose(body, PHOTOS, {"a"}), body
