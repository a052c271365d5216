from __future__ import annotations

import datetime as dt

import pytest

from district_portal.schooldays.models import Closure
from policies.acknowledgments import assigning, deadlines, requiring
from policies.acknowledgments.models import Requirement
from tests.factories.acknowledgments import required
from tests.factories.policies import published

pytestmark = pytest.mark.django_db

TUESDAY = dt.date(2026, 9, 1)


def due(assigned_on=TUESDAY, **terms) -> dt.date:
    return deadlines.due_date(Requirement(**terms), assigned_on=assigned_on)


def test_due_is_fourteen_days_after_assignment_unless_told_otherwise(cast):
    assert due() == dt.date(2026, 9, 15)
    assert due(due_days=3) == dt.date(2026, 9, 4)


def test_a_due_date_on_a_weekend_a_holiday_or_a_closure_moves_to_the_next_school_day(cast):
    assert due(due_days=4) == dt.date(2026, 9, 8), "Saturday, then Sunday, then Labor Day"
    Closure.objects.create(name="Storm", first_day="2026-09-08", last_day="2026-09-09")
    assert due(due_days=4) == dt.date(2026, 9, 10)


def test_a_named_day_holds_unless_it_leaves_fewer_days_than_promised(cast):
    assert due(due_on=dt.date(2026, 10, 1)) == dt.date(2026, 10, 1)
    assert due(dt.date(2026, 9, 25), due_on=dt.date(2026, 10, 1)) == dt.date(2026, 10, 9)
    assert due(dt.date(2027, 3, 1), due_on=dt.date(2026, 10, 1)) == dt.date(2027, 3, 15)


def test_a_yearly_requirement_names_its_day_in_each_school_year(cast):
    terms = {"cycle": "school_year", "due_on": dt.date(2026, 10, 1)}
    assert due(dt.date(2027, 7, 5), **terms) == dt.date(2027, 10, 1)
    leap = {"cycle": "school_year", "due_on": dt.date(2028, 2, 29)}
    assert due(dt.date(2028, 7, 5), **leap) == dt.date(2029, 2, 28)


def test_a_changed_due_date_moves_what_is_open(cast):
    at = dt.datetime(2026, 9, 1, 15, tzinfo=dt.UTC)
    version = published("511", "Conduct")
    requirement = required(version, people=[cast.lou], at=at)
    requiring.change(requirement, by=None, due_days=30, at=at)
    assert version.assignments.get().due_on == dt.date(2026, 10, 1)


def test_a_closure_moves_what_falls_due_on_it_and_is_no_alarm(cast):
    at = dt.datetime(2026, 9, 1, 15, tzinfo=dt.UTC)
    version = published("511", "Conduct")
    requirement = required(version, people=[cast.lou], at=at)
    Closure.objects.create(name="Storm", first_day="2026-09-15", last_day="2026-09-15")
    assert assigning.verify(at=at) == {}
    assert assigning.reconcile(requirement, at=at).moved == 1
    assert version.assignments.get().due_on == dt.date(2026, 9, 16)
