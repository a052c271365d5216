"""Listens for news about people: whoever may decide is seated anew."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.signals import people_ended, people_moved, standing_changed
from approvals import reseating


@receiver(people_moved, dispatch_uid="approvals.people_moved")
def people_have_moved(sender: object, people: set[int], **kwargs: Any) -> None:
    """Seat anew after hires, transfers and leave."""
    reseating.reseat(people)


@receiver(people_ended, dispatch_uid="approvals.people_ended")
def people_have_left(sender: object, people: set[int], **kwargs: Any) -> None:
    """End what the leavers asked for, and give their seats to others."""
    reseating.let_go(people)


@receiver(standing_changed, dispatch_uid="approvals.standing_changed")
def standing_has_changed(sender: object, people: set[int], **kwargs: Any) -> None:
    """Seat anew after changes of roles and heads."""
    reseating.reseat(people)
