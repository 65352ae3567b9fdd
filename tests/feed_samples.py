"""Small feeds for tests: profiles open on one press channel, what its feeds hold of them, and readers of both."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

from builders import AS_OF, make_entry, make_profile, make_published, make_registry
from guongsang.outputs.feeds.channel_feeds import feed_files
from guongsang.publication.imprint import Imprint
from guongsang.publication.profile import Notice, PublishedProfile
from guongsang.publication.site import Site
from guongsang.registry.model import Channel
from projects import Project

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
TOMBSTONES = "{http://purl.org/atompub/tombstones/1.0}"
NAMES = ["feed.atom", "feed.json", "feed-toan-van.atom", "feed-toan-van.json", "ninjs.json"]
REGISTRY = make_registry(channels=[make_entry(Channel, id="bao", name="Báo Thử", press=True)])
IMPRINT = Imprint(name="Trang Thử", address="https://example.org/thu/", owner="Cơ quan Thử", usage="lien-he/#su-dung")
SAPO = "Một kỹ sư trẻ tìm ra cách đọc ảnh vệ tinh nhanh hơn, và chỉ cho các đơn vị bạn cùng làm theo."
FIRST = "urn:uuid:cca5ed6e-5919-5b24-865e-b961d7cfa915"  # UUID 5 of https://example.org/thu/bao/#DH-2024-001


def story(number: int, publish: str = "2024-06-01", *, tells: bool = True, **fields: Any) -> PublishedProfile:
    """Return a profile that is open on the one channel since `publish`."""
    consent = {"covers": ["name", "story"] if tells else ["name"], "document": "Phiếu 1", "date": "2024-01-01"}
    plain = {
        "kind": "individual",
        "name": f"Người {number}",
        "year": 2024,
        "stage": "outstanding",
        "title": f"Tít {number}",
        "summary": SAPO,
    }
    profile = make_profile(
        id=f"DH-2024-{number:03}", channels={"bao": {"publish": publish}}, consent=consent, **(plain | fields)
    )
    return make_published(profile, REGISTRY, slug=f"nguoi-{number}", body="Chuyện kể.")


def notice(number: int, withdrawn: date = date(2024, 9, 9)) -> Notice:
    return Notice(
        f"nguoi-{number}",
        "Hồ sơ đã rút theo đề nghị của đơn vị.",
        f"DH-2024-{number:03}",
        withdrawn,
        ("bao",),
        withdrawn,
    )


def feeds(*profiles: PublishedProfile, as_of: datetime = AS_OF, notices: tuple[Notice, ...] = ()) -> dict[str, str]:
    """Return the feeds of a site of these profiles, by file name."""
    site = Site(REGISTRY, as_of, profiles, notices, imprint=IMPRINT)
    return {file.path.removeprefix("bao/"): file.content.decode() for file in feed_files(site)}


def items(text: str) -> dict[str, dict[str, Any]]:
    """Return the items of any feed by id. Of an Atom entry, the texts of its children."""
    if text.startswith("<"):
        found = ElementTree.fromstring(text).iter(f"{ATOM}entry")
        return {
            entry.findtext(f"{ATOM}id") or "": {child.tag.removeprefix(ATOM): child.text for child in entry}
            for entry in found
        }
    return {item.get("id") or item["uri"]: item for item in json.loads(text)["items"]}


def read(project: Project, name: str) -> str:
    return (project.root / "site" / name).read_text(encoding="utf-8")


def archive(count: int) -> tuple[dict[str, str], set[str]]:
    """Return the feeds of so many stories of 2022, 2023 and 2024 and of two withdrawn ones; and the ids of all."""
    stories = [story(number, f"{2022 + number % 3}-{1 + number % 12:02}-01") for number in range(1, count - 1)]
    made = feeds(*stories, notices=(notice(801), notice(802, date(2022, 5, 5))))
    return made, {
        id for name, text in made.items() if name.startswith("feed.") or name.startswith("feed-2") for id in items(text)
    }
