"""The feeds of a channel: what they tell of publication, correction, withdrawal and embargo, and of nothing else."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree

import nh3
import pytest

from builders import AS_OF
from feed_samples import (
    FIRST,
    IMPRINT,
    NAMES,
    REGISTRY,
    SAPO,
    TOMBSTONES,
    feeds,
    items,
    notice,
    read,
    story,
)
from guongsang.outputs.feeds.atom import escape_xml
from guongsang.outputs.feeds.story_html import render_story
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.prose import render_prose
from guongsang.publication.site import Site
from projects import PHOTO, Project

# The months in which `archive` has stories, and those with the month of a withdrawal of its own, the newest first.
STORIES = [
    "2024-12",
    "2024-09",
    "2024-06",
    "2024-03",
    "2023-11",
    "2023-08",
    "2023-05",
    "2023-02",
    "2022-10",
    "2022-07",
    "2022-04",
    "2022-01",
]
MONTHS = sorted([*STORIES, "2022-05"], reverse=True)


class Reader(HTMLParser):
    """Collects the tags, attributes and addresses of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


# What an item says


def test_every_format_calls_an_item_by_the_same_name() -> None:
    made = feeds(story(1), story(2), notices=(notice(3),))
    assert sorted(made) == sorted(NAMES)
    assert all(set(items(text)) == set(items(made["feed.atom"])) for text in made.values())
    assert len(items(made["feed.atom"])) == 3


def test_item_keeps_the_name_that_subscribers_have_also_at_a_new_address() -> None:
    assert list(items(feeds(story(1))["feed.atom"])) == [FIRST]
    assert list(items(feeds(replace(story(1), slug="ten-moi", aliases=("nguoi-1",)))["feed.atom"])) == [FIRST]


@pytest.mark.parametrize("name", ["feed.json", "feed-toan-van.json"])
def test_json_feed_has_every_required_key(name: str) -> None:
    feed = json.loads(feeds(story(1), notices=(notice(2),))[name])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str) and len(feed["items"]) == 2
    for item in feed["items"]:
        assert isinstance(item["id"], str) and ("content_html" in item) != ("content_text" in item)
        assert datetime.fromisoformat(item["date_modified"]).tzinfo


def test_full_feed_holds_text_facts_and_corrections_and_the_other_the_sapo() -> None:
    profile = story(
        1,
        corrections=[{"date": "2024-07-01", "text": "Sửa <một> số."}],
        recognition={"date": "2024-05-01", "body": "Hội nghị", "document": "Biên bản 1"},
    )
    made = feeds(profile)
    content = items(made["feed-toan-van.json"])[FIRST]["content_html"]
    for part in (
        SAPO,
        "<p>Chuyện kể.</p>",
        "Đính chính ngày 1/7/2024: Sửa &lt;một&gt; số.",
        "Công nhận: Hội nghị ngày 1/5/2024 (Biên bản 1)",
    ):
        assert part in content
    assert (
        items(made["feed-toan-van.atom"])[FIRST]["content"]
        == content
        == items(made["ninjs.json"])[FIRST]["bodies"][0]["value"]
    )
    assert items(made["feed.json"])[FIRST]["content_text"] == f"{SAPO} Đính chính ngày 1/7/2024: Sửa <một> số."
    assert "Chuyện kể" not in made["feed.atom"] + made["feed.json"]


# What bodies are made of, by hands that know Markdown, and by such that know HTML.
PLAIN = [
    "Một đoạn thường.",
    "## Tiêu đề",
    "### Tiêu đề *nghiêng*",
    "- một\n- **hai** & ba",
    "1. một\n2. hai",
    "> Lời *nói*.\n>\n> Hai.",
    "> ## Trong lời",
    "a\u00a0b < c > d",
    "“Ngoặc” \"thẳng\" 'đơn'",
    "[trang](https://vi.wikipedia.org/wiki/)",
    "[kia](../nguoi-2/)",
    "- một\n    - trong",
    "|a|b|\n|-|-|\n|1|2|",
    "---",
    "`mã`",
    "dòng  \nhai",
]
ODD = [
    "<div>hộp</div>",
    "<p>a<p>b",
    "<ul><li>a<li>b",
    "<b>đậm</b>",
    "x<sup>2</sup>",
    "<h2>a<h3>b",
    "<em>",
    "<script>alert(1)</script>",
    "<p><em>mở",
    "</blockquote>",
    "<img src=x>",
    '<a href="javascript:1">k</a>',
    '<a href="https://a.vn/" onclick="1">k</a>',
    "&#0;&#13;",
    "<svg><p>",
    "<table><p>a",
]


