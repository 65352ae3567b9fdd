"""Check located data against a model: returns a typed object and a problem for each misfit.

pydantic decides what fits; this module translates its errors into messages for staff. A value
that doesn't fit is reported and left out of the object, so one run reports every fault.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from guongsang.manuscripts.authored import Authored, is_needed, submodel_of
from guongsang.manuscripts.located_yaml import KeyPath, LocatedData
from guongsang.rules import problem
from guongsang.rules.problem import Problem
from guongsang.text.folding import nearest, normalise

M = TypeVar("M", bound=Authored)
_ROUNDS = 12  # each round leaves out what didn't fit; only nested faults need more than one
_GROUP_TYPES = {"model_type", "model_attributes_type", "dict_type"}
_MISSING_TYPES = {"missing", "requirement"}
_FORMS = {
    r"^DH-\d{4}-\d{3,4}$": "DH-2024-007",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "ten-khong-dau",
    r"^https?://\S+$": "https://…",
    r"^(100|[1-9]?\d)% (100|[1-9]?\d)%$": "50% 30%",
}


def check_shape(
    path: str, located: LocatedData, model: type[M], *, at: KeyPath = (), status: str | None = None
) -> tuple[M, list[Problem]]:
    """Return an object of `model` made of the data, and a problem for whatever doesn't fit.

    Args:
        path: the file, for the problems.
        located: the data with places.
        model: the type of the object.
        at: the path of the object in the data, such as an entry of a list.
        status: the review status, which decides the severity of missing values.
    """
    data = _clean(_descend(located.data, at))
    problems: list[Problem] = []
    reported: set[KeyPath] = set()
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(data), problems
        except ValidationError as error:
            faults = error.errors(include_url=False)
        # A value missing in a later round was left out in an earlier one.
        fresh = [
            fault
            for fault in faults
            if fault["loc"] not in reported and not (reported and fault["type"] in _MISSING_TYPES)
        ]
        problems += [_translate(path, located, at, model, fault, status) for fault in fresh]
        reported.update(fault["loc"] for fault in faults)
        for fault in sorted(faults, key=lambda fault: _order(fault["loc"]), reverse=True):
            _leave_out(data, fault)
    return model.model_construct(), problems


def check_needed(
    path: str,
    located: LocatedData,
    item: Authored,
    *,
    at: KeyPath = (),
    status: str | None = None,
    skip: frozenset[str] = frozenset(),
) -> Iterator[Problem]:
    """DH201: yield a problem for each value that publication needs and the object lacks.

    Models inside the object are checked too. A value that is there but doesn't fit has a problem
    already and isn't reported as missing.
    """
    if at and not isinstance(_descend(located.data, at), dict):
        return  # not a group of keys, which is reported already; its keys aren't missing as well
    for name, needed, is_group in _fields_to_check(type(item)):
        value = getattr(item, name)
        if needed and name not in skip and _is_empty(value) and _is_empty(_descend(located.data, place := (*at, name))):
            where, where_en = _describe_parent(at, type(item))
            yield problem(
                path,
                located.key_span(*place) if place in located.keys else located.key_span(*at),
                "DH201",
                status=status,
                key=name,
                help=type(item).model_fields[name].description or "",
                where=where,
                where_en=where_en,
            )
        if is_group and value:
            yield from _check_inner(path, located, value, (*at, name), status)


@cache
def _fields_to_check(model: type[Authored]) -> tuple[tuple[str, bool, bool], ...]:
    """Return a model's fields that `check_needed` looks at: name, is it needed, is it a group."""
    listed = ((name, is_needed(info), submodel_of(info) is not None) for name, info in model.model_fields.items())
    return tuple((name, needed, is_group) for name, needed, is_group in listed if needed or is_group)


def _check_inner(path: str, located: LocatedData, value: Any, place: KeyPath, status: str | None) -> Iterator[Problem]:
    if isinstance(value, Authored):
        yield from check_needed(path, located, value, at=place, status=status)
        return
    for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(entry, Authored):
            yield from check_needed(path, located, entry, at=(*place, key), status=status)


def _is_empty(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, (list, dict)):
        return all(map(_is_empty, value))
    return value is None


def _is_blank(value: Any) -> bool:
    """Answer whether nothing was written. An empty list or group (`[]`, `{}`) is something."""
    if isinstance(value, dict):
        return bool(value) and all(map(_is_blank, value.values()))
    return value is None or (isinstance(value, str) and not value.strip())


