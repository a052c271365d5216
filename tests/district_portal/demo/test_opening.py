from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import Person, Place, Posting
from approvals.models import Attestation, Promise, Request
from approvals.registry.models import Account
from district_portal.audit.verifying import verify
from district_portal.demo import signins
from district_portal.demo.opening import open_district
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from policies.acknowledgments.models import Assignment, Signature
from policies.models import Policy, Version
from tests.factories.approvals import enter_presets

pytestmark = pytest.mark.django_db


def told():
    """What the district tells of itself, apart from times and numbers of rows."""
    assignments = Assignment.objects.values_list(
        "person__email", "version__code", "version__number", "ended_why"
    )
    requests = Request.objects.values_list("number", "title", "state", "requester__email")
    return sorted(assignments), sorted(requests.filter(number__isnull=False))


def test_the_demo_district_is_whole_and_the_same_each_time():
    enter_presets()
    with transaction.atomic():
        assert open_district()
        first = told()
        transaction.set_rollback(True)
    assert open_district()
    assert told()[0] == first[0]
    assert [row[1:] for row in told()[1]] == [row[1:] for row in first[1]]
    assert not open_district()

    assert 340 <= Person.objects.filter(is_active=True).count() <= 360
    assert Place.objects.filter(head=None).count() == 0
    assert Place.objects.count() == 9
    assert Posting.objects.current().filter(kind="volunteer").count() > 30
    assert Posting.objects.current().filter(on_leave=True).exists()
    assert Person.objects.filter(is_active=False).exists()

    assert Policy.objects.count() == 8
    assert all(p.versions.count() in (2, 3) for p in Policy.objects.all())
    assert Version.objects.filter(state="in_force").count() == 8
    days = {signed_at.date() for signed_at in Signature.objects.values_list("signed_at", flat=True)}
    assert (max(days) - min(days)).days > 60

    assert set(Request.objects.values_list("state", flat=True)) == set(Request.State.values)
    assert set(Account.objects.values_list("state", flat=True)) == {"waiting", "active"}
    assert not Promise.objects.filter(in_use=True, clause_key="").exists()
    assert not Attestation.objects.filter(clause=None).exists()

    assert Message.objects.count() == 0, "the past was told without mail"
    assert verify()[1] == []

    table = signins.table()
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    assert [row.email for row in table if row.email not in readme] == []
    assert signins.PASSWORD in readme
    assert len({row.email for row in table}) == len(table) == 9
    held = {role for row in table for role in Person.objects.get(email=row.email).roles}
    assert held == set(Role)


def test_the_demo_stays_out_of_a_real_district():
    Person.objects.enter(given_name="Ada", family_name="Real", email="ada@real.example")
    with pytest.raises(CommandError, match="real district"):
        call_command("open_demo_district", stdout=StringIO())
