"""A tie ends before its day, once, for a reason, and counts no more."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.signals import people_ended
from approvals.relationships import ending
from approvals.relationships.models import Ending, Relationship
from approvals.relationships.standing import in_force
from district_portal import audit
from district_portal.district.current import today
from district_portal.mailing.models import Message
from tests.factories import relationships


def told():
    mails = Message.objects.filter(name__startswith="relationship").order_by("pk")
    return [(mail.name, mail.person.given_name) for mail in mails]


def test_its_holder_ends_it_and_the_supervisor_is_told(cast, relationship):
    first = relationships.ended(relationship, by=cast.lou)
    assert relationships.ended(relationship, by=cast.lou, reason="Again.") == first
    assert not in_force(today()).exists()
    relationship.refresh_from_db()
    assert relationship.state_on(today()) == Relationship.State.OVER
    assert told() == [("relationship_over", "Pat")]
    assert "The troop has a new leader." in Message.objects.get(name="relationship_over").text
    acts = [event.act for event in audit.history(relationship)]
    assert acts.count("relationships.ended") == 1


def test_the_supervisor_ends_it_and_the_holder_is_told(cast, relationship):
    relationships.ended(relationship, by=cast.pat, why="other")
    assert told() == [("relationship_ended", "Lou")]


def test_the_administrator_ends_it_and_both_are_told(cast, relationship):
    relationships.ended(relationship, by=cast.ada, why="other")
    assert told() == [("relationship_ended", "Lou"), ("relationship_over", "Pat")]


def test_a_parent_takes_consent_back_on_a_day(cast, relationship):
    with pytest.raises(ending.EndingError, match="Enter the day"):
        relationships.ended(relationship, by=cast.pat, why="consent")
    for day in (today() + dt.timedelta(days=1), today() - dt.timedelta(days=4)):
        with pytest.raises(ending.EndingError, match="Enter a day from"):
            relationships.ended(relationship, by=cast.pat, why="consent", taken_back_on=day)
    found = relationships.ended(relationship, by=cast.pat, why="consent", taken_back_on=today())
    assert (found.why, found.taken_back_on) == ("consent", today())


def test_a_consent_that_nobody_gave_is_not_taken_back(cast):
    none = {"consent_by": "", "consent_on": "", "consent_how": "", "consent_scope": ""}
    found = relationships.noted(cast.lou, decider=cast.pat, tie="family", **none)
    with pytest.raises(ending.EndingError, match="No consent"):
        relationships.ended(found, by=cast.lou, why="consent", taken_back_on=today())
    assert relationships.ended(found, by=cast.lou, taken_back_on=today()).taken_back_on is None


def test_it_needs_a_reason_and_ends_once(cast, relationship):
    with pytest.raises(ending.EndingError, match="Say why"):
        relationships.ended(relationship, by=cast.lou, reason=" ")
    relationships.ended(relationship, by=cast.lou)
    with pytest.raises(ending.OverError):
        relationships.ended(relationship, by=cast.pat)


def test_what_is_over_by_itself_is_not_ended(cast, relationship):
    late = timezone.now() + dt.timedelta(days=61)
    with pytest.raises(ending.OverError):
        relationships.ended(relationship, by=cast.lou, at=late)


def test_whoever_leaves_holds_none_and_nobody_is_written_to(cast, relationship):
    people_ended.send(sender=None, people={cast.lou.pk, cast.theo.pk})
    assert Ending.objects.get().ended_by is None
    assert told() == []


@pytest.mark.parametrize(
    "changes", [{"reason": ""}, {"why": "consent"}, {"taken_back_on": dt.date(2026, 1, 1)}]
)
def test_the_database_refuses_what_cannot_be(relationship, changes):
    facts = {"why": "over", "reason": "So it is.", "ended_at": timezone.now(), **changes}
    with pytest.raises(IntegrityError), transaction.atomic():
        Ending.objects.create(relationship=relationship, **facts)
