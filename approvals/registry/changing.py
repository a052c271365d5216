"""What an approved request changes of an account, or ends.

What the approval rested on is changed by such a request alone. Where students come in anew the
account rests until their parents are told (401.15, professional use).
"""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals import approved_with
from approvals.deciding import CannotApproveError
from approvals.models import Request, Submission
from approvals.registry import closing, entering, facts, notifying, overtaken
from approvals.registry.models import Account, Change
from approvals.registry.overtaken import CHANGE, OF_ACCOUNTS, account_of
from district_portal.district.keeping_words import own_words


def do_what_was_approved(request: Request, *, by: Person, at: dt.datetime) -> None:
    """Change or close the account that an approved request is about; nothing for other requests.

    Raises CannotApproveError.
    """
    if request.state != Request.State.APPROVED or request.creates not in OF_ACCOUNTS:
        return
    account = account_of(request)
    if request.creates == CHANGE:
        change(account, request=request, by=by, at=at)
    else:
        end(account, request=request, by=by, at=at)


@transaction.atomic
def change(account: int, *, request: Request, by: Person, at: dt.datetime) -> Account:
    """Let the account of this id be as `request` was approved; a second call changes nothing.

    It waits, where it was active and parents are to be told first. Raises CannotApproveError where
    it is closed, belongs to somebody else by now, or where its new address is registered.
    """
    held = entering.hold(account)
    if Change.objects.filter(request=request).exists():
        return held
    if held.state == Account.State.CLOSED:
        raise CannotApproveError(_("This account is closed by now. Deny the request."))
    if held.owner_id != request.requester_id:
        words = _("%(name)s looks after this account by now. Deny the request.")
        raise CannotApproveError(words % {"name": held.owner})
    submission = request.submissions.latest("number")
    before = held.state
    rows, asked = _differences(submission), submission.answers["changed"]
    anew = facts.tells_parents_anew(held, submission.answers)
    if anew:
        held.parents_since = submission.sent_at
    for name, value in facts.changed_by(submission, asked).items():
        setattr(held, name, value)
    if conditions := approved_with.conditions(submission):
        label = own_words("Conditions")
        rows.append({"label": label, "before": held.conditions, "after": conditions})
        held.conditions = "\n\n".join(filter(None, (held.conditions, conditions)))
    _settle(held, anew=anew, at=at)
    _save(held)
    Change.objects.create(account=held, request=request, changed_at=at)
    entry = entering.record(
        "registry.changed",
        on=held,
        by=by,
        at=at,
        reason=submission.answers["why"],
        changes=rows,
        before={"state": before},
        after={"state": held.state, "request": request.number, "changed": asked},
    )
    notifying.tell_changed(entry, account=held)
    if held.state != before:
        notifying.tell_opened(held)
    return held


@transaction.atomic
def end(account: int, *, request: Request, by: Person, at: dt.datetime) -> Account:
    """Close the account of this id, as `request` asked; a second call changes nothing.

    Raises CannotApproveError where who asked for it manages it no longer.
    """
    held = entering.hold(account)
    if held.state != Account.State.CLOSED and not overtaken.still_manages(request, held):
        words = _("%(name)s manages this account no longer. Deny the request.")
        raise CannotApproveError(words % {"name": request.requester})
    why = request.submissions.latest("number").answers["why"]
    return closing.close(held, reason=why, by=by, at=at)


def _settle(account: Account, *, anew: bool, at: dt.datetime) -> None:
    """Let it rest until parents are told; or go live, where that is asked for no longer."""
    must_tell = closing.must_tell_parents(account, at=at)
    if anew and must_tell and account.state == Account.State.ACTIVE:
        account.state, account.active_from = Account.State.WAITING, None
    elif not must_tell and account.state == Account.State.WAITING:
        account.state, account.active_from = Account.State.ACTIVE, at


def _save(account: Account) -> None:
    others = Account.objects.exclude(state=Account.State.CLOSED).exclude(pk=account.pk)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        taken = others.filter(address_key=account.address_key).select_related("owner").first()
        if taken is None:
            raise
        words = _("This address is registered already: %(name)s, %(owner)s. Return the request.")
        told = {"name": taken.name, "owner": taken.owner}
        raise CannotApproveError(words % told) from None


def _differences(submission: Submission) -> list[entering.Change]:
    """What changes, in the words that the requester saw."""
    return [
        {"label": row["label"], "before": row["before"], "after": row["text"]}
        for row in submission.words
        if "before" in row
    ]
