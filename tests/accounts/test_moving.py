import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts import moving
from accounts.models import Posting
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
    assert cast.lou.supervisor_now == cast.theo
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
