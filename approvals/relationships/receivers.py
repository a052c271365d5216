"""Listens for decided requests, and for people who leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.dispatch import receiver

from accounts.models import Person
from accounts.signals import people_ended
from approvals.models import Request
from approvals.relationships import ending, noting
from approvals.signals import request_decided


@receiver(request_decided, dispatch_uid="relationships.request_decided")
def request_was_decided(
    sender: object, request: Request, by: Person, at: dt.datetime, **kwargs: Any
) -> None:
    """Note what was approved."""
    noting.note_what_was_approved(request, by=by, at=at)


@receiver(people_ended, dispatch_uid="relationships.people_ended")
def people_have_left(sender: object, people: set[int], **kwargs: Any) -> None:
    """End what the leavers hold."""
    ending.end_for_leavers(people)
