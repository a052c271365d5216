"""An approved request makes a spokesperson, as it was asked for.

Source: 529, clause 8.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals import approved_with, moving_on
from approvals.deciding import CannotApproveError
from approvals.models import Request
from approvals.speaking.models import Spokesperson
from district_portal import audit
from district_portal.district.current import today


def assign_what_was_approved(request: Request, *, by: Person, at: dt.datetime) -> None:
    """Bring into being what an approved request asked for; nothing for a denied one."""
    if request.state == Request.State.APPROVED and request.creates == "spokesperson":
        assign(request, by=by, at=at)


@transaction.atomic
def assign(request: Request, *, by: Person, at: dt.datetime) -> Spokesperson:
    """Let the requester speak from the day asked for, or that of the approval if it is later.

    A second call answers the same row. Raises CannotApproveError when the last day is over.
    """
    moving_on.lock(request.pk)
    there = Spokesperson.objects.filter(request=request).first()
    if there:
        return there
    submission = request.submissions.latest("number")
    answers, day = submission.answers, today(at)
    words = {row["name"]: row["text"] for row in submission.words}
    ends_on = dt.date.fromisoformat(answers["ends_on"])
    if ends_on < day:
        raise CannotApproveError(_("The time asked for is over. Return the request."))
    assigned = Spokesperson.objects.create(
        request=request,
        person=request.requester,
        represents=answers["represents"],
        place_id=answers["place"],
        scope=answers["scope"],
        where=words["where"][:300],
        conditions=approved_with.conditions(submission),
        starts_on=max(dt.date.fromisoformat(answers["starts_on"]), day),
        ends_on=ends_on,
        assigned_at=at,
        assigned_by=by,
    )
    audit.record(
        "speaking.assigned",
        by=by,
        on=assigned,
        person=assigned.person,
        place=assigned.place,
        after={"request": request.number, "from": assigned.starts_on, "until": ends_on},
        at=at,
    )
    return assigned
