"""What everyone may read without signing in: the public manual, if the district has one."""

from __future__ import annotations

from django.db.models import Model, Q

from district_portal.district import current
from policies.models import Policy, Version

READABLE = (Version.State.IN_FORCE, Version.State.SUPERSEDED)
"""What is scheduled or was withdrawn is the district's own business."""


def is_open() -> bool:
    """Whether the district lets everyone read its policies."""
    return current.current().manual_is_public


def in_the_public_manual(model: type[Model] | None) -> Q | None:
    """The part of `model` (policies or their versions) that is public; None while nothing is."""
    if not is_open():
        return None
    if model is Version:
        return Q(policy__is_public=True, state__in=READABLE) & ~_not_yet("policy__")
    if model is Policy:
        return Q(is_public=True) & ~_not_yet()
    return Q() if model is None else Q(pk__in=[])


def _not_yet(prefix: str = "") -> Q:
    return Q(**{f"{prefix}state": Policy.State.DRAFT})
