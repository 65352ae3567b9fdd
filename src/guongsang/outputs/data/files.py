"""The files of the open data: JSON with a record per line, CSV for Excel, a schema per JSON file.

Sources: JSON Schema 2020-12; RFC 4180 (CSV: CRLF, quotes doubled); OWASP, "CSV Injection" (cells
that a spreadsheet would run).
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
# Spreadsheets run cells that begin so as formulas; in East Asian locales full-width forms too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "\ufeff"  # byte order mark, by which Excel recognises UTF-8


@dataclass(frozen=True, slots=True)
class Dataset:
    """One kind of records, published as `<key>.json`.

    Attributes:
        key: key of the list in the file.
        about: description for users, in Vietnamese.
        model: definition of a record.
        order: sort key of a record; ties are sorted by their line.
        of_profile: makes the records of a profile.
        of_site: makes the records that belong to no profile.
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
        """Address of the file, relative to the site's root."""
        return dataset_url(self.key)

    @property
    def schema_path(self) -> str:
        """Address of its JSON Schema, relative to the site's root."""
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
    """The parts of the open data that come from one profile.

    Attributes:
        records: by key of the dataset, its (sort key, line) pairs.
        row: its row in the CSV.
    """

    records: Mapping[str, Sequence[tuple[Order, bytes]]]
    row: bytes


def data_files(site: Site) -> Iterator[FileArtifact | PromisedFile]:
    """Yield the open data: every dataset with its schema, and the table of profiles."""
    inputs = _inputs(site)
    for dataset in DATASETS:
        yield PromisedFile(dataset.path, (dataset.key, *inputs), partial(render_json, dataset, site), DATA_URL)
        yield PromisedFile(dataset.schema_path, (dataset.key, VERSION), partial(render_schema, dataset, site))
    yield PromisedFile(DATA_TABLE_URL, inputs, partial(render_table, site), DATA_URL)


def data_lines(profile: PublishedProfile, site: Site) -> DataLines:
    """Return the parts of the open data that come from one profile."""
    profile = site.whole(profile)
    return DataLines(
        {dataset.key: tuple(_placed(dataset, dataset.of_profile(profile, site))) for dataset in DATASETS},
        _render_row(profile_row(profile, site)).encode(),
    )


def _inputs(site: Site) -> tuple[Any, ...]:
    """Return the inputs of the data: digests of cached lines, or the profiles if not cached.

    An edit of a story alone changes no line, so the files are reused.
    """
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
    """Yield the lines of every profile in the data; cached ones are reused."""
    shown = shown_profiles(site)
    cached = (
        site.kept_texts.data(tuple(profile.slug for profile in shown)) if site.kept_texts else repeat(None, len(shown))
    )
    return (lines or data_lines(profile, site) for lines, profile in zip(cached, shown, strict=True))


def render_json(dataset: Dataset, site: Site) -> bytes:
    """Return a dataset as JSON: head, then one record per line, so that versions can be diffed."""
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
    schema: dict[str, Any] = _plain(
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
    return schema


def render_schema(dataset: Dataset, site: Site) -> bytes:
    """Return a dataset's schema as the text of a JSON file."""
    return (json.dumps(data_schema(dataset, site), ensure_ascii=False, indent=1) + "\n").encode()


def render_table(site: Site) -> bytes:
    """Return the profiles as CSV in which Excel shows all letters: UTF-8 with BOM, commas, CRLF.

    Numbers are not quoted; days are written 2024-09-05. A text that a spreadsheet would run as a
    formula gets an apostrophe before it.
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
    """Return a value as a cell: numbers as they are, texts so that no spreadsheet runs them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    text = value or ""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(schema: Any) -> Any:
    """Return a schema without pydantic's generated titles, which repeat the keys in English."""
    if isinstance(schema, dict):
        return {
            key: _plain(value)
            for key, value in schema.items()
            if not (key == "title" and isinstance(value, str) and value.isascii())
        }
    return [_plain(item) for item in schema] if isinstance(schema, list) else schema
