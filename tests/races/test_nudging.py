from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from district_portal import audit, mailing
from district_portal.reminders import digest
from policies.acknowledgments import nudging
from policies.acknowledgments.models import Nudge
from tests.cast import post
from tests.factories.acknowledgments import required
from tests.factories.policies import published
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = dt.datetime(2026, 9, 14, 9, tzinfo=ZoneInfo("America/Chicago"))


def test_two_supervisors_at_once_send_one_nudge(cast):
    required(published("511", "Conduct", at=MONDAY), at=MONDAY, people=[cast.lou, cast.val])
    post(cast.lou, cast.transportation, "Coach", cast.theo, primary=False)
    people = [cast.lou.pk, cast.val.pk]
    by = [cast.pat, cast.theo] * 4
    results = together([lambda b=one: nudging.nudge(people, by=b, at=MONDAY) for one in by])
    assert sorted(person for found in results for person in found.go) == sorted(people)
    assert Nudge.objects.count() == 2
    for person in (cast.lou, cast.val):
        assert mailing.history(person).filter(name="nudge").count() == 1
    told = audit.events(act="acknowledgments.nudged")
    assert sum(event.after["people"] for event in told) == 2


def test_a_nudge_and_the_digest_at_once_are_one_mail(cast):
    required(published("511", "Conduct", at=MONDAY), at=MONDAY, people=[cast.lou, cast.val])
    people = [cast.lou.pk, cast.val.pk]
    acts = [lambda: nudging.nudge(people, by=cast.pat, at=MONDAY), lambda: digest.remind(at=MONDAY)]
    results = together(acts * 3)
    assert not [result for result in results if isinstance(result, Exception)]
    for person in (cast.lou, cast.val):
        mails = mailing.history(person).filter(name__in=["nudge", "digest"])
        assert mails.count() == 1
        nudged = Nudge.objects.filter(person=person).count()
        assert nudged == mails.filter(name="nudge").count()
