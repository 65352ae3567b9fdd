"""The summary at the end of `check`: as plain text, and as Markdown for the page of a CI job."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from guongsang.cli.check.standings import NEEDS, Overview, Standing
from guongsang.manuscripts.project_layout import EXEMPLARS
from guongsang.rules.rule import Language

_MOST_LINES = 15
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~&])")
_WORDS: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {
        "vi": {
            "title": "Kiểm tra hồ sơ",
            "ready": "Sẵn sàng đăng",
            "channel": "Kênh",
            "named": "Hồ sơ đã nêu",
            "waiting": "Chưa đăng được {count} hồ sơ",
            "more": "và {count} hồ sơ khác",
            "shown": "đăng được trên {channels}",
            "errors": "{count} lỗi",
            "warnings": "{count} cảnh báo",
            "total": "{total} hồ sơ trong {folder}/: {shown} được đăng, {errors} lỗi, {warnings} cảnh báo.",
            "mend": "Phải sửa lỗi",
            "complete": "Phải bổ sung",
            "approve": "Chờ duyệt",
            "wait": "Chờ đến ngày đăng",
            "nothing": "Đã tạm dừng hoặc đã rút",
        },
        "en": {
            "title": "Profiles checked",
            "ready": "Ready to publish",
            "channel": "Channel",
            "named": "Profiles named",
            "waiting": "Not published: {count}",
            "more": "and {count} more",
            "shown": "may be shown on {channels}",
            "errors": "errors: {count}",
            "warnings": "warnings: {count}",
            "total": "Profiles in {folder}/: {total}; published: {shown}; errors: {errors}; warnings: {warnings}.",
            "mend": "Errors to mend",
            "complete": "Something is missing",
            "approve": "Waiting for approval",
            "wait": "Waiting for the date",
            "nothing": "Suspended or withdrawn",
        },
    }
)


def render_totals(overview: Overview, lang: Language = "vi") -> str:
    """Return one line: numbers of profiles, of those that may be shown, of errors and warnings."""
    return _WORDS[lang]["total"].format(
        total=overview.total, folder=EXEMPLARS, shown=overview.shown, errors=overview.errors, warnings=overview.warnings
    )


def render_summary(overview: Overview, lang: Language = "vi", *, named: bool = False) -> str:
    """Return the summary as plain text.

    Args:
        overview: what to sum up.
        lang: language of the text.
        named: whether profiles were named on the command line; then each gets one line.
    """
    return "\n".join((*(_named(overview, lang) if named else _overview(overview, lang)), render_totals(overview, lang)))


def render_markdown(overview: Overview, lang: Language = "vi", *, named: bool = False) -> str:
    """Return the same summary as Markdown."""
    words = _WORDS[lang]
    parts = [f"## {words['title']}"]
    if named:
        parts += [_list(f"### {words['named']}", [_escape(_line(item, lang)) for item in overview.standings], lang)]
    else:
        rows = "\n".join(f"| {_escape(label)} | {count} |" for label, count in overview.ready.items())
        parts.append(f"| {words['channel']} | {words['ready']} |\n|---|---:|\n{rows}")
        if overview.waiting:
            parts.append(f"### {words['waiting'].format(count=len(overview.waiting))}")
        for heading, lines in _groups(overview, lang):
            parts.append(_list(f"#### {heading}" if heading else "", [_escape(line) for line in lines], lang))
    return "\n\n".join((*filter(None, parts), f"**{_escape(render_totals(overview, lang))}**")) + "\n"


def _overview(overview: Overview, lang: Language) -> Iterator[str]:
    words = _WORDS[lang]
    if overview.shown or overview.waiting:
        yield f"{words['ready']}:"
        yield from (f"  {label}: {count}" for label, count in overview.ready.items())
    if overview.waiting:
        yield f"{words['waiting'].format(count=len(overview.waiting))}:"
    for heading, lines in _groups(overview, lang):
        if heading:
            yield f"  {heading}:"
        yield from (f"    {line}" if heading else f"  {line}" for line in lines)


def _named(overview: Overview, lang: Language) -> Iterator[str]:
    yield from (_line(item, lang) for item in overview.standings[:_MOST_LINES])
    if len(overview.standings) > _MOST_LINES:
        yield _WORDS[lang]["more"].format(count=len(overview.standings) - _MOST_LINES)


def _groups(overview: Overview, lang: Language) -> Iterator[tuple[str, list[str]]]:
    """Yield headings (needs) with their lines; last, without heading, how many more there are."""
    words = _WORDS[lang]
    counts = Counter(item.need for item in overview.waiting)
    for need in NEEDS:
        lines = [_line(item, lang) for item in overview.waiting[:_MOST_LINES] if item.need == need]
        if lines:
            yield f"{words[need]} ({counts[need]})", lines
    if len(overview.waiting) > _MOST_LINES:
        yield "", [words["more"].format(count=len(overview.waiting) - _MOST_LINES)]


def _line(item: Standing, lang: Language) -> str:
    words = _WORDS[lang]
    standing = words["shown"].format(channels=", ".join(item.channels)) if item.channels else ", ".join(item.reasons)
    counts = [
        words[name].format(count=count)
        for name, count in (("errors", item.errors), ("warnings", item.warnings))
        if count
    ]
    return f"{item.label}: {'; '.join((standing, *counts))}"


def _list(heading: str, lines: list[str], lang: Language) -> str:
    shown = lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        shown.append(_WORDS[lang]["more"].format(count=len(lines) - _MOST_LINES))
    listed = "\n".join(f"- {line}" for line in shown)
    return f"{heading}\n\n{listed}" if heading else listed


def _escape(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)
