"""Take an exemption back before its time."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals import moving_on
from approvals.exemptions import notifying
from approvals.exemptions.models import Exemption, Outcome, Revocation
from approvals.exemptions.recording import OverError, OwnExemptionError
from approvals.models import Request
from district_portal import audit
from district_portal.district.current import today
from district_portal.district.keeping_words import in_own_language


class ReasonMissingError(ValueError):
    """A revocation without a reason."""


@transaction.atomic
def revoke(
    exemption: Exemption, *, reason: str, by: Person, at: dt.datetime | None = None
) -> Revocation:
    """Take `exemption` back from now on, for a reason that its holder reads; twice is once.

    Raises ReasonMissingError, OwnExemptionError, and OverError when its time is over already.
    """
    at = at or timezone.now()
    if exemption.holder_id == by.pk:
        raise OwnExemptionError
    if not reason.strip():
        raise ReasonMissingError
    revocation = _revoke(exemption, reason=reason.strip(), by=by, at=at)
    if revocation is None:
        raise OverError
    return revocation


@in_own_language()
@transaction.atomic
def revoke_for_leavers(people: set[int], *, at: dt.datetime | None = None) -> None:
    """Take back what people who left the district need not keep."""
    at = at or timezone.now()
    theirs = Exemption.objects.filter(holder__in=people, revocation=None)
    running = theirs.filter(outcomes__stands=True, outcomes__ends_on__gte=today(at))
    held = moving_on.hold(running.values_list("request", flat=True))
    for exemption in Exemption.objects.filter(request__in=held).select_related("holder", "place"):
        _revoke(exemption, reason=_("The holder has left the district."), by=None, at=at)


@transaction.atomic
def revoke_refused(
    request: Request, *, reason: str, by: Person, at: dt.datetime | None = None
) -> None:
    """Take back what was granted on `request`: under a revised clause it no longer holds."""
    at = at or timezone.now()
    for exemption in Exemption.objects.filter(request=request).select_related("holder", "place"):
        _revoke(exemption, reason=reason, by=by, at=at)


def _revoke(
    exemption: Exemption, *, reason: str, by: Person | None, at: dt.datetime
) -> Revocation | None:
    moving_on.lock(exemption.request_id)
    there = Revocation.objects.filter(exemption=exemption).first()
    if there:
        return there
    outcome = Outcome.objects.get(exemption=exemption, stands=True)
    if today(at) > outcome.ends_on:
        return None
    revocation = Revocation.objects.create(
        exemption=exemption, reason=reason, revoked_at=at, revoked_by=by
    )
    audit.record(
        "exemptions.revoked",
        by=by,
        on=exemption,
        person=exemption.holder,
        place=exemption.place,
        before={"until": outcome.ends_on},
        at=at,
    )
    if by:
        notifying.tell_revoked(revocation)
    return revocation
