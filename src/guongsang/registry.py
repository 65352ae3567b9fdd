"""The registry: units, fields, awards, movements, channels, clusters and criteria, as data.

Everything that names an institution lives in these files, so that another programme is
adopted by editing them. A fault in one is reported like a fault in a profile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from guongsang.authored import Authored, Day, Text
from guongsang.folding import nearest, slugify
from guongsang.located_yaml import parse_yaml, walk
from guongsang.problems import START, Problem
from guongsang.rules import problem
from guongsang.shape import check_shape

Kind = Literal["individual", "collective"]


class Entry(Authored):
    """What every entry of the registry has: an id for files, a name for people."""

    id: Text = Field(description="Mã", pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: Text = Field(description="Tên đầy đủ")
    since: Day | None = Field(None, description="Có từ ngày")
    until: Day | None = Field(None, description="Có đến hết ngày")
    aliases: list[Text] = Field(default_factory=list, description="Cách viết khác")
    source: Text | None = Field(None, description="Căn cứ")
    note: Text | None = Field(None, description="Ghi chú")

    def is_valid_on(self, day: date) -> bool:
        """Answer whether the entry existed on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def spellings(self) -> Iterator[str]:
        """Yield every way in which the entry may be written."""
        yield self.id
        yield self.name
        yield from self.aliases


class FormerName(Authored):
    name: Text = Field(description="Tên cũ")
    until: Day | None = Field(None, description="Dùng đến hết ngày")


class Unit(Entry):
    short: Text | None = Field(None, description="Tên gọn")
    abbreviations: list[Text] = Field(default_factory=list, description="Chữ viết tắt")
    type: Text | None = Field(None, description="Loại đơn vị")
    parent: Text | None = Field(None, description="Đơn vị cấp trên")
    successors: list[Text] = Field(default_factory=list, description="Đơn vị kế thừa")
    former_names: list[FormerName] = Field(default_factory=list, description="Tên cũ")

    def spellings(self) -> Iterator[str]:
        yield from super().spellings()
        yield from self.abbreviations
        yield from (former.name for former in self.former_names)

    @property
    def label(self) -> str:
        return self.short or self.name


class WorkField(Entry):
    short: Text | None = Field(None, description="Tên gọn")
    official: bool = Field(True, description="Lĩnh vực theo quy định hay lĩnh vực chung")
    description: Text | None = Field(None, description="Một câu giới thiệu")

    @property
    def label(self) -> str:
        return self.short or self.name


class Award(Entry):
    kind: Literal["title", "commendation", "medal", "memento", "prize"] = Field(description="Loại")
    applies_to: list[Kind] = Field(description="Dành cho cá nhân, tập thể")
    level: Literal["unit", "ministry", "state"] = Field(description="Cấp")
    authority: Text | None = Field(None, description="Cấp có thẩm quyền")


class Movement(Entry):
    full_name: Text | None = Field(None, description="Tên đầy đủ")


