"""An exemption is taken back, once, for a reason, and counts no more."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.signals import people_ended
from approvals.exemptions import recording, revoking
from approvals.exemptions.models import Outcome, Revocation
from approvals.exemptions.standing import in_force
from district_portal.district.current import today
from district_portal.mailing.models import Message
from tests.factories import exemptions


def test_its_holder_reads_why_and_it_counts_no_more(cast, exemption):
    revocation = revoking.revoke(exemption, reason="Films were public.", by=cast.ada)
    assert revoking.revoke(exemption, reason="Again.", by=cast.ada) == revocation
    assert not in_force(today()).exists()
    assert exemption.outcomes.get().state_on(today()) == Outcome.State.REVOKED
    mail = Message.objects.get(name="exemption_revoked")
    assert (mail.person, "Films were public." in mail.text) == (cast.lou, True)
    with pytest.raises(recording.OverError):
        exemptions.recorded(exemption, by=cast.tom)


def test_it_needs_a_reason_and_somebody_else(cast, exemption):
    with pytest.raises(revoking.ReasonMissingError):
        revoking.revoke(exemption, reason=" ", by=cast.ada)
    with pytest.raises(recording.OwnExemptionError):
        revoking.revoke(exemption, reason="Mine.", by=cast.lou)
    assert not Revocation.objects.exists()


def test_what_is_over_is_not_revoked(cast, exemption):
    late = timezone.now() + dt.timedelta(days=61)
    with pytest.raises(recording.OverError):
        revoking.revoke(exemption, reason="Too late.", by=cast.ada, at=late)


def test_whoever_leaves_takes_no_exemption_along(cast, exemption):
    people_ended.send(sender=None, people={cast.lou.pk, cast.theo.pk})
    revocation = Revocation.objects.get()
    assert revocation.revoked_by is None
    assert not Message.objects.filter(name="exemption_revoked").exists()
