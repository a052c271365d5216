from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import Person, Place, Posting
from accounts.roles import holders
from approvals.exemptions.models import Meeting, Outcome
from approvals.models import Attestation, Promise, Request
from approvals.registry import certifying, handing_over
from approvals.registry.models import Account
from district_portal.audit.verifying import verify
from district_portal.demo import signins
from district_portal.demo.opening import open_district
from district_portal.district.current import current, today
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from policies.acknowledgments.models import Assignment, Nudge, Signature
from policies.drafts import commenting, reviewing
from policies.models import Draft, Policy, Review, Version
from policies.questions.models import Question
from policies.references import missing
from policies.reviews import review_calendar
from tests.factories.approvals import enter_presets

pytestmark = pytest.mark.django_db


def told():
    """What the district tells of itself, apart from times and numbers of rows."""
    assignments = Assignment.objects.values_list(
        "person__email", "version__code", "version__number", "ended_why"
    )
    requests = Request.objects.values_list("number", "title", "state", "requester__email")
    return sorted(assignments), sorted(requests.filter(number__isnull=False))


@pytest.mark.thorough
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
    assert Place.objects.open().filter(head=None).count() == 0
    assert Place.objects.count() == 10
    assert Place.objects.open().count() == 9
    assert Posting.objects.filter(since__gt=today()).count() == 2
    assert Posting.objects.current().filter(primary=False).count() == 1
    assert Posting.objects.current().filter(kind="volunteer").count() > 30
    assert Posting.objects.current().filter(on_leave=True).exists()
    assert Person.objects.filter(is_active=False).exists()

    assert Policy.objects.count() == 9
    assert all(p.versions.count() in (2, 3) for p in Policy.objects.all())
    assert Version.objects.filter(state="in_force").count() == 8
    assert_the_manual_is_kept()
    assert_work_is_in_hand()
    days = {signed_at.date() for signed_at in Signature.objects.values_list("signed_at", flat=True)}
    assert (max(days) - min(days)).days > 60
    closed = Assignment.objects.closed().order_by("closing__closed_at")
    assert [row.ended_why for row in closed] == ["refused", "exempted"]
    assert not Posting.objects.current().filter(person__assignments__in=closed, on_leave=True)

    assert Nudge.objects.count() == 2

    assert set(Request.objects.values_list("state", flat=True)) == set(Request.State.values)
    assert set(Account.objects.values_list("state", flat=True)) == set(Account.State.values)
    assert "Marlow Bend Library" in {str(check.account) for check in certifying.overdue()}
    assert "Foxglove Readers" in {str(row.account) for row in handing_over.open_ones()}
    assert Outcome.objects.get().state_on(today()) == Outcome.State.IN_FORCE
    assert Meeting.objects.get().people.count() == 3
    assert not Promise.objects.filter(in_use=True, clause_key="").exists()
    assert not Attestation.objects.filter(clause=None).exists()

    assert Message.objects.count() == 0, "the past was told without mail"
    assert verify().findings == []

    table = signins.table()
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    assert [row.email for row in table if row.email not in readme] == []
    assert signins.PASSWORD in readme
    assert len({row.email for row in table}) == len(table) == 11
    held = {role for row in table for role in Person.objects.get(email=row.email).roles}
    assert held == set(Role)


def assert_the_manual_is_kept():
    assert [policy.code for policy in Policy.objects.filter(state="rescinded")] == ["741"]
    assert current().manual_is_public
    assert not current().two_people_publish
    assert [p.code for p in Policy.objects.filter(state="in_force", owner=None)] == []
    assert Version.objects.filter(adopted_on__isnull=False).count() > Version.objects.count() / 2

    due = {policy.code: policy.due_on for policy in review_calendar.calendar()}
    assert len(due) == 8
    soon = today() + timedelta(days=review_calendar.SOON)
    assert [code for code, on in due.items() if on < today()] == ["511"]
    assert [code for code, on in due.items() if today() <= on <= soon] == ["828.1"]
    last = Review.objects.latest("on")
    assert (last.version.code, last.on) == ("JRB", today() - timedelta(days=30))

    every = Policy.objects.all()
    assert [named.code for named in missing.troubles("missing", policies=every)] == ["930"]
    assert [named.code for named in missing.troubles("rescinded", policies=every)] == ["741"]


def assert_work_is_in_hand():
    waiting = Version.objects.get(state="scheduled")
    assert (waiting.code, waiting.effective_on) == ("8:25", today() + timedelta(days=14))

    draft = Draft.objects.get()
    assert draft.code == "826"
    threads = commenting.threads(draft)
    assert [bool(thread.comment.resolved_at) for thread in threads] == [False, True]
    assert [thread.is_answered for thread in threads] == [False, True]
    asked = Question.objects.order_by("asked_at").values_list("state", "with_whom")
    assert list(asked) == [
        ("answered", "supervisor"),
        ("open", "owner"),
        ("open", "supervisor"),
    ]
    administrator = holders(Role.DISTRICT_ADMINISTRATOR).get()
    assert [each.draft for each in reviewing.waiting_for(administrator)] == [draft]


def test_the_demo_stays_out_of_a_real_district():
    Person.objects.enter(given_name="Ada", family_name="Real", email="ada@real.example")
    with pytest.raises(CommandError, match="real district"):
        call_command("open_demo_district", stdout=StringIO())
