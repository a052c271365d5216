import datetime as dt

import pytest
from django.utils import timezone

from accounts import correcting, moving, roles, turning
from accounts.models import DayBegun, Delegation
from accounts.signals import people_ended, people_moved, standing_changed
from district_portal import audit
from district_portal.district.current import today
from district_portal.permissions import Role

NEWS = {people_moved: "moved", people_ended: "ended", standing_changed: "standing"}


def in_days(days):
    return today() + dt.timedelta(days=days)


def on_day(days):
    return timezone.now() + dt.timedelta(days=days)


@pytest.fixture
def news(cast):
    turning.turn()
    told = []

    def hear(signal, people, **_):
        told.append((NEWS[signal], people))

    for signal in NEWS:
        signal.connect(hear)
    yield told
    for signal in NEWS:
        signal.disconnect(hear)


def test_a_planned_move_is_told_on_its_day_and_not_before(cast, news):
    moving.move(cast.lou, by=cast.hana, on=in_days(2), place=cast.transportation)
    turning.turn(at=on_day(1))
    assert news == []
    assert turning.turn(at=on_day(2)) == 1
    assert turning.turn(at=on_day(2)) == 0
    assert news == [("moved", {cast.lou.pk})]


def test_days_that_were_missed_are_made_up_for(cast, news):
    moving.go_on_leave(cast.lou, by=cast.hana, on=in_days(2), back_on=in_days(4))
    moving.leave(cast.val, by=cast.hana, last_day=in_days(3))
    turning.turn(at=on_day(9))
    assert news == [("moved", {cast.lou.pk}), ("ended", {cast.val.pk})]


def test_who_leaves_keeps_the_sign_in_until_the_last_day_is_over(cast, news):
    moving.leave(cast.lou, by=cast.hana, last_day=today())
    cast.lou.refresh_from_db()
    assert cast.lou.is_active
    assert news == []
    turning.turn(at=on_day(1))
    cast.lou.refresh_from_db()
    assert not cast.lou.is_active
    assert news == [("ended", {cast.lou.pk})]
    assert audit.events(act="people.ended", person_id=cast.lou.pk).exists()


def test_what_they_left_to_others_ends_with_them(cast, news):
    given = Delegation.objects.create(
        person=cast.pat,
        delegate=cast.lou,
        matter=Delegation.Matter.REQUESTS,
        since=today(),
        until=in_days(30),
        entered_by=cast.pat,
        entered_at=timezone.now(),
        accepted_at=timezone.now(),
    )
    moving.leave(cast.lou, by=cast.hana, last_day=today())
    turning.turn(at=on_day(1))
    given.refresh_from_db()
    assert given.ended_at


def test_who_is_hired_for_later_may_sign_in_from_that_day(cast, news):
    moving.hire(
        cast.left,
        place=cast.northside,
        position="Aide",
        supervisor=cast.pat,
        by=cast.hana,
        since=in_days(3),
    )
    cast.left.refresh_from_db()
    assert not cast.left.is_active
    turning.turn(at=on_day(3))
    cast.left.refresh_from_db()
    assert cast.left.is_active
    assert news == [("moved", {cast.left.pk})]


def test_who_is_hired_for_a_term_may_sign_in_from_its_first_day(cast, news):
    moving.leave(cast.lou, by=cast.hana)
    comes_back(cast, days=3)
    moving.leave(cast.lou, by=cast.hana, last_day=in_days(9))
    turning.turn(at=on_day(2))
    assert not may_sign_in(cast.lou)
    turning.turn(at=on_day(3))
    assert may_sign_in(cast.lou)
    turning.turn(at=on_day(10))
    assert not may_sign_in(cast.lou)


def comes_back(cast, *, days):
    moving.hire(
        cast.lou,
        place=cast.northside,
        position="Aide",
        supervisor=cast.pat,
        by=cast.hana,
        since=in_days(days),
    )


def may_sign_in(person):
    person.refresh_from_db()
    return person.is_active


def test_who_was_signed_out_at_once_and_is_hired_anew_comes_back_on_that_day(cast, news):
    moving.leave(cast.lou, by=cast.hana, last_day=in_days(2), at_once=True)
    comes_back(cast, days=3)
    news.clear()
    turning.turn(at=on_day(2))
    assert not may_sign_in(cast.lou)
    turning.turn(at=on_day(3))
    assert may_sign_in(cast.lou)
    assert news == [("moved", {cast.lou.pk})]
    assert audit.events(act="people.begun", person_id=cast.lou.pk).count() == 1


def test_a_day_of_return_that_nobody_turned_is_made_up_for(cast, news):
    moving.leave(cast.lou, by=cast.hana, last_day=today(), at_once=True)
    comes_back(cast, days=1)
    turning.turn(at=on_day(6))
    assert may_sign_in(cast.lou)


def test_a_change_in_the_stay_that_is_ending_lets_nobody_in(cast, news):
    moving.leave(cast.lou, by=cast.hana, last_day=in_days(4), at_once=True)
    moving.move(cast.lou, by=cast.hana, on=in_days(1), position="On notice")
    comes_back(cast, days=8)
    for days in (1, 2, 4, 5, 7):
        turning.turn(at=on_day(days))
        assert not may_sign_in(cast.lou), days
    turning.turn(at=on_day(8))
    assert may_sign_in(cast.lou)


def test_who_comes_back_earlier_than_the_last_day_that_was_said_first_comes_then(cast, news):
    moving.leave(cast.lou, by=cast.hana, last_day=in_days(6), at_once=True)
    row = cast.lou.postings.get()
    correcting.correct(row, by=cast.hana, reason="Two days", until=in_days(2))
    comes_back(cast, days=3)
    turning.turn(at=on_day(2))
    assert not may_sign_in(cast.lou)
    turning.turn(at=on_day(3))
    assert may_sign_in(cast.lou)


def test_a_role_that_begins_is_told_on_its_day(cast, news):
    roles.appoint(cast.lou, role=Role.AUDITOR, by=cast.ada, since=in_days(2))
    news.clear()
    turning.turn(at=on_day(2))
    assert news == [("standing", {cast.lou.pk})]


def test_a_clock_that_goes_back_begins_its_day_anew(cast, news):
    moving.move(cast.lou, by=cast.hana, on=in_days(2), position="Coach")
    turning.turn(at=on_day(3))
    turning.turn(at=on_day(1))
    assert DayBegun.objects.get().day == in_days(1)
    turning.turn(at=on_day(2))
    assert news == [("moved", {cast.lou.pk})] * 2


def test_a_failing_receiver_leaves_the_day_to_be_begun_again(cast, news):
    moving.move(cast.lou, by=cast.hana, on=in_days(1), position="Coach")

    def fail(**_):
        raise RuntimeError

    people_moved.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            turning.turn(at=on_day(1))
    finally:
        people_moved.disconnect(fail)
    assert DayBegun.objects.get().day == today()
