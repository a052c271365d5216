"""What is foretold until the due date, and when nothing is."""

import datetime as dt

from district_portal.reports.dashboard.acknowledged import foretold
from district_portal.reports.dashboard.forecasting import (
    NOBODY_SIGNED,
    NOTHING_DUE,
    TOO_EARLY,
    Forecast,
    Unknown,
    forecast,
)
from district_portal.reports.dashboard.standing import Day, Standing

TODAY = dt.date(2026, 10, 16)  # a Friday


def day(days):
    return TODAY + dt.timedelta(days=days)


SCHOOL = [day(n) for n in range(-60, 60) if day(n).weekday() < 5]


def said(*days, **upcoming):
    ahead = {day(int(name[1:])): people for name, people in upcoming.items()}
    standing = Standing(upcoming=ahead, days=list(days))
    return forecast(standing, today=TODAY, school_days=SCHOOL)


def test_the_pace_of_ten_school_days_goes_on_until_most_is_due():
    asked, signed = Day(day(-40), 60, 0, 0), Day(day(-3), 0, 0, 20)
    assert said(asked, signed, d7=30, d20=5) == Forecast(day(7), 30, 12, 2.0, 10)


def test_no_more_is_foretold_than_is_open():
    asked, signed = Day(day(-40), 60, 0, 0), Day(day(-3), 0, 0, 50)
    assert said(asked, signed, d7=9).expected == 9


def test_what_was_signed_before_these_days_or_today_makes_no_pace():
    asked, old, new = Day(day(-40), 60, 0, 0), Day(day(-15), 0, 0, 9), Day(TODAY, 0, 0, 9)
    assert said(asked, old, new, d7=9) == Unknown(NOBODY_SIGNED, 10)


def test_shortly_after_it_was_asked_nothing_can_be_said():
    assert said(Day(day(-4), 60, 0, 0), Day(day(-3), 0, 0, 5), d9=9) == Unknown(TOO_EARLY, 5)
    early = said(Day(day(-7), 60, 0, 0), Day(day(-3), 0, 0, 5), d9=9)
    assert (early.over, early.pace) == (5, 1.0)


def test_where_nothing_will_be_due_nothing_is_foretold():
    assert said(Day(day(-40), 60, 0, 0)) == Unknown(NOTHING_DUE)


def test_each_answer_has_its_sentence():
    told = {foretold(Unknown(why, 10)) for why in (NOTHING_DUE, TOO_EARLY, NOBODY_SIGNED)}
    assert len(told) == 3
    assert all(sentence.startswith("No forecast") for sentence in told)
    assert "about 12 of 30 signatures due by Oct 23" in foretold(
        Forecast(dt.date(2026, 10, 23), 30, 12, 2.0, 10)
    )
