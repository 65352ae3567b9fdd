"""Plans the fixes of one file, and checks that its meaning stays, before anything is written."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guongsang.checks.fixing.key_order import mend_key_order
from guongsang.checks.fixing.letters import mend_text_form
from guongsang.checks.fixing.source import BOM, Draft, Mend, Source
from guongsang.checks.fixing.values import Replacements, mend_values
from guongsang.manuscripts.document import Document, load_document, parse_document
from guongsang.manuscripts.located_yaml import KeyPath
from guongsang.registry.model import Registry
from guongsang.rules.problem import Problem
from guongsang.text.folding import normalise


@dataclass(frozen=True, slots=True)
class FixPlan:
    """The fixes of one file.

    Attributes:
        path: the file, relative to the project's root.
        before: its text.
        after: its text with the fixes; the same as `before` if there are none.
        mends: the fixes, by line.
        skipped: in Vietnamese, why the file can't be fixed; empty if it can.
    """

    path: str
    before: str = ""
    after: str = ""
    mends: tuple[Mend, ...] = ()
    skipped: str = ""


class _Unreadable(Exception):
    """The text can't be parsed as a profile. The message says why, in Vietnamese."""


def plan_fixes(root: Path, path: str, registry: Registry) -> FixPlan:
    """Plan the fixes of the profile `path` below `root`.

    Writes nothing, and never raises for what the file contains.
    """
    if not (root / path).resolve().is_relative_to(root.resolve()):
        return FixPlan(path, skipped="tệp là liên kết ra ngoài dự án.")
    try:
        document = _readable(load_document(root, path))
        before = (root / path).read_bytes().decode("utf-8")
    except _Unreadable as error:
        return FixPlan(path, skipped=str(error))
    except (OSError, UnicodeDecodeError):
        return FixPlan(path, skipped="không đọc được tệp.")
    try:
        after, mends, replaced = _mend(Draft(Source.parse(before), document), registry)
        same = after == before or _is_same(document, _read(path, after), replaced)
    except (_Unreadable, ValueError, IndexError):  # an unusual layout, which the edits don't expect
        same = False
    if not same:
        return FixPlan(
            path, before, before, skipped="máy không chắc sửa mà giữ nguyên được nội dung; xin sửa tay theo lệnh check."
        )
    return FixPlan(path, before, after, tuple(sorted(mends, key=lambda mend: mend.line)))


def _mend(draft: Draft, registry: Registry) -> tuple[str, list[Mend], Replacements]:
    path = draft.document.path
    source, mends = mend_text_form(draft)
    draft = _redraft(path, draft, source)
    source, found, replaced = mend_values(draft, registry)
    mends += found
    draft = _redraft(path, draft, source)
    source, found = mend_key_order(draft)
    return source.text, mends + found, replaced


def _redraft(path: str, draft: Draft, source: Source) -> Draft:
    return draft if source == draft.source else Draft(source, _read(path, source.text))


def _read(path: str, text: str) -> Document:
    return _readable(parse_document(path, text.removeprefix(BOM)))


def _readable(read: tuple[Document, list[Problem]]) -> Document:
    document, problems = read
    broken = next((item for item in problems if item.severity == "error"), None)
    if broken:
        raise _Unreadable(f"dòng {broken.span.line}, {broken.message()}.")
    if not isinstance(document.fields.data, dict):
        raise _Unreadable("phần đầu trang không phải là các dòng khóa: giá trị.")
    return document


def _is_same(before: Document, after: Document, replaced: Replacements) -> bool:
    """Answer whether a file means the same as before, except for the planned replacements.

    The order of top-level keys and the form of letters (NFC) don't count; everything else does.
    """
    old = _comparable(_replace(_composed(before.fields.data), replaced))
    return dict(old) == dict(_comparable(_composed(after.fields.data))) and _lines(before.body) == _lines(after.body)


def _composed(data: Any) -> Any:
    if isinstance(data, dict):
        return {normalise(key): _composed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_composed(value) for value in data]
    return normalise(data) if isinstance(data, str) else data


def _replace(data: Any, replaced: Replacements, at: KeyPath = ()) -> Any:
    if isinstance(data, dict):
        return {
            replaced.keys.get((*at, key), key): _replace(value, replaced, (*at, key)) for key, value in data.items()
        }
    if isinstance(data, list):
        return [_replace(value, replaced, (*at, index)) for index, value in enumerate(data)]
    return replaced.values.get(at, data)


def _comparable(data: Any) -> Any:
    """Return data as lists, so that a comparison respects the order of keys."""
    if isinstance(data, dict):
        return [(key, _comparable(value)) for key, value in data.items()]
    return [_comparable(value) for value in data] if isinstance(data, list) else data


def _lines(body: str) -> list[str]:
    return [line if line.strip(" \t") else "" for line in body.split("\n")]


def render_diff(plan: FixPlan) -> Iterable[str]:
    """Yield the lines of a unified diff of a plan, without line endings."""
    before, after = Source.parse(plan.before).lines, Source.parse(plan.after).lines
    return difflib.unified_diff(before, after, plan.path, plan.path, lineterm="")
