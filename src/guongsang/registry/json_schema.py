"""Render the front matter as a JSON Schema (draft 2020-12) for editors, forms and open data.

It derives from the model that the checks use and from the registry, so it can't contradict
them. It covers shape only, and accepts drafts; criteria, consent and photos are for the checks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from pydantic.fields import FieldInfo

from guongsang.manuscripts.authored import (
    Authored,
    is_needed,
    iter_fields,
    register_of,
    spelling_of,
    submodel_of,
    visibility_of,
)
from guongsang.manuscripts.profile import Profile
from guongsang.registry.model import Entry, Register, Registry

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID = "urn:guongsang:profile"
Schema = dict[str, Any]

_DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-][01]\d:[0-5]\d)?"
# Most validators ignore `format`; the pattern makes them all refuse 05/09/2023.
_FORMATS: Mapping[str, Schema] = {
    "date": {"type": "string", "format": "date", "pattern": f"^{_DATE}$"},
    # Not the format date-time: it forbids 2024-06-01T09:00, but seconds and offset are optional.
    "date-time": {
        "anyOf": [
            {"type": "string", "format": "date", "pattern": f"^{_DATE}$"},
            {"type": "string", "pattern": f"^{_DATE}[T ]{_TIME}$"},
        ]
    },
}
# Parts of pydantic's schema that `_property` writes in its own way.
_REPLACED = ("title", "description", "visibility", "needed", "register", "spelling")
_NULL: Schema = {"type": "null"}


def profile_schema(registry: Registry) -> Schema:
    """Return the schema of a profile's front matter, with the ids of `registry` as choices.

    Keys stand in the order of the model.
    """
    base = Profile.model_json_schema(mode="validation")
    models = {inner: info for _, info in iter_fields(Profile) if (inner := submodel_of(info))}
    return {
        "$schema": DIALECT,
        "$id": ID,
        "title": "Hồ sơ điển hình",
        "description": "Phần thông tin ở đầu tệp index.md của một hồ sơ. Lược đồ chỉ nói về cách viết; "
        "lệnh check mới xét tiêu chuẩn, sự đồng ý và ảnh.",
        "type": "object",
        **_object(Profile, base, registry),
        # A group of keys may be empty; an entry of a list may not.
        "$defs": {
            model.__name__: {
                "type": ["object", "null"] if info.default is None else "object",
                **_object(model, base["$defs"][model.__name__], registry),
            }
            for model, info in sorted(models.items(), key=lambda pair: pair[0].__name__)
        },
    }


def render_schema(registry: Registry) -> str:
    """Return the schema as the text of a JSON file."""
    return json.dumps(profile_schema(registry), ensure_ascii=False, indent=2) + "\n"


def _object(model: type[Authored], base: Schema, registry: Registry) -> Schema:
    properties = {
        name: _property(info, base["properties"][name], registry) for name, info in model.model_fields.items()
    }
    return {"properties": properties, "additionalProperties": False}


def _property(info: FieldInfo, base: Schema, registry: Registry) -> Schema:
    value = _without_null(base)
    value = _sharpen(value, _pattern_of(info.metadata))
    if "items" in value:
        value["items"] = _sharpen(
            value["items"], next(filter(None, map(_pattern_of, _metadata_inside(info.annotation))), None)
        )
    if register := register_of(info):
        value = _refer(value, getattr(registry, register), any_text=spelling_of(info) == "free")
    help = info.description or ""
    return {
        "title": _title(help, base),
        "description": help,
        **_or_nothing(value),
        "x-visibility": visibility_of(info),
        "x-needed": is_needed(info),
    }


def _without_null(base: Schema) -> Schema:
    """Return the schema of a value without pydantic's remarks and the null of optional fields."""
    value = {
        key: part for key, part in base.items() if key not in _REPLACED and not (key == "default" and part is None)
    }
    choices = [choice for choice in value.pop("anyOf", []) if choice != _NULL]
    return {**(choices[0] if len(choices) == 1 else {"anyOf": choices} if choices else {}), **value}


def _sharpen(value: Schema, pattern: str | None) -> Schema:
    """Add what pydantic leaves out: patterns behind validators, dates, and text like a number."""
    if value.get("format") in _FORMATS:
        return dict(_FORMATS[value["format"]])
    if value.get("type") != "string" or "enum" in value:
        return value
    if pattern:
        return {**value, "pattern": pattern}
    # A YAML parser reads `before: 9` as a number; the checks read it as text.
    return {**value, "type": ["string", "number"]}


def _refer(value: Schema, register: Register[Entry], *, any_text: bool) -> Schema:
    ids: Schema = {"enum": [entry.id for entry in register], "enumDescriptions": [entry.name for entry in register]}
    if value.get("type") == "array":
        return {**value, "items": ids}
    if value.get("type") == "object":
        return {**value, "propertyNames": {"enum": ids["enum"]}}
    return {"anyOf": [ids, {"type": "string"}]} if any_text else ids


def _or_nothing(value: Schema) -> Schema:
    """Allow a key without a value, as the checks do: `role:` means that there is none."""
    if not value or "$ref" in value:
        return value
    if "type" in value and "enum" not in value:
        types = value["type"] if isinstance(value["type"], list) else [value["type"]]
        return {**value, "type": [*types, "null"]}
    default = {"default": value["default"]} if "default" in value else {}
    choice = {key: part for key, part in value.items() if key != "default"}
    choices = choice["anyOf"] if list(choice) == ["anyOf"] else [choice]
    return {"anyOf": [*choices, _NULL], **default}


def _title(help: str, base: Schema) -> str:
    """Return a help text up to its explanation; all of it if it begins with one of the choices."""
    short = re.split(r"[;:(]", help)[0].strip()
    return help if short in _choices(base) else short


def _choices(base: Schema) -> list[str]:
    return [value for part in (base, *base.get("anyOf", ())) for value in part.get("enum", ())]


def _pattern_of(metadata: Iterable[Any]) -> str | None:
    for item in metadata:
        found = _pattern_of(item.metadata) if isinstance(item, FieldInfo) else getattr(item, "pattern", None)
        if found:
            return str(found)
    return None


def _metadata_inside(annotation: Any) -> Iterator[tuple[Any, ...]]:
    for argument in get_args(annotation):
        yield getattr(argument, "__metadata__", ())
        yield from _metadata_inside(argument)
