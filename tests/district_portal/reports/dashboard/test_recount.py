"""Every figure of the dashboard is that of a recount, in whatever small district."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import arranging_places, moving
from accounts.models import Person
from approvals.registry.models import YearlyCheck
from district_portal.district.current import today
from district_portal.permissions import scope_of
from district_portal.reports.dashboard.asking import Asked, Tree
from district_portal.reports.dashboard.gathering import gather
from district_portal.schooldays.counting import school_days_in
from policies.acknowledgments import closing, counting, following
from policies.acknowledgments.models import Assignment
from tests.cast import call_the_cast
from tests.district_portal.reports.dashboard import recounting
from tests.factories import approvals as factory
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published


def ago(days):
    return timezone.now() - dt.timedelta(days=days)


def asked_by(person, **filters):
    scope = scope_of(person, "reports.acknowledgments")
    return Asked(person=person, scope=scope, tree=Tree.read(), **filters)


def happen(cast, dice, steps):  # noqa: C901 – one branch an act
    """Some acts on a district where two policies are asked for."""
    versions = [
        published("529", "Staff Use of Social Media", at=ago(90)),
        published("511", "Telephones", at=ago(50)),
    ]
    required(versions[0], at=ago(80), due_days=14)
    required(versions[1], at=ago(40), due_days=dice.choice([10, 45, 100]))
    if dice.random() < 0.5:
        required(versions[0], at=ago(20), people=[cast.lou, cast.gus], due_days=30)
    people = [cast.lou, cast.gus, cast.val, cast.theo, cast.pat, cast.tom, cast.ada, cast.bea]
    for _step in range(steps):
        somebody = dice.choice(people)
        act = dice.choice(
            ["sign", "sign", "sign", "move", "leave", "away", "close", "revise", "fold"]
        )
        waiting = Assignment.objects.open().filter(person=somebody).order_by("?").first()
        if act == "sign" and waiting:
            signed(somebody, waiting.version, at=ago(dice.randrange(15)))
        elif act == "move" and somebody in (cast.lou, cast.gus, cast.theo):
            place = dice.choice([cast.northside, cast.transportation, cast.district])
            moving.move(somebody, by=None, place=place)
        elif act == "leave" and somebody == cast.val and somebody.is_active:
            moving.leave(somebody, by=None)
            people.remove(somebody)
        elif act == "away" and somebody == cast.gus:
            moving.go_on_leave(somebody, by=None)
            people.remove(somebody)
        elif act == "close" and waiting and somebody != cast.hana:
            closing.exempt(waiting, by=cast.hana, reason="Told in person.", until=None)
        elif act == "fold":
            counting.fold()
        elif act == "revise" and dice.random() < 0.3:
            again = dice.choice(["everyone", "nobody"])
            published("511", "Telephones", clauses=[f"Be brief {_step}."], asks_again=again)
    if dice.random() < 0.3:
        arranging_places.change(cast.transportation, by=cast.ada, parent=cast.northside)


def same(now, rows, top, day):
    """What was gathered and a recount."""
    told = {pk: (t.signed, t.open, t.late, t.closed) for pk, t in now.versions.items()}
    assert told == recounting.by_version(rows, day)
    total = now.total
    assert (total.signed, total.open, total.late, total.closed) == recounting.tallies(rows, day)
    told = {pk: (t.signed, t.open, t.late, t.closed) for pk, t in now.places.items()}
    assert told == recounting.by_place(rows, top, day)
    assert now.late == recounting.late_by_days(rows, day)
    assert now.upcoming == recounting.upcoming(rows, day)
    assert {d.day: (d.asked, d.due, d.signed) for d in now.days} == recounting.days(rows)


@pytest.mark.thorough
@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6), steps=st.integers(0, 25))
def test_of_any_district_what_is_shown_is_what_a_recount_gives(seed, steps):
    with transaction.atomic():
        agrees(seed, steps)
        transaction.set_rollback(True)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.django_db
def test_what_is_shown_is_what_a_recount_gives(seed):
    agrees(seed, 20)


def agrees(seed, steps):
    cast, day = call_the_cast(), today()
    counting.call_roll()
    happen(cast, random.Random(seed), steps)  # noqa: S311 – no secret
    following.keep()
    rows = recounting.standing_rows(day)
    for place in (None, cast.northside.pk, cast.transportation.pk):
        of_all = asked_by(cast.hana, place=place)
        found = recounting.at(rows, place)
        same(gather(of_all).standing, found, of_all.top, day)
    looked_after = set(cast.pat.looked_after)
    theirs = [row for row in rows if row[0].person_id in looked_after]
    for place in (None, cast.northside.pk):
        asked = asked_by(Person.objects.get(pk=cast.pat.pk), place=place)
        assert not asked.is_of_everybody
        same(gather(asked).standing, recounting.at(theirs, place), asked.top, day)
    before = following.DayCount.objects.count()
    following.keep()
    assert following.DayCount.objects.count() == before


@pytest.mark.django_db
def test_one_policy_alone(cast):
    counting.call_roll()
    one, other = published("529", "One", at=ago(30)), published("511", "Other", at=ago(30))
    required(one, at=ago(20))
    required(other, at=ago(20))
    signed(cast.lou, one, at=ago(3))
    following.keep()
    rows = [row for row in recounting.standing_rows(today()) if row[0].version_id == one.pk]
    asked = asked_by(cast.hana, policy=one.policy)
    found = gather(asked)
    same(found.standing, rows, asked.top, today())
    assert found.handling is None
    assert found.keeping is None


@pytest.mark.django_db
def test_requests_and_the_registry(cast):
    factory.enter_presets()
    dice, day = random.Random(7), today()  # noqa: S311 – no secret
    for number in range(6):
        request = factory.sent(
            cast.lou,
            manager=cast.hana,
            place=cast.northside,
            handle=f"@band{number}",
            at=ago(60 - 9 * number),
        )
        deciders = [cast.pat, cast.ada][: dice.randrange(3)]
        for after, person in enumerate(deciders, start=1):
            factory.decided(request, by=person, at=ago(60 - 9 * number - after * number))
    for number, account in enumerate(factory.Account.objects.all()):
        due = day + dt.timedelta(days=number * 20 - 10)
        YearlyCheck.objects.create(
            account=account, school_year="2026–27", asked_on=day - dt.timedelta(30), due_on=due
        )
    asked = asked_by(cast.ada)
    found = gather(asked)
    since = min(day, asked.first_day) - dt.timedelta(days=120)
    school_days = school_days_in(since, day)
    months, ages, times = recounting.requests(*asked.bounds, day, school_days)
    assert months
    assert times
    assert (found.handling.months, found.handling.ages) == (months, ages)
    for taken in found.handling.steps:
        took = times.pop(taken.label)
        assert taken.decisions == len(took)
        assert taken.median == took[-(-len(took) * 50 // 100) - 1]
        assert taken.most == took[-(-len(took) * 90 // 100) - 1]
    assert times == {}
    states, checks = recounting.registry()
    assert (found.keeping.states, found.keeping.checks) == (states, checks)
    assert found.keeping.overdue(day) == sum(n for due, n in checks.items() if due < day)
    elsewhere = gather(asked_by(cast.ada, place=cast.transportation.pk))
    assert not elsewhere.handling.sent
    assert not elsewhere.keeping.accounts


@pytest.mark.django_db
def test_a_request_of_others_is_not_counted_for_who_may_not_see_it(cast):
    factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
    assert gather(asked_by(cast.ada)).handling.open == 1
    assert gather(asked_by(cast.pat)).handling.open == 1
    assert gather(asked_by(cast.theo)).handling.open == 0
    assert gather(asked_by(cast.hana)).handling.open == 0
