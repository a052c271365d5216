"""Another outcome than was asked for stands from the moment it is recorded."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from approvals.exemptions import recording
from approvals.exemptions.models import Outcome
from approvals.exemptions.standing import in_force
from district_portal import audit
from district_portal.district.current import today
from district_portal.mailing.models import Message
from tests.factories import exemptions


def test_an_alternative_exempts_nobody_and_is_told(cast, exemption):
    assert in_force(today()).get().exemption == exemption
    outcome = exemptions.recorded(
        exemption, by=cast.tom, what="alternative", wording="Use the video server."
    )
    assert (outcome.number, outcome.stands) == (2, True)
    assert list(exemption.outcomes.filter(stands=False)) == [Outcome.objects.get(number=1)]
    assert not in_force(today()).exists()
    mail = Message.objects.get(name="exemption_recorded")
    assert mail.person == cast.lou
    assert "no exemption from 529, clause 2, but an alternative" in mail.text
    assert "Use the video server." in mail.text
    event = audit.history(exemption)[0]
    assert (event.act, event.after["outcome"]) == ("exemptions.outcome_recorded", "alternative")


def test_the_same_recorded_twice_is_one(cast, exemption):
    first = exemptions.recorded(exemption, by=cast.ada, conditions="Ask the parents.")
    again = exemptions.recorded(exemption, by=cast.ada, conditions="Ask the parents.", seen=1)
    assert again == first
    assert Message.objects.filter(name="exemption_recorded").count() == 1


def test_who_did_not_see_what_stands_is_told_so(cast, exemption):
    first = exemptions.recorded(exemption, by=cast.ada, conditions="Ask the parents.")
    with pytest.raises(recording.ChangedError) as refused:
        exemptions.recorded(exemption, by=cast.tom, conditions="None.", seen=1)
    assert refused.value.outcome == first


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"what": "modification", "wording": " "}, "wording"),
        ({"what": "alternative"}, "wording"),
        ({"reason": " "}, "reason"),
        ({"ends_on": dt.date(2020, 1, 1)}, "ends_on"),
        ({"ends_on": dt.date(2090, 1, 1)}, "ends_on"),
    ],
)
def test_what_is_missing_or_cannot_be_is_said_of_its_field(cast, exemption, changes, field):
    with pytest.raises(recording.OutcomeError) as refused:
        exemptions.recorded(exemption, by=cast.ada, **changes)
    assert refused.value.field == field
    assert Outcome.objects.count() == 1


def test_nobody_records_their_own(cast, exemption):
    with pytest.raises(recording.OwnExemptionError):
        exemptions.recorded(exemption, by=cast.lou)


def test_what_is_over_is_not_recorded_anew(cast, exemption):
    late = timezone.now() + dt.timedelta(days=61)
    with pytest.raises(recording.OverError):
        exemptions.recorded(exemption, by=cast.ada, at=late)
