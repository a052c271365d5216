"""Confirm that an approval still holds under a revised clause, or say that it does not."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from approvals.confirming import live
from approvals.confirming.models import Confirmation, Recheck
from approvals.confirming.signals import approval_refused
from district_portal import audit


class NoLongerAskedError(Exception):
    """The question is over, or the person is neither owner nor approver; `recheck` is as it is."""

    def __init__(self, recheck: Recheck) -> None:
        super().__init__(recheck.why_ended or "not theirs")
        self.recheck = recheck


class ReasonMissingError(ValueError):
    """Somebody says that it no longer holds, and not why."""


@transaction.atomic
def answer(
    recheck: Recheck, *, by: Person, holds: bool, words: str = "", at: dt.datetime | None = None
) -> Confirmation:
    """Say whether the approval still holds; the second who confirms ends the question.

    One who says that it does not ends the approval: approval_refused is sent. The same answer
    twice is one. Raises NoLongerAskedError, ReasonMissingError.
    """
    at, words = at or timezone.now(), words.strip()
    if not holds and not words:
        raise ReasonMissingError
    held = (
        Recheck.objects.select_for_update(of=("self",)).select_related("request").get(pk=recheck.pk)
    )
    held.owner = live.owners([held.request_id]).get(held.request_id, held.owner)
    said_as = _said_as(held, by)
    said = held.confirmations.filter(said_as=said_as, person=by).first()
    if said and said.holds == holds:
        return said
    if held.ended_at or said:
        raise NoLongerAskedError(held)
    said = Confirmation.objects.create(
        recheck=held, person=by, said_as=said_as, holds=holds, words=words, said_at=at
    )
    if not holds:
        _end(held, Recheck.Why.REFUSED, at=at)
        approval_refused.send(sender=Recheck, request=held.request, by=by, reason=words, at=at)
    elif _is_confirmed(held):
        _end(held, Recheck.Why.CONFIRMED, at=at)
    audit.record(
        "approvals.confirmed" if holds else "approvals.not_confirmed",
        by=by,
        on=held.request,
        person=held.owner,
        place=held.request.place,
        after={"as": said_as.value, "version": held.version_id},
        at=at,
    )
    return said


def _said_as(recheck: Recheck, by: Person) -> Confirmation.As:
    if by.pk == recheck.owner_id:
        return Confirmation.As.OWNER
    if by.pk == recheck.approver_id:
        return Confirmation.As.APPROVER
    raise NoLongerAskedError(recheck)


def _is_confirmed(recheck: Recheck) -> bool:
    """Whether those who are owner and approver today have both confirmed."""
    said = set(recheck.confirmations.values_list("said_as", "person"))
    both = {("owner", recheck.owner_id), ("approver", recheck.approver_id)}
    return both <= said


def _end(recheck: Recheck, why: Recheck.Why, *, at: dt.datetime) -> None:
    recheck.ended_at, recheck.why_ended = at, why
    recheck.save(update_fields=["owner", "ended_at", "why_ended"])
