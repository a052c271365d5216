"""Listens for decided and withdrawn requests, and for people who leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.dispatch import receiver

from accounts.models import Person
from accounts.signals import people_ended
from approvals.confirming.signals import approval_refused
from approvals.exemptions import granting, revoking
from approvals.exemptions.meetings import calling
from approvals.models import Request
from approvals.signals import request_decided, request_returned, request_withdrawn


@receiver(request_decided, dispatch_uid="exemptions.request_decided")
def request_was_decided(
    sender: object, request: Request, by: Person, at: dt.datetime, **kwargs: Any
) -> None:
    """Grant what was approved; nobody meets any more about what was denied."""
    granting.grant_what_was_approved(request, by=by, at=at)
    calling.cancel_for_closed(request, by=by, at=at)


@receiver(request_returned, dispatch_uid="exemptions.request_returned")
def request_was_returned(
    sender: object, request: Request, by: Person, at: dt.datetime, **kwargs: Any
) -> None:
    """Cancel the meeting about it: what it would be about changes first."""
    calling.cancel_for_closed(request, by=by, at=at)


@receiver(request_withdrawn, dispatch_uid="exemptions.request_withdrawn")
def request_was_withdrawn(
    sender: object, request: Request, by: Person | None, at: dt.datetime, **kwargs: Any
) -> None:
    """Cancel the meeting about it."""
    calling.cancel_for_closed(request, by=by, at=at)


@receiver(approval_refused, dispatch_uid="exemptions.approval_refused")
def approval_was_refused(
    sender: object, request: Request, by: Person, reason: str, at: dt.datetime, **kwargs: Any
) -> None:
    """Take back what no longer holds."""
    revoking.revoke_refused(request, reason=reason, by=by, at=at)


@receiver(people_ended, dispatch_uid="exemptions.people_ended")
def people_have_left(sender: object, people: set[int], **kwargs: Any) -> None:
    """End what the leavers need not keep."""
    revoking.revoke_for_leavers(people)
