"""The registry's types: units, fields, awards, movements, channels, clusters, criteria.

Every name of an institution stands in registry files, so another programme adopts the system
by editing them. A fault in one is reported like a fault in a profile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import ClassVar, Generic, Literal, TypeVar

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from guongsang.manuscripts.authored import Authored, Day, Flag, Text, refers_to
from guongsang.manuscripts.profile import ProfileKind
from guongsang.text.folding import nearest, slugify


class RegistryModel(Authored):
    """Base of all models of the registry."""

    is_reference: ClassVar[bool] = True


class Entry(RegistryModel):
    """An entry of a register: an id for files, a name for people, and when it existed."""

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
        """Yield all texts that mean this entry: id, name, aliases."""
        yield self.id
        yield self.name
        yield from self.aliases


class FormerName(RegistryModel):
    """A name that a unit bore until a day; documents of that time use it."""

    name: Text = Field(description="Tên cũ")
    until: Day | None = Field(None, description="Dùng đến hết ngày")


class Unit(Entry):
    """An organisation of the sector (units.yml), with the unit above it and its successors."""

    short: Text | None = Field(None, description="Tên gọn")
    abbreviations: list[Text] = Field(default_factory=list, description="Chữ viết tắt")
    type: Text | None = Field(None, description="Loại đơn vị")
    parent: Text | None = Field(None, description="Đơn vị cấp trên", json_schema_extra=refers_to("units"))
    successors: list[Text] = Field(
        default_factory=list, description="Đơn vị kế thừa", json_schema_extra=refers_to("units")
    )
    former_names: list[FormerName] = Field(default_factory=list, description="Tên cũ")

    def spellings(self) -> Iterator[str]:
        """Yield also abbreviations and former names."""
        yield from super().spellings()
        yield from self.abbreviations
        yield from (former.name for former in self.former_names)

    @property
    def label(self) -> str:
        """The short name if there is one, else the full name."""
        return self.short or self.name


class WorkField(Entry):
    """A field of work (fields.yml), such as land or water; `Field` is pydantic's."""

    short: Text | None = Field(None, description="Tên gọn")
    official: Flag = Field(True, description="Lĩnh vực theo quy định hay lĩnh vực chung")
    description: Text | None = Field(None, description="Một câu giới thiệu")

    @property
    def label(self) -> str:
        """The short name if there is one, else the full name."""
        return self.short or self.name


class Award(Entry):
    """A title or commendation (awards.yml), for individuals, collectives or both."""

    kind: Literal["title", "commendation", "medal", "memento", "prize"] = Field(description="Loại")
    applies_to: list[ProfileKind] = Field(description="Dành cho cá nhân, tập thể")
    level: Literal["unit", "ministry", "state"] = Field(description="Cấp")
    authority: Text | None = Field(None, description="Cấp có thẩm quyền")


class Movement(Entry):
    """An emulation movement (movements.yml)."""

    full_name: Text | None = Field(None, description="Tên đầy đủ")


