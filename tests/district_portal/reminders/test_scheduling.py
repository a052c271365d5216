"""The ladder in Python is the plain statement; the database's answer must be the same."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from district_portal.reminders import scheduling
from district_portal.reminders.models import Reminded
from policies.acknowledgments.laddering import Step, for_hr, for_person, for_supervisor
from policies.acknowledgments.models import Assignment
from tests.district_portal.reminders.conftest import moment

START = dt.date(2026, 9, 14)
DAYS = st.integers(0, 90).map(lambda days: START + dt.timedelta(days=days))


def ladder(assignment, *, until):
    """Every step of an assignment up to a day, in order."""
    return for_person(
        assignment.requirement,
        assigned_on=assignment.assigned_on,
        due_on=assignment.due_on,
        until=until,
    )


def test_the_steps_of_a_ladder(ask):
    ask(at=moment(9, 14))
    steps = ladder(Assignment.objects.get(), until=dt.date(2026, 10, 13))
    assert [(f"{day:%b %-d}", step) for day, step in steps] == [
        ("Sep 14", Step.ASSIGNED),
        ("Sep 21", Step.BEFORE),
        ("Sep 25", Step.BEFORE),
        ("Sep 27", Step.BEFORE),
        ("Sep 28", Step.DUE),
        ("Oct 5", Step.LATE),
        ("Oct 12", Step.LATE),
    ]


@pytest.mark.parametrize(
    ("day", "step"),
    [(13, None), (14, Step.ASSIGNED), (22, Step.BEFORE), (28, Step.DUE), (30, Step.DUE)],
)
def test_the_step_that_an_assignment_is_at(ask, day, step):
    ask(at=moment(9, 14))
    reached = ladder(Assignment.objects.get(), until=dt.date(2026, 9, day))
    assert (reached[-1][1] if reached else None) == step


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    due_on=DAYS,
    told_on=st.none() | DAYS,
    today=DAYS,
    before_due=st.lists(st.integers(1, 30), max_size=4, unique=True),
    late_every=st.integers(1, 15),
    supervisor_after=st.integers(1, 15),
    hr_after=st.none() | st.integers(1, 15),
)
def test_the_database_asks_for_whom_the_ladder_has_a_step(
    ask_once, due_on, told_on, today, before_due, late_every, supervisor_after, hr_after
):
    assignment, rule = ask_once
    rule.before_due, rule.late_every = before_due, late_every
    rule.supervisor_after, rule.hr_after = supervisor_after, hr_after
    rule.save()
    Assignment.objects.filter(pk=assignment.pk).update(assigned_on=START, due_on=due_on)
    Reminded.objects.all().delete()
    if told_on:
        days = dict.fromkeys(("person_on", "supervisor_on", "hr_on"), told_on)
        Reminded.objects.create(assignment=assignment, **days)

    as_it_is = SimpleNamespace(assigned_on=START, due_on=due_on, requirement=rule)
    since = told_on or dt.date.min
    steps = [day for day, _ in ladder(as_it_is, until=today) if day > since]
    above = [
        {rung.day for rung in rungs(rule, due_on=due_on, until=today)}
        for rungs in (for_supervisor, for_hr)
    ]
    due_above = [any(day > since for day in days) for days in above]

    turn = [(assignment.pk, assignment.person_id)]
    assert scheduling.whose_turn(today) == (turn if steps else [])
    assert scheduling.supervisors_turn(today) == (turn if due_above[0] else [])
    assert scheduling.hr_turn(today) == (turn if due_above[1] else [])
    assert scheduling.long_late(today) == (turn if above[0] else [])
    assert scheduling.long_late(today, known_to="hr") == (turn if above[1] else [])


@pytest.fixture
def ask_once(ask):
    rule = ask(at=moment(9, 14))
    return Assignment.objects.get(), rule