class Channel(Entry):
    short: Text | None = Field(None, description="Tên gọn")
    publisher: Text | None = Field(None, description="Đơn vị phụ trách")
    path: Text = Field(description="Đường dẫn của chuyên trang", pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    look: Literal["portal", "newspaper", "magazine", "media"] = Field("portal", description="Kiểu trình bày")
    tagline: Text | None = Field(None, description="Một câu đề từ")
    description: Text | None = Field(None, description="Lời giới thiệu")
    order: Literal["newest", "name"] = Field("newest", description="Thứ tự")
    embargo_titles: bool = Field(False, description="Có báo trước tít đang chờ đăng")

    @property
    def label(self) -> str:
        return self.short or self.name


class Cluster(Entry):
    year: int = Field(description="Năm")
    head: Text | None = Field(None, description="Đơn vị trưởng cụm, khối")
    members: list[Text] = Field(default_factory=list, description="Các đơn vị")


Record = Literal["initiatives", "awards", "ratings", "recognition"]
_REQUIREMENTS = ("records", "statement", "any", "all")


class Requirement(Authored):
    """What answers a clause: records of a kind, a statement, any of several, or all of several."""

    records: Record | None = Field(None, description="Bảng nào trong hồ sơ")
    where: dict[str, list[Text] | Text] = Field(default_factory=dict, description="Điều kiện trên từng cột")
    each_year: bool = Field(False, description="Phải có trong từng năm của kỳ xét")
    statement: bool = Field(False, description="Lời trả lời ở mục evidence")
    any: list[Requirement] = Field(default_factory=list, description="Có một trong các mục")
    all: list[Requirement] = Field(default_factory=list, description="Có đủ các mục")
    lacking: Text | None = Field(None, description="Câu nói cho cán bộ biết còn thiếu gì")

    @model_validator(mode="after")
    def _one_kind(self) -> Requirement:
        if sum(bool(getattr(self, name)) for name in _REQUIREMENTS) != 1:
            raise PydanticCustomError("requirement", "exactly one of records, statement, any, all")
        return self


class Clause(Entry):
    """A clause of the criteria. `name` is its short title."""

    applies_to: list[Kind] = Field(description="Áp dụng cho cá nhân, tập thể")
    emerging: bool = Field(False, description="Nhân tố mới cũng phải trả lời")
    citation: Text = Field(description="Cách dẫn")
    text: Text = Field(description="Nội dung, diễn lại cho dễ hiểu")
    answered_by: Requirement = Field(description="Điều gì trả lời")


class Window(Authored):
    years: int = Field(2, ge=1, le=10, description="Số năm liền trước năm giới thiệu")


E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Register(Generic[E]):
    """Entries by id, in the order of the file, that can also be found by any spelling."""

    entries: Mapping[str, E] = field(default_factory=dict)
    _by_slug: Mapping[str, E] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, entries: list[E]) -> Register[E]:
        by_slug: dict[str, E] = {}
        for entry in entries:
            for spelling in entry.spellings():
                by_slug.setdefault(slugify(spelling), entry)
        return cls({entry.id: entry for entry in entries}, by_slug)

    def __iter__(self) -> Iterator[E]:
        return iter(self.entries.values())

    def __len__(self) -> int:
        return len(self.entries)

    def get(self, id: str | None) -> E | None:
        return self.entries.get(id) if id else None

    def find(self, written: str | None) -> E | None:
        """Return the entry meant by an id or any known spelling of it (sỹ or sĩ, with marks or without)."""
        return self.entries.get(written) or self._by_slug.get(slugify(written)) if written else None

    def nearest(self, written: str) -> E | None:
        """Return the entry whose spelling is most like what was written, if any is near."""
        found = nearest(written, self._by_slug)
        return self._by_slug[found] if found else None


@dataclass(frozen=True)
class Registry:
    """All reference data of the programme."""

    units: Register[Unit] = field(default_factory=Register)
    fields: Register[WorkField] = field(default_factory=Register)
    awards: Register[Award] = field(default_factory=Register)
    movements: Register[Movement] = field(default_factory=Register)
    channels: Register[Channel] = field(default_factory=Register)
    clusters: Register[Cluster] = field(default_factory=Register)
    clauses: Register[Clause] = field(default_factory=Register)
    window_years: int = 2


_CRITERIA_KEYS = ("window", "clauses")
_FILES: Mapping[str, type[Entry]] = {
    "units": Unit, "fields": WorkField, "awards": Award, "movements": Movement, "channels": Channel, "clusters": Cluster,
}


def load_registry(root: Path, folder: str) -> tuple[Registry, list[Problem]]:
    """Read the registry files in `folder` (relative to `root`). Never raises for what they hold."""
    problems: list[Problem] = []
    registers: dict[str, Any] = {}
    for name, model in _FILES.items():
        data_at: tuple[str | int, ...] = ()
        registers[name] = Register.of(_load_entries(root, f"{folder}/{name}.yml", model, data_at, problems))
    path = f"{folder}/criteria.yml"
    registers["clauses"] = Register.of(_load_entries(root, path, Clause, ("clauses",), problems))
    window = _load_window(root, path, problems)
    registry = Registry(**registers, window_years=window)
    return registry, [*problems, *_check_references(root, folder, registry)]