class Channel(Entry):
    """A place of publication with a section of its own on the site (channels.yml).

    Attributes:
        press: whether it is a press unit, which gets press kits and news feeds.
        embargo_titles: whether it announces headlines before their day of publication.
    """

    short: Text | None = Field(None, description="Tên gọn")
    publisher: Text | None = Field(None, description="Đơn vị phụ trách", json_schema_extra=refers_to("units"))
    path: Text = Field(description="Đường dẫn của chuyên trang", pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    look: Literal["portal", "newspaper", "magazine", "media"] = Field("portal", description="Kiểu trình bày")
    tagline: Text | None = Field(None, description="Một câu đề từ")
    description: Text | None = Field(None, description="Lời giới thiệu")
    order: Literal["newest", "name"] = Field("newest", description="Thứ tự")
    press: Flag = Field(False, description="Là cơ quan báo chí: có bộ tư liệu, nguồn tin cho tòa soạn")
    embargo_titles: Flag = Field(False, description="Có báo trước tít đang chờ đăng")

    @property
    def label(self) -> str:
        """The short name if there is one, else the full name."""
        return self.short or self.name


class Cluster(Entry):
    """An emulation cluster or bloc of units in a year, with the unit that heads it."""

    year: int = Field(description="Năm")
    head: Text | None = Field(None, description="Đơn vị trưởng cụm, khối", json_schema_extra=refers_to("units"))
    members: list[Text] = Field(default_factory=list, description="Các đơn vị", json_schema_extra=refers_to("units"))


# Tables of a profile whose records can answer a clause.
RecordTable = Literal["initiatives", "awards", "ratings", "recognition"]
DEFAULT_WINDOW_YEARS = 2
_REQUIREMENTS = ("records", "statement", "any", "all")


class Requirement(RegistryModel):
    """What answers a clause: records of a table, a statement, any of several, or all of several."""

    records: RecordTable | None = Field(None, description="Bảng nào trong hồ sơ")
    where: dict[str, list[Text] | Text] = Field(default_factory=dict, description="Điều kiện trên từng cột")
    each_year: Flag = Field(False, description="Phải có trong từng năm của kỳ xét")
    statement: Flag = Field(False, description="Lời trả lời ở mục evidence")
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

    applies_to: list[ProfileKind] = Field(description="Áp dụng cho cá nhân, tập thể", min_length=1)
    emerging: Flag = Field(False, description="Nhân tố mới cũng phải trả lời")
    citation: Text = Field(description="Cách dẫn")
    text: Text = Field(description="Nội dung, diễn lại cho dễ hiểu")
    unit: Text | None = Field(
        None, description="Chỉ áp dụng cho đơn vị này và đơn vị trực thuộc", json_schema_extra=refers_to("units")
    )
    answered_by: Requirement = Field(description="Điều gì trả lời")


class Window(RegistryModel):
    """How many years before the year put forward an "every year" clause covers."""

    years: int = Field(DEFAULT_WINDOW_YEARS, ge=1, le=10, description="Số năm liền trước năm giới thiệu")


class Duty(RegistryModel):
    """How many exemplars the programme asks of each unit in a year, and in which years."""

    least: int = Field(ge=1, le=100, description="Mỗi đơn vị mỗi năm ít nhất bao nhiêu điển hình")
    most: int = Field(ge=1, le=100, description="Mỗi đơn vị mỗi năm đến bao nhiêu điển hình")
    first_year: int | None = Field(None, ge=1945, le=2200, description="Năm đầu của chương trình")
    last_year: int | None = Field(None, ge=1945, le=2200, description="Năm cuối của chương trình")

    @field_validator("most", "last_year")
    @classmethod
    def _in_order(cls, value: int | None, info: ValidationInfo) -> int | None:
        lower = info.data.get("least" if info.field_name == "most" else "first_year")
        if value is not None and lower is not None and value < lower:
            raise PydanticCustomError("greater_than_equal", "not below {ge}", {"ge": lower})
        return value


E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Register(Generic[E]):
    """Entries by id, in the order of the file; also found by any of their spellings."""

    entries: Mapping[str, E] = field(default_factory=dict)
    _by_slug: Mapping[str, E] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, entries: list[E]) -> Register[E]:
        """Return a register of these entries. A spelling that two share finds the first."""
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
        """Return the entry with exactly this id."""
        return self.entries.get(id) if id else None

    def find(self, written: str | None) -> E | None:
        """Return the entry with this id or spelling (sỹ or sĩ, with marks or without)."""
        return self.entries.get(written) or self._by_slug.get(slugify(written)) if written else None

    def nearest(self, written: str) -> E | None:
        """Return the entry with the spelling most like what was written, if any is near."""
        found = nearest(written, self._by_slug)
        return self._by_slug[found] if found else None


@dataclass(frozen=True)
class Registry:
    """All reference data of the programme.

    Attributes:
        window_years: how many years an "every year" clause covers.
        duty: what the programme asks of each unit in a year, if anything.
    """

    units: Register[Unit] = field(default_factory=Register)
    fields: Register[WorkField] = field(default_factory=Register)
    awards: Register[Award] = field(default_factory=Register)
    movements: Register[Movement] = field(default_factory=Register)
    channels: Register[Channel] = field(default_factory=Register)
    clusters: Register[Cluster] = field(default_factory=Register)
    clauses: Register[Clause] = field(default_factory=Register)
    window_years: int = DEFAULT_WINDOW_YEARS
    duty: Duty | None = None

    def lineage(self, written: str | None) -> tuple[str, ...]:
        """Return the ids of a unit and of the units above it, nearest first."""
        found: list[str] = []
        unit = self.units.find(written)
        while unit and unit.id not in found:
            found.append(unit.id)
            unit = self.units.get(unit.parent)
        return tuple(found)


# The registers by name, in the order of `Registry`.
REGISTERS = tuple(item.name for item in fields(Registry) if item.default_factory is Register)
