"""The types and cache times of a real site in object storage, and how addresses of storage are read."""

from __future__ import annotations

from pathlib import Path

from guongsang.deploy.inventory import take_inventory
from guongsang.deploy.object_store import parse_address
from guongsang.deploy.web_headers import LONG, headers_for, is_fingerprinted


def test_types_and_cache_times_of_a_real_site(repository_site: Path) -> None:
    found = {path: headers_for(path) for path in take_inventory(repository_site).public.files}
    assert {path for path, headers in found.items() if headers.content_type == "application/octet-stream"} == set()
    long = {path for path, headers in found.items() if headers.cache_control == LONG}
    assert long == {path for path in found if is_fingerprinted(path)} and not any(
        path.endswith((".html", ".atom", ".xml", ".csv")) for path in long
    )
    for part in ("/anh/1-", "the-", "tim-kiem/chi-muc/chung-", "tim-kiem/chi-muc/core-", "assets/stylesheets/main."):
        assert any(part in path for path in long), part
    assert not any("/bao-chi/" in path for path in long)  # a kit keeps its name when it changes
    assert not is_fingerprinted("ho-so/thi-dua-20251122/index.html") and not is_fingerprinted(
        "the-0123456789abcdef.png/index.html"
    )
    types = {path.rsplit(".", 1)[-1]: headers.content_type for path, headers in found.items()}
    assert (
        types["docx"].endswith("wordprocessingml.document")
        and types["zip"] == "application/zip"
        and types["woff2"] == "font/woff2"
    )
    assert (
        types["csv"] == "text/csv; charset=utf-8"
        and types["md"] == "text/markdown; charset=utf-8"
        and types["txt"] == "text/plain; charset=utf-8"
    )
    assert (
        found["bao/feed.json"].content_type == "application/feed+json"
        and found["bao/ninjs.json"].content_type == "application/json"
    )


def test_addresses_of_storage_are_read_as_written() -> None:
    assert parse_address("s3://kho-trang") == ("kho-trang", "")
    assert parse_address("s3://kho-trang/a/b/") == ("kho-trang", "a/b/")
