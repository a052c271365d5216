"""An approved request becomes a row of the registry."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals import approved_with
from approvals.deciding import CannotApproveError
from approvals.models import Request, Submission
from approvals.registry import facts, handing_over, looking_after, notifying, parents_due
from approvals.registry.models import Account
from district_portal import audit


def open_what_was_approved(request: Request, *, by: Person, at: dt.datetime) -> None:
    """Bring into being what an approved request asked for; nothing for a denied one."""
    if request.state == Request.State.APPROVED and request.creates == "account":
        open_account(request, by=by, at=at)


@transaction.atomic
def open_account(request: Request, *, by: Person, at: dt.datetime) -> Account:
    """Enter the account that `request` was approved for; a second call answers the same row.

    It waits for parents' notice where it is used to write to students (401.15, professional
    use), or where the district widens that; else it is active. Raises CannotApproveError when its
    address is registered already.
    """
    Request.objects.select_for_update().get(pk=request.pk)
    there = Account.objects.filter(request=request).first()
    if there:
        return there
    submission = request.submissions.latest("number")
    account = _enter(
        request=request,
        owner=request.requester,
        owner_place=request.posting.place if request.posting else None,
        conditions=approved_with.conditions(submission),
        approved_at=at,
        **_facts(submission),
        **_state(submission, at=at),
    )
    second = Person.objects.get(pk=submission.answers["manager"])
    looking_after.name_managers(account, [second])
    audit.record(
        "registry.opened",
        by=by,
        on=account,
        person=account.owner,
        place=account.place,
        after={"request": request.number, "state": account.state},
        at=at,
    )
    notifying.tell_opened(account)
    handing_over.look_again([account.pk], at=at)
    return account


def _enter(*, address_key: str, **facts: Any) -> Account:
    _refuse_second(address_key)
    try:
        with transaction.atomic():
            return Account.objects.create(address_key=address_key, **facts)
    except IntegrityError:  # another request for the same address was approved at this moment
        _refuse_second(address_key)
        raise


def _refuse_second(address_key: str) -> None:
    held = Account.objects.exclude(state=Account.State.CLOSED).filter(address_key=address_key)
    if taken := held.select_related("owner").first():
        raise CannotApproveError(
            _("This address is registered already: %(name)s, %(owner)s. Return the request.")
            % {"name": taken.name, "owner": taken.owner}
        )


def _facts(submission: Submission) -> dict[str, Any]:
    answers = submission.answers
    back = Person.objects.get(pk=answers["recovery_owner"])
    return {
        **facts.of(submission),
        "district_address": answers["district_address"],
        "place_id": answers["place"],
        "recovery_owner": back,
        "recovery_place": looking_after.place_of(back),
    }


def _state(submission: Submission, *, at: dt.datetime) -> dict[str, Any]:
    approved = facts.of(submission)
    if parents_due.is_concerned(
        writes_to_students=approved["writes_to_students"], for_students=approved["for_students"]
    ):
        return {"state": Account.State.WAITING}
    return {"state": Account.State.ACTIVE, "active_from": at}
