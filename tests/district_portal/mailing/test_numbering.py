"""No gap between the numbers of two mails tells that there is one that somebody does not see."""

from __future__ import annotations

from itertools import pairwise

import pytest

from district_portal import mailing
from district_portal.mailing import numbering
from district_portal.mailing.models import Message

pytestmark = pytest.mark.django_db


def queue(cast, number, **more):
    context = {"lines": [], "people": number + 1, "more": 0, "link": "/"}
    return mailing.queue("escalation", key=f"n:{number}", to=cast.lou, context=context, **more)


def test_numbers_rise_by_steps_of_any_length(cast):
    for number in range(60):
        assert queue(cast, number)
    found = list(Message.objects.order_by("pk").values_list("key", "pk"))
    assert [key for key, _pk in found] == [f"n:{number}" for number in range(60)]
    steps = [later - earlier for (_, earlier), (_, later) in pairwise(found)]
    assert len(set(steps)) > 8
    assert max(steps) > numbering.ON_AVERAGE


def test_what_is_there_already_is_queued_once_all_the_same(cast):
    assert queue(cast, 1)
    assert not queue(cast, 1)
    assert Message.objects.count() == 1


def test_many_at_once_leap_too(cast):
    for turn in range(20):
        mailing.queue_many("digest", keys={cast.lou.pk: f"m:{turn}"})
    numbers = list(Message.objects.order_by("pk").values_list("pk", flat=True))
    assert len({later - earlier for earlier, later in pairwise(numbers)}) > 3


@pytest.mark.parametrize("length", [0.0, 0.4, 1.0, 7.9, 91.3])
def test_how_far_a_leap_goes_has_no_end_and_no_least(monkeypatch, length):
    monkeypatch.setattr(numbering.secrets.SystemRandom, "expovariate", lambda *_: length)
    assert numbering.leap() == int(length)
