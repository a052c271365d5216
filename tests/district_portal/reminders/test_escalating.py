from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Delegation, Person, Posting
from district_portal import audit
from district_portal.district.current import today
from district_portal.mailing.models import Message
from district_portal.reminders import escalating
from tests.district_portal.reminders.conftest import moment

MONDAY = moment(9, 14)  # due on Monday, September 28; a week late on October 5


def days_told(until: dt.date) -> list[str]:
    found, day = [], MONDAY
    while day.date() <= until:
        if escalating.tell_supervisors(at=day):
            found.append(f"{day:%b %-d}")
        day += dt.timedelta(days=1)
    return found


def test_the_supervisor_is_told_after_a_week_and_then_every_week(ask):
    ask(at=MONDAY)
    assert days_told(dt.date(2026, 10, 20)) == ["Oct 5", "Oct 13", "Oct 19"]


def test_the_requirement_says_after_how_many_days(ask):
    ask(at=MONDAY, supervisor_after=2, late_every=30)
    assert days_told(dt.date(2026, 10, 20)) == ["Sep 30"]


def test_one_mail_names_all_late_people_and_leads_to_the_report(ask, cast):
    ask("529", at=MONDAY, people=[cast.lou, cast.val])
    ask("511", at=MONDAY, people=[cast.lou], title="Staff Conduct", due_days=10)
    assert escalating.tell_supervisors(at=moment(10, 5)) == 1

    message = Message.objects.get()
    assert message.person == cast.pat
    assert message.subject == "2 of your people are late to sign"
    for part in (message.text, message.html):
        for words in ("Lou Berg", "Val O", "529 Social Media", "511 Staff Conduct", "/reports/"):
            assert words in part
    assert "was due Thu, Sep 24, 2026, 11 days late" in message.text


def test_each_supervisor_hears_of_their_own_people_only(ask, cast):
    ask(at=MONDAY, people=[cast.lou, cast.gus])
    assert escalating.tell_supervisors(at=moment(10, 5)) == 2
    assert "Gus" not in Message.objects.get(person=cast.pat).text
    assert "Lou" not in Message.objects.get(person=cast.theo).text


def test_an_absent_supervisor_is_replaced(ask, cast):
    Posting.objects.filter(person=cast.pat).update(on_leave=True)
    ask(at=MONDAY, people=[cast.lou, cast.val])
    assert escalating.tell_supervisors(at=moment(10, 5)) == 1
    assert Message.objects.get().person == cast.ada  # above Northside, whose head is away


def test_nobody_is_told_of_themselves(ask, cast):
    Posting.objects.filter(person=cast.pat).update(supervisor=None)
    ask(at=MONDAY, people=[cast.pat, cast.ada, cast.lou])
    assert escalating.tell_supervisors(at=moment(10, 5)) == 3
    told = {message.person: message.text for message in Message.objects.all()}
    assert "Pat Novak" in told[cast.ada]
    assert "Ada Lindqvist" in told[cast.bea]
    assert "Lou Berg" in told[cast.pat]


@pytest.mark.parametrize("hour", [6, 17])
def test_nobody_is_told_at_night(ask, hour):
    ask(at=MONDAY)
    assert escalating.tell_supervisors(at=moment(10, 5, hour=hour)) == 0


def test_people_on_leave_are_nobodys_late_people(ask, cast):
    ask(at=MONDAY)
    Posting.objects.filter(person=cast.lou).update(on_leave=True)
    assert escalating.tell_supervisors(at=moment(10, 5)) == 0


def test_asking_twice_tells_once_and_one_act_is_recorded(ask, cast):
    ask(at=MONDAY, people=[cast.lou, cast.gus])
    assert escalating.tell_supervisors(at=moment(10, 5)) == 2
    assert escalating.tell_supervisors(at=moment(10, 5, hour=12)) == 0
    (event,) = audit.events(act="reminders.escalated")
    assert event.after == {"day": "2026-10-05", "people": 2}


def test_a_long_list_is_cut_and_says_so(ask, cast, monkeypatch):
    monkeypatch.setattr(escalating, "LINES_AT_MOST", 1)
    ask(at=MONDAY, people=[cast.lou, cast.val])
    escalating.tell_supervisors(at=moment(10, 5))
    assert "and 1 more" in Message.objects.get().text


def test_where_a_supervisor_has_no_address_the_one_above_is_told(ask, cast):
    Person.objects.filter(pk=cast.pat.pk).update(email=None)
    ask(at=MONDAY, people=[cast.lou, cast.val])
    assert escalating.tell_supervisors(at=moment(10, 5)) == 1
    assert Message.objects.get().person == cast.ada
    assert escalating.tell_supervisors(at=moment(10, 5)) == 0


def test_where_nobody_above_has_an_address_it_is_looked_at_once_a_week(
    ask, cast, django_assert_max_num_queries
):
    ask(at=MONDAY, people=[cast.lou, cast.val])
    Person.objects.update(email=None)
    assert escalating.tell_supervisors(at=moment(10, 5)) == 0
    with django_assert_max_num_queries(8):
        assert escalating.tell_supervisors(at=moment(10, 6)) == 0
    Person.objects.filter(pk=cast.pat.pk).update(email="pat@marlow.example")
    assert escalating.tell_supervisors(at=moment(10, 13)) == 1


def test_telling_costs_a_few_statements_a_supervisor(ask, cast, django_assert_max_num_queries):
    ask("529", at=MONDAY, people=[cast.lou, cast.val, cast.gus])
    with django_assert_max_num_queries(45):
        assert escalating.tell_supervisors(at=moment(10, 5)) == 2


def test_a_delegate_hears_of_the_late_beside_the_supervisor(ask, cast):
    ask(at=MONDAY)
    Delegation.objects.create(
        person=cast.pat,
        delegate=cast.gus,
        matter=Delegation.Matter.ACKNOWLEDGMENTS,
        since=today() - dt.timedelta(days=1),
        until=today() + dt.timedelta(days=5),
        entered_by=cast.pat,
        entered_at=MONDAY,
        accepted_at=MONDAY,
    )
    assert escalating.tell_supervisors(at=moment(10, 5)) == 2
    assert {message.person for message in Message.objects.all()} == {cast.pat, cast.gus}
