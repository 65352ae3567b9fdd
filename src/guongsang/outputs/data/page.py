"""The page of the open data: files with sizes, every key, terms of use, and runnable examples."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

from guongsang.outputs.artifacts import HOME, PageArtifact
from guongsang.outputs.data.definition import VERSION, Head, ProfileRow, Record
from guongsang.outputs.data.files import DATASETS, data_files
from guongsang.outputs.data.records import address
from guongsang.publication.site import Site
from guongsang.text.addresses import DATA_TABLE_URL, DATA_URL
from guongsang.text.dates import format_date

_WORDS: dict[Any, str] = {str: "chữ", int: "số nguyên", bool: "true hoặc false", date: "ngày"}
_PYTHON = """\
import json
from urllib.request import urlopen

with urlopen("{address}profiles.json") as answer:
    data = json.load(answer)

for profile in data["profiles"]:
    if profile["stage"] == "outstanding":
        print(profile["id"], profile["name"], profile["address"])
"""
_SHELL = """\
curl -s {address}profiles.json |
  jq -r '.profiles[] | select(.year == {year}) | [.id, .name, .unit.name] | @tsv'
"""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file on the page. URL and schema are relative to the site's root; `size` is formatted."""

    name: str
    url: str
    schema: str
    about: str
    size: str


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key on the page. `key` is its whole path, with `[]` after a list; `shape` is its type."""

    key: str
    shape: str
    about: str


@dataclass(frozen=True, slots=True)
class KeyTable:
    """The keys of a file. `id` is the anchor, `note` stands above the table."""

    id: str
    title: str
    note: str
    rows: tuple[KeyRow, ...]


def data_pages(site: Site) -> Iterator[PageArtifact]:
    """Yield the page of the open data."""
    title = "Dữ liệu mở"
    intro = (
        "Mọi điều trang này công bố về các điển hình, ở dạng máy đọc được. "
        "Tải về, đối chiếu, làm tiếp; không cần đăng ký."
    )
    sizes = {file.path: render_size(site.file_sizes.get(file.path) or len(file.content)) for file in data_files(site)}
    root = address(DATA_URL, site)
    imprint = site.imprint
    publisher = f"{imprint.name}, {imprint.owner}" if imprint.owner else imprint.name
    cited = f"{publisher}. Dữ liệu mở, bản ngày {format_date(site.as_of.date())}. {root}"
    yield PageArtifact(
        DATA_URL,
        "data.html",
        title,
        intro,
        {
            "heading": title,
            "intro": intro,
            "version": VERSION,
            "files": _files(sizes),
            "tables": _tables(),
            "cited": cited,
            "python": _PYTHON.format(address=root),
            "shell": _SHELL.format(
                address=root, year=max((profile.year for profile in site.profiles), default=site.as_of.year)
            ),
            "samples": any(profile.sample for profile in site.profiles),
            "whole": bool(imprint.address),
        },
        (HOME,),
        updated=max((profile.updated for profile in site.profiles if profile.updated), default=None),
    )


def _files(sizes: dict[str, str]) -> list[FileRow]:
    rows = [
        FileRow(f"{dataset.key}.json", dataset.path, dataset.schema_path, dataset.about, sizes[dataset.path])
        for dataset in DATASETS
    ]
    rows.insert(
        1, FileRow("profiles.csv", DATA_TABLE_URL, "", "Mỗi hồ sơ một dòng, mở được bằng Excel.", sizes[DATA_TABLE_URL])
    )
    return rows


def _tables() -> list[KeyTable]:
    """Return the tables of keys, derived from the definition of the data."""
    tables = [KeyTable("dau-tep", "Đầu mỗi tệp JSON", "Các khóa đứng trước danh sách.", tuple(_rows(Head)))]
    tables += [
        KeyTable(
            dataset.key,
            f"{dataset.key}.json",
            f"Danh sách ở khóa {dataset.key}, mỗi mục có:",
            tuple(_rows(dataset.model)),
        )
        for dataset in DATASETS
    ]
    return [*tables, KeyTable("csv", "profiles.csv", "Các cột, theo thứ tự:", tuple(_rows(ProfileRow)))]


def _rows(model: type[Record], prefix: str = "") -> Iterator[KeyRow]:
    for name, info in model.model_fields.items():
        key = f"{prefix}{info.serialization_alias or name}"
        shape, inner, many = describe_type(info.annotation)
        yield KeyRow(key, shape, info.description or "")
        if inner:
            yield from _rows(inner, f"{key}[]." if many else f"{key}.")


def describe_type(annotation: Any) -> tuple[str, type[Record] | None, bool]:
    """Return a type in Vietnamese, the record inside it if any, and whether it is a list."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        shape, inner, many = describe_type(next(argument for argument in arguments if argument is not type(None)))
        return f"{shape} hoặc null", inner, many
    if origin is list:
        shape, inner, _ = describe_type(arguments[0])
        return ("danh sách" if inner else f"danh sách {shape}"), inner, True
    if origin is Literal:
        return " · ".join(arguments), None, False
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return "nhóm khóa", annotation, False
    return _WORDS[annotation], None, False


def render_size(size: int) -> str:
    """Return a size in bytes for readers: 12 kB, 3,4 MB (SI: a kB is 1,000 bytes)."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
