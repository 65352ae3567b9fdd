"""The files of the open data: JSON with one record a line, CSV for Excel, and a JSON Schema beside each JSON file.

Sources: JSON Schema 2020-12; RFC 4180 (CSV: CRLF, quotes doubled); OWASP, "CSV Injection" (which cells a spreadsheet would run).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import Any, TypeAlias

from guongsang.outputs.artifacts import FileArtifact, PromisedFile
from guongsang.outputs.data.changes import change_order, change_records, withdrawal_records
from guongsang.outputs.data.definition import (
    VERSION,
    ChangeRecord,
    Head,
    InitiativeRecord,
    ProfileRecord,
    ProfileRow,
    Record,
    Source,
    UnitRecord,
)
from guongsang.outputs.data.records import (
    address,
    initiative_records,
    profile_record,
    profile_row,
    shown_profiles,
    unit_records,
)
from guongsang.publication.profile import PublishedProfile
from guongsang.publication.site import Site
from guongsang.text.addresses import DATA_TABLE_URL, DATA_URL, dataset_schema_url, dataset_url

Order: TypeAlias = tuple[int | str, ...]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# A spreadsheet takes a cell that begins so for a formula; the full-width forms too, in East Asian settings.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "\ufeff"  # by which Excel knows UTF-8


@dataclass(frozen=True, slots=True)
class Dataset:
    """One kind of records: the key under which they stand in `<key>.json`, their definition, and how profiles and the site as a whole give them.

    `order` tells where a record stands; of two that stand in one place, the one whose line comes first.
    """

    key: str
    title: str
    about: str
    model: type[Record]
    order: Callable[[Any], Order]
    of_profile: Callable[[PublishedProfile, Site], Iterable[Record]] = lambda profile, site: ()
    of_site: Callable[[Site], Iterable[Record]] = lambda site: ()

    @property
    def path(self) -> str:
        return dataset_url(self.key)

    @property
    def schema_path(self) -> str:
        return dataset_schema_url(self.key)


DATASETS = (
    Dataset(
        "profiles",
        "Hồ sơ",
        "Mọi hồ sơ đang đăng, với khen thưởng, ảnh, lời trích và đối chiếu tiêu chuẩn.",
        ProfileRecord,
        lambda record: (record.id, record.address),
        lambda profile, site: [profile_record(profile, site)],
    ),
    Dataset(
        "initiatives",
        "Mô hình, sáng kiến",
        "Mỗi mô hình với cách làm, số liệu trước và sau, nơi đã làm theo.",
        InitiativeRecord,
        lambda record: (record.id, record.profile.id),
        initiative_records,
    ),
    Dataset(
        "units",
        "Đơn vị",
        "Tên nay, tên cũ, đơn vị kế thừa và số hồ sơ của từng đơn vị.",
        UnitRecord,
        lambda record: (record.id,),
        of_site=unit_records,
    ),
    Dataset(
        "changes",
        "Thay đổi",
        "Hồ sơ nào được đăng, đính chính, theo dõi, rút, và vào ngày nào; mới nhất trước.",
        ChangeRecord,
        change_order,
        change_records,
        withdrawal_records,
    ),
)


@dataclass(frozen=True, slots=True)
class DataLines:
    """What a profile gives the open data: its lines in each dataset, by key, each with where it stands; and its row in the table."""

    records: Mapping[str, Sequence[tuple[Order, bytes]]]
    row: bytes


def data_files(site: Site) -> Iterator[FileArtifact | PromisedFile]:
    """Yield the open data: every dataset with its schema, and the table of profiles."""
    told = _told(site)
    for dataset in DATASETS:
        yield PromisedFile(dataset.path, (dataset.key, *told), partial(render_json, dataset, site), DATA_URL)
        yield PromisedFile(dataset.schema_path, (dataset.key, VERSION), partial(render_schema, dataset, site))
    yield PromisedFile(DATA_TABLE_URL, told, partial(render_table, site), DATA_URL)


def data_lines(profile: PublishedProfile, site: Site) -> DataLines:
    """Return what a profile gives the open data."""
    profile = site.whole(profile)
    return DataLines(
        {dataset.key: tuple(_placed(dataset, dataset.of_profile(profile, site))) for dataset in DATASETS},
        _render_row(profile_row(profile, site)).encode(),
    )


def _told(site: Site) -> tuple[Any, ...]:
    """Return what decides the data: the lines of profiles where they are kept, else the profiles. An edit of a story alone moves none of them."""
    shown = shown_profiles(site)
    digests = (
        site.kept_texts.data_digests(tuple(profile.slug for profile in shown))
        if site.kept_texts
        else repeat(None, len(shown))
    )
    return tuple(digest or profile for digest, profile in zip(digests, shown, strict=True)), site.notices


def _placed(dataset: Dataset, records: Iterable[Record]) -> Iterator[tuple[Order, bytes]]:
    return ((dataset.order(record), record.model_dump_json().encode()) for record in records)


def _lines_of(site: Site) -> Iterator[DataLines]:
    """Yield the lines of every profile that the data tell of, those that are made already as they are."""
    shown = shown_profiles(site)
    kept = (
        site.kept_texts.data(tuple(profile.slug for profile in shown)) if site.kept_texts else repeat(None, len(shown))
    )
    return (lines or data_lines(profile, site) for lines, profile in zip(kept, shown, strict=True))


def render_json(dataset: Dataset, site: Site) -> bytes:
    """Return a dataset as JSON: what it is first, then one record a line, so that two versions can be compared line by line."""
    placed = [line for lines in _lines_of(site) for line in lines.records[dataset.key]]
    records = [line for _, line in sorted([*placed, *_placed(dataset, dataset.of_site(site))])]
    imprint = site.imprint
    head = Head.model_validate(
        {
            "$schema": address(dataset.schema_path, site),
            "version": VERSION,
            "as_of": site.as_of.date(),
            "count": len(records),
            "source": Source(name=imprint.name, publisher=imprint.publisher, address=imprint.address or None),
            "licence": imprint.licence or None,
            "usage": address(imprint.usage, site) if imprint.usage else None,
        }
    )
    lines = ",\n".join(
        f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in head.model_dump(mode="json").items()
    )
    return b"".join((f'{{\n{lines},\n"{dataset.key}": [\n'.encode(), b",\n".join(records), b"\n]\n}\n"))


def data_schema(dataset: Dataset, site: Site) -> dict[str, Any]:
    """Return the JSON Schema of a dataset's file."""
    head = Head.model_json_schema(mode="serialization")
    item = dataset.model.model_json_schema(mode="serialization")
    definitions = {**head.pop("$defs", {}), **item.pop("$defs", {}), dataset.model.__name__: item}
    return _plain(
        {
            "$schema": _DIALECT,
            "$id": address(dataset.schema_path, site),
            "title": dataset.title,
            "description": dataset.about,
            "type": "object",
            "properties": {
                **head["properties"],
                dataset.key: {
                    "description": dataset.about,
                    "type": "array",
                    "items": {"$ref": f"#/$defs/{dataset.model.__name__}"},
                },
            },
            "required": [*head["required"], dataset.key],
            "additionalProperties": False,
            "$defs": dict(sorted(definitions.items())),
        }
    )


