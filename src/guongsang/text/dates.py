"""Parse and print dates in Vietnam's time zone, and resolve the moment as of which to build."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone

from guongsang.errors import ProjectError

# Vietnam keeps UTC+7 all year; a fixed offset needs no time-zone data on Windows.
LOCAL = timezone(timedelta(hours=7))
# How long an article counts as news. Source:
# developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
FRESH = timedelta(days=2)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse_date(text: str) -> date:
    """Return the date written as `2024-09-05`.

    Raises:
        ValueError: for any other text.
    """
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def parse_moment(text: str) -> datetime:
    """Return the moment written as a date (its first instant in Vietnam) or as ISO date and time.

    A time without an offset is Vietnam time.

    Raises:
        ValueError: for any other text.
    """
    if _DATE.fullmatch(text):
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), LOCAL)
    if not _DATE.match(text):
        raise ValueError(text)
    moment = datetime.fromisoformat(text)
    try:
        return moment.astimezone(LOCAL) if moment.tzinfo else moment.replace(tzinfo=LOCAL)
    except OverflowError:
        raise ValueError(text) from None


def resolve_as_of(wanted: str | None = None, environ: Mapping[str, str] = os.environ) -> datetime:
    """Return the moment as of which the gate decides what may be shown.

    Args:
        wanted: a date or moment as text. If missing: GUONGSANG_AS_OF, else SOURCE_DATE_EPOCH
            (seconds since 1970, reproducible-builds.org), else now.
        environ: the environment variables.

    Raises:
        ProjectError: where the text is not a date.
    """
    text = wanted or environ.get("GUONGSANG_AS_OF")
    if text:
        try:
            return parse_moment(text)
        except ValueError:
            raise ProjectError(f'"{text}" không phải là ngày; viết dạng 2026-06-05 hoặc 2026-06-05T09:00') from None
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(LOCAL)
    try:
        return datetime.fromtimestamp(int(epoch), UTC).astimezone(LOCAL)
    except (ValueError, OverflowError, OSError):
        raise ProjectError(f'SOURCE_DATE_EPOCH phải là số giây tính từ 1/1/1970; đang là "{epoch}"') from None


_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def format_days(first: date, last: date) -> str:
    """Return one day with its weekday, or several as a range, the way Vietnamese print them."""
    if first == last:
        return f"{_WEEKDAYS[first.weekday()]}, {format_date(first)}"
    return f"Từ {format_date(first)} đến {format_date(last)}"


def format_date(day: date) -> str:
    """Return a date the way Vietnamese print it: 5/9/2024."""
    return f"{day.day}/{day.month}/{day.year}"
