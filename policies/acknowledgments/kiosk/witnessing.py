"""Say who was there: a witness who printed no code of the meeting confirms each signature, once.

A code that an office held proves little by itself: whoever printed it could have used it (Bannister
v. Marinidence Opco, Cal. App. 2021). A third person who saw them sign makes it worth something.
Without that the signature is kept, and says that nobody confirmed it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from district_portal import audit
from district_portal.permissions import visible
from policies.acknowledgments.models import Meeting, Presence, Signature, Slip

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Person

MAY: Final = "meetings.witness"


class NoThirdError(Exception):
    """Who prepared the meeting or printed a code of it can't witness there."""


class NoReasonError(ValueError):
    """Who says that somebody was not there says why."""


def has_printed(meeting: Meeting, person: Person) -> bool:
    """Whether `person` prepared the meeting, or printed a code of it."""
    printed = Slip.objects.filter(seat__meeting=meeting, printed_by=person)
    return meeting.prepared_by_id == person.pk or printed.exists()


def has_witnessed(meeting: Meeting, person: Person) -> bool:
    """Whether `person` has said of anybody at the meeting that they were there, or not."""
    said = Presence.objects.filter(signature__slip__seat__meeting=meeting, witness=person)
    return said.exists()


def signatures(meeting: Meeting) -> QuerySet[Signature]:
    """What was signed at the meeting."""
    return Signature.objects.filter(slip__seat__meeting=meeting)


@transaction.atomic
def say(
    meeting: Meeting,
    ids: Collection[int],
    *,
    by: Person,
    was_present: bool = True,
    reason: str = "",
    at: dt.datetime | None = None,
) -> list[Presence]:
    """Say of the signatures `ids` of `meeting` that their people were there; or were not, and why.

    What somebody has said of a signature stays, so that it is left out, as are those of `by` and
    of whom `by` may not see. Answers what is new. Raises NoThirdError and NoReasonError.
    """
    reason = reason.strip()
    if not was_present and not reason:
        raise NoReasonError
    at = at or timezone.now()
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if has_printed(meeting, by):
        raise NoThirdError
    rows = visible(signatures(meeting).filter(pk__in=ids, presence=None), by, MAY)
    said = []
    for signature in rows.exclude(person=by).select_related("person").order_by("pk"):
        presence = Presence.objects.create(
            signature=signature,
            witness=by,
            was_present=was_present,
            reason="" if was_present else reason,
            said_at=at,
        )
        said.append(presence)
        audit.record(
            "acknowledgments.witnessed",
            by=by,
            on=presence,
            person=signature.person,
            after={
                "receipt": signature.receipt,
                "was_present": was_present,
                "reason": presence.reason,
            },
            at=at,
        )
    return said
