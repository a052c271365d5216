"""A code, and the address that is made from it, belong to one policy."""

from __future__ import annotations

import datetime as dt

import pytest

from district_portal.district.current import today
from policies.publication import code_taken, publishing
from tests.factories.policies import draft, published

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(days=9)


def renamed(code):
    return draft(code, "Staff Networks", policy=published("529", "Staff Networks").policy)


def test_a_version_is_not_scheduled_for_an_address_that_another_policy_has(cast):
    published("GCAB/GDAB", "Phones")
    with pytest.raises(publishing.NotReadyError, match="Choose another code"):
        publishing.publish(
            renamed("GCAB-GDAB"), by=cast.polly, summary="Renamed.", effective_on=today() + LATER
        )


def test_nor_is_another_policy_published_at_the_address_of_a_scheduled_version(cast):
    publishing.publish(
        renamed("GCAB-GDAB"), by=cast.polly, summary="Renamed.", effective_on=today() + LATER
    )
    assert "Choose another code" in code_taken.objection(draft("GCAB/GDAB", "Phones"))


def test_a_policy_keeps_its_own_code_and_address(cast):
    policy = published("GCAB/GDAB", "Phones").policy
    assert code_taken.objection(draft("GCAB-GDAB", "Phones", policy=policy)) == ""


def test_of_another_kind_the_same_code_has_another_address(cast):
    published("529", "Staff Networks")
    assert code_taken.objection(draft("529", "Staff Networks", kind="rule")) == ""
