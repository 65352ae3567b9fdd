"""How an authored field declares itself: its help, who may see it, whether publication needs it.

The model, the guide, the JSON Schema and the published view all read these
declarations; a field without them can't be written (`authored` demands both).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from guongsang.calendar import parse_date, parse_moment
from guongsang.folding import normalise

Visibility = Literal["public", "press", "internal"]


class Authored(BaseModel):
    """Base of everything that people write: frozen, and unknown keys are refused."""

    noun: ClassVar[tuple[str, str]] = ("hồ sơ", "the profile")  # what staff call the whole, in both languages

    model_config = ConfigDict(frozen=True, extra="forbid")


def authored(*, help: str, visibility: Visibility, needed: bool = False, default: Any = None, **constraints: Any) -> Any:
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
    """Return who may see a field. Raises KeyError where it was declared without `authored`."""
    return (info.json_schema_extra or {})["visibility"]  # type: ignore[index,return-value]


def is_needed(info: FieldInfo) -> bool:
    """Answer whether publication needs the field."""
    return bool((info.json_schema_extra or {}).get("needed"))  # type: ignore[union-attr]


def submodel_of(info: FieldInfo) -> type[Authored] | None:
    """Return the model inside a field's type (`X | None`, `list[X]`, `dict[str, X]`), if any."""
    pending: list[Any] = [info.annotation]
    while pending:
        candidate = pending.pop()
        if isinstance(candidate, type) and get_origin(candidate) is None:
            if issubclass(candidate, Authored):
                return candidate
            continue
        pending.extend(get_args(candidate))
    return None


def iter_fields(model: type[Authored], prefix: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    """Yield every field of a model and of the models inside it, with its path of keys."""
    for name, info in model.model_fields.items():
        yield (*prefix, name), info
        inner = submodel_of(info)
        if inner and inner is not model:
            yield from iter_fields(inner, (*prefix, name))


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
