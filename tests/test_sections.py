"""The sections of the channels: archive by month, and feeds that readers' apps can take."""

from __future__ import annotations

import json
from datetime import datetime
from xml.etree import ElementTree

from projects import Project

ATOM = "{http://www.w3.org/2005/Atom}"
FIFTH = """
- id: radio
  name: Đài Thử
  short: Đài
  publisher: van-phong-bo
  path: dai
  look: magazine
  order: newest
"""


def test_archive_files_each_story_under_the_month_of_that_channel(project: Project) -> None:
    project.write("nguyen-minh-hoa", portal="2024-06-01", newspaper="2024-07-15")
    project.write(
        "tran-thi-hai",
        id="DH-2024-002",
        name="Trần Thị Hai",
        title="Bài thứ hai",
        portal="2024-06-20",
        newspaper="2024-08-01",
    )
    assert project.run("build").returncode == 0
    june, july = project.page("cong-thong-tin/2024/06"), project.page("bao/2024/07")
    assert "Nguyễn Minh Họa" in june and "Trần Thị Hai" in june
    assert "Nguyễn Minh Họa" in july and "Trần Thị Hai" not in july
    assert not project.has_page("bao/2024/06")
    assert 'href="2024/07/">Tháng 7</a>' in project.page("bao")


def test_feed_holds_the_channels_own_headline_and_parses_as_atom(project: Project) -> None:
    text_of_channel = (
        '  portal: {publish: 2024-06-01}\n  newspaper: {publish: 2024-07-15, title: "Tít <riêng> & khác"}\n'
    )
    path = project.write("nguyen-minh-hoa")
    plain = "  portal: {publish: 2024-06-01}\n  newspaper: {publish: 2024-06-02}\n"
    path.write_text(path.read_text(encoding="utf-8").replace(plain, text_of_channel), encoding="utf-8")
    assert project.run("build").returncode == 0
    feed = ElementTree.parse(project.root / "site/bao/feed.atom").getroot()
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Tít <riêng> & khác"
    assert entry.find(f"{ATOM}link").get("href") == "https://example.org/ho-so/nguyen-minh-hoa/"
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}published") or "") == datetime.fromisoformat(
        "2024-07-15T00:00:00+07:00"
    )
    (item,) = json.loads((project.root / "site/bao/feed.json").read_text(encoding="utf-8"))["items"]
    assert (item["title"], item["id"]) == ("Tít <riêng> & khác", entry.findtext(f"{ATOM}id"))
    assert 'type="application/atom+xml"' in project.page("bao")


def test_feed_waits_for_the_channels_embargo(project: Project) -> None:
    project.write("nguyen-minh-hoa", newspaper="2024-07-15")
    assert project.run("build", "--as-of", "2024-07-14").returncode == 0
    assert "nguyen-minh-hoa" not in (project.root / "site/bao/feed.atom").read_text(encoding="utf-8")
    assert "nguyen-minh-hoa" in (project.root / "site/cong-thong-tin/feed.atom").read_text(encoding="utf-8")


def test_correction_moves_an_item_and_a_build_does_not(project: Project) -> None:
    path = project.write("nguyen-minh-hoa")

    def updated() -> str:
        assert project.run("build").returncode == 0
        feed = ElementTree.parse(project.root / "site/bao/feed.atom").getroot()
        return feed.findtext(f"{ATOM}entry/{ATOM}updated") or ""

    first = updated()
    assert updated() == first
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "review:", "corrections: [{date: 2024-09-09, text: Sửa một số.}]\nreview:"
        ),
        encoding="utf-8",
    )
    assert updated() == "2024-09-09T00:00:00+07:00"


def test_fifth_channel_gets_section_archive_and_feed_from_its_entry_alone(project: Project) -> None:
    channels = project.root / "exemplars/_registry/channels.yml"
    channels.write_text(channels.read_text(encoding="utf-8") + FIFTH, encoding="utf-8")
    path = project.write("nguyen-minh-hoa")
    text = path.read_text(encoding="utf-8").replace("[portal, newspaper]", "[portal, newspaper, radio]")
    path.write_text(
        text.replace(
            "  newspaper: {publish: 2024-06-02}\n",
            "  newspaper: {publish: 2024-06-02}\n  radio: {publish: 2024-10-10}\n",
        ),
        encoding="utf-8",
    )
    done = project.run("build")
    assert done.returncode == 0, done.stdout
    assert "Nguyễn Minh Họa" in project.page("dai") and "gs-section--magazine" in project.page("dai")
    assert project.has_page("dai/2024/10")
    assert "nguyen-minh-hoa" in (project.root / "site/dai/feed.atom").read_text(encoding="utf-8")
    assert 'href="dai/"' in project.page("")
