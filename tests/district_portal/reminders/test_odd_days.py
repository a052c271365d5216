"""Nights on which the clock is changed, the turn of the year, and a clock that is an hour off."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from district_portal.mailing.models import Message
from district_portal.reminders import digest
from tests.district_portal.reminders.conftest import CHICAGO, moment
from tests.factories.acknowledgments import signed

UTC = ZoneInfo("UTC")


def mails_in(first: dt.datetime, hours: int, *, every: int = 30) -> list[str]:
    """The local moments at which somebody was reminded, when the clock asks every half hour."""
    asked = [
        first.astimezone(UTC) + dt.timedelta(minutes=every * n) for n in range(hours * 60 // every)
    ]
    return [f"{at.astimezone(CHICAGO):%b %-d %H:%M}" for at in asked if digest.remind(at=at)]


def test_no_mail_is_lost_or_repeated_in_the_night_that_has_an_hour_more(ask):
    friday = moment(10, 30)  # the clock goes back on Sunday, November 1, 2026
    ask(at=friday, due_days=3, before_due=[1], late_every=1)
    assert mails_in(friday, 5 * 24)[:3] == ["Oct 30 09:00", "Nov 2 07:00", "Nov 3 07:00"]


def test_no_mail_is_lost_or_repeated_in_the_night_that_has_an_hour_less(ask):
    friday = moment(3, 12, year=2027)  # the clock goes forward on Sunday, March 14, 2027
    ask(at=friday, due_days=3, before_due=[1], late_every=1)
    assert mails_in(friday, 5 * 24)[:3] == ["Mar 12 09:00", "Mar 15 07:00", "Mar 16 07:00"]


@pytest.mark.parametrize("day", [moment(10, 30), moment(3, 12, year=2027)])
def test_a_due_date_is_met_until_its_local_midnight_in_such_a_night(ask, cast, day):
    requirement = ask(at=day, due_days=3)
    asked = requirement.assignments.get()
    last = dt.datetime.combine(asked.due_on, dt.time(23, 59), tzinfo=CHICAGO)
    assert not requirement.assignments.late(last.date()).exists()
    signature = signed(cast.lou, requirement.policy.in_force, at=last)
    assert signature.signed_at.astimezone(CHICAGO).date() == asked.due_on


def test_the_ladder_goes_on_over_the_turn_of_the_year(ask):
    ask(at=moment(12, 18), due_days=14, before_due=[7], late_every=7)
    days = {told.split(" ")[0] + told.split(" ")[1] for told in mails_in(moment(12, 18), 24 * 24)}
    # January 1 is a holiday: the due date moves to Monday, January 4.
    assert days == {"Dec18", "Dec28", "Jan4", "Jan11"}


def test_a_clock_that_was_an_hour_fast_repeats_nothing_when_it_is_set_right(ask):
    ask(at=moment(9, 14))
    assert digest.remind(at=moment(9, 14, hour=10)) == 1
    assert digest.remind(at=moment(9, 14, hour=9, minute=5)) == 0
    assert digest.remind(at=moment(9, 14, hour=10, minute=5)) == 0
    assert Message.objects.count() == 1


def test_a_clock_that_was_an_hour_slow_catches_up_once(ask):
    ask(at=moment(9, 14, hour=6))
    assert digest.remind(at=moment(9, 14, hour=6, minute=30)) == 0
    assert digest.remind(at=moment(9, 14, hour=7, minute=35)) == 1
    assert digest.remind(at=moment(9, 14, hour=7, minute=36)) == 0
