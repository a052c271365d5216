import datetime as dt

import pgtrigger
import pytest
from django.db import IntegrityError, transaction

from accounts import supervising
from accounts.models import Posting
from district_portal.district.current import today
from tests.cast import post


def test_the_principal_has_teachers_and_the_volunteer_below(cast):
    below = supervising.people_below(cast.pat)
    assert below == {cast.lou.pk, cast.mia.pk, cast.val.pk}


def test_the_superintendent_has_everyone_below_but_not_herself(cast):
    below = supervising.people_below(cast.ada)
    assert {cast.gus.pk, cast.lou.pk} <= below
    assert cast.ada.pk not in below
    assert cast.left.pk not in below


def test_those_who_left_count_on_a_day_when_they_were_there(cast):
    assert cast.left.pk in supervising.people_below(cast.pat, on=dt.date(2025, 1, 15))


def test_a_circle_of_supervision_ends(cast):
    posting = cast.pat.postings.get()
    posting.supervisor = cast.lou
    with pgtrigger.ignore():
        posting.save()
    assert cast.pat.pk not in supervising.people_below(cast.pat)
    assert cast.lou.pk in supervising.people_below(cast.pat)


def test_the_board_officer_stands_above_the_district_administrator(cast):
    assert supervising.above(cast.ada) == cast.bea


def test_the_supervisor_stands_above_a_teacher(cast):
    assert supervising.above(cast.lou) == cast.pat


def test_with_two_postings_the_supervisor_is_that_of_the_posting_in_question(cast):
    second = post(cast.lou, cast.transportation, "Bus aide", cast.theo, primary=False)
    assert supervising.supervisor_of(cast.lou) == cast.pat
    assert supervising.supervisor_of(cast.lou, posting=second) == cast.theo


def test_the_database_refuses_a_circle_of_supervision(cast):
    with pytest.raises(IntegrityError, match="supervision_never_loops"), transaction.atomic():
        Posting.objects.filter(person=cast.ada).update(supervisor=cast.lou)


def test_a_circle_through_a_further_posting_is_one_too(cast):
    with pytest.raises(IntegrityError, match="supervision_never_loops"), transaction.atomic():
        post(cast.pat, cast.transportation, "Coach", cast.lou, primary=False)


def test_it_is_no_circle_where_the_days_do_not_meet(cast):
    Posting.objects.filter(person=cast.lou).update(until=today())
    later = {"since": today() + dt.timedelta(days=1), "primary": False}
    post(cast.pat, cast.transportation, "Coach", cast.lou, **later)
    with pytest.raises(IntegrityError, match="supervision_never_loops"), transaction.atomic():
        Posting.objects.filter(person=cast.lou).update(until=None)


def test_two_rows_written_at_once_may_not_close_a_circle_between_them(cast):
    Posting.objects.filter(person__in=[cast.ada, cast.tom]).update(supervisor=None)
    with pytest.raises(IntegrityError, match="supervision_never_loops"), transaction.atomic():
        Posting.objects.bulk_create(
            [
                Posting(
                    person=one,
                    supervisor=other,
                    place=cast.district,
                    position="Aide",
                    primary=False,
                    since=today(),
                )
                for one, other in ((cast.polly, cast.tom), (cast.tom, cast.polly))
            ]
        )
