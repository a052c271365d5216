"""Listens for news about people: concerns reach whoever deals with them by now."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.signals import people_ended, people_moved, standing_changed
from approvals.concerns import reseating


@receiver(people_moved, dispatch_uid="concerns.people_moved")
@receiver(people_ended, dispatch_uid="concerns.people_ended")
@receiver(standing_changed, dispatch_uid="concerns.standing_changed")
def people_have_changed(sender: object, people: set[int], **news: Any) -> None:
    """Seat anew after hires, transfers, leave, departures, and changes of roles and heads."""
    reseating.reseat(people, at=news.get("at"))