def _read(root: Path, path: str) -> tuple[Any, list[Problem]]:
    try:
        text = (root / path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None, [problem(path, START, "DH107", found="chưa có tệp này", found_en="the file is missing")]
    except (OSError, UnicodeDecodeError) as error:
        return None, [problem(path, START, "DH107", found=str(error), found_en=str(error))]
    return parse_yaml(path, text)


def _load_window(root: Path, path: str, problems: list[Problem]) -> int:
    located, _ = _read(root, path)
    if located is None or not isinstance(located.data, dict):
        return Window().years
    for key in located.data:
        if key not in _CRITERIA_KEYS:
            problems.append(problem(path, located.key_span(key), "DH202", key=key, where="tệp tiêu chuẩn", where_en="the criteria file",
                                    valid=", ".join(_CRITERIA_KEYS), near=nearest(key, _CRITERIA_KEYS)))
    if located.data.get("window") is None:
        return Window().years
    window, faults = check_shape(path, located, Window, at=("window",), status="approved")
    problems.extend(faults)
    return getattr(window, "years", Window().years)


def _load_entries(root: Path, path: str, model: type[E], at: tuple[str | int, ...], problems: list[Problem]) -> list[E]:
    located, found = _read(root, path)
    problems.extend(found)
    if located is None or (located.data is None and found):
        return []
    entries = located.data
    for step in at:
        entries = entries.get(step) if isinstance(entries, dict) else None
    if not isinstance(entries, list):
        problems.append(problem(path, located.span(*at), "DH208", key=path.rsplit("/", 1)[-1], expected="một danh sách", expected_en="a list",
                                found="dạng khác", found_en="something else", mend="mỗi mục bắt đầu bằng - id: …", mend_en="start each with - id: …"))
        return []
    if not entries and model is Clause:  # without a clause the gate would ask for nothing
        problems.append(problem(path, located.span(*at), "DH107", found="danh mục đang trống", found_en="the register is empty"))
    loaded: list[E] = []
    lines: dict[str, int] = {}
    for index in range(len(entries)):
        place = (*at, index)
        entry, faults = check_shape(path, located, model, at=place, status="approved")
        problems.extend(faults)
        missing = [name for name, info in model.model_fields.items() if info.is_required() and name not in entry.model_fields_set]
        if missing or faults:
            continue
        if entry.id in lines:
            problems.append(problem(path, located.span(*place, "id"), "DH307", registry=path, value=entry.id, first_line=lines[entry.id]))
            continue
        lines[entry.id] = located.span(*place, "id").line
        loaded.append(entry)
    return loaded


def _check_references(root: Path, folder: str, registry: Registry) -> Iterator[Problem]:
    """DH302: ids of units inside the registry must exist. DH301: so must the awards that criteria ask for."""
    references: list[tuple[str, tuple[str | int, ...], str]] = []
    for unit in registry.units:
        references += [("units", (unit.id, "parent"), unit.parent or ""), *(("units", (unit.id, "successors", i), id) for i, id in enumerate(unit.successors))]
    for channel in registry.channels:
        references.append(("channels", (channel.id, "publisher"), channel.publisher or ""))
    for cluster in registry.clusters:
        references += [("clusters", (cluster.id, "head"), cluster.head or ""), *(("clusters", (cluster.id, "members", i), id) for i, id in enumerate(cluster.members))]
    files: dict[str, Any] = {}
    for name, (owner, *rest), id in references:
        if not id or registry.units.get(id):
            continue
        path = f"{folder}/{name}.yml"
        located = files.setdefault(name, _read(root, path)[0])
        index = next((i for i, raw in enumerate(located.data) if isinstance(raw, dict) and raw.get("id") == owner), 0)
        near = registry.units.nearest(id)
        yield problem(path, located.span(index, *rest), "DH302", value=id, near=near.id if near else None, near_name=near.name if near else "")
    yield from _check_criteria_awards(root, f"{folder}/criteria.yml", registry)


def _check_criteria_awards(root: Path, path: str, registry: Registry) -> Iterator[Problem]:
    located, _ = _read(root, path)
    if located is None:
        return
    for place, value in walk(located.data):
        if "where" in place and "award" in place and isinstance(value, str) and not registry.awards.find(value):
            near = registry.awards.nearest(value)
            yield problem(path, located.span(*place), "DH301", value=value, near=near.id if near else None, near_name=near.name if near else "")
