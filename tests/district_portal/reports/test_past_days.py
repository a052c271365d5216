"""Random histories over weeks: the report of a past day is the report that was made on that day."""

from __future__ import annotations

import datetime as dt
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from district_portal.reports import completion
from district_portal.reports.asking import Question
from policies.acknowledgments import assigning, requiring
from policies.acknowledgments.models import Requirement
from tests.factories.policies import published
from tests.policies.acknowledgments.test_histories import SLOW_AND_ONE_CAST, STEPS, step

FIRST = dt.datetime(2026, 8, 3, 15, tzinfo=dt.UTC)
DUE = st.tuples(st.just("due"), st.sampled_from([5, 30, 90]), st.none())
DAYS = st.tuples(st.sampled_from([1, 2, 9, 40]), st.lists(STEPS | DUE, max_size=3))


def tell(cast, history):
    seen = {}
    with transaction.atomic():
        now = FIRST
        with patch("django.utils.timezone.now", lambda: now):
            policy = published("511", "Conduct").policy
            requiring.require(policy, by=None, everyone=True)
            for days, acts in history:
                now += dt.timedelta(days=days)
                assigning.begin_day()
                for act, first, second in acts:
                    now += dt.timedelta(minutes=1)
                    if act == "due":
                        give_days(first)
                    else:
                        step(cast, policy, act, first, second)
                seen[now.date()] = reports(now.date())
            for day, then in seen.items():
                assert reports(day) == then, day
        transaction.set_rollback(True)


def give_days(days):
    for requirement in Requirement.objects.filter(ended_at=None, packet=None):
        requiring.change(requirement, by=None, due_days=days)


def reports(day):
    return [table(Question(as_of=day, with_left=left)) for left in (False, True)]


def table(question):
    shown = ("person_id", "version_number", "status", "due", "assigned_on", "place", "on_leave")
    rows = list(completion.rows(question).values_list(*shown).order_by("person_id", "version_id"))
    return rows, completion.finding(question)


@pytest.mark.django_db
@settings(SLOW_AND_ONE_CAST, max_examples=6)
@given(history=st.lists(DAYS, min_size=3, max_size=6))
def test_a_past_day_s_report_is_the_one_that_was_made_then(cast, history):
    tell(cast, history)


@pytest.mark.soak
@pytest.mark.django_db
@settings(SLOW_AND_ONE_CAST, max_examples=60)
@given(history=st.lists(DAYS, min_size=3, max_size=12))
def test_so_it_is_in_sixty_longer_histories(cast, history):
    tell(cast, history)
