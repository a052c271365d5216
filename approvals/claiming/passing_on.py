"""Who is asked about an existing account: never nobody, and never somebody who is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person, Posting
from approvals.claiming.acting import MeanwhileError, hold, meanwhile, record
from approvals.claiming.models import Act, ExistingAccount
from approvals.models import Request
from approvals.platforms import cleaned
from district_portal.district.current import today

State = ExistingAccount.State
WITH_ITS_WRITER = (Request.State.DRAFT, Request.State.RETURNED)
"""States of a claim in which only whoever was named could go on."""


class NamingError(ValueError):
    """Who can't be asked, or a reason that is missing; `field` has to be corrected."""

    def __init__(self, words: str, field: str) -> None:
        super().__init__(words)
        self.field = field


def may_be_asked(day: dt.date) -> Q:
    """The people who can answer on the local `day`: in office, not on leave, and signing in.

    Nobody signs in without an e-mail address.
    """
    away = Posting.objects.on(day).filter(primary=True, on_leave=True).values("person")
    return Q(is_active=True, email__isnull=False) & ~Q(pk__in=away)


def is_movable(account: ExistingAccount) -> bool:
    """Whether an administrator may say something else of it: not while approvers look at it."""
    if account.state == State.CLAIMED:
        return account.request is not None and account.request.state in WITH_ITS_WRITER
    return account.state != State.SETTLED


@transaction.atomic
def name(
    account: ExistingAccount,
    person: Person,
    *,
    by: Person,
    text: str = "",
    seen: int | None = None,
    at: dt.datetime | None = None,
) -> ExistingAccount:
    """Ask `person` from now on whether the account is theirs; the same one twice is once.

    `seen` is the id of the last act that the page of `by` showed. Raises NamingError for who can't
    answer (may_be_asked), MeanwhileError where somebody was faster or approvers have the claim.
    """
    at = at or timezone.now()
    held = _movable(account, seen=None if account.person_id == person.pk else seen)
    if held.state == State.ASKED and held.person_id == person.pk:
        return held
    if not Person.objects.filter(may_be_asked(today(at)), pk=person.pk).exists():
        words = _("%s has left, is on leave, or has no e-mail address. Name somebody else.")
        raise NamingError(words % person, "person")
    held.state, held.person, held.request, held.run_by = State.ASKED, person, None, ""
    held.asked_on, held.reminded_on = today(at), None
    record("existing.named", on=held, by=by, at=at, person=person, text=text.strip())
    return held


@transaction.atomic
def mark_not_official(
    account: ExistingAccount,
    run_by: str,
    *,
    by: Person,
    seen: int | None = None,
    at: dt.datetime | None = None,
) -> ExistingAccount:
    """Say that an organization outside the district, `run_by`, runs the account.

    Raises NamingError without one, and MeanwhileError as `name` does.
    """
    run_by = cleaned(run_by)
    if not run_by:
        raise NamingError(_("Name who runs it"), "run_by")
    held = _movable(account, seen=seen)
    if (held.state, held.run_by) == (State.NOT_OFFICIAL, run_by):
        return held
    _ask_nobody(held, State.NOT_OFFICIAL)
    held.run_by = run_by
    record("existing.not_official", on=held, by=by, at=at or timezone.now(), text=run_by)
    return held


@transaction.atomic
def mark_gone(
    account: ExistingAccount,
    reason: str,
    *,
    by: Person,
    seen: int | None = None,
    at: dt.datetime | None = None,
) -> ExistingAccount:
    """Say that the account is not there any more, and how that is known; twice is once.

    Raises NamingError without a reason, and MeanwhileError as `name` does.
    """
    if not reason.strip():
        raise NamingError(_("Say how you know"), "reason")
    held = hold(account)
    if held.state == State.GONE:
        return held
    held = _movable(account, seen=seen)
    let_go(held, reason.strip(), by=by, at=at or timezone.now())
    return held


def let_go(held: ExistingAccount, reason: str, *, by: Person | None, at: dt.datetime) -> Act:
    """Note that it is gone, and why; nobody is asked any more. The caller holds it."""
    _ask_nobody(held, State.GONE)
    return record("existing.gone", on=held, by=by, at=at, text=reason)


def bring_back(
    act: str, held: ExistingAccount, *, by: Person | None, at: dt.datetime, text: str = ""
) -> Act:
    """Give it back to those who name somebody, after `act` ("existing.denied").

    The caller holds it.
    """
    person = held.person
    _ask_nobody(held, State.BACK)
    return record(act, on=held, by=by, at=at, person=person, text=text)


@transaction.atomic
def look_again(people: Collection[int] | None = None, *, at: dt.datetime | None = None) -> int:
    """Give back what nobody could answer for: those named, of `people` (ids) or of all, are away.

    A claim that approvers have goes its way. Answers how many; twice is harmless.
    """
    at = at or timezone.now()
    here = Person.objects.filter(may_be_asked(today(at))).values("pk")
    rows = ExistingAccount.objects.filter(_theirs_alone()).exclude(person__in=here)
    named = rows.order_by("pk").values_list("pk", "person")
    found = [pk for pk, person in named if people is None or person in people]
    for pk in found:
        held = hold(pk)
        if held.state in (State.ASKED, State.CLAIMED) and is_movable(held):
            bring_back("existing.away", held, by=None, at=at)
    return len(found)


def stuck_without(person: Person) -> QuerySet[ExistingAccount]:
    """Those about which only `person` could say something now."""
    return ExistingAccount.objects.filter(_theirs_alone(), person=person)


def _theirs_alone() -> Q:
    unsent = Q(state=State.CLAIMED, request__state__in=WITH_ITS_WRITER)
    return Q(state=State.ASKED) | unsent


def _ask_nobody(held: ExistingAccount, state: ExistingAccount.State) -> None:
    held.state, held.person, held.request, held.run_by = state, None, None, ""
    held.asked_on, held.reminded_on = None, None


def _movable(account: ExistingAccount, *, seen: int | None) -> ExistingAccount:
    held = hold(account)
    if not is_movable(held):
        raise MeanwhileError(meanwhile(held))
    last = held.acts.first()
    if seen and last and last.pk != seen:
        raise MeanwhileError(meanwhile(held))
    return held