@pytest.mark.parametrize("seed", range(4))
def test_story_is_as_cleaning_leaves_it_whatever_its_body(seed: int) -> None:
    some = random.Random(seed)
    site = Site(REGISTRY, AS_OF, imprint=IMPRINT)
    for number in range(400):
        body = "\n\n".join(some.choice(PLAIN if number % 2 else PLAIN + ODD) for _ in range(some.randint(1, 6)))
        profile = replace(story(1, title='Tít "một" & <hai>'), prose=render_prose(body, {}))
        told = render_story(profile, site)
        assert {"div", "script", "svg", "img"}.isdisjoint(Reader(told).tags) and Reader(told).attributes <= {
            "href",
            "title",
            "align",
            "start",
        }
        if number % 2:
            assert told == nh3.clean(told, link_rel=None), body


def test_profile_without_consent_for_its_story_has_the_summary_alone() -> None:
    made = feeds(story(1, tells=False))
    assert "content" not in items(made["feed-toan-van.atom"])[FIRST]
    assert items(made["feed-toan-van.json"])[FIRST]["content_text"] == SAPO
    assert "bodies" not in items(made["ninjs.json"])[FIRST]
    assert not any("Chuyện kể" in text for text in made.values())


def test_full_content_is_clean_and_every_address_in_it_is_whole(project: Project) -> None:
    project.write("tran-thi-hai", id="DH-2024-002", name="Trần Thị Hai", title="Bài hai")
    project.add_photo("nguyen-minh-hoa")
    project.write(
        "nguyen-minh-hoa",
        photos=PHOTO,
        covers="[name, image, story]",
        body=(
            "Mở. [Trang](/tieu-chuan/) [bạn](../tran-thi-hai/) [ngoài](https://example.com/?a=1&b=2) "
            "<script>alert(1)</script>"
            '<a href="javascript:alert(1)" onclick="x()">bấm</a>\n\n## Thành tích\n\nLàm. [Lên](#thanh-tich)\n\n'
            "| a | b |\n|---|---|\n| 1 | 2 |\n"
        ),
    )
    assert project.run("build").returncode == 0
    item = next(
        item
        for item in items(read(project, "bao/feed-toan-van.json")).values()
        if item["url"].endswith("/nguyen-minh-hoa/")
    )
    shown = Reader(item["content_html"])
    assert {"table", "h2", "img"} <= shown.tags and not {"script", "div"} & shown.tags
    assert shown.attributes <= {"href", "src", "alt", "width", "height"}
    photo = next(address for address in shown.addresses if address.endswith(".jpg"))
    assert (project.root / "site" / photo.removeprefix("https://example.org/")).is_file()
    assert sorted({*shown.addresses} - {photo}) == [
        "https://example.com/?a=1&b=2",
        "https://example.org/ho-so/nguyen-minh-hoa/",
        "https://example.org/ho-so/nguyen-minh-hoa/#thanh-tich",
        "https://example.org/ho-so/tran-thi-hai/",
        "https://example.org/tieu-chuan/",
    ]


def test_control_characters_in_a_text_leave_the_feed_readable() -> None:
    profile = story(1)
    odd = replace(profile, appearances={"bao": replace(profile.appearances["bao"], title="Một\x0b\x01 dòng")})
    assert items(feeds(odd)["feed.atom"])[FIRST]["title"] == "Một dòng"
    assert escape_xml("a\x0b\ufffe\ud800&<b>\n\U0001f33f") == "a&amp;&lt;b&gt;\n\U0001f33f"


# When it changed


def test_correction_moves_its_own_item_and_no_other() -> None:
    before, after = (
        feeds(story(1), story(2)),
        feeds(story(1, corrections=[{"date": "2024-09-09", "text": "Sửa."}]), story(2)),
    )
    for name, key in zip(
        NAMES, ("updated", "date_modified", "updated", "date_modified", "versionCreated"), strict=True
    ):
        assert items(before[name])[FIRST][key] == "2024-06-01T00:00:00+07:00"
        assert items(after[name])[FIRST][key] == "2024-09-09T00:00:00+07:00"
        del (old := items(before[name]))[FIRST], (new := items(after[name]))[FIRST]
        assert old == new


def test_each_further_correction_moves_the_item_even_on_the_day_of_publication() -> None:
    correction = {"date": "2024-06-01", "text": "Sửa."}
    moments = [
        items(feeds(story(1, "2024-06-01T08:00", corrections=[correction] * count))["feed.atom"])[FIRST]["updated"]
        for count in range(3)
    ]
    assert moments[0] == "2024-06-01T08:00:00+07:00"
    assert moments == sorted(set(moments))


