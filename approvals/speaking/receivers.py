"""Listens for decided requests, refused confirmations, and people who leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.dispatch import receiver

from accounts.models import Person
from accounts.signals import people_ended, people_moved
from approvals.confirming.signals import approval_refused
from approvals.models import Request
from approvals.signals import request_decided
from approvals.speaking import assigning, ending


@receiver(request_decided, dispatch_uid="speaking.request_decided")
def request_was_decided(
    sender: object, request: Request, by: Person, at: dt.datetime, **kwargs: Any
) -> None:
    """Assign what was approved."""
    assigning.assign_what_was_approved(request, by=by, at=at)


@receiver(approval_refused, dispatch_uid="speaking.approval_refused")
def approval_was_refused(
    sender: object, request: Request, by: Person, reason: str, at: dt.datetime, **kwargs: Any
) -> None:
    """End what no longer holds."""
    ending.end_for_refused(request, reason=reason, by=by, at=at)


@receiver(people_moved, dispatch_uid="speaking.people_moved")
def people_have_moved(sender: object, people: set[int], **news: Any) -> None:
    """End what those spoke for who work elsewhere now."""
    ending.end_for_moved(people, at=news.get("at"))


@receiver(people_ended, dispatch_uid="speaking.people_ended")
def people_have_left(sender: object, people: set[int], **kwargs: Any) -> None:
    """End what the leavers spoke for."""
    ending.end_for_leavers(people)
