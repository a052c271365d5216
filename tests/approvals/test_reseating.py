"""Open steps follow the people: nobody keeps a seat that is no longer theirs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import delegating, moving, roles
from accounts.models import Person
from accounts.signals import people_ended, people_moved
from approvals import deciding, reseating
from approvals.models import Request, Seat
from district_portal import audit
from district_portal.district.current import today
from district_portal.permissions import Role
from tests.factories import approvals as factory
from tests.factories.roles import dismiss


def seated(request):
    seats = Seat.objects.filter(step=factory.step_of(request), left_at=None)
    return [seat.person for seat in seats.order_by("person__sort_name")]


def on_leave(person, *, absent=True):
    person.postings.current().update(on_leave=absent)
    people_moved.send(sender=None, people={person.pk})


def test_a_supervisor_on_leave_gives_the_seat_away_and_gets_it_back(cast, asked):
    on_leave(cast.pat)
    assert seated(asked) == [cast.ada]
    seat = Seat.objects.get(step=factory.step_of(asked), left_at=None)
    assert seat.stands_in_for == cast.pat
    assert "Pat Novak is on leave" in seat.why
    on_leave(cast.pat, absent=False)
    assert seated(asked) == [cast.pat]


def test_a_transfer_of_the_requester_brings_the_new_supervisor(cast, asked):
    cast.lou.postings.current().update(supervisor=cast.theo)
    people_moved.send(sender=None, people={cast.lou.pk})
    assert seated(asked) == [cast.theo]


def test_a_new_district_administrator_is_seated_and_a_dismissed_one_leaves(cast, asked):
    factory.decided(asked, by=cast.pat)
    roles.appoint(cast.tom, role=Role.DISTRICT_ADMINISTRATOR, by=cast.ada)
    assert seated(asked) == [cast.ada, cast.tom]
    dismiss(cast.ada, role=Role.DISTRICT_ADMINISTRATOR, by=cast.tom)
    assert seated(asked) == [cast.tom]


def test_who_lost_the_seat_can_not_decide_any_more(cast, asked):
    step = factory.step_of(asked)
    on_leave(cast.pat)
    with pytest.raises(deciding.NotYourSeatError):
        deciding.decide(step, by=cast.pat, outcome="approved")


def test_a_supervisor_who_becomes_district_administrator_is_not_asked_twice(cast, asked):
    factory.decided(asked, by=cast.pat)
    roles.appoint(cast.pat, role=Role.DISTRICT_ADMINISTRATOR, by=cast.ada)
    assert seated(asked) == [cast.ada], "Ada still decides; Pat has decided the step before"
    dismiss(cast.ada, role=Role.DISTRICT_ADMINISTRATOR, by=cast.pat)
    asked.refresh_from_db()
    assert asked.state == Request.State.APPROVED
    assert asked.account.name == "Northside Band"


def test_what_a_leaver_asked_for_ends_and_another_takes_their_seat(cast, asked):
    other = factory.sent(
        cast.gus, manager=cast.hana, place=cast.transportation, handle="@buses", name="Buses"
    )
    cast.lou.is_active = cast.theo.is_active = False
    cast.lou.save()
    cast.theo.save()
    people_ended.send(sender=None, people={cast.lou.pk, cast.theo.pk})
    asked.refresh_from_db()
    assert asked.state == Request.State.WITHDRAWN
    assert seated(other) == [cast.ada]


def test_repeating_the_news_changes_nothing(cast, asked):
    on_leave(cast.pat)
    before = list(Seat.objects.values_list("pk", "left_at"))
    people_moved.send(sender=None, people={cast.pat.pk, cast.lou.pk})
    assert list(Seat.objects.values_list("pk", "left_at")) == before


def test_when_nobody_is_left_the_seat_stays_and_it_is_recorded(cast):
    asked = factory.sent(cast.ada, manager=cast.hana, place=cast.district)
    dismiss(cast.bea, role=Role.BOARD_OFFICER, by=None)
    assert seated(asked) == [cast.bea]
    assert "requests.nobody_to_decide" in [event.act for event in audit.history(asked)]


def test_a_real_leave_of_absence_reaches_the_queue(cast, asked):
    moving.go_on_leave(cast.pat, by=cast.hana, on=dt.date(2026, 1, 5))
    assert cast.pat not in seated(asked)


def test_where_nobody_was_left_whoever_comes_into_office_is_seated(cast, asked):
    dismiss(cast.bea, role=Role.BOARD_OFFICER, by=None)
    moving.go_on_leave(cast.ada, by=None)
    moving.leave(cast.pat, by=None)
    assert audit.events(act="requests.nobody_to_decide").exists()
    roles.appoint(cast.tom, role=Role.DISTRICT_ADMINISTRATOR, by=None)
    assert seated(asked) == [cast.tom]


def test_the_seat_goes_to_the_delegate_and_comes_back_when_it_ends(cast, asked):
    until = today() + dt.timedelta(days=5)
    row = delegating.delegate(
        cast.pat, to=cast.theo, matters=["requests"], since=today(), until=until, by=cast.pat
    )[0]
    assert seated(asked) == [cast.pat]
    delegating.accept(row, by=cast.theo)
    assert seated(asked) == [cast.theo]
    seat = Seat.objects.get(step=factory.step_of(asked), left_at=None)
    assert (seat.stands_in_for, seat.why[:31]) == (cast.pat, "Theo Nguyễn acts for Pat Novak ")
    delegating.end(row, by=cast.theo)
    assert seated(asked) == [cast.pat]


def test_when_a_whole_district_moves_the_queue_is_seated_anew_without_naming_everybody(cast, asked):
    cast.lou.postings.current().update(supervisor=cast.theo)
    everybody = {cast.lou.pk, *range(1_000_000, 1_010_000)}
    with CaptureQueriesContext(connection) as asking:
        reseating.reseat(everybody)
    assert seated(asked) == [cast.theo]
    assert max(len(query["sql"]) for query in asking) < 10_000


def test_when_half_a_district_leaves_their_requests_and_seats_go(cast, asked):
    leaving = {cast.lou, cast.pat}
    Person.objects.filter(pk__in=[each.pk for each in leaving]).update(is_active=False)
    half = {each.pk for each in leaving} | set(range(1_000_000, 1_001_000))
    reseating.let_go(half)
    asked.refresh_from_db()
    assert asked.state == Request.State.WITHDRAWN


def test_what_can_not_be_approved_stays_open_and_stops_no_news(cast, asked):
    """Another account took the address meanwhile, so that a step can't simply fall away."""
    other = factory.sent(cast.val, manager=cast.hana, place=cast.northside)
    factory.decided(asked, by=cast.pat)
    factory.decided(other, by=cast.pat)
    factory.decided(other, by=cast.ada)
    roles.appoint(cast.pat, role=Role.DISTRICT_ADMINISTRATOR, by=cast.ada)
    dismiss(cast.ada, role=Role.DISTRICT_ADMINISTRATOR, by=cast.pat)
    asked.refresh_from_db()
    assert asked.state == Request.State.OPEN
    assert seated(asked) == [cast.pat]
