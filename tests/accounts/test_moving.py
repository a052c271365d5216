import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts import cancelling, moving
from accounts.models import Posting
from accounts.roles import LastAdministratorError
from accounts.settling import NotPossibleError
from accounts.signals import people_ended, people_moved
from district_portal import audit
from district_portal.district.current import today
from tests.cast import person, post


@pytest.fixture
def news():
    told = []

    def hear(signal, people, **_):
        told.append(("moved" if signal is people_moved else "ended", people))

    people_moved.connect(hear)
    people_ended.connect(hear)
    yield told
    people_moved.disconnect(hear)
    people_ended.disconnect(hear)


def test_a_transfer_ends_yesterday_and_begins_today(cast, news):
    moving.move(cast.lou, by=cast.hana, place=cast.transportation, supervisor=cast.theo)
    old, new = cast.lou.postings.order_by("since")
    assert old.until == today() - dt.timedelta(days=1)
    assert (old.place, new.place, new.since) == (cast.northside, cast.transportation, today())
    assert cast.lou.posting.supervisor == cast.theo
    assert news == [("moved", {cast.lou.pk})]


def test_two_changes_on_one_day_leave_one_row_for_that_day(cast):
    moving.move(cast.lou, by=cast.hana, position="Coach")
    moving.move(cast.lou, by=cast.hana, position="Dean")
    assert [p.position for p in cast.lou.postings.order_by("since")] == ["Teacher", "Dean"]


def test_a_move_that_changes_nothing_writes_nothing(cast, news):
    moving.move(cast.lou, by=cast.hana, position="Teacher")
    assert cast.lou.postings.count() == 1
    assert news == []
    assert not audit.events(act="people.moved").exists()


def test_what_is_no_part_of_a_posting_is_refused(cast):
    with pytest.raises(ValueError, match="salary"):
        moving.move(cast.lou, by=cast.hana, salary=1)


def test_who_leaves_may_not_sign_in_and_is_told_once(cast, news):
    moving.leave(cast.lou, by=cast.hana)
    moving.leave(cast.lou, by=cast.hana)
    cast.lou.refresh_from_db()
    assert not cast.lou.is_active
    assert cast.lou.postings.current().count() == 0
    assert news == [("ended", {cast.lou.pk})]


def test_who_comes_back_may_sign_in_again(cast):
    moving.hire(cast.left, place=cast.northside, position="Aide", supervisor=cast.pat, by=cast.hana)
    cast.left.refresh_from_db()
    assert cast.left.is_active
    assert cast.left.postings.count() == 2


def test_the_roster_can_be_asked_for_a_past_day(cast):
    assert Posting.objects.on(dt.date(2025, 3, 1)).filter(person=cast.left).exists()
    assert not Posting.objects.current().filter(person=cast.left).exists()


def test_the_database_refuses_two_primary_postings_on_one_day(cast):
    with pytest.raises(IntegrityError, match="one_primary_posting_a_day"), transaction.atomic():
        post(cast.lou, cast.transportation, "Driver", cast.theo)
    post(cast.lou, cast.transportation, "Driver", cast.theo, primary=False)


def test_nobody_supervises_themselves(cast):
    newcomer = person("Nora New", 50)
    with pytest.raises(IntegrityError, match="themselves"), transaction.atomic():
        post(newcomer, cast.northside, "Aide", newcomer)


def in_days(days):
    return today() + dt.timedelta(days=days)


def test_a_planned_move_changes_nothing_today(cast, news):
    moving.move(cast.lou, by=cast.hana, on=in_days(5), place=cast.transportation)
    assert cast.lou.posting.place == cast.northside
    assert news == []
    assert Posting.objects.on(in_days(5)).get(person=cast.lou).place == cast.transportation


def test_what_is_planned_takes_over_what_it_did_not_change(cast):
    moving.move(cast.lou, by=cast.hana, on=in_days(5), place=cast.transportation)
    moving.move(cast.lou, by=cast.hana, on=in_days(2), on_leave=True, place=cast.district)
    on = {row.since: (row.place, row.on_leave) for row in cast.lou.postings.all()}
    assert on[in_days(2)] == (cast.district, True)
    assert on[in_days(5)] == (cast.transportation, True)


def test_a_supervisor_from_below_is_refused_in_words(cast):
    with pytest.raises(NotPossibleError, match="Lou Berg works under Ada Lindqvist") as refused:
        moving.move(cast.ada, by=cast.hana, on=in_days(9), supervisor=cast.lou)
    assert refused.value.field == "supervisor"


def test_who_leaves_today_with_the_sign_in_is_out_at_once(cast, news):
    moving.leave(cast.lou, by=cast.hana, last_day=today(), at_once=True)
    cast.lou.refresh_from_db()
    assert not cast.lou.is_active
    assert cast.lou.postings.get().until == today()
    assert news == [("ended", {cast.lou.pk})]


def test_who_is_let_in_again_before_the_last_day_is_told_to_all(cast, news):
    moving.leave(cast.lou, by=cast.hana, last_day=in_days(5), at_once=True)
    news.clear()
    cancelling.cancel_end(cast.lou.postings.get(), by=cast.hana)
    cast.lou.refresh_from_db()
    assert cast.lou.is_active
    assert news == [("moved", {cast.lou.pk})]


def test_nobody_can_end_before_their_posting_began(cast):
    moving.move(cast.lou, by=cast.hana, position="Coach")
    with pytest.raises(NotPossibleError, match="A posting began"):
        moving.leave(cast.lou, by=cast.hana, last_day=in_days(-9))


def test_the_last_district_administrator_cannot_leave(cast):
    with pytest.raises(LastAdministratorError):
        moving.leave(cast.ada, by=cast.hana, last_day=in_days(9))
    assert cast.ada.postings.get().until is None


def test_nobody_is_hired_twice(cast):
    with pytest.raises(NotPossibleError, match="already has a posting"):
        moving.hire(cast.lou, place=cast.district, position="Aide", supervisor=None, by=cast.hana)


def test_a_closed_place_takes_nobody(cast):
    cast.transportation.closed_on = in_days(30)
    with pytest.raises(NotPossibleError, match="closed from"):
        moving.move(cast.lou, by=cast.hana, place=cast.transportation)
