from __future__ import annotations

import datetime as dt

import pytest

from accounts import roles
from accounts.models import RoleGrant
from district_portal import audit
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from district_portal.reminders import escalating
from district_portal.reminders.models import Reminded
from tests.district_portal.reminders.conftest import moment

MONDAY = moment(9, 14)  # due on Monday, September 28; two weeks late on October 12, a holiday


def days_told(until: dt.date) -> list[str]:
    found, day = [], MONDAY
    while day.date() <= until:
        if escalating.tell_hr(at=day):
            found.append(f"{day:%b %-d}")
        day += dt.timedelta(days=1)
    return found


def test_human_resources_hear_a_week_after_the_supervisor_and_then_every_week(ask):
    ask(at=MONDAY)
    assert days_told(dt.date(2026, 10, 27)) == ["Oct 13", "Oct 19", "Oct 26"]


def test_the_requirement_says_after_how_many_days(ask):
    ask(at=MONDAY, supervisor_after=2, hr_after=1, late_every=30)
    assert days_told(dt.date(2026, 10, 20)) == ["Oct 1"]


def test_a_requirement_may_leave_human_resources_out(ask):
    ask(at=MONDAY, hr_after=None)
    assert days_told(dt.date(2026, 10, 27)) == []


def test_one_mail_names_all_late_people_and_leads_to_the_report(ask, cast):
    ask("529", at=MONDAY, people=[cast.lou, cast.gus])
    ask("511", at=MONDAY, people=[cast.lou], title="Staff Conduct", due_days=10)
    assert escalating.tell_hr(at=moment(10, 13)) == 1
    message = Message.objects.get()
    assert message.person == cast.hana
    assert message.subject == "2 people are long late to sign"
    for part in (message.text, message.html):
        for words in ("Lou Berg", "Gus de la Cruz", "529 Social Media", "511 Staff", "/reports/"):
            assert words in part
    (event,) = audit.events(act="reminders.escalated")
    assert event.after["to"] == "hr"


def test_asking_twice_the_same_day_tells_once(ask):
    ask(at=MONDAY)
    assert escalating.tell_hr(at=moment(10, 13)) == 1
    assert escalating.tell_hr(at=moment(10, 13, hour=10)) == 0
    assert Reminded.objects.get().hr_on == dt.date(2026, 10, 13)


def test_who_is_in_human_resources_of_one_place_hears_of_that_place(ask, cast):
    roles.appoint(cast.val, role=Role.HR, by=cast.ada, place=cast.northside)
    ask(at=MONDAY, people=[cast.lou, cast.gus])
    assert escalating.tell_hr(at=moment(10, 13)) == 2
    assert "Lou Berg" in Message.objects.get(person=cast.val).text
    assert "Gus" not in Message.objects.get(person=cast.val).text
    assert "Gus" in Message.objects.get(person=cast.hana).text


def test_nobody_hears_of_themselves(ask, cast):
    ask(at=MONDAY, people=[cast.hana])
    assert escalating.tell_hr(at=moment(10, 13)) == 0
    assert not Message.objects.exists()


def test_without_human_resources_the_administrator_hears(ask, cast):
    RoleGrant.objects.filter(role=Role.HR).delete()
    ask(at=MONDAY)
    assert escalating.tell_hr(at=moment(10, 13)) == 1
    assert Message.objects.get().person == cast.ada


@pytest.mark.parametrize(("day", "hour"), [(13, 6), (13, 17), (11, 9), (12, 9)])
def test_nobody_is_told_at_night_on_a_weekend_or_a_holiday(ask, day, hour):
    ask(at=MONDAY)
    assert escalating.tell_hr(at=moment(10, day, hour=hour)) == 0
