"""Listens for decided requests: what was approved is entered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.dispatch import receiver

from accounts.models import Person
from approvals.models import Request
from approvals.registry import opening
from approvals.signals import request_decided


@receiver(request_decided, dispatch_uid="registry.request_decided")
def request_was_decided(
    sender: object, request: Request, by: Person, at: dt.datetime, **kwargs: Any
) -> None:
    """Enter what was approved."""
    opening.open_what_was_approved(request, by=by, at=at)
