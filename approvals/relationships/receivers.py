"""Listens for decided requests, refused confirmations, and people who leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.dispatch import receiver

from accounts.models import Person
from accounts.signals import people_ended
from approvals.confirming.signals import approval_refused
from approvals.models import Request
from approvals.relationships import ending, noting
from approvals.signals import request_decided


@receiver(request_decided, dispatch_uid="relationships.request_decided")
def request_was_decided(
    sender: object, request: Request, by: Person, at: dt.datetime, **kwargs: Any
) -> None:
    """Note what was approved."""
    noting.note_what_was_approved(request, by=by, at=at)


@receiver(approval_refused, dispatch_uid="relationships.approval_refused")
def approval_was_refused(
    sender: object, request: Request, by: Person, reason: str, at: dt.datetime, **kwargs: Any
) -> None:
    """End what no longer holds."""
    ending.end_refused(request, reason=reason, by=by, at=at)


@receiver(people_ended, dispatch_uid="relationships.people_ended")
def people_have_left(sender: object, people: set[int], **kwargs: Any) -> None:
    """End what the leavers hold."""
    ending.end_for_leavers(people)
