"""Listens for people who move, leave, or gain or lose a role: questions find who answers them."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.signals import people_ended, people_moved, standing_changed
from policies.questions import answering, handing_on


@receiver(people_moved, dispatch_uid="questions.people_moved")
@receiver(standing_changed, dispatch_uid="questions.standing_changed")
def people_stand_elsewhere(sender: object, people: set[int], **news: Any) -> None:
    """Let questions be in the hand of whoever answers today."""
    handing_on.reseat(people, at=news.get("at"))


@receiver(people_ended, dispatch_uid="questions.people_ended")
def people_have_left(sender: object, people: set[int], **news: Any) -> None:
    """Close what the leavers asked; others answer what they had in hand."""
    answering.close_for_leavers(people, at=news.get("at"))
    handing_on.reseat(people, at=news.get("at"))
