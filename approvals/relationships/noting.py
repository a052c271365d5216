"""An approved request becomes a relationship that is noted.

Source: 529, clause 13.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals import approved_with, moving_on
from approvals.deciding import CannotApproveError
from approvals.models import Request, Submission
from approvals.relationships.models import Relationship
from district_portal import audit
from district_portal.district.current import today

_AS_ASKED = (
    *("tie", "other", "students", "who", "channels", "purpose"),
    *("consent_by", "consent_how", "consent_scope"),
)


def note_what_was_approved(request: Request, *, by: Person, at: dt.datetime) -> None:
    """Note what an approved request disclosed; nothing for a denied one."""
    if request.state == Request.State.APPROVED and request.creates == "relationship":
        note(request, by=by, at=at)


@transaction.atomic
def note(request: Request, *, by: Person, at: dt.datetime) -> Relationship:
    """Note what `request` disclosed; a second call answers the same row.

    It counts from the day asked for, or from the day of the approval where that is later. Raises
    CannotApproveError when its last day is over.
    """
    moving_on.lock(request.pk)
    there = Relationship.objects.filter(request=request).first()
    if there:
        return there
    submission = request.submissions.latest("number")
    starts_on, ends_on = _days(submission, day=today(at))
    answers = submission.answers
    consent_on = answers["consent_on"]
    relationship = Relationship.objects.create(
        request=request,
        holder=request.requester,
        place_id=answers["place"],
        about=request.about,
        starts_on=starts_on,
        ends_on=ends_on,
        consent_on=dt.date.fromisoformat(consent_on) if consent_on else None,
        conditions=approved_with.conditions(submission),
        noted_at=at,
        noted_by=by,
        **{name: answers[name] for name in _AS_ASKED},
    )
    audit.record(
        "relationships.noted",
        by=by,
        on=relationship,
        person=relationship.holder,
        place=relationship.place,
        after={"request": request.number, "from": starts_on, "until": ends_on},
        at=at,
    )
    return relationship


def _days(submission: Submission, *, day: dt.date) -> tuple[dt.date, dt.date]:
    starts_on, ends_on = (
        dt.date.fromisoformat(submission.answers[name]) for name in ("starts_on", "ends_on")
    )
    if ends_on < day:
        raise CannotApproveError(_("The time asked for is over. Return the request."))
    return max(starts_on, day), ends_on
