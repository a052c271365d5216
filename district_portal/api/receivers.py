"""Listens for who leaves the district, and for accounts that are taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from django.utils.translation import gettext

from accounts.signals import people_ended, signed_out_by_another
from district_portal.api.revoking import revoke_all_of

if TYPE_CHECKING:
    from accounts.models import Person


@receiver(people_ended, dispatch_uid="api.people_ended")
def people_left(sender: object, *, people: set[int], **news: Any) -> None:
    """Revoke their tokens."""
    revoke_all_of(people, by=None, why=gettext("Its maker left the district"))


@receiver(signed_out_by_another, dispatch_uid="api.signed_out_by_another")
def taken_back(sender: object, *, people: set[int], by: Person | None, **news: Any) -> None:
    """Revoke their tokens: whoever sat at their screen may have made one."""
    revoke_all_of(people, by=by, why=gettext("Its maker was signed out everywhere"))
