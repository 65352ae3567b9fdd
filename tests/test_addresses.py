"""Addresses of the site are written in one module, and they stay as they were published."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from guongsang.storage.built_site import is_site
from guongsang.text import addresses
from projects import REPOSITORY

SOURCE = REPOSITORY / "src" / "guongsang"
# The path segments that the design of the public site promises.
SEGMENTS = (
    "ho-so",
    "ca-nhan",
    "tap-the",
    "nhan-to-moi",
    "mo-hinh",
    "linh-vuc",
    "don-vi",
    "nam",
    "phong-trao",
    "khen-thuong",
    "tim-kiem",
    "tieu-chuan",
    "thong-ke",
    "su-kien",
    "dinh-chinh",
    "du-lieu",
    "huong-dan",
    "bao-chi",
    "nhung",
)
# A segment that fills a whole string, or a step of a path in it.
WRITTEN = re.compile(rf"(?:^|/)(?:{'|'.join(SEGMENTS)})(?=/|\?|$)")
EXCEPTIONS = {
    "text/addresses.py": "the module that owns them",
    "storage/built_site.py": "stands beside text, which it can't import; the test below compares the two",
    "outputs/sharing/linked_data.py": "`mo-hinh` is the name of a node on the page, not an address",
    "rules/": "messages and example manuscripts quote addresses as people write them",
}


def literals_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each string of a module, and each fixed part of an f-string, with its line; docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and ast.get_docstring(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def modules() -> list[str]:
    return sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))


def test_no_other_module_writes_an_address() -> None:
    found = [
        f"{module}:{line}: {text!r}"
        for module in modules()
        if not module.startswith(tuple(EXCEPTIONS))
        for line, text in literals_of(SOURCE / module)
        if WRITTEN.search(text)
    ]
    assert found == [], "take these from guongsang.text.addresses"


@pytest.mark.parametrize("exception", EXCEPTIONS)
def test_exceptions_are_still_needed(exception: str) -> None:
    assert any(
        WRITTEN.search(text)
        for module in modules()
        if module.startswith(exception)
        for _, text in literals_of(SOURCE / module)
    )


def test_every_promised_segment_is_there() -> None:
    written = {text.strip("/") for _, text in literals_of(SOURCE / "text" / "addresses.py")}
    assert set(SEGMENTS) <= written


def test_a_site_is_known_by_its_search_index(tmp_path: Path) -> None:
    assert not is_site(tmp_path)
    index = tmp_path / addresses.SEARCH_INDEX_FOLDER / "index.json"
    index.parent.mkdir(parents=True)
    index.touch()
    assert is_site(tmp_path)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (addresses.profile_url("an"), "ho-so/an/"),
        (addresses.photo_url("an", "1-0f-800.jpg"), "ho-so/an/anh/1-0f-800.jpg"),
        (addresses.text_url("an"), "ho-so/an/an.txt"),
        (addresses.embed_url("an"), "ho-so/an/nhung/"),
        (addresses.oembed_url("an"), "ho-so/an/oembed.json"),
        (addresses.press_panel_url("an"), "ho-so/an/#bao-chi"),
        (addresses.press_url("an"), "ho-so/an/bao-chi/"),
        (addresses.kit_url("an"), "ho-so/an/bao-chi/an.zip"),
        (addresses.word_url("an"), "ho-so/an/bao-chi/an.docx"),
        (addresses.press_photo_url("an", 2), "ho-so/an/bao-chi/anh/an-2.jpg"),
        (addresses.initiative_url("vuon-uom"), "mo-hinh/vuon-uom/"),
        (addresses.field_url("dat-dai"), "linh-vuc/dat-dai/"),
        (addresses.unit_url("trung-tam"), "don-vi/trung-tam/"),
        (addresses.year_url(2026), "nam/2026/"),
        (addresses.movement_url("xanh"), "phong-trao/xanh/"),
        (addresses.award_url("bang-khen"), "khen-thuong/bang-khen/"),
        (addresses.clause_url("c1"), "tieu-chuan/#c1"),
        (addresses.event_url(2026, "hoi-nghi"), "su-kien/2026/hoi-nghi/"),
        (addresses.filtered_url("ca-nhan/", "nam", 2026), "ca-nhan/nam/2026/"),
        (addresses.section_url("bao"), "bao/"),
        (addresses.section_month_url("bao", 2026, 5), "bao/2026/05/"),
        (addresses.desk_url("bao"), "bao/toa-soan/"),
        (addresses.feed_url("bao", "feed.atom"), "bao/feed.atom"),
        (addresses.feed_url("bao", "feed-toan-van.json", "2026-05"), "bao/feed-toan-van-2026-05.json"),
        (addresses.dataset_url("units"), "du-lieu/units.json"),
        (addresses.dataset_schema_url("units"), "du-lieu/units.schema.json"),
        (addresses.card_url("ho-so/an/", "0f", "png"), "ho-so/an/the-0f.png"),
        (addresses.sitemap_part_url(2), "sitemap-2.xml"),
    ],
)
def test_addresses_stay_as_published(address: str, expected: str) -> None:
    assert address == expected
