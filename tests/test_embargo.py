"""Embargo: what waits for its day stays unknown; a channel that announces headlines shows the headline alone."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from feed_samples import NAMES, items, read
from guongsang.build.compile_site import compile_site, load_edition
from guongsang.publication.profile import EmbargoedTitle
from guongsang.text.dates import parse_moment
from projects import PHOTO, Project

HEADLINE = "Tít riêng của kênh báo"
PLAN = f'  newspaper: {{publish: 2024-07-15T06:00, title: "{HEADLINE}"}}\n'


# A person whom no example in the handbook is called after.
WAITING = {
    "id": "DH-2024-777",
    "name": "Lò Thị Chờ Ngày",
    "title": "Chuyện chưa kể ở đâu",
    "portal": "2024-07-20",
    "photos": PHOTO,
    "covers": "[name, image, story]",
}
UNKNOWN = (
    "Lò Thị Chờ Ngày",
    "lo-thi-cho-ngay",
    "Chuyện chưa kể ở đâu",
    "tìm ra cách đọc ảnh",
    "Sáng kiến của",
    "Báo cáo số 8/BC-MH",
    "anh-goc",
)


def tell_titles(project: Project, channel: str = "newspaper") -> None:
    """Let a channel tell its headlines beforehand."""
    path = project.root / "exemplars/_registry/channels.yml"
    before, mark, after = path.read_text(encoding="utf-8").partition(f"- id: {channel}\n")
    path.write_text(before + mark + after.replace("embargo_titles: false", "embargo_titles: true", 1), encoding="utf-8")


def write_waiting(project: Project, slug: str = "nguyen-minh-hoa", **changes: str) -> Path:
    """Write a profile that waits for its day on the newspaper, under a headline of its own there."""
    path = project.write(slug, **changes)
    text = path.read_text(encoding="utf-8")
    assert "  newspaper: {publish: 2024-06-02}\n" in text
    path.write_text(text.replace("  newspaper: {publish: 2024-06-02}\n", PLAN), encoding="utf-8")
    return path


def upcoming(project: Project, as_of: str = "2024-07-14", *, samples: bool = True) -> list[EmbargoedTitle]:
    return list(compile_site(load_edition(project.root, parse_moment(as_of)), samples=samples).upcoming_titles)


def holders(project: Project, *words: str) -> set[str]:
    """Return the built files that hold one of the words, in their names or as text, packed or not."""
    root = project.root / "site"
    found = set()
    for path in (path for path in root.rglob("*") if path.is_file()):
        name, content = path.relative_to(root).as_posix(), path.read_bytes()
        plain = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
        found |= {name for word in words if word in name or word.encode() in plain}
    return found


def test_item_of_the_newspaper_comes_on_its_day_and_nothing_else_changes(project: Project) -> None:
    write_waiting(project)
    project.write("tran-thi-hai", id="DH-2024-002", name="Trần Thị Hai", title="Bài hai")
    known: list[dict[str, str]] = []
    for moment in ("2024-07-14T06:00", "2024-07-15T06:00"):
        assert project.run("build", "--as-of", moment).returncode == 0
        known.append(
            {
                f"{section}/{name}": read(project, f"{section}/{name}")
                for section in ("bao", "cong-thong-tin", "tap-chi", "truyen-thong")
                for name in NAMES
            }
        )
    before, after = known
    for name in NAMES:
        old, new = items(before[f"bao/{name}"]), items(after[f"bao/{name}"])
        assert len(old) == 1 and len(new) == 2 and all(new[id] == item for id, item in old.items())
        assert "nguyen-minh-hoa" not in before[f"bao/{name}"] and HEADLINE not in before[f"bao/{name}"]
        assert HEADLINE in after[f"bao/{name}"]
    assert {name for name in before if before[name] != after[name]} == {f"bao/{name}" for name in NAMES}


def test_without_embargo_titles_nothing_is_known_of_what_waits(project: Project) -> None:
    project.add_photo("lo-thi-cho-ngay")
    write_waiting(project, "lo-thi-cho-ngay", **WAITING)
    assert project.run("build", "--as-of", "2024-07-14").returncode == 0
    assert holders(project, *UNKNOWN, HEADLINE, "DH-2024-777") == set()
    assert project.run("build", "--as-of", "2024-07-15T06:00").returncode == 0
    assert "ho-so/lo-thi-cho-ngay/index.html" in holders(project, *UNKNOWN)  # the words are the right ones


def test_with_embargo_titles_the_headline_is_known_and_no_more(project: Project) -> None:
    tell_titles(project)
    project.add_photo("lo-thi-cho-ngay")
    write_waiting(project, "lo-thi-cho-ngay", **WAITING)
    assert project.run("build", "--as-of", "2024-07-14").returncode == 0
    assert holders(project, *UNKNOWN) == set()
    assert holders(project, HEADLINE, "DH-2024-777") == {
        "bao/ninjs.json",
        "bao/toa-soan/index.html",
    }  # the feed for newsrooms, and their page
    (listed,) = items(read(project, "bao/ninjs.json")).values()
    assert (listed["pubStatus"], listed["embargoedUntil"], listed["headlines"][0]["value"]) == (
        "withheld",
        "2024-07-15T06:00:00+07:00",
        HEADLINE,
    )
    assert set(listed) == {
        "uri",
        "standard",
        "type",
        "pubStatus",
        "language",
        "altIds",
        "representationType",
        "embargoedUntil",
        "headlines",
        "edNote",
    }
    assert not any(items(read(project, f"bao/{name}")) for name in NAMES if name != "ninjs.json")
    assert not items(read(project, "cong-thong-tin/ninjs.json"))


def test_withheld_item_becomes_usable_under_the_same_name(project: Project) -> None:
    tell_titles(project)
    write_waiting(project)
    found = []
    for moment in ("2024-07-14", "2024-07-16"):
        assert project.run("build", "--as-of", moment).returncode == 0
        (item,) = items(read(project, "bao/ninjs.json")).values()
        found.append((item["uri"], item["pubStatus"], "embargoedUntil" in item))
    assert found == [(found[0][0], "withheld", True), (found[0][0], "usable", False)]


def test_upcoming_titles_come_in_the_order_of_their_days(project: Project) -> None:
    tell_titles(project)
    write_waiting(project)
    project.write("tran-thi-hai", id="DH-2024-002", name="Trần Thị Hai", title="Bài hai", newspaper="2024-07-15")
    assert upcoming(project) == [
        EmbargoedTitle("newspaper", "DH-2024-002", "Bài hai", parse_moment("2024-07-15")),
        EmbargoedTitle("newspaper", "DH-2024-001", HEADLINE, parse_moment("2024-07-15T06:00")),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "draft"},
        {"status": "in_review"},
        {"status": "suspended"},
        {"status": "withdrawn"},
        {"covers": "[image, story]"},
        {"consent": "  expires: 2024-07-01\n"},
        {"consent": "  expires: 2024-07-14\n"},
    ],
    ids=[
        "draft",
        "in review",
        "suspended",
        "withdrawn",
        "name not covered",
        "consent over",
        "consent over before the day",
    ],
)
def test_headline_stays_unknown_where_more_than_the_day_is_missing(project: Project, changes: dict[str, str]) -> None:
    tell_titles(project)
    write_waiting(project, **changes)
    assert upcoming(project) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("channels: [portal, newspaper]", "channels: [portal]"),
        ('  - {clause: chung-3, statement: Giúp đỡ đồng nghiệp., document: "Báo cáo số 8/BC-MH"}\n', ""),
        ("unit: cuc-vien-tham", "unit: khong-co-don-vi"),
    ],
    ids=["no consent for the channel", "a clause unanswered", "an error"],
)
def test_headline_stays_unknown_where_the_record_lacks_something(project: Project, old: str, new: str) -> None:
    tell_titles(project)
    path = write_waiting(project)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert upcoming(project) == []


def test_headline_is_told_by_the_channel_that_says_so_and_no_other(project: Project) -> None:
    tell_titles(project, "portal")
    write_waiting(project, portal="2024-07-20")
    assert [(item.channel, item.title) for item in upcoming(project)] == [("portal", "Đọc ảnh nhanh hơn")]


def test_headline_of_fiction_goes_with_the_samples_and_says_so(project: Project) -> None:
    tell_titles(project)
    write_waiting(project, more="sample: true\n")
    assert upcoming(project, samples=False) == []
    assert [item.sample for item in upcoming(project)] == [True]
    assert project.run("build", "--as-of", "2024-07-14").returncode == 0
    assert "hư cấu" in json.loads(read(project, "bao/ninjs.json"))["items"][0]["edNote"]
