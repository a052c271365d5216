"""What a person is today, in one statement."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import holding, roles
from accounts.models import Delegation, Person, Place
from district_portal.district.current import today
from district_portal.permissions import Role, can, visible
from tests.cast import person, post
from tests.standing import standing


@standing
def annex(cast):
    return Place.objects.create(name="Northside Annex", kind="school", parent=cast.northside)


@standing
def nora(cast):
    """An HR clerk for Northside and what lies below it."""
    nora = person("Nora Ward", 14)
    post(nora, cast.northside, "Clerk", cast.pat)
    roles.appoint(nora, role=Role.HR, by=cast.ada, place=cast.northside)
    return nora


def left_to(delegate, giver, matter, *, accepted=True, days=5):
    now = timezone.now()
    return Delegation.objects.create(
        person=giver,
        delegate=delegate,
        matter=matter,
        since=today(),
        until=today() + dt.timedelta(days=days),
        entered_by=giver,
        entered_at=now,
        accepted_at=now if accepted else None,
    )


def test_a_limited_role_counts_as_held_and_names_its_places(cast, annex, nora):
    assert Role.HR in nora.roles
    assert Role.HR not in nora.standing.everywhere
    assert nora.standing.limited == {Role.HR: {cast.northside.pk, annex.pk}}


def test_held_for_the_district_and_a_place_is_held_for_the_district(cast):
    roles.appoint(cast.hana, role=Role.HR, by=None, place=cast.northside)
    found = holding.of(cast.hana)
    assert Role.HR in found.everywhere
    assert found.limited == {}


def test_a_limited_role_reaches_the_people_of_its_places_and_no_others(cast, annex, nora):
    theirs = visible(Person.objects.all(), nora, "people.list")
    assert set(theirs) == {cast.pat, cast.lou, cast.mia, cast.val, cast.left, nora}
    post(cast.gus, annex, "Crossing guard", cast.pat, primary=False)
    assert can(nora, "people.view", cast.gus)
    assert not can(nora, "people.view", cast.theo)


def test_who_works_elsewhere_today_is_out_of_reach_whatever_they_did_here(cast, nora):
    old = dt.date(2020, 7, 1)
    post(cast.theo, cast.northside, "Teacher", None, since=old, until=dt.date(2021, 6, 30))
    assert not can(nora, "people.view", cast.theo)


def test_what_says_nothing_of_places_is_not_given_by_a_limited_role(cast, nora):
    for permission in ("roster.import", "acknowledgments.requirements", "roles.grant"):
        assert not can(nora, permission), permission


def test_it_costs_one_statement_whatever_one_holds(cast, nora):
    left_to(nora, cast.pat, "requests")
    for somebody in (nora, cast.lou):
        fresh = Person.objects.get(pk=somebody.pk)
        today()
        with CaptureQueriesContext(connection) as queries:
            assert fresh.standing.roles
            assert fresh.roles
        asked = [row for row in queries if "district_district" not in row["sql"]]
        assert len(asked) == 1


def test_who_looks_after_anothers_people_reaches_them_as_a_supervisor_does(cast):
    assert not can(cast.gus, "people.list")
    left_to(cast.gus, cast.pat, "acknowledgments")
    gus = Person.objects.get(pk=cast.gus.pk)
    assert set(visible(Person.objects.all(), gus, "people.list")) == {
        cast.lou, cast.mia, cast.val, cast.gus,
    }  # fmt: skip


def test_a_delegate_who_works_below_does_not_look_after_themselves(cast):
    left_to(cast.lou, cast.pat, "acknowledgments")
    lou = Person.objects.get(pk=cast.lou.pk)
    assert can(lou, "reports.acknowledgments")
    assert set(visible(Person.objects.all(), lou, "people.list")) == {cast.lou, cast.mia, cast.val}


def test_what_is_not_accepted_gives_nothing_and_is_asked(cast):
    left_to(cast.gus, cast.pat, "acknowledgments", accepted=False)
    standing = Person.objects.get(pk=cast.gus.pk).standing
    assert standing.acts_for == []
    assert [row.name for row in standing.asked] == ["Pat Novak"]
    assert Role.SUPERVISOR not in standing.roles


def test_who_left_holds_nothing_and_asks_nothing(cast, django_assert_num_queries):
    assert holding.of(cast.left).roles == frozenset()
