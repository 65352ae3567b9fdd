"""Parse YAML and record the line and column of every key and value.

Why not a plain loader: problems need line and column, keys must not repeat, and nothing in
the text may run, expand or recurse. So the data are built from the parser's events, with
limits. Every scalar stays text: the model decides what `2024`, `no` or `05-09` means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from guongsang.rules import problem
from guongsang.rules.problem import Problem, Span, span_at

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}
MAX_DEPTH = 24
MAX_SCALARS = 20_000
MAX_CHARACTERS = 400_000

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class LocatedData:
    """Plain data (dict, list, str, None) and the place of every key and value in it.

    Attributes:
        data: the data; None if the text can't be read.
        keys: the place of each key, by its path.
        values: the place of each value, by its path.
    """

    data: Any
    keys: Mapping[KeyPath, Span] = field(default_factory=dict)
    values: Mapping[KeyPath, Span] = field(default_factory=dict)

    def span(self, *path: str | int) -> Span:
        """Return the place of the value at `path`, or of its nearest ancestor that exists."""
        place = tuple(path)
        while place not in self.values and place:
            place = place[:-1]
        return self.values.get(place, Span(1, 1))

    def key_span(self, *path: str | int) -> Span:
        """Return the place of the key at `path`; of the value if there is no such key."""
        return self.keys.get(tuple(path)) or self.span(*path)


class Places(Mapping[KeyPath, Span]):
    """Places by path. Each is computed from its parser event on demand, since few are needed."""

    __slots__ = ("_events", "_first_line")

    def __init__(self, events: Mapping[KeyPath, yaml.Event], first_line: int) -> None:
        self._events, self._first_line = events, first_line

    def __getitem__(self, path: KeyPath) -> Span:
        return _span(self._events[path], self._first_line)

    def __contains__(self, path: object) -> bool:
        return path in self._events

    def __iter__(self) -> Iterator[KeyPath]:
        return iter(self._events)

    def __len__(self) -> int:
        return len(self._events)


def _span(event: yaml.Event, first_line: int) -> Span:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        raise ValueError("parser event without a place")
    length = end.column - start.column if end.line == start.line else 1
    return Span(start.line + first_line, start.column + 1, max(length, 1))


class _Frame:
    """A list or mapping being read, and in a mapping the key of the next value."""

    __slots__ = ("container", "key", "key_event", "path")

    def __init__(self, container: Any, path: KeyPath) -> None:
        self.container, self.path = container, path
        self.key: str | None = None
        self.key_event: yaml.Event | None = None


# Message of the YAML parser → what is wrong and how to mend it, in Vietnamese and English.
_SYNTAX = [
    (
        re.compile("could not find expected ':'"),
        "dòng này thiếu dấu hai chấm sau tên khóa",
        "a colon is missing after a key",
        'viết "khóa: giá trị", có dấu cách sau dấu hai chấm',
        'write "key: value"',
    ),
    (
        re.compile("mapping values are not allowed"),
        "có dấu hai chấm thừa, hoặc dòng thụt sai lề",
        "a stray colon or wrong indentation",
        "nếu giá trị có dấu hai chấm thì đặt cả giá trị trong dấu ngoặc kép",
        "put a value that has a colon in quotes",
    ),
    (
        re.compile("cannot start any token"),
        "giá trị mở đầu bằng ký tự đặc biệt (@, `, %)",
        "a character that cannot start a value",
        "đặt giá trị trong dấu ngoặc kép",
        "put the value in quotes",
    ),
    (
        re.compile("unexpected end of stream|while scanning a quoted"),
        "dấu ngoặc kép mở ra mà chưa đóng",
        "a quote is not closed",
        "đóng dấu ngoặc ở cuối giá trị",
        "close the quote",
    ),
    (
        re.compile("expected ',' or '[]}]'|flow (sequence|mapping)"),
        "ngoặc vuông hoặc ngoặc nhọn mở ra mà chưa đóng",
        "a bracket is not closed",
        "đóng ngoặc, các mục cách nhau bằng dấu phẩy",
        "close the bracket",
    ),
    (
        re.compile("expected <block end>|block (mapping|collection|sequence)"),
        "dòng này thụt lề không khớp với các dòng trên",
        "indentation does not match the lines above",
        "cho các khóa cùng cấp thẳng hàng, mỗi cấp lùi hai dấu cách",
        "align keys of one level",
    ),
]


_OPENED = re.compile("simple key|quoted scalar|flow (sequence|mapping)")
# All but the printable characters of YAML 1.1 (section 5.1). The parser refuses them without a
# line and column.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
# YAML counts these as line breaks, editors don't: line numbers would differ.
_LINE_BREAKS = re.compile("[\x85\u2028\u2029]")


def _syntax_problem(path: str, error: yaml.YAMLError, source: str, first_line: int) -> Problem:
    text = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')} {getattr(error, 'reason', '')}"
    # An unclosed quote or bracket is reported where it opens, not where the parser gives up.
    opened = _OPENED.search(text) and getattr(error, "context_mark", None)
    mark = opened or getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    span = Span(mark.line + first_line, mark.column + 1) if mark else Span(first_line, 1)
    if mark and _char_at(source, mark.line, mark.column) == "\t":
        return problem(
            path,
            span,
            "DH103",
            found="có dấu tab",
            found_en="a tab character",
            mend="thay dấu tab bằng dấu cách",
            mend_en="use spaces instead of the tab",
        )
    for pattern, found, found_en, mend, mend_en in _SYNTAX:
        if pattern.search(text):
            return problem(path, span, "DH103", found=found, found_en=found_en, mend=mend, mend_en=mend_en)
    return problem(
        path,
        span,
        "DH103",
        found="không đọc tiếp được từ chỗ này",
        found_en="cannot be read from here on",
        mend="xem lại dấu cách, dấu hai chấm và dấu ngoặc quanh chỗ này",
        mend_en="check spaces, colons and quotes here",
    )


def _char_at(source: str, line: int, column: int) -> str:
    lines = source.split("\n")
    return lines[line][column : column + 1] if line < len(lines) else ""


def parse_yaml(path: str, text: str, first_line: int = 1) -> tuple[LocatedData, list[Problem]]:
    """Parse YAML `text` that begins on line `first_line` of the file `path`.

    Returns the data with places, and the syntax problems. If the text can't be read to the end,
    the data are None. Never raises, whatever `text` contains.
    """
    if len(text) > MAX_CHARACTERS:
        limit = f"{MAX_CHARACTERS:,}".replace(",", ".")
        return LocatedData(None), [
            problem(path, Span(first_line, 1), "DH106", limit=f"{limit} ký tự", limit_en=f"{limit} characters")
        ]
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        span = span_at(text, unprintable.start(), first_line=first_line)
        return LocatedData(None), [
            problem(
                path,
                span,
                "DH103",
                found="có ký tự điều khiển không nhìn thấy",
                found_en="an invisible control character",
                mend="xóa và gõ lại đoạn này",
                mend_en="delete and retype this part",
            )
        ]
    builder = _Builder(path, first_line)
    try:
        builder.read(_Loader(_LINE_BREAKS.sub(" ", text)))
    except yaml.YAMLError as error:
        return LocatedData(None), [*builder.problems, _syntax_problem(path, error, text, first_line)]
    data = None if builder.stopped else builder.root
    return LocatedData(data, Places(builder.keys, first_line), Places(builder.values, first_line)), builder.problems


class _Builder:
    """Builds data and places from parser events, without recursion.

    Attributes:
        root: the data read so far.
        keys: the event of each key, by its path.
        values: the event of each value, by its path.
        stopped: whether reading stopped at a limit or at a second document.
    """

    def __init__(self, path: str, first_line: int) -> None:
        self.path, self.first_line = path, first_line
        self.root: Any = None
        self.keys: dict[KeyPath, yaml.Event] = {}
        self.values: dict[KeyPath, yaml.Event] = {}
        self.problems: list[Problem] = []
        self.stopped = False
        self._frame: _Frame | None = None  # the innermost container being read; `_above`: its parents
        self._above: list[_Frame | None] = []
        self._scalars = 0
        self._documents = 0

    def read(self, parser: Any) -> None:
        """Read all events of a parser, or up to a limit.

        Raises:
            yaml.YAMLError: where the text isn't YAML.
        """
        next_event = parser.get_event
        try:
            while not self.stopped and (event := next_event()) is not None:
                kind = type(event)
                if kind is yaml.ScalarEvent:
                    self._read_scalar(event)
                elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                    self._refuse_tricks(event)
                    self._open({} if kind is yaml.MappingStartEvent else [], event)
                elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                    self._frame = self._above.pop()
                else:
                    self._read_other(event)
        finally:
            parser.dispose()

    def _read_other(self, event: yaml.Event) -> None:
        if type(event) is yaml.AliasEvent:
            self._read_alias(event)
        elif type(event) is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                self._stop_at_second_document(self._span(event))

    def _span(self, event: yaml.Event) -> Span:
        return _span(event, self.first_line)

    def _refuse(self, event: yaml.Event, found: str) -> None:
        self.problems.append(problem(self.path, self._span(event), "DH105", found=found))

    def _refuse_tricks(self, event: Any) -> None:
        if event.anchor:
            self._refuse(event, f"&{event.anchor}")
        if event.tag:
            self._refuse(event, event.tag)

    def _read_alias(self, event: Any) -> None:
        self._refuse(event, f"*{event.anchor}")
        frame = self._frame
        if frame and frame.key_event is None and type(frame.container) is dict:
            frame.key, frame.key_event = f"*{event.anchor}", event
        else:
            self._put(None, event)

    def _stop_at_second_document(self, span: Span) -> None:
        self.problems.append(
            problem(
                self.path,
                span,
                "DH103",
                found="có thêm một dòng --- mở ra phần khác",
                found_en="a second document begins here",
                mend="bỏ dòng --- này",
                mend_en="delete this --- line",
            )
        )
        self.stopped = True

    def _read_scalar(self, event: Any) -> None:
        if event.anchor or event.tag:
            self._refuse_tricks(event)
        self._scalars += 1
        if self._scalars > MAX_SCALARS:
            self._stop(event, f"{MAX_SCALARS} giá trị", f"{MAX_SCALARS} values")
            return
        value = event.value
        frame = self._frame
        if frame and frame.key_event is None and type(frame.container) is dict:
            frame.key, frame.key_event = value, event
            return
        self._put(None if not event.style and value in _NULLS else value, event)

    def _stop(self, event: yaml.Event, limit: str, limit_en: str) -> None:
        self.problems.append(problem(self.path, self._span(event), "DH106", limit=limit, limit_en=limit_en))
        self.stopped = True

    def _put(self, value: Any, event: yaml.Event) -> KeyPath:
        """Put a value into its container and return its path. A repeated key changes nothing."""
        frame = self._frame
        place: KeyPath
        if frame is None:
            place = ()
            self.root = value
        elif type(frame.container) is list:
            place = (*frame.path, len(frame.container))
            frame.container.append(value)
        else:
            key, key_event = frame.key or "", frame.key_event or event
            place = (*frame.path, key)
            frame.key = frame.key_event = None
            if place in self.keys:
                self.problems.append(
                    problem(
                        self.path, self._span(key_event), "DH104", key=key, first_line=self._span(self.keys[place]).line
                    )
                )
                place = (*frame.path, f"{key}\0{self._span(event).line}")
            else:
                self.keys[place] = key_event
                frame.container[key] = value
        self.values[place] = event
        return place

    def _open(self, container: Any, event: yaml.Event) -> None:
        if len(self._above) >= MAX_DEPTH:
            self._stop(event, f"{MAX_DEPTH} cấp lồng nhau", f"{MAX_DEPTH} levels")
            return
        frame = self._frame
        if frame and frame.key_event is None and type(frame.container) is dict:
            # A list or mapping used as a key: no model has such keys.
            span = self._span(event)
            frame.key, frame.key_event = f"? {span.line}:{span.column}", event
            self._refuse(event, "?")
            place: KeyPath = (*frame.path, frame.key, "?")
        else:
            place = self._put(container, event)
        self._above.append(frame)
        self._frame = _Frame(container, place)


def walk(data: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Yield every scalar of located data with its path, in document order."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from walk(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from walk(value, (*path, index))
    else:
        yield path, data
