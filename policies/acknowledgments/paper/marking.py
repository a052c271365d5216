"""Mark a signature as recorded by mistake: the wrong person, the wrong sheet, or never signed.

Nothing is changed or deleted: a row beside the signature says that it counts no more, by whom and
why, and the person is asked again. Which signatures count is told by Signature.objects.counting.
Only what was recorded from paper can be marked; what people sign in the portal is their own act.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from district_portal import audit, mailing
from district_portal.permissions import visible
from policies.acknowledgments import assigning
from policies.acknowledgments.models import Assignment, Mistake, Requirement, Signature
from policies.models import Policy

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Person
    from policies.acknowledgments.models import Sheet

MAY: Final = "acknowledgments.mistake"


class OwnError(ValueError):
    """Nobody decides that their own signature doesn't count."""


class NotOnPaperError(ValueError):
    """The person signed in the portal themselves."""


class NoReasonError(ValueError):
    """The reason is empty."""


class MarkedError(Exception):
    """It is marked already."""


@transaction.atomic
def mark(
    signature: Signature, *, by: Person, reason: str, at: dt.datetime | None = None
) -> Mistake:
    """Mark `signature` as recorded by mistake, for `reason`; the person is asked again and told.

    Whatever ended by it is asked anew, due by the rule from today, unless another signature
    counts, or nobody asks it of them any more. `at` is aware, now unless given. Raises OwnError,
    NotOnPaperError, NoReasonError and MarkedError.
    """
    if signature.person_id == by.pk:
        raise OwnError
    if not signature.is_on_paper:
        raise NotOnPaperError
    if not reason.strip():
        raise NoReasonError
    at = at or timezone.now()
    Policy.objects.select_for_update(no_key=True).get(pk=signature.version.policy_id)
    if Mistake.objects.filter(signature=signature).exists():
        raise MarkedError
    mistake = Mistake.objects.create(
        signature=signature, marked_at=at, marked_by=by, reason=reason.strip()
    )
    audit.record(
        "acknowledgments.mistaken",
        by=by,
        on=mistake,
        person=signature.person,
        after={"receipt": signature.receipt, "method": signature.method},
        at=at,
    )
    ended = Assignment.objects.filter(signature=signature).order_by("requirement_id", "pk")
    rows = list(ended.select_for_update(of=("self",)).select_related("requirement"))
    assigning.ask_again(rows, at=at)
    for requirement in Requirement.objects.filter(assignments__in=rows).distinct().order_by("pk"):
        assigning.reconcile(requirement, by=by, at=at, people=[signature.person_id])
    _tell(mistake)
    return mistake


@transaction.atomic
def mark_list(
    signature: Signature, *, by: Person, reason: str, at: dt.datetime | None = None
) -> list[Mistake]:
    """Mark all that was recorded with the same scan as `signature`, as `of_list` answers it.

    Each is a mistake of its own, with the same reason. Raises NoReasonError, and MarkedError where
    none of them counts any more.
    """
    at = at or timezone.now()
    held = of_list(signature, by=by).order_by().values("version__policy")
    list(Policy.objects.filter(pk__in=held).order_by("pk").select_for_update(no_key=True))
    rows = list(of_list(signature, by=by))
    if not rows:
        raise MarkedError
    return [mark(row, by=by, reason=reason, at=at) for row in rows]


def of_list(signature: Signature, *, by: Person) -> QuerySet[Signature]:
    """What was recorded with the same scan, counts still, and can be marked by `by`."""
    rows = Signature.objects.counting().filter(scan=signature.scan_id, scan__isnull=False)
    theirs = visible(rows.exclude(person=by), by, MAY)
    return theirs.select_related("person", "version__policy").order_by("pk")


def of_sheet(sheet: Sheet | None) -> Mistake | None:
    """The last mistake that was made with `sheet`; it can be recorded once more."""
    made = Mistake.objects.filter(signature__sheet=sheet, signature__sheet__isnull=False)
    return made.select_related("marked_by").first()


def _tell(mistake: Mistake) -> None:
    """Write to the person, who was told by mail that it was recorded."""
    signature = mistake.signature
    mailing.queue(
        "marked_mistaken",
        key=f"mistaken:{mistake.pk}",
        to=signature.person,
        context={
            "mistake": mistake,
            "signature": signature,
            "version": signature.version,
            "link": reverse("acknowledgments:receipt", args=[signature.pk]),
        },
        in_doubt="hold",
    )
