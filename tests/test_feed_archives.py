"""Archives of long feeds: the newest items in the feed, every other one in the month of its publication."""

from __future__ import annotations

import json
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from feed_samples import (
    ATOM,
    HISTORY,
    NAMES,
    archive,
    items,
)
from test_feeds import MONTHS, STORIES

# Months


def test_feed_of_fifty_items_has_no_archive() -> None:
    made, ids = archive(50)
    assert sorted(made) == sorted(NAMES) and len(ids) == 50


@pytest.mark.parametrize("name", NAMES)
def test_long_feed_keeps_the_newest_and_files_every_item_in_one_month(name: str) -> None:
    made, ids = archive(120)
    stem, _, extension = name.rpartition(".")
    months = {month: items(made[f"{stem}-{month}.{extension}"]) for month in MONTHS}
    assert len(ids) == 120 and sorted(id for found in months.values() for id in found) == sorted(ids)
    first = {"atom": "published", "json": "firstCreated" if stem == "ninjs" else "date_published"}[extension]
    assert {
        (month, item[first][:7]) for month, found in months.items() for item in found.values() if item.get(first)
    } == {(month, month) for month in STORIES}
    key = {"atom": "updated", "json": "versionCreated" if stem == "ninjs" else "date_modified"}[extension]
    moments = sorted((item[key] for found in months.values() for item in found.values()), reverse=True)
    assert [item[key] for item in items(made[name]).values()] == moments[:50]


@pytest.mark.parametrize("name", ["feed.atom", "feed-toan-van.atom"])
def test_atom_archives_are_chained_as_rfc_5005_asks(name: str) -> None:
    made, _ = archive(120)
    stem = name.removesuffix(".atom")
    chain = [name, *(f"{stem}-{month}.atom" for month in MONTHS)]
    documents = {file: ElementTree.fromstring(made[file]) for file in chain}
    links = {
        file: {
            link.get("rel"): (link.get("href") or "").removeprefix("https://example.org/thu/bao/")
            for link in feed.findall(f"{ATOM}link")
        }
        for file, feed in documents.items()
    }
    assert (
        all(links[newer]["prev-archive"] == older for newer, older in pairwise(chain))
        and "prev-archive" not in links[chain[-1]]
    )
    assert (
        all(links[older]["next-archive"] == newer for newer, older in pairwise(chain[1:]))
        and "next-archive" not in links[chain[1]]
    )
    assert [links[file].get("current") for file in chain] == [None, *[name] * len(MONTHS)]
    assert [feed.find(f"{HISTORY}archive") is not None for feed in documents.values()] == [False, *[True] * len(MONTHS)]
    assert {links[file]["self"] for file in chain} == set(chain)
    assert len({feed.findtext(f"{ATOM}id") for feed in documents.values()}) == 1


@pytest.mark.parametrize("name", ["feed.json", "feed-toan-van.json", "ninjs.json"])
def test_next_url_leads_through_every_item(name: str) -> None:
    made, ids = archive(120)
    found: set[str] = set()
    file, steps = name, 0
    while file:
        found |= set(items(made[file]))
        document = json.loads(made[file])
        assert document["feed_url"] == f"https://example.org/thu/bao/{file}"
        file, steps = document.get("next_url", "").removeprefix("https://example.org/thu/bao/"), steps + 1
    assert (found, steps) == (ids, 1 + len(MONTHS))
