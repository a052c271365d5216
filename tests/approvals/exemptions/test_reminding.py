"""Who holds what ends soon is reminded twice: in time to ask again, and to clean up."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import time_machine

from approvals.exemptions import reminding, revoking
from district_portal.mailing.models import Message
from tests.factories import exemptions
from tests.standing import standing

BEGIN = dt.datetime(2026, 9, 1, 10, tzinfo=ZoneInfo("America/Chicago"))
END = dt.date(2026, 10, 30)
"""A Friday; Columbus Day lies before it."""


@standing
def ending(cast, clause):
    with time_machine.travel(BEGIN, tick=False):
        return exemptions.granted(
            cast.lou,
            deciders=[cast.ada, cast.tom],
            of=clause,
            place=cast.northside,
            ends_on=END.isoformat(),
        )


def at(month, day, hour=10):
    return dt.datetime(2026, month, day, hour, tzinfo=ZoneInfo("America/Chicago"))


def told():
    return list(Message.objects.filter(name="exemption_ending").order_by("pk"))


def test_twenty_and_five_school_days_before(cast, ending):
    assert reminding.remind(at=at(9, 30)) == 0
    assert reminding.remind(at=at(10, 1)) == 1
    assert reminding.remind(at=at(10, 1)) == 0
    assert reminding.remind(at=at(10, 22)) == 0
    assert reminding.remind(at=at(10, 23)) == 1
    assert reminding.remind(at=at(10, 30)) == 0
    assert reminding.remind(at=at(11, 2)) == 0
    first, last = told()
    assert first.person == cast.lou
    assert "ends on October 30, 2026: 20 school days are left." in first.text
    assert "5 school days are left." in last.text


def test_a_missed_day_is_made_up_for_and_the_first_step_is_not_told_late(cast, ending):
    assert reminding.remind(at=at(10, 28)) == 1
    assert reminding.remind(at=at(10, 29)) == 0
    assert "2 school days are left." in told()[0].text


def test_nothing_at_night_or_without_school(cast, ending):
    assert reminding.remind(at=at(10, 2, hour=22)) == 0
    assert reminding.remind(at=at(10, 3)) == 0


def test_what_is_short_from_the_beginning_is_not_reminded_of_at_once(cast, clause):
    with time_machine.travel(at(10, 19), tick=False):
        exemptions.granted(
            cast.lou,
            deciders=[cast.ada, cast.tom],
            of=clause,
            place=cast.northside,
            ends_on=END.isoformat(),
        )
    assert reminding.remind(at=at(10, 20)) == 0
    assert reminding.remind(at=at(10, 23)) == 1


def test_what_was_revoked_is_not_reminded_of(cast, ending):
    revoking.revoke(ending, reason="Films were public.", by=cast.ada, at=at(9, 10))
    assert reminding.remind(at=at(10, 1)) == 0
