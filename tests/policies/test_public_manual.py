"""What everyone may read without signing in."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from district_portal.district.models import District
from district_portal.permissions import can, visible
from policies.models import Policy, Version
from tests.factories.policies import published

pytestmark = pytest.mark.django_db
GUEST = AnonymousUser()


@pytest.fixture
def public_manual():
    District.objects.update_or_create(
        pk=1, defaults={"name": "Marlow Bend School District", "manual_is_public": True}
    )


def kept_inside(code, title, **fields):
    """A version of a policy that is not in the public manual."""
    version = published(code, title, **fields)
    Policy.objects.filter(pk=version.policy_id).update(is_public=False)
    return version


def test_nobody_reads_without_signing_in_unless_the_district_says_so():
    published("529", "Staff Networks")
    assert not can(GUEST, "policies.read")
    assert not visible(Policy.objects.all(), GUEST, "policies.read").exists()


@pytest.mark.usefixtures("public_manual")
def test_guests_reach_the_policies_of_the_public_manual_and_no_others():
    published("529", "Staff Networks")
    kept_inside("530", "Alarms")
    codes = visible(Policy.objects.all(), GUEST, "policies.read").values_list("code", flat=True)
    assert list(codes) == ["529"]
    assert not can(GUEST, "policies.edit")


@pytest.mark.usefixtures("public_manual")
def test_what_is_scheduled_or_was_withdrawn_is_not_for_guests():
    for number, state in enumerate(Version.State.values):
        Version.objects.filter(pk=published(f"{number}", "A policy").pk).update(state=state)
    states = visible(Version.objects.all(), GUEST, "policies.read").values_list("state", flat=True)
    assert set(states) == {"in_force", "superseded"}
