"""How a field of the front matter is declared: its help, who may see it, what it refers to.

The model, the staff handbook, the JSON Schema, the checks and the published view all read
these declarations. A model whose field lacks one raises DeclarationError on import. So no
command runs, let alone a build, before somebody has decided who may see the field.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal, cast, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from guongsang.errors import DeclarationError
from guongsang.text.dates import parse_date, parse_moment
from guongsang.text.folding import normalise

Visibility = Literal["public", "press", "internal"]
# What may stand in a field that refers to a register, beside the ids in it:
#   exact: nothing, since the publication gate compares ids as text;
#   known: another spelling that the register knows; the checks ask for the id instead;
#   free: for editors any text, since titles and names are written in many ways.
Spelling = Literal["exact", "known", "free"]


class Authored(BaseModel):
    """Base of everything that people write: frozen, and unknown keys are refused.

    Attributes:
        noun: what staff call the whole, in Vietnamese and English.
        is_reference: whether the model belongs to the registry. Outputs read the registry whole
            and nothing in it is secret, so its fields declare no visibility.
    """

    noun: ClassVar[tuple[str, str]] = ("hồ sơ", "the profile")
    is_reference: ClassVar[bool] = False

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        """Check the declarations of a new model's fields.

        Raises:
            DeclarationError: where a field lacks its help or its visibility.
        """
        super().__pydantic_init_subclass__(**options)
        if cls.is_reference:
            return
        if faults := [f"{name}: {fault}" for name, info in cls.model_fields.items() if (fault := _find_fault(info))]:
            file = getattr(sys.modules.get(cls.__module__), "__file__", None) or cls.__module__
            raise DeclarationError(
                f"{file}: {cls.__qualname__} có khóa khai báo thiếu; {'; '.join(faults)}. Khai như sau rồi chạy lại: "
                'tên_khóa: Text | None = authored(help="ghi gì ở đây", visibility="internal"); visibility là public '
                "(ai cũng xem được), press (dành cho báo chí) hoặc internal (không bao giờ ra khỏi kho)."
            )


def authored(
    *,
    help: str,
    visibility: Visibility,
    needed: bool = False,
    register: str | None = None,
    spelling: Spelling = "known",
    default: Any = None,
    **constraints: Any,
) -> Any:
    """Declare a field.

    Args:
        help: what to write here, in Vietnamese, for staff.
        visibility: `public` (site), `press` (press kits, the press panel, news items of press
            channels) or `internal` (never leaves git).
        needed: whether a profile needs it to be published.
        register: the register (a field of `Registry`) whose ids the field holds. In a mapping,
            its keys are the ids.
        spelling: what may stand there beside an id of the register.
        default: the value of a field that isn't given.
        constraints: pydantic's own, such as `max_length`.
    """
    extra: JsonDict = {"visibility": visibility, "needed": needed}
    if register:
        extra |= refers_to(register, spelling)
    if isinstance(default, (list, dict)):
        return Field(default_factory=type(default), description=help, json_schema_extra=extra, **constraints)
    return Field(default, description=help, json_schema_extra=extra, **constraints)


def refers_to(register: str, spelling: Spelling = "exact") -> JsonDict:
    """Return the part of a field's declaration that says which register's ids it holds."""
    return {"register": register, "spelling": spelling}


def visibility_of(info: FieldInfo) -> Visibility:
    """Return who may see a field of an authored model."""
    return cast(Visibility, _declaration(info)["visibility"])


def is_needed(info: FieldInfo) -> bool:
    """Answer whether publication needs the field."""
    return bool(_declaration(info).get("needed"))


def register_of(info: FieldInfo) -> str | None:
    """Return the name of the register whose ids a field holds, if any."""
    return cast("str | None", _declaration(info).get("register"))


def spelling_of(info: FieldInfo) -> Spelling:
    """Return what may stand beside an id in a field that refers to a register."""
    return cast(Spelling, _declaration(info)["spelling"])


def _declaration(info: FieldInfo) -> JsonDict:
    return info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}


def submodel_of(info: FieldInfo) -> type[Authored] | None:
    """Return the model X inside a field's type (`X | None`, `list[X]`, `dict[str, X]`), if any."""
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
    if _declaration(info).get("visibility") not in get_args(Visibility):
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
    if value not in ("true", "false"):  # YAML parsers differ on whether yes, on and 1 are booleans
        raise PydanticCustomError("bool_parsing", "not true or false")
    return value == "true"


def _text(value: Any) -> Any:
    return normalise(value).strip() if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_date)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Text = Annotated[str, BeforeValidator(_text)]
