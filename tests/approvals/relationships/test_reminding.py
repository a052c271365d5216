"""Who holds what ends soon is reminded twice: in time to disclose it anew, and once more."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import time_machine

from approvals.relationships import reminding
from district_portal.mailing.models import Message
from tests.factories import relationships
from tests.standing import standing

END = dt.date(2026, 10, 30)
"""A Friday; Columbus Day lies before it."""


def at(month, day, hour=10):
    return dt.datetime(2026, month, day, hour, tzinfo=ZoneInfo("America/Chicago"))


@standing
def soon(cast):
    with time_machine.travel(at(9, 1), tick=False):
        return relationships.noted(cast.lou, decider=cast.pat, ends_on=END.isoformat())


def test_twenty_and_five_school_days_before(cast, soon):
    assert reminding.remind(at=at(9, 30)) == 0
    assert reminding.remind(at=at(10, 1)) == 1
    assert reminding.remind(at=at(10, 1)) == 0
    assert reminding.remind(at=at(10, 23)) == 1
    assert reminding.remind(at=at(11, 2)) == 0
    first, last = Message.objects.filter(name="relationship_ending").order_by("pk")
    assert first.person == cast.lou
    assert "ends on October 30, 2026: 20 school days are left." in first.text
    assert "5 school days are left." in last.text


def test_nothing_at_night_or_without_school_or_of_what_ended(cast, soon):
    assert reminding.remind(at=at(10, 2, hour=22)) == 0
    assert reminding.remind(at=at(10, 3)) == 0
    relationships.ended(soon, by=cast.lou, at=at(10, 4))
    assert reminding.remind(at=at(10, 5)) == 0
