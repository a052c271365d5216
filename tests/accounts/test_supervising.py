import datetime as dt

from accounts import supervising
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
