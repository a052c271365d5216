import datetime as dt

import pytest

from policies.dating import PrintedDate, find_dates, read_date

TODAY = dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("printed", "iso", "precision"),
    [
        ("April 18, 2011", "2011-04-18", "day"),
        ("Apr. 18th, 2011", "2011-04-18", "day"),
        ("26 September 2007", "2007-09-26", "day"),
        ("04/10/2017", "2017-04-10", "day"),
        ("2/10/10", "2010-02-10", "day"),
        ("2-20-89", "1989-02-20", "day"),
        ("01-12-2026", "2026-01-12", "day"),
        ("6.18.13", "2013-06-18", "day"),
        ("2015-07-07", "2015-07-07", "day"),
        ("June 2002", "2002-06", "month"),
        ("October, 2015", "2015-10", "month"),
        ("10/2019", "2019-10", "month"),
        ("2016", "2016", "year"),
    ],
)
def test_a_date_keeps_the_precision_it_is_printed_in(printed, iso, precision):
    assert read_date(printed, today=TODAY) == PrintedDate(iso, printed, precision)


@pytest.mark.parametrize(
    "text",
    ["Pending", "2/19/0l", "13/45/2020", "February 30, 2011", "20 USC 1681", "106.40", "tomorrow"],
)
def test_what_is_no_date_is_none(text):
    assert read_date(text, today=TODAY) is None


def test_two_digits_are_the_latest_year_that_is_not_after_next_year():
    assert read_date("1/2/27", today=TODAY).iso == "2027-01-02"
    assert read_date("1/2/28", today=TODAY).iso == "1928-01-02"


def test_dates_are_found_where_they_stand():
    text = "04/10/2017, 04/21/2020 and June 2002"
    assert [text[start:end] for start, end, _ in find_dates(text)] == [
        "04/10/2017",
        "04/21/2020",
        "June 2002",
    ]


def test_a_statutes_number_is_no_date():
    assert list(find_dates("Education Code 48900.1 and 34 CFR 106.21(c)(4), 1/2/3/4")) == []
