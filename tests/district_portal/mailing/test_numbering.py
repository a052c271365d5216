"""No number of a mail, which its address shows, tells that there is one that somebody can't see."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from district_portal import mailing
from district_portal import uncounted as ids
from district_portal.mailing import queueing
from district_portal.mailing.models import Message

pytestmark = pytest.mark.django_db

NOON = 1_900_000_000_000
"""A moment in milliseconds since 1970."""


@pytest.fixture
def clock(monkeypatch):
    """Whose `ms` is the time at which ids are made."""
    clock = SimpleNamespace(ms=NOON)
    clock.time_ns = lambda: clock.ms * 1_000_000
    monkeypatch.setattr(ids, "time", clock)
    monkeypatch.setattr(ids, "_last", 0)
    return clock


def queue(cast, number, **more):
    context = {"lines": [], "people": number + 1, "more": 0, "link": "/"}
    assert mailing.queue("escalation", key=f"n:{number}", to=cast.lou, context=context, **more)
    return Message.objects.get(key=f"n:{number}").pk


@pytest.mark.parametrize("hidden", [0, 1, 18])
def test_how_far_two_lie_apart_tells_the_time_alone(cast, clock, hidden):
    first = queue(cast, 0)
    for number in range(1, hidden + 1):
        clock.ms += 3
        queue(cast, number, kept_from=cast.tom)
    clock.ms = NOON + 1000
    mailing.queue_many("digest", keys={cast.gus.pk: "m:0", cast.pat.pk: "m:1"})
    clock.ms = NOON + 2000
    gap = queue(cast, 100) - first
    assert 1999 * ids.STEP < gap < 2001 * ids.STEP


def test_within_a_moment_they_are_no_series(cast, clock):
    numbers = []
    for number in range(20):
        numbers.append(queue(cast, number) % ids.STEP)
        clock.ms += 1
    assert numbers not in (sorted(numbers), sorted(numbers, reverse=True))
    assert max(numbers) - min(numbers) > ids.STEP // 4


def test_they_rise_in_the_order_of_queueing_whatever_the_clock_does(cast, clock):
    numbers = []
    for number, ms in enumerate([0, 0, 5, 3, 3, 9]):
        clock.ms = NOON + ms
        numbers.append(queue(cast, number))
    assert numbers == sorted(set(numbers))


def test_many_in_several_statements_each_have_their_own(cast, clock, monkeypatch):
    monkeypatch.setattr(queueing, "_AT_ONCE", 2)
    before = queue(cast, 0)
    people = [cast.lou.pk, cast.gus.pk, cast.pat.pk, cast.ada.pk, cast.tom.pk]
    keys = {person: f"m:{turn}" for turn, person in enumerate(people)}
    assert mailing.queue_many("digest", keys=keys) == set(people)
    assert mailing.queue_many("digest", keys=keys) == set()
    after = queue(cast, 1)
    found = Message.objects.order_by("pk").values_list("key", "pk")
    assert [key for key, _ in found] == ["n:0", "m:0", "m:1", "m:2", "m:3", "m:4", "n:1"]
    assert before < min(pk for _, pk in found[1:6])
    assert after > max(pk for _, pk in found[1:6])


def test_what_is_there_already_is_queued_once_all_the_same(cast):
    first = queue(cast, 1)
    context = {"lines": [], "people": 2, "more": 0, "link": "/"}
    assert not mailing.queue("escalation", key="n:1", to=cast.lou, context=context)
    assert Message.objects.get().pk == first