def _clean(value: Any) -> Any:
    """Return a copy without blank keys: `role:`, `role: ""` and a group of such keys."""
    if isinstance(value, dict):  # most values are text: testing them here saves two calls each
        return {
            key: entry if type(entry) is str else _clean(entry)
            for key, entry in value.items()
            if (not entry.isspace() and entry if type(entry) is str else not _is_blank(entry))
        }
    if isinstance(value, list):
        return [entry if type(entry) is str else _clean(entry) for entry in value]
    return value


def _descend(data: Any, path: KeyPath) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _order(loc: tuple[int | str, ...]) -> list[tuple[bool, Any]]:
    """Return a sort key. In reverse order, dropping one value doesn't move those still to drop."""
    return [(isinstance(step, str), step) for step in loc]


def _leave_out(data: Any, fault: ErrorDetails) -> None:
    """Remove the value at a fault. A list entry becomes empty, so that others keep their index."""
    known: list[Any] = [data]
    for step in fault["loc"]:
        try:
            known.append(known[-1][step])
        except (KeyError, IndexError, TypeError):
            break
    if len(known) < 2:
        return
    parent, step = known[-2], fault["loc"][len(known) - 2]
    if isinstance(parent, dict):
        parent.pop(step, None)
        return
    empty: Any = {} if fault["type"] in _GROUP_TYPES else ""
    if parent[step] == empty or fault["type"] == "literal_error":
        del parent[step]
    else:
        parent[step] = empty


def _describe_parent(at: KeyPath, model: type[Authored]) -> tuple[str, str]:
    if not at:
        return model.noun
    names = [str(step) for step in at if isinstance(step, str)]
    number = f" thứ {at[-1] + 1}" if isinstance(at[-1], int) else ""
    number_en = f" no. {at[-1] + 1}" if isinstance(at[-1], int) else ""
    return f"{' '.join(['mục', *filter(None, ['.'.join(names)])])}{number}", f"{'.'.join(names) or 'entry'}{number_en}"


def _field_at(model: type[Authored], loc: tuple[int | str, ...]) -> FieldInfo | None:
    current: type[Authored] | None = model
    info = None
    for step in loc:
        if isinstance(step, int) or current is None:
            continue
        if step in current.model_fields:
            info = current.model_fields[step]
            current = submodel_of(info)
    return info


def _expected_shape(info: FieldInfo | None) -> tuple[str, str, str, str]:
    """Return what a field should be, and how to write it, each in Vietnamese and English."""
    pending = [info.annotation] if info else []
    while pending:
        annotation = pending.pop(0)
        origin = get_origin(annotation)
        if origin is list:
            return (
                "một danh sách",
                "a list",
                "viết [một, hai] hoặc mỗi mục một dòng bắt đầu bằng dấu gạch",
                "write [one, two]",
            )
        if origin is dict or (isinstance(annotation, type) and issubclass(annotation, Authored)):
            return (
                "một nhóm khóa",
                "a group of keys",
                "xuống dòng, lùi hai dấu cách, viết từng khóa: giá trị",
                "indent key: value lines below it",
            )
        if origin in (Union, types.UnionType, Annotated):
            pending.extend(get_args(annotation))
    return "một dòng chữ", "a line of text", "viết một dòng chữ sau dấu hai chấm", "write one line of text"


def _found_shape(value: Any) -> tuple[str, str]:
    if isinstance(value, dict):
        return "một nhóm khóa", "a group of keys"
    if isinstance(value, list):
        return "một danh sách", "a list"
    if value is None:
        return "để trống", "empty"
    return f'chữ "{str(value)[:40]}"', f'the text "{str(value)[:40]}"'


Details = dict[str, Any]


def _unknown_key(fault: ErrorDetails, model: type[Authored]) -> tuple[str, Details]:
    parent_info = _field_at(model, fault["loc"][:-1])
    parent = (submodel_of(parent_info) if parent_info else None) or model
    where, where_en = _describe_parent(tuple(fault["loc"][:-1]), model)
    key = str(fault["loc"][-1])
    return "DH202", {
        "where": where,
        "where_en": where_en,
        "valid": ", ".join(parent.model_fields),
        "near": nearest(key, parent.model_fields, cutoff=0.7),
    }


def _choice(fault: ErrorDetails, model: type[Authored]) -> tuple[str, Details]:
    info = _field_at(model, fault["loc"])
    valid = [str(value) for value in _literals(info.annotation if info else None)]
    return "DH203", {"valid": ", ".join(valid), "near": nearest(str(fault["input"]), valid, cutoff=0.6)}


def _literals(annotation: Any) -> Iterator[Any]:
    for argument in get_args(annotation):
        if isinstance(argument, str):
            yield argument
        else:
            yield from _literals(argument)