def test_follow_up_moves_the_item_and_is_told() -> None:
    made = feeds(
        story(
            1,
            follow_up=[
                {
                    "date": "2024-10-10",
                    "by": "Đơn vị",
                    "effect": "Thêm ba nơi làm theo.",
                    "difficulties": "Khó khăn kín",
                    "decision": "support",
                }
            ],
        )
    )
    assert items(made["feed.atom"])[FIRST]["updated"] == "2024-10-10T00:00:00+07:00"
    assert "Thêm ba nơi làm theo." in made["feed-toan-van.atom"]
    assert not any("Khó khăn kín" in text for text in made.values())


@pytest.mark.parametrize("profiles", [(), (story(1), story(2, "2024-07-01"))], ids=["empty", "two"])
def test_nothing_moves_with_the_day_of_the_build(profiles: tuple[PublishedProfile, ...]) -> None:
    assert feeds(*profiles) == feeds(*profiles, as_of=AS_OF + timedelta(days=400))


# Withdrawal


def test_withdrawal_is_announced_under_the_same_name_without_a_name(project: Project) -> None:
    project.write("tran-thi-hai", id="DH-2024-002", name="Trần Thị Hai", title="Bài hai")
    project.write("nguyen-minh-hoa", more='corrections: [{date: 2024-08-08, text: "Sửa một số."}]\n')
    assert project.run("build").returncode == 0
    before = {name: items(read(project, f"bao/{name}")) for name in NAMES}
    gone = next(id for id, item in before["feed.json"].items() if item["url"].endswith("/nguyen-minh-hoa/"))
    project.write("nguyen-minh-hoa", status="withdrawn", review=', date: 2024-08-08, notice: "Rút theo đề nghị."')
    assert project.run("build").returncode == 0
    for name in NAMES:
        text = read(project, f"bao/{name}")
        now = items(text)
        assert set(now) == set(before[name])
        assert {id: item for id, item in now.items() if id != gone} == {
            id: item for id, item in before[name].items() if id != gone
        }
        assert not [
            word for word in ("Nguyễn Minh Họa", "nguyen-minh-hoa", "Đọc ảnh nhanh hơn", "Sửa một số") if word in text
        ]
        assert "Rút theo đề nghị." in text
        changed = next(key for key in ("updated", "date_modified", "versionCreated") if key in now[gone])
        assert before[name][gone][changed] < now[gone][changed] and now[gone][changed].startswith("2024-08-08")
    assert (
        items(read(project, "bao/feed.atom"))[gone]["title"]
        == items(read(project, "bao/feed.json"))[gone]["title"]
        == "Hồ sơ đã rút"
    )
    assert items(read(project, "bao/ninjs.json"))[gone]["pubStatus"] == "canceled"
    (tombstone,) = ElementTree.fromstring(read(project, "bao/feed.atom")).iter(f"{TOMBSTONES}deleted-entry")
    assert (tombstone.get("ref"), (tombstone.get("when") or "")[:10]) == (gone, "2024-08-08")
    assert gone not in items(read(project, "tap-chi/feed.atom"))


def test_withdrawal_whose_day_nobody_wrote_is_dated_by_the_last_known_change(project: Project) -> None:
    project.write("nguyen-minh-hoa", status="withdrawn", more='corrections: [{date: 2024-08-08, text: "Sửa."}]\n')
    for as_of in ("2024-09-01", "2026-09-01"):
        assert project.run("build", "--as-of", as_of).returncode == 0
        (item,) = items(read(project, "bao/feed.atom")).values()
        assert item["updated"] == "2024-08-08T23:59:59+07:00"


def test_profile_that_was_never_shown_is_never_announced(project: Project) -> None:
    project.write("nguyen-minh-hoa", newspaper="2024-09-01", status="withdrawn", review=", date: 2024-08-08")
    assert project.run("build").returncode == 0
    assert not items(read(project, "bao/feed.atom")) and items(read(project, "cong-thong-tin/feed.atom"))


# On the page


def test_section_leads_to_every_feed_and_apps_find_four(project: Project) -> None:
    project.write("nguyen-minh-hoa")
    assert project.run("build").returncode == 0
    page = project.page("bao")
    head, _, body = page.partition("</head>")
    assert all(f'href="{name}"' in body for name in NAMES)
    assert head.count('rel="alternate"') == 4 and "ninjs" not in head
    assert all((project.root / "site/bao" / name).is_file() for name in NAMES)
