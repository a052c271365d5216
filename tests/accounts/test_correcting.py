import datetime as dt

import pytest

from accounts import cancelling, correcting, moving
from accounts.settling import NotPossibleError
from district_portal import audit
from district_portal.district.current import today
from tests.cast import SINCE
from tests.standing import standing

MOVED = dt.date(2026, 9, 7)


def in_days(days):
    return today() + dt.timedelta(days=days)


@standing
def moved(cast):
    return moving.move(cast.lou, by=cast.hana, on=MOVED, position="Coach")


def test_a_fact_is_put_right_and_the_reason_kept(cast, moved):
    before = cast.lou.postings.get(since=SINCE)
    correcting.correct(before, by=cast.hana, reason="Wrong title", position="Substitute")
    event = audit.events(act="people.corrected").get()
    assert (event.before["position"], event.after["position"]) == ("Teacher", "Substitute")
    assert event.after["reason"] == "Wrong title"
    assert cast.lou.posting.position == "Coach"


def test_a_day_that_moves_pulls_the_neighbour_along(cast, moved):
    correcting.correct(moved, by=cast.hana, reason="A week later", since=MOVED + dt.timedelta(7))
    earlier, later = cast.lou.postings.order_by("since")
    assert later.since == MOVED + dt.timedelta(7)
    assert earlier.until == MOVED + dt.timedelta(6)


def test_a_neighbour_keeps_a_day(cast, moved):
    with pytest.raises(NotPossibleError, match="needs a day of its own") as refused:
        correcting.correct(moved, by=cast.hana, reason="Always", since=SINCE)
    assert refused.value.field == "since"


def test_who_did_not_leave_after_all_may_sign_in_again(cast):
    gone = cast.left.postings.get()
    correcting.correct(gone, by=cast.hana, reason="She stayed", until=None)
    cast.left.refresh_from_db()
    assert cast.left.is_active


def test_a_correction_without_a_reason_is_none(cast, moved):
    with pytest.raises(ValueError, match="reason"):
        correcting.correct(moved, by=cast.hana, reason=" ", position="Dean")


def test_a_planned_move_is_taken_back(cast):
    planned = moving.move(cast.lou, by=cast.hana, on=in_days(3), place=cast.transportation)
    cancelling.cancel(planned, by=cast.hana)
    assert cast.lou.postings.get().until is None
    with pytest.raises(NotPossibleError, match="no longer planned"):
        cancelling.cancel(planned, by=cast.hana)


def test_a_planned_leaving_is_taken_back(cast):
    moving.leave(cast.lou, by=cast.hana, last_day=in_days(9))
    cancelling.cancel_end(cast.lou.postings.get(), by=cast.hana)
    assert cast.lou.postings.get().until is None
    assert audit.events(act="people.plan_cancelled").exists()


def test_what_has_begun_is_not_taken_back(cast):
    with pytest.raises(NotPossibleError, match="its day has come"):
        cancelling.cancel(cast.lou.postings.get(), by=cast.hana)
