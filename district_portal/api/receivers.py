"""Listens for who leaves the district."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.signals import people_ended
from district_portal.api.revoking import revoke_all_of


@receiver(people_ended, dispatch_uid="api.people_ended")
def people_left(sender: object, *, people: set[int], **news: Any) -> None:
    """Revoke their tokens."""
    revoke_all_of(people)
