"""Fix single values: other spellings become the registry's ids, Vietnamese dates ISO dates.

Which keys hold ids or dates is read from the model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin

from guongsang.checks.fixing.source import Draft, Mend, Source
from guongsang.manuscripts.authored import Authored, submodel_of
from guongsang.manuscripts.located_yaml import KeyPath, walk
from guongsang.manuscripts.profile import Profile
from guongsang.registry.model import Entry, Register, Registry
from guongsang.registry.references import reference_fields
from guongsang.rules.problem import Span
from guongsang.text.dates import parse_date, parse_moment
from guongsang.text.folding import normalise, slugify

# Keys (positions in lists left out) → the register whose ids they hold.
REFERENCES: Mapping[tuple[str, ...], str] = MappingProxyType(
    {item.keys: item.register for item in reference_fields(Profile) if not item.is_mapping}
)
# The same for mappings whose keys are ids.
KEYED_BY: Mapping[tuple[str, ...], str] = MappingProxyType(
    {item.keys: item.register for item in reference_fields(Profile) if item.is_mapping}
)
# Day, month and year in the Vietnamese order. A year of another century is a typing error, which
# a person must correct.
_DAY_FIRST = re.compile(r"^([0-9]{1,2})([/-])([0-9]{1,2})\2((?:19|20)[0-9]{2})(?![0-9])")
_READERS: Mapping[str, Callable[[str], Any]] = MappingProxyType({"day": parse_date, "moment": parse_moment})


@dataclass(slots=True)
class Replacements:
    """What was replaced.

    Attributes:
        values: the new value, by its path in the data before the fix.
        keys: the new key, by its path in the data before the fix.
    """

    values: dict[KeyPath, str] = field(default_factory=dict)
    keys: dict[KeyPath, str] = field(default_factory=dict)


def mend_values(draft: Draft, registry: Registry) -> tuple[Source, list[Mend], Replacements]:
    """Return the source with ids and ISO dates, what changed by line, and what was replaced."""
    replaced = Replacements()
    edits: list[tuple[Span, str]] = []
    mends: list[Mend] = []
    located = draft.document.fields
    for path, value in walk(located.data):
        found = _mend_value(path, value, registry) if isinstance(value, str) else None
        text = found and _rewrite(draft.source.at(located.values[path]), value, found[0])
        if found and text:
            edits.append((located.values[path], text))
            mends.append(Mend(located.values[path].line, found[1]))
            replaced.values[path] = found[0]
    for path, id in _mend_keys(located.data, registry):
        text = _rewrite(draft.source.at(located.keys[path]), str(path[-1]), id)
        if text:
            edits.append((located.keys[path], text))
            mends.append(Mend(located.keys[path].line, _renamed(str(path[-1]), id)))
            replaced.keys[path] = id
    return draft.source.with_edits(edits), mends, replaced


def _rewrite(written: str, value: str, wanted: str) -> str | None:
    """Return `wanted` in the quotes of `written`; None if the value spans several lines."""
    if written == value:
        return wanted
    quote = written[:1]
    return f"{quote}{wanted}{quote}" if quote in ("'", '"') and len(written) > 1 and written.endswith(quote) else None


def _renamed(written: str, id: str) -> str:
    return f'Đổi "{written}" thành mã chuẩn "{id}".'


def _mend_value(path: KeyPath, value: str, registry: Registry) -> tuple[str, str] | None:
    names = tuple(step for step in path if isinstance(step, str))
    if names in REFERENCES:
        id = _meant(getattr(registry, REFERENCES[names]), value)
        return (id, _renamed(value, id)) if id else None
    if not _DAY_FIRST.match(value.strip()):
        return None
    wanted = _date_kind(_annotation_at(path))
    iso = _iso(value.strip(), _READERS[wanted]) if wanted else None
    return (iso, f"Đổi ngày {value.strip()} thành {iso}.") if iso else None


def _mend_keys(data: Any, registry: Registry) -> Iterator[tuple[KeyPath, str]]:
    for place, name in KEYED_BY.items():
        group = data.get(place[0])
        if not isinstance(group, dict):
            continue
        meant = {key: _meant(getattr(registry, name), key) for key in group}
        taken = [meant[key] or normalise(key) for key in group]
        for key, id in meant.items():
            if id and taken.count(id) == 1:  # two spellings of one channel: a person must choose
                yield (*place, key), id


def _meant(register: Register[Entry], written: str) -> str | None:
    """Return the id that another spelling means; None if it is the id, unknown or ambiguous."""
    found = register.find(written)
    slug = slugify(written)
    if found is None or found.id == written or not slug:
        return None
    if any(other is not found and slug in map(slugify, other.spellings()) for other in register):
        return None
    return found.id


def _iso(value: str, parse: Callable[[str], Any]) -> str | None:
    """Return `5/9/2023` as `2023-09-05`, with any time after it; None if `parse` refuses that."""
    iso = _DAY_FIRST.sub(lambda found: f"{found[4]}-{int(found[3]):02d}-{int(found[1]):02d}", value, count=1)
    try:
        parse(iso)
    except ValueError:
        return None
    return iso


def _date_kind(annotation: Any) -> Literal["day", "moment"] | None:
    """Return whether a type is a day or a moment; None if neither."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return "moment" if issubclass(annotation, datetime) else "day" if issubclass(annotation, date) else None
    return next(filter(None, map(_date_kind, get_args(annotation))), None)


def _annotation_at(path: KeyPath) -> Any:
    """Return the model's type of the value at `path` in a profile; None if it has no such key."""
    model: type[Authored] | None = Profile
    annotation: Any = None
    in_map = False
    for step in path:
        if isinstance(step, int):
            continue
        if in_map:
            in_map = False
            continue
        if model is None or step not in model.model_fields:
            return None
        info = model.model_fields[step]
        annotation, model, in_map = info.annotation, submodel_of(info), get_origin(info.annotation) is dict
    return annotation
