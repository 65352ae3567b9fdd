"""Describe for staff how a field is written, from the model's types and help."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from guongsang.manuscripts.authored import submodel_of

# The first match counts, so subclasses come first: datetime before date, bool before int.
_SCALARS: tuple[tuple[type, str], ...] = (
    (datetime, "ngày, có thể kèm giờ"),
    (date, "ngày"),
    (bool, "true hoặc false"),
    (int, "số nguyên"),
    (str, "chữ"),
)


def choices_of(info: FieldInfo) -> list[str]:
    """Return the values of a field that is a choice; else an empty list."""
    return [leaf for leaf in _leaves(info.annotation) if isinstance(leaf, str)]


def choice_labels(info: FieldInfo) -> dict[str, str]:
    """Return what each choice of a field means: help `draft (nháp)` gives {"draft": "nháp"}."""
    found = {
        value: re.search(rf"\b{re.escape(value)} \(([^)]+)\)", info.description or "") for value in choices_of(info)
    }
    return {value: match[1] for value, match in found.items() if match}


def describe_shape(info: FieldInfo) -> str:
    """Return how a field is written, in Vietnamese: text, a date, a list, a group of keys."""
    origins = _origins(info.annotation)
    if submodel_of(info):
        return (
            "danh sách, mỗi mục một nhóm khóa"
            if list in origins
            else "mỗi mã một nhóm khóa"
            if dict in origins
            else "nhóm khóa"
        )
    if choices_of(info):
        shape = "một trong các giá trị"
    else:
        leaves = _leaves(info.annotation)
        shape = next((words for kind, words in _SCALARS if kind in leaves), "tùy ý")
    return f"danh sách, mỗi mục là {shape}" if list in origins else shape


def _leaves(annotation: Any) -> list[Any]:
    arguments = get_args(annotation)
    return [leaf for argument in arguments for leaf in _leaves(argument)] if arguments else [annotation]


def _origins(annotation: Any) -> set[Any]:
    inner = () if get_origin(annotation) is Literal else get_args(annotation)
    return {get_origin(annotation)}.union(*(_origins(argument) for argument in inner))
