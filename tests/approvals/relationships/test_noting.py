"""What the supervisor approved is noted as it was disclosed, once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from approvals.deciding import CannotApproveError
from approvals.relationships import noting
from approvals.relationships.models import Relationship
from district_portal import audit
from district_portal.district.current import today
from tests.factories import approvals as factory
from tests.factories import relationships


def test_it_is_noted_as_disclosed_under_what_the_supervisor_wrote(cast):
    request = relationships.sent(cast.lou)
    factory.decided(request, by=cast.pat, reason="Not after 9 p.m.")
    found = Relationship.objects.get()
    assert (found.holder, found.noted_by, found.place) == (cast.lou, cast.pat, cast.northside)
    assert (found.tie, found.students, found.who) == ("youth_group", 6, "The scouts of my troop")
    assert found.conditions == "Not after 9 p.m."
    assert (found.starts_on, found.ends_on) == (today(), today() + dt.timedelta(days=60))
    assert (found.consent_by, found.consent_how) == ("parent", "writing")
    assert found.consent_on == today() - dt.timedelta(days=3)
    assert found.state_on(today()) == Relationship.State.IN_FORCE


def test_a_family_s_is_noted_without_consent(cast):
    none = {"consent_by": "", "consent_on": "", "consent_how": "", "consent_scope": ""}
    found = relationships.noted(cast.lou, decider=cast.pat, tie="family", **none)
    assert (found.consent_on, found.consent_scope) == (None, "")


def test_another_tie_is_kept_in_its_words(cast):
    found = relationships.noted(cast.lou, decider=cast.pat, tie="other", other="Theater group")
    assert str(found) == "Theater group"


def test_a_second_time_answers_the_same_row(cast, relationship):
    again = noting.note(relationship.request, by=cast.pat, at=timezone.now())
    assert [again] == list(Relationship.objects.all())
    acts = [event.act for event in audit.history(relationship)]
    assert acts.count("relationships.noted") == 1


def test_a_denied_request_notes_nothing(cast):
    factory.decided(relationships.sent(cast.lou), by=cast.pat, outcome="denied")
    assert not Relationship.objects.exists()


def test_what_is_approved_late_begins_on_that_day_and_too_late_not_at_all(cast):
    late = timezone.now() + dt.timedelta(days=10)
    request = relationships.sent(cast.lou)
    factory.decided(request, by=cast.pat, at=late)
    assert Relationship.objects.get().starts_on == today(late)
    request = relationships.sent(cast.lou)
    with pytest.raises(CannotApproveError, match="is over"):
        factory.decided(request, by=cast.pat, at=timezone.now() + dt.timedelta(days=61))
    assert Relationship.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"students": 0},
        {"ends_on": dt.date(2020, 1, 1)},
        {"tie": "other"},
        {"other": "Theater group"},
        {"consent_on": None},
        {"consent_scope": ""},
        {"tie": "family", "consent_on": None},
    ],
)
def test_the_database_refuses_what_cannot_be(cast, relationship, changes):
    request = relationships.sent(cast.val)
    facts = {
        field.attname: getattr(relationship, field.attname)
        for field in Relationship._meta.concrete_fields
        if not field.primary_key
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Relationship.objects.create(**{**facts, "request_id": request.pk, **changes})
