from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Posting
from policies.acknowledgments import overseeing
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


def ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


@pytest.fixture
def asked(cast):
    """Publish a policy some days ago and require it, 14 days to sign."""

    def asked(code: str, people, *, days: int):
        version = published(code, f"Policy {code}", by=cast.polly, at=ago(days))
        required(version, by=cast.polly, at=ago(days), people=people)
        return version

    return asked


def seen(supervisor, **filters) -> list[tuple[str, int, int]]:
    people = overseeing.people(supervisor, **filters)
    return [(row.given_name, row.open, row.late) for row in people]


def test_late_people_come_first_then_who_has_something_due_then_the_others(cast, asked):
    asked("511", [cast.val], days=40)
    asked("512", [cast.val, cast.lou], days=3)
    assert seen(cast.pat) == [("Val", 2, 1), ("Lou", 1, 0), ("Mia", 0, 0)]
    assert overseeing.people(cast.pat)[0].late_in_all == 1


def test_nobody_on_leave_is_late(cast, asked):
    asked("511", [cast.lou, cast.val], days=40)
    Posting.objects.filter(person=cast.lou).update(on_leave=True)
    assert seen(cast.pat) == [("Val", 1, 1), ("Lou", 1, 0), ("Mia", 0, 0)]
    assert overseeing.people(cast.pat)[0].late_in_all == 1
    assert {name for name, *_ in seen(cast.pat, status=overseeing.ON_LEAVE)} == {"Lou", "Mia"}


def test_who_signed_has_nothing_open(cast, asked):
    version = asked("511", [cast.lou, cast.val], days=40)
    signed(cast.lou, version)
    assert seen(cast.pat, status=overseeing.LATE) == [("Val", 1, 1)]
    assert ("Lou", 0, 0) in seen(cast.pat, status="")


def test_those_further_below_come_too_unless_only_the_direct_ones_are_asked_for(cast):
    Posting.objects.filter(person=cast.pat).update(supervisor=cast.ada)
    everybody = {name for name, *_ in seen(cast.ada)}
    assert {"Pat", "Lou", "Val"} <= everybody
    direct = {name for name, *_ in seen(cast.ada, direct=True)}
    assert "Pat" in direct
    assert "Lou" not in direct


def test_another_buildings_people_are_not_seen(cast):
    assert {name for name, *_ in seen(cast.theo)} == {"Gus"}


def test_the_number_of_statements_does_not_grow_with_people(cast, asked):
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert seen(cast.pat)
        return len(queries)

    assert cast.pat.looked_after  # asked for once a person
    few = statements()
    asked("511", [cast.lou, cast.val], days=40)
    asked("512", [cast.lou, cast.val], days=40)
    assert statements() == few
