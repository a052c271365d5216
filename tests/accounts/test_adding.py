import datetime as dt

import pytest

from accounts import adding, moving
from accounts.settling import NotPossibleError
from district_portal.district.current import today
from tests.standing import standing


def in_days(days):
    return today() + dt.timedelta(days=days)


@standing
def second(cast):
    return adding.add(
        cast.lou, place=cast.transportation, position="Bus aide", supervisor=cast.theo, by=cast.hana
    )


def test_a_second_job_stands_beside_the_first_under_its_own_supervisor(cast, second):
    assert cast.lou.posting.place == cast.northside
    assert {row.supervisor for row in cast.lou.postings.current()} == {cast.pat, cast.theo}


def test_it_ends_alone(cast, second):
    adding.end(second, by=cast.hana, last_day=in_days(4))
    assert [row.place for row in cast.lou.postings.on(in_days(5))] == [cast.northside]


def test_it_needs_a_first_one(cast):
    with pytest.raises(NotPossibleError, match="no primary posting"):
        adding.add(cast.left, place=cast.northside, position="Aide", supervisor=None, by=cast.hana)


def test_it_ends_when_the_person_leaves(cast, second):
    moving.leave(cast.lou, by=cast.hana, last_day=in_days(4))
    assert not cast.lou.postings.on(in_days(5)).exists()


def test_the_second_becomes_the_first_and_leave_goes_with_it(cast, second):
    moving.go_on_leave(cast.lou, by=cast.hana)
    adding.make_primary(second, by=cast.hana, on=in_days(3))
    assert cast.lou.posting.place == cast.northside
    later = {row.place: row for row in cast.lou.postings.on(in_days(3))}
    assert later[cast.transportation].primary
    assert later[cast.transportation].on_leave
    assert not later[cast.northside].primary
    assert not later[cast.northside].on_leave


def test_the_first_cannot_end_alone(cast, second):
    with pytest.raises(NotPossibleError, match="Make another one primary"):
        adding.end(cast.lou.posting, by=cast.hana)


def test_the_same_job_twice_is_refused(cast, second):
    with pytest.raises(NotPossibleError, match="already holds"):
        adding.add(
            cast.lou,
            place=cast.transportation,
            position="Bus aide",
            supervisor=cast.theo,
            by=cast.hana,
        )