def _whole_number(fault: ErrorDetails, model: type[Authored]) -> tuple[str, Details]:
    context = fault.get("ctx", {})
    bound = context.get("ge", context.get("le"))
    side, side_en = ("từ", "at least") if "ge" in context else ("đến", "at most")
    return "DH204", {
        "bounds": f" ({side} {bound})" if bound is not None else "",
        "bounds_en": f" ({side_en} {bound})" if bound is not None else "",
    }


def _length(code: str, key: str) -> Callable[[ErrorDetails, type[Authored]], tuple[str, Details]]:
    def translate(fault: ErrorDetails, model: type[Authored]) -> tuple[str, Details]:
        limit, length = fault["ctx"][key], len(normalise(fault["input"]).strip())
        return code, {"limit": limit, "length": length, "over": abs(length - limit)}

    return translate


def _wrong_shape(fault: ErrorDetails, model: type[Authored]) -> tuple[str, Details]:
    item = isinstance(fault["loc"][-1], int) if fault["loc"] else False
    info = _field_at(model, fault["loc"])
    inner = submodel_of(info) if info else None
    if not fault["loc"] or (item and inner):
        expected = _expected_shape(FieldInfo(annotation=inner or model))
    elif item:
        expected = _expected_shape(None)
    else:
        expected = _expected_shape(info)
    found, found_en = _found_shape(fault["input"])
    return "DH208", {
        "expected": expected[0],
        "expected_en": expected[1],
        "found": found,
        "found_en": found_en,
        "mend": expected[2],
        "mend_en": expected[3],
    }


def _items(fault: ErrorDetails, model: type[Authored]) -> tuple[str, Details]:
    context = fault["ctx"]
    most = context.get("max_length")
    if isinstance(fault["input"], str):
        return (
            _length("DH206", "max_length")(fault, model)
            if most is not None
            else _length("DH207", "min_length")(fault, model)
        )
    bounds = f"nhiều nhất {most}" if most is not None else f"ít nhất {context.get('min_length')}"
    bounds_en = f"at most {most}" if most is not None else f"at least {context.get('min_length')}"
    return "DH209", {"bounds": bounds, "bounds_en": bounds_en, "length": len(fault["input"])}


def _lacking(fault: ErrorDetails, model: type[Authored]) -> tuple[str, Details]:
    info = _field_at(model, fault["loc"])
    where, where_en = _describe_parent(tuple(fault["loc"][:-1]), model)
    return "DH201", {
        "where": where if len(fault["loc"]) > 1 else "mục này",
        "where_en": where_en if len(fault["loc"]) > 1 else "this entry",
        "help": (info.description if info else "") or "",
    }


def _form(fault: ErrorDetails, model: type[Authored]) -> tuple[str, Details]:
    pattern = fault.get("ctx", {}).get("pattern", "")
    return "DH211", {"form": _FORMS.get(pattern, pattern)}


_TRANSLATIONS: Mapping[str, Callable[[ErrorDetails, type[Authored]], tuple[str, Details]]] = {
    "missing": _lacking,
    "requirement": lambda fault, model: ("DH403", {}),
    "extra_forbidden": _unknown_key,
    "literal_error": _choice,
    "int_parsing": _whole_number,
    "int_parsing_size": _whole_number,
    "int_type": _wrong_shape,
    "int_from_float": _whole_number,
    "greater_than_equal": _whole_number,
    "less_than_equal": _whole_number,
    "iso_date": lambda fault, model: ("DH205", {}),
    "string_too_long": _length("DH206", "max_length"),
    "string_too_short": _length("DH207", "min_length"),
    "too_long": _items,
    "too_short": _items,
    "bool_parsing": lambda fault, model: ("DH210", {}),
    "bool_type": lambda fault, model: ("DH210", {}),
    "string_pattern_mismatch": _form,
}


def _translate(
    path: str, located: LocatedData, at: KeyPath, model: type[Authored], fault: ErrorDetails, status: str | None
) -> Problem:
    place = (*at, *fault["loc"])
    code, details = _TRANSLATIONS.get(fault["type"], _wrong_shape)(fault, model)
    on_key = code == "DH202"
    span = located.key_span(*place) if on_key else located.span(*place)
    names = [step for step in place if isinstance(step, str)]
    return problem(
        path,
        span,
        code,
        status=status,
        key=names[-1] if names else "mục này",
        value=_as_written(fault["input"])[:80],
        **details,
    )


def _as_written(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_as_written(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_as_written, value)) + "]"
    return "" if value is None else str(value)
