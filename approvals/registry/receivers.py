"""Listens for decided requests, which are entered, and for people who move or leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.dispatch import receiver

from accounts.models import Person
from accounts.signals import people_ended, people_moved, standing_changed
from approvals.confirming.signals import approval_refused
from approvals.models import Request
from approvals.registry import changing, closing, handing_over, opening, resting
from approvals.registry.models import Account
from approvals.signals import request_decided


@receiver(request_decided, dispatch_uid="registry.request_decided")
def request_was_decided(
    sender: object, request: Request, by: Person, at: dt.datetime, **kwargs: Any
) -> None:
    """Enter what was approved, or change it."""
    opening.open_what_was_approved(request, by=by, at=at)
    changing.do_what_was_approved(request, by=by, at=at)


@receiver(approval_refused, dispatch_uid="registry.approval_refused")
def approval_was_refused(
    sender: object, request: Request, by: Person, reason: str, at: dt.datetime, **kwargs: Any
) -> None:
    """Stop an account whose approval no longer holds: suspended, or closed before it was live."""
    account = resting.account_on(request)
    if account is None:
        return
    stop = closing.close if account.state == Account.State.WAITING else closing.suspend
    stop(account, reason=reason, by=by, at=at)


@receiver(people_moved, dispatch_uid="registry.people_moved")
def people_have_moved(sender: object, people: set[int], **news: Any) -> None:
    """Hand over what those looked after who work elsewhere now."""
    handing_over.look_after_moves(people, at=news.get("at"))


@receiver(people_ended, dispatch_uid="registry.people_ended")
def people_have_left(sender: object, people: set[int], **news: Any) -> None:
    """Hand over what the leavers looked after."""
    handing_over.look_after_moves(people, at=news.get("at"))


@receiver(standing_changed, dispatch_uid="registry.standing_changed")
def standing_has_changed(sender: object, people: set[int], **news: Any) -> None:
    """Let those act who may by now."""
    handing_over.look_after_standing(people, at=news.get("at"))
