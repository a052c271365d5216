"""An approved request becomes an exemption: granted as it was asked for.

Source: 529, clause 6.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals import approved_with, moving_on
from approvals.deciding import CannotApproveError
from approvals.exemptions.models import Exemption, Outcome
from approvals.models import Request, Submission
from district_portal import audit
from district_portal.district.current import today


def grant_what_was_approved(request: Request, *, by: Person, at: dt.datetime) -> None:
    """Bring into being what an approved request asked for; nothing for a denied one."""
    if request.state == Request.State.APPROVED and request.creates == "exemption":
        grant(request, by=by, at=at)


@transaction.atomic
def grant(request: Request, *, by: Person, at: dt.datetime) -> Exemption:
    """Grant what `request` asked for; a second call answers the same row.

    It holds from the day asked for, or from the day of the approval where that is later, under the
    conditions that were written with the approvals. Raises CannotApproveError when its last day
    is over.
    """
    moving_on.lock(request.pk)
    there = Exemption.objects.filter(request=request).first()
    if there:
        return there
    submission = request.submissions.latest("number")
    starts_on, ends_on = _days(submission, day=today(at))
    exemption = Exemption.objects.create(
        request=request,
        holder=request.requester,
        place_id=submission.answers["place"],
        granted_at=at,
        granted_by=by,
        **_facts(submission),
    )
    Outcome.objects.create(
        exemption=exemption,
        number=1,
        what=submission.answers["asks"],
        wording=submission.answers["proposed"],
        conditions=approved_with.conditions(submission),
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_at=at,
        recorded_by=by,
    )
    audit.record(
        "exemptions.granted",
        by=by,
        on=exemption,
        person=exemption.holder,
        place=exemption.place,
        after={"request": request.number, "from": starts_on, "until": ends_on},
        at=at,
    )
    return exemption


def _days(submission: Submission, *, day: dt.date) -> tuple[dt.date, dt.date]:
    starts_on, ends_on = (
        dt.date.fromisoformat(submission.answers[name]) for name in ("starts_on", "ends_on")
    )
    if ends_on < day:
        raise CannotApproveError(_("The time asked for is over. Return the request."))
    return max(starts_on, day), ends_on


def _facts(submission: Submission) -> dict[str, Any]:
    answers = submission.answers
    return {
        "about": answers["about"],
        "subject": answers["subject"][:300],
        "policy_id": answers["policy"],
        "clause_id": answers["clause"],
        "platform_id": answers["platform"],
        "tool": answers["tool"],
        "group": answers["group"],
    }
