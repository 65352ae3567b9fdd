"""Read and extend the press log: which outlet took which profile, and when.

Staff need it on the day on which a profile is withdrawn. It is a small YAML file in git that
they read and edit by hand; commands insert text, so that comments and order stay. It is never
published: outputs can't import this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import ClassVar, Literal

from guongsang.errors import GuongSangError
from guongsang.manuscripts.authored import Authored, Day, Text, authored
from guongsang.manuscripts.located_yaml import LocatedData, parse_yaml
from guongsang.manuscripts.project_layout import EXEMPLARS
from guongsang.manuscripts.shape import check_needed, check_shape
from guongsang.manuscripts.yaml_text import quote_text
from guongsang.rules import problem
from guongsang.rules.problem import START, Problem, Span, has_errors, span_at
from guongsang.text.legacy_encodings import guess_encoding

PATH = f"{EXEMPLARS}/_press/log.yml"
Took = Literal["text", "photos"]
_HEADER = """\
# Sổ theo dõi báo chí: báo, đài nào đã lấy hồ sơ nào, để báo lại khi hồ sơ bị rút hoặc đính chính. \
Không bao giờ lên trang.
# Thêm bằng lệnh: python3 scripts/press_log.py add TÊN-THƯ-MỤC --outlet "Tên báo". Sửa tay cũng được; xếp theo ngày.
#   profile   mã hồ sơ
#   outlet    tên báo, đài
#   date      ngày lấy
#   took      đã lấy gì: text (bài), photos (ảnh)
#   contact   báo cho ai khi hồ sơ bị rút: đầu mối cơ quan, không ghi số điện thoại riêng
#   url       địa chỉ bài đã đăng
#   by        ai ghi vào sổ
#   note      ghi chú
#   notified  ngày đã báo rút
"""
# Text that every YAML reader takes for text even without quotes, except `_WORDS`.
_PLAIN = re.compile(r"[^\W\d_][\w ./()-]*")
_WORDS = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")


class PressTake(Authored):
    """One entry: on a day an outlet took a profile."""

    noun: ClassVar[tuple[str, str]] = ("mục của sổ báo chí", "the entry of the press log")

    profile: Text | None = authored(help="Mã hồ sơ", visibility="internal", needed=True)
    outlet: Text | None = authored(help="Tên báo, đài", visibility="internal", needed=True, max_length=160)
    date: Day | None = authored(help="Ngày lấy", visibility="internal", needed=True)
    took: list[Took] = authored(help="Đã lấy gì: text (bài), photos (ảnh)", visibility="internal", default=[])
    contact: Text | None = authored(help="Báo cho ai khi hồ sơ bị rút", visibility="internal", max_length=200)
    url: Text | None = authored(help="Địa chỉ bài đã đăng", visibility="internal", pattern=r"^https?://\S+$")
    by: Text | None = authored(help="Ai ghi", visibility="internal", max_length=160)
    note: Text | None = authored(help="Ghi chú", visibility="internal", max_length=400)
    notified: Day | None = authored(help="Ngày đã báo rút", visibility="internal")


@dataclass(frozen=True, slots=True)
class LoggedTake:
    """An entry with its place in the file.

    Attributes:
        take: the entry.
        profile_span: the place of the profile's id.
        outlet_span: the place of the outlet.
        date_span: the place of the date.
        line: the line on which the entry begins.
    """

    take: PressTake
    profile_span: Span
    outlet_span: Span
    date_span: Span
    line: int


@dataclass(frozen=True, slots=True)
class PressLog:
    """The press log as read; empty if there is no file.

    Attributes:
        takes: the entries in the order of the file.
        text: the file's text, with LF line ends.
        newline: the line end of the file.
    """

    takes: tuple[LoggedTake, ...] = ()
    text: str = ""
    newline: str = "\n"

    def of(self, profile: str) -> list[PressTake]:
        """Return the entries of the profile with this id."""
        return [item.take for item in self.takes if item.take.profile == profile]


def load_press_log(root: Path) -> tuple[PressLog, list[Problem]]:
    """Read the log below `root`. Never raises for its content; a missing file is an empty log."""
    try:
        raw = (root / PATH).read_bytes()
    except FileNotFoundError:
        return PressLog(), []
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return PressLog(), [problem(PATH, START, "DH107", found=reason, found_en=reason)]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        return PressLog(), [
            problem(PATH, span_at(before, len(before)), "DH101", offset=error.start, encoding=guess_encoding(raw))
        ]
    log, problems = parse_press_log(text.replace("\r\n", "\n").replace("\r", "\n"))
    return replace(log, newline="\r\n" if "\r\n" in text else "\n"), problems


def parse_press_log(text: str) -> tuple[PressLog, list[Problem]]:
    """Parse the text of a log. Returns also its problems, with places in `PATH`."""
    located, problems = parse_yaml(PATH, text)
    if located.data is None:
        return PressLog(text=text), problems
    if not isinstance(located.data, list):
        return PressLog(text=text), [
            *problems,
            problem(
                PATH,
                located.span(),
                "DH208",
                key=PATH.rsplit("/", 1)[-1],
                expected="một danh sách",
                expected_en="a list",
                found="dạng khác",
                found_en="something else",
                mend="mỗi mục bắt đầu bằng - profile: …",
                mend_en="start each with - profile: …",
            ),
        ]
    takes = [take for index in range(len(located.data)) if (take := _entry(located, index, text, problems))]
    return PressLog(tuple(takes), text), problems


def _entry(located: LocatedData, index: int, text: str, problems: list[Problem]) -> LoggedTake | None:
    take, faults = check_shape(PATH, located, PressTake, at=(index,), status="approved")
    faults += check_needed(PATH, located, take, at=(index,), status="approved")
    problems.extend(faults)
    if faults:
        return None
    lines = text.split("\n")
    line = located.span(index).line
    while line > 1 and not lines[line - 1].startswith("-"):  # the first key may stand below its dash
        line -= 1
    return LoggedTake(
        take, located.span(index, "profile"), located.span(index, "outlet"), located.span(index, "date"), line
    )


def render_take(take: PressTake) -> str:
    """Return an entry as a block of YAML, one key a line, without empty keys."""
    values = [(name, _scalar(getattr(take, name))) for name in type(take).model_fields if getattr(take, name)]
    return "".join(f"{'- ' if index == 0 else '  '}{name}: {value}\n" for index, (name, value) in enumerate(values))


def _scalar(value: str | date | list[Took]) -> str:
    if isinstance(value, list):
        return f"[{', '.join(value)}]"
    text = value.isoformat() if isinstance(value, date) else value
    plain = isinstance(value, date) or (_PLAIN.fullmatch(text) and text.lower() not in _WORDS)
    return text if plain else quote_text(text)


def add_take(log: PressLog, take: PressTake) -> str:
    """Return the log's text with an entry inserted by date, after entries of the same day.

    Raises:
        GuongSangError: where inserting would change other entries, as in a list in brackets.
    """
    text = log.text if log.text.strip() else _HEADER
    text = text if text.endswith("\n") else f"{text}\n"
    lines = text.splitlines(keepends=True)
    later = next((item for item in log.takes if item.take.date and take.date and item.take.date > take.date), None)
    place = _above(lines, later.line) if later else len(lines)
    block = render_take(take)
    before, after = "".join(lines[:place]), "".join(lines[place:])
    gap = "" if before.endswith("\n\n") else "\n"
    added = before + gap + block + (f"\n{after.lstrip(chr(10))}" if after else "")
    found, problems = parse_press_log(added)
    if has_errors(problems) or sorted(_keys(item.take for item in found.takes)) != sorted(
        _keys([*(item.take for item in log.takes), take])
    ):
        raise GuongSangError(
            f"không thêm được vào {PATH}: sổ phải viết mỗi mục một khối, mở đầu bằng dấu gạch ở đầu dòng"
        )
    return added


def _above(lines: Sequence[str], line: int) -> int:
    """Return the index of the line above which to insert: above an entry and its comments."""
    index = line - 1
    while index and lines[index - 1].startswith("#"):
        index -= 1
    return index if index else line - 1


def _keys(takes: Iterable[PressTake]) -> Iterator[str]:
    return (take.model_dump_json() for take in takes)
