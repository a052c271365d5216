"""The queue: oldest first, aged in school days."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from approvals import waiting
from district_portal.schooldays.models import Closure
from tests.factories import approvals as factory
from tests.standing import standing

MONDAY = dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC)


@standing
def three(cast):
    """Three requests of Lou, sent on Monday, the Wednesday before, and Tuesday."""
    days = [MONDAY, MONDAY - dt.timedelta(days=5), MONDAY + dt.timedelta(days=1)]
    return [
        factory.sent(
            cast.lou, manager=cast.hana, place=cast.northside, handle=f"@band{number}", at=day
        )
        for number, day in enumerate(days)
    ]


def test_the_oldest_comes_first(cast, three):
    queue = [step.submission.request for step in waiting.waiting_for(cast.pat)]
    assert queue == [three[1], three[0], three[2]]
    assert not waiting.waiting_for(cast.ada).exists()


def test_a_step_knows_its_place_and_what_comes_after_it(cast, three):
    oldest, middle, newest = waiting.waiting_for(cast.pat)
    assert waiting.place_in_queue(middle, person=cast.pat) == waiting.Place(2, 3)
    assert waiting.next_in_queue(middle, person=cast.pat) == newest.submission.request
    assert waiting.next_in_queue(newest, person=cast.pat) == oldest.submission.request
    factory.decided(three[1], by=cast.pat)
    factory.decided(three[2], by=cast.pat)
    assert waiting.next_in_queue(middle, person=cast.pat) is None


def test_age_counts_school_days_only(cast, three, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + dt.timedelta(days=1))
    Closure.objects.create(name="Snow", first_day=dt.date(2026, 2, 27), last_day="2026-02-27")
    steps = list(waiting.waiting_for(cast.pat))
    waiting.tell_age(steps)
    assert [step.age for step in steps] == ["3 school days", "1 school day", "Since today"]


def test_the_ages_of_a_long_queue_cost_two_queries(cast, three, django_assert_num_queries):
    steps = list(waiting.waiting_for(cast.pat))
    with django_assert_num_queries(2):
        waiting.tell_age(steps)
