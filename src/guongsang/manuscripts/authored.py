"""How an authored field declares itself: its help, who may see it, whether publication needs it.

The model, the guide, the JSON Schema and the published view all read these
declarations. A model with a field that lacks them can't be made: importing it fails,
so that no command runs, let alone a build, before somebody has said who may see the field.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from guongsang.errors import DeclarationError
from guongsang.text.dates import parse_date, parse_moment
from guongsang.text.folding import normalise

Visibility = Literal["public", "press", "internal"]


class Authored(BaseModel):
    """Base of everything that people write: frozen, and unknown keys are refused."""

    noun: ClassVar[tuple[str, str]] = ("hồ sơ", "the profile")  # what staff call the whole, in both languages
    is_reference: ClassVar[bool] = (
        False  # of the registry, which outputs read whole: nothing there is anybody's secret, so no key says who may see it
    )

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        """Refuse a model with a field that nobody said who may see. Raises DeclarationError."""
        super().__pydantic_init_subclass__(**options)
        if cls.is_reference:
            return
        if faults := [f"{name}: {fault}" for name, info in cls.model_fields.items() if (fault := _find_fault(info))]:
            file = getattr(sys.modules.get(cls.__module__), "__file__", None) or cls.__module__
            raise DeclarationError(
                f"{file}: {cls.__qualname__} có khóa khai báo thiếu; {'; '.join(faults)}. Khai như sau rồi chạy lại: "
                'tên_khóa: Text | None = authored(help="ghi gì ở đây", visibility="internal"); visibility là public (ai cũng xem được), press (dành cho báo chí) '
                "hoặc internal (không bao giờ ra khỏi kho)."
            )


def authored(
    *, help: str, visibility: Visibility, needed: bool = False, default: Any = None, **constraints: Any
) -> Any:
    """Declare a field.

    Args:
        help: what to write here, in Vietnamese, for staff.
        visibility: `public` (site), `press` (press kits, the press panel, news items of press channels) or `internal` (never leaves git).
        needed: whether a profile needs it to be published.
        default: the value of a field that isn't given.
        constraints: pydantic's own, such as `max_length`.
    """
    extra = {"visibility": visibility, "needed": needed}
    if isinstance(default, (list, dict)):
        return Field(default_factory=type(default), description=help, json_schema_extra=extra, **constraints)
    return Field(default, description=help, json_schema_extra=extra, **constraints)


def visibility_of(info: FieldInfo) -> Visibility:
    """Return who may see a field of an authored model."""
    return (info.json_schema_extra or {})["visibility"]  # type: ignore[index,return-value]


def is_needed(info: FieldInfo) -> bool:
    """Answer whether publication needs the field."""
    return bool((info.json_schema_extra or {}).get("needed"))  # type: ignore[union-attr]


def submodel_of(info: FieldInfo) -> type[Authored] | None:
    """Return the model inside a field's type (`X | None`, `list[X]`, `dict[str, X]`), if any."""
    return next((model for model in _models_in(info.annotation) if issubclass(model, Authored)), None)


def iter_fields(model: type[Authored], prefix: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    """Yield every field of a model and of the models inside it, with its path of keys."""
    for name, info in model.model_fields.items():
        yield (*prefix, name), info
        inner = submodel_of(info)
        if inner and inner is not model:
            yield from iter_fields(inner, (*prefix, name))


def _find_fault(info: FieldInfo) -> str:
    """Return what a field's declaration lacks, or an empty string."""
    declared = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    if declared.get("visibility") not in get_args(Visibility):
        return "chưa khai ai được xem (visibility)"
    if not (info.description or "").strip():
        return "chưa có lời giải thích (help)"
    if any(
        issubclass(model, BaseModel) and (not issubclass(model, Authored) or model.is_reference)
        for model in _models_in(info.annotation)
    ):
        return "chứa một kiểu mà từng khóa bên trong không khai ai được xem"
    return ""


def _models_in(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    try:
        return parse_date(str(value))
    except ValueError:
        raise PydanticCustomError("iso_date", "not a date") from None


def _moment(value: Any) -> Any:
    if isinstance(value, datetime):
        return value
    try:
        return parse_moment(str(value))
    except ValueError:
        raise PydanticCustomError("iso_date", "not a moment") from None


def _flag(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if value not in ("true", "false"):  # yes, on, 1 mean one thing to one reader of YAML and another to the next
        raise PydanticCustomError("bool_parsing", "not true or false")
    return value == "true"


def _text(value: Any) -> Any:
    return normalise(value).strip() if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_date)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Text = Annotated[str, BeforeValidator(_text)]
