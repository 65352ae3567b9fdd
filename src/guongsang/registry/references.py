"""Which keys refer to which register, read from the declarations at the fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import get_origin

from guongsang.errors import DeclarationError
from guongsang.manuscripts.authored import Authored, Spelling, register_of, spelling_of, submodel_of
from guongsang.manuscripts.located_yaml import KeyPath
from guongsang.registry.model import REGISTERS

# The rule that an unknown id of a register breaks.
UNKNOWN_ENTRY: Mapping[str, str] = MappingProxyType(
    {
        "awards": "DH301",
        "units": "DH302",
        "fields": "DH303",
        "movements": "DH304",
        "channels": "DH305",
        "clauses": "DH306",
    }
)


@dataclass(frozen=True, slots=True)
class ReferenceField:
    """A field that holds ids of a register.

    Attributes:
        keys: the path of keys from the model to the field, without positions in lists.
        register: the field of `Registry` in which the ids stand.
        spelling: what may stand there beside an id.
        is_mapping: the ids are the keys of the mapping that stands there, not its values.
    """

    keys: tuple[str, ...]
    register: str
    spelling: Spelling
    is_mapping: bool


def reference_fields(model: type[Authored]) -> tuple[ReferenceField, ...]:
    """Return the fields of a model, and of the models inside it, that refer to a register.

    Raises:
        DeclarationError: where a field names a register that doesn't exist.
    """
    return tuple(_iter_fields(model, ()))


def iter_references(item: Authored, at: KeyPath = ()) -> Iterator[tuple[KeyPath, str, ReferenceField]]:
    """Yield each id that an object names: its place in the data, the id as written, its field."""
    for name, reference, has_inner in _referring_fields(type(item)):
        value = getattr(item, name)
        if not value:
            continue
        place = (*at, name)
        if reference and isinstance(value, str):
            yield place, value, reference
        elif reference:
            for step, id in ((id, id) for id in value) if reference.is_mapping else enumerate(value):
                if id:
                    yield (*place, step), id, reference
        if has_inner and isinstance(value, Authored):
            yield from iter_references(value, place)
        elif has_inner:
            for step, entry in value.items() if isinstance(value, dict) else enumerate(value):
                yield from iter_references(entry, (*place, step))


@cache
def _referring_fields(model: type[Authored]) -> tuple[tuple[str, ReferenceField | None, bool], ...]:
    """Return the fields that hold ids, themselves or in a model inside them (the last value)."""
    found = []
    for name in model.model_fields:
        own = [item for item in reference_fields(model) if item.keys[0] == name]
        if own:
            reference = next((item for item in own if len(item.keys) == 1), None)
            found.append((name, reference, any(len(item.keys) > 1 for item in own)))
    return tuple(found)


def _iter_fields(model: type[Authored], at: tuple[str, ...]) -> Iterator[ReferenceField]:
    for name, info in model.model_fields.items():
        keys = (*at, name)
        if register := register_of(info):
            if register not in REGISTERS:
                raise DeclarationError(
                    f"{model.__module__}.{model.__qualname__}.{name}: không có danh mục {register}; "
                    f"các danh mục: {', '.join(REGISTERS)}"
                )
            yield ReferenceField(keys, register, spelling_of(info), get_origin(info.annotation) is dict)
        inner = submodel_of(info)
        if inner and inner is not model:
            yield from _iter_fields(inner, keys)
