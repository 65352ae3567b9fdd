"""Dates in Vietnam's time, and the moment as of which a site is built."""

from datetime import UTC, date, datetime, timedelta

import pytest

from guongsang.errors import ProjectError
from guongsang.text.dates import LOCAL, format_date, parse_date, parse_moment, resolve_as_of


def test_date_is_read_as_year_month_day():
    assert parse_date("2024-09-05") == date(2024, 9, 5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5/9/2024",
        "05-09-2024",
        "2024-9-5",
        "20240905",
        "2024-02-30",
        "2024-09-05T09:00",
        " 2024-09-05",
        "2024-09-05\n",
        "2024-W36-4",
        "２０２４-09-05",
    ],
)
def test_date_written_otherwise_is_refused(text):
    with pytest.raises(ValueError):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-09-05", datetime(2024, 9, 5, 0, 0, tzinfo=LOCAL)),
        ("2024-09-05T09:30", datetime(2024, 9, 5, 9, 30, tzinfo=LOCAL)),
        ("2024-09-05 09:30", datetime(2024, 9, 5, 9, 30, tzinfo=LOCAL)),
        ("2024-09-04T18:00Z", datetime(2024, 9, 5, 1, 0, tzinfo=LOCAL)),
        ("2024-09-05T00:30+09:00", datetime(2024, 9, 4, 22, 30, tzinfo=LOCAL)),
    ],
)
def test_moment_is_in_vietnam_time(text, moment):
    read = parse_moment(text)
    assert read == moment
    assert read.utcoffset() == timedelta(hours=7)
    assert read.date() == moment.date()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mai",
        "09:00",
        "2024-09-05T25:00",
        "2024-13-01",
        "2024-09-05 sáng",
        "2024-09-05x",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-12:00",
    ],
)
def test_moment_written_otherwise_is_refused(text):
    with pytest.raises(ValueError):
        parse_moment(text)


@pytest.mark.parametrize(
    ("wanted", "environ", "moment"),
    [
        ("2024-06-05", {"GUONGSANG_AS_OF": "2023-01-01", "SOURCE_DATE_EPOCH": "0"}, datetime(2024, 6, 5, tzinfo=LOCAL)),
        (None, {"GUONGSANG_AS_OF": "2023-01-01", "SOURCE_DATE_EPOCH": "0"}, datetime(2023, 1, 1, tzinfo=LOCAL)),
        (None, {"SOURCE_DATE_EPOCH": "86400"}, datetime(1970, 1, 2, 7, 0, tzinfo=LOCAL)),
        ("", {"GUONGSANG_AS_OF": "", "SOURCE_DATE_EPOCH": "86400"}, datetime(1970, 1, 2, 7, 0, tzinfo=LOCAL)),
    ],
)
def test_as_of_takes_the_first_that_is_given(wanted, environ, moment):
    assert resolve_as_of(wanted, environ) == moment


def test_as_of_is_now_where_nothing_is_given():
    before = datetime.now(UTC)
    assert before <= resolve_as_of(None, {}) <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("wanted", "environ"),
    [
        ("hôm nay", {}),
        ("2024-02-30", {}),
        ("0001-01-01T00:00+14:00", {}),
        (None, {"GUONGSANG_AS_OF": "5/6/2024"}),
        (None, {"SOURCE_DATE_EPOCH": "99999999999999"}),
        (None, {"SOURCE_DATE_EPOCH": "²"}),
    ],
)
def test_as_of_that_is_no_date_is_refused_in_one_sentence(wanted, environ):
    with pytest.raises(ProjectError):
        resolve_as_of(wanted, environ)


def test_refusal_of_as_of_quotes_what_was_written():
    with pytest.raises(ProjectError, match='"hôm nay"'):
        resolve_as_of("hôm nay", {})


def test_date_is_printed_day_first_without_zeros():
    assert format_date(date(2024, 9, 5)) == "5/9/2024"
