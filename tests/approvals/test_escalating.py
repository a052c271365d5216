"""Approvers are reminded; after so many school days the next level is asked as well."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts import delegating, moving
from accounts.signals import people_moved
from approvals import discussing, escalating
from approvals.models import Route, Seat
from district_portal.district.current import today
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from district_portal.schooldays.models import Closure
from tests.factories import approvals as factory
from tests.factories.roles import dismiss
from tests.standing import standing

MONDAY = dt.datetime(2026, 9, 14, 15, tzinfo=dt.UTC)  # 10:00 in the district


def later(days):
    return MONDAY + dt.timedelta(days=days)


@standing
def asked(cast):
    return factory.sent(
        cast.lou,
        manager=cast.hana,
        place=cast.northside,
        at=MONDAY,
        launch_on="2026-10-01",
    )


def seated(request):
    seats = Seat.objects.filter(step=factory.step_of(request), left_at=None).order_by("pk")
    return [str(seat.person) for seat in seats]


def reminders():
    return Message.objects.filter(name="requests_waiting")


def test_an_approver_is_reminded_every_second_school_day(cast, asked):
    counts = [escalating.remind(at=later(days)) for days in range(10)]
    #         Mon Tue Wed Thu Fri Sat Sun Mon Tue Wed
    assert counts == [0, 0, 1, 0, 1, 0, 0, 0, 1, 0]
    assert {str(mail.person) for mail in reminders()} == {"Pat Novak"}
    assert "Instagram account for Northside Band" in reminders().latest("pk").text
    assert "6 school days" in reminders().latest("pk").text


def test_one_mail_names_all_that_waits(cast, asked):
    factory.sent(cast.gus, manager=cast.hana, place=cast.northside, handle="@x1", at=MONDAY,
                 launch_on="2026-10-01")  # fmt: skip
    cast.gus.postings.current().update(supervisor=cast.pat)
    people_moved.send(sender=None, people={cast.gus.pk})
    Seat.objects.filter(left_at=None).update(seated_at=MONDAY)
    assert escalating.remind(at=later(2)) == 1
    assert reminders().get().subject.endswith("Still to decide: 2 requests")


def test_a_day_that_was_missed_is_made_up_for_once(cast, asked):
    assert escalating.remind(at=later(3)) == 1
    assert escalating.remind(at=later(3)) == 0


@pytest.mark.parametrize("hour", [2, 23])
def test_nobody_is_reminded_at_night(cast, asked, hour):
    assert escalating.remind(at=later(2).replace(hour=hour)) == 0


def test_the_next_level_is_asked_after_five_school_days(cast, asked):
    assert escalating.escalate(at=later(4)) == 0
    assert escalating.escalate(at=later(7)) == 1
    assert seated(asked) == ["Pat Novak", "Ada Lindqvist"]
    seat = Seat.objects.get(person=cast.ada, left_at=None)
    assert (seat.stands_in_for, seat.approvers) == (cast.pat, ["supervisor"])
    assert seat.why.startswith("It has waited long for Pat Novak.")
    told = Message.objects.get(name="request_escalated")
    assert str(told.person) == "Lou Berg"
    assert "Ada Lindqvist" in told.text


def test_it_is_asked_once(cast, asked):
    escalating.escalate(at=later(7))
    assert escalating.escalate(at=later(8)) == 0
    people_moved.send(sender=None, people={cast.pat.pk, cast.lou.pk})
    assert seated(asked) == ["Pat Novak", "Ada Lindqvist"]


@pytest.mark.parametrize("decider", ["pat", "ada"])
def test_either_may_decide_then(cast, asked, decider):
    escalating.escalate(at=later(7))
    factory.decided(asked, by=getattr(cast, decider), at=later(7))
    assert asked.submissions.get().steps.get(order=1).state == "decided"


def test_school_holidays_do_not_count(cast, asked):
    Closure.objects.create(name="Storm", first_day="2026-09-15", last_day="2026-09-18")
    assert escalating.escalate(at=later(7)) == 0
    assert escalating.escalate(at=later(11)) == 1


def test_a_question_stops_the_clock_until_it_is_answered(cast, asked):
    discussing.say(asked, by=cast.pat, text="Why?", at=later(1))
    assert escalating.remind(at=later(4)) == 0
    assert escalating.escalate(at=later(9)) == 0
    discussing.say(asked, by=cast.lou, text="Because.", at=later(9))
    assert escalating.escalate(at=later(10)) == 0
    assert escalating.escalate(at=later(16)) == 1


def test_a_question_of_an_earlier_step_stops_nobody_s_clock(cast, asked):
    discussing.say(asked, by=cast.pat, text="Why?", at=later(1))
    factory.decided(asked, by=cast.pat, at=later(2))
    assert discussing.unanswered(discussing.remarks(asked)) is None
    assert escalating.remind(at=later(4)) == 1
    assert escalating.escalate(at=later(9)) == 1


def test_who_asks_how_it_stands_does_not_start_the_clock_anew(cast, asked):
    discussing.say(asked, by=cast.lou, text="Any news?", at=later(3))
    assert escalating.escalate(at=later(7)) == 1


def test_neither_the_requester_s_delegate_nor_somebody_below_is_asked(cast):
    until = today() + dt.timedelta(days=20)
    row = delegating.delegate(
        cast.ada, to=cast.polly, matters=["requests"], since=today(), until=until, by=cast.ada
    )[0]
    delegating.accept(row, by=cast.polly)
    asked = factory.sent(cast.ada, manager=cast.hana, place=cast.northside)
    escalating.escalate(at=dt.datetime.now(dt.UTC) + dt.timedelta(days=19))
    assert seated(asked) == ["Bea Okafor"]


def test_a_supervisor_s_request_does_not_come_back_to_their_delegate(cast):
    until = today() + dt.timedelta(days=20)
    row = delegating.delegate(
        cast.pat, to=cast.lou, matters=["requests"], since=today(), until=until, by=cast.pat
    )[0]
    delegating.accept(row, by=cast.lou)
    asked = factory.sent(cast.pat, manager=cast.hana, place=cast.northside)
    escalating.escalate(at=dt.datetime.now(dt.UTC) + dt.timedelta(days=19))
    assert "Lou Berg" not in seated(asked)


def test_a_route_may_wait_for_ever(cast, asked):
    Route.objects.update(escalate_after=None)
    assert escalating.escalate(at=later(60)) == 0


def test_above_the_district_administrator_the_board_officer_is_asked(cast, asked):
    factory.decided(asked, by=cast.pat, at=MONDAY)
    assert escalating.escalate(at=later(7)) == 1
    assert seated(asked) == ["Ada Lindqvist", "Bea Okafor"]


def test_where_nobody_stands_above_nobody_is_told(cast, asked):
    factory.decided(asked, by=cast.pat, at=MONDAY)
    dismiss(cast.bea, role=Role.BOARD_OFFICER, by=None)
    assert escalating.escalate(at=later(7)) == 1
    assert seated(asked) == ["Ada Lindqvist"]
    assert not Message.objects.filter(name="request_escalated").exists()


def test_the_requester_is_never_asked(cast):
    asked = factory.sent(
        cast.ada,
        manager=cast.hana,
        place=cast.northside,
        at=MONDAY,
        launch_on="2026-10-01",
    )
    assert escalating.escalate(at=later(7)) == 1
    assert seated(asked) == ["Bea Okafor"]


def test_who_comes_after_an_absent_approver_is_asked_anew(cast, asked):
    escalating.escalate(at=later(7))
    moving.go_on_leave(cast.pat, by=None)
    assert seated(asked)[0] == "Ada Lindqvist"
