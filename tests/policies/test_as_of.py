"""Which text bound on which day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from policies.as_of import in_force_on, in_the_manual_on
from policies.models import Policy, Rescission, Version
from tests.factories.policies import published

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = (dt.date(2024, month, 10) for month in (5, 6, 7))
A_DAY = dt.timedelta(days=1)


def rescinded(version, on):
    return Rescission.objects.create(
        policy=version.policy, version=version, on=on, reason="No longer.", at=timezone.now()
    )


def on(day, code="529"):
    """The number of the version in force on `day`, None for none."""
    found = in_force_on(Policy.objects.get(code=code), day)
    return found and found.number


def test_a_version_binds_from_its_day_until_the_next_ones():
    published("529", "Staff Networks", effective_on=MAY)
    published("529", "Staff Networks", clauses=["Be kinder."], effective_on=JULY)
    assert [on(MAY - A_DAY), on(MAY), on(JULY - A_DAY), on(JULY)] == [None, 1, 1, 2]


def test_of_two_versions_of_one_day_the_later_binds():
    published("529", "Staff Networks", effective_on=MAY)
    published("529", "Staff Networks", clauses=["Be kinder."], effective_on=MAY)
    assert on(MAY) == 2


def test_a_rescinded_policy_binds_until_the_day_before():
    rescinded(published("529", "Staff Networks", effective_on=MAY), JUNE)
    assert [on(JUNE - A_DAY), on(JUNE), on(JULY)] == [1, None, None]


def test_a_policy_that_was_taken_up_again_binds_again():
    rescinded(published("529", "Staff Networks", effective_on=MAY), JUNE)
    published("529", "Staff Networks", clauses=["Be kinder."], effective_on=JULY)
    assert [on(JUNE - A_DAY), on(JUNE), on(JULY - A_DAY), on(JULY)] == [1, None, None, 2]


@pytest.mark.parametrize("state", [Version.State.SCHEDULED, Version.State.WITHDRAWN])
def test_what_is_only_scheduled_or_was_withdrawn_never_bound(state):
    published("529", "Staff Networks", effective_on=MAY)
    second = published("529", "Staff Networks", clauses=["Be kinder."], effective_on=JUNE)
    Version.objects.filter(pk=second.pk).update(state=state)
    Version.objects.filter(number=1).update(state=Version.State.IN_FORCE)
    assert on(JULY) == 1


def test_the_whole_manual_of_a_day_holds_what_bound_on_it(django_assert_num_queries):
    for number in range(3):
        published(f"{number}", "A policy", effective_on=MAY)
        published(f"{number}", "A policy", clauses=["Be kinder."], effective_on=JULY)
    published("9", "A new one", effective_on=JULY)
    rescinded(published("8", "An old one", effective_on=MAY), JUNE)
    with django_assert_num_queries(2):
        manual = list(in_the_manual_on(Policy.objects.order_by("code"), JUNE))
    assert [(policy.code, [version.number for version in policy.current]) for policy in manual] == [
        ("0", [1]),
        ("1", [1]),
        ("2", [1]),
    ]