def render_schema(dataset: Dataset, site: Site) -> bytes:
    """Return a dataset's schema as the text of a JSON file."""
    return (json.dumps(data_schema(dataset, site), ensure_ascii=False, indent=1) + "\n").encode()


def render_table(site: Site) -> bytes:
    """Return the profiles as CSV that Excel opens with its letters right: UTF-8 with a mark, commas, CRLF.

    Numbers stand bare; days as 2024-09-05; a text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    return b"".join(
        (f"{_MARK}{_render_line(ProfileRow.model_fields)}".encode(), *(lines.row for lines in _lines_of(site)))
    )


def _render_row(row: ProfileRow) -> str:
    return _render_line([render_cell(value) for value in row.model_dump(mode="json").values()])


def _render_line(cells: Iterable[str | int]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC).writerow(cells)
    return text.getvalue()


def render_cell(value: str | int | bool | None) -> str | int:
    """Return a value as a cell holds it: numbers as they are, texts so that no spreadsheet runs them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    text = value or ""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(schema: Any) -> Any:
    """Return a schema without pydantic's own titles, which repeat the keys in English."""
    if isinstance(schema, dict):
        return {
            key: _plain(value)
            for key, value in schema.items()
            if not (key == "title" and isinstance(value, str) and value.isascii())
        }
    return [_plain(item) for item in schema] if isinstance(schema, list) else schema
