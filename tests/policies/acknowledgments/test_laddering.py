from __future__ import annotations

import datetime as dt

import pytest

from policies.acknowledgments.laddering import first_rungs, for_hr, for_supervisor
from policies.acknowledgments.models import Requirement

ASKED = dt.date(2026, 9, 14)
DUE = dt.date(2026, 9, 28)


def told(rungs) -> list[str]:
    return [f"{rung.day:%b %-d} {rung.step}" for rung in rungs]


def test_the_ladder_that_holds_unless_the_requirement_says_otherwise():
    assert told(first_rungs(Requirement(), assigned_on=ASKED, due_on=DUE)) == [
        "Sep 14 assigned",
        "Sep 21 before",
        "Sep 25 before",
        "Sep 27 before",
        "Sep 28 due",
        "Oct 5 late",
        "Oct 5 supervisor",
        "Oct 12 hr",
    ]


def test_a_ladder_of_its_own_is_told_by_day():
    rule = Requirement(before_due=[20, 2], late_every=10, supervisor_after=3, hr_after=30)
    assert told(first_rungs(rule, assigned_on=ASKED, due_on=DUE)) == [
        "Sep 14 assigned",
        "Sep 26 before",
        "Sep 28 due",
        "Oct 1 supervisor",
        "Oct 8 late",
        "Oct 31 hr",
    ]


def test_without_days_human_resources_are_never_told():
    rule = Requirement(hr_after=None)
    assert for_hr(rule, due_on=DUE, until=dt.date(2027, 9, 1)) == []
    assert "hr" not in {rung.step for rung in first_rungs(rule, assigned_on=ASKED, due_on=DUE)}


@pytest.mark.parametrize(
    ("rungs", "days"),
    [(for_supervisor, ["Oct 5", "Oct 12", "Oct 19"]), (for_hr, ["Oct 12", "Oct 19"])],
)
def test_both_hear_of_it_again_as_often_as_the_person(rungs, days):
    found = rungs(Requirement(), due_on=DUE, until=dt.date(2026, 10, 20))
    assert [f"{rung.day:%b %-d}" for rung in found] == days
