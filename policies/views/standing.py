"""What a policy's page says of how a version stands, beside its text."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from district_portal import audit
from district_portal.permissions import can
from policies.models import Policy, Review, Version
from policies.reviews import review_calendar


def standing(
    request: HttpRequest, policy: Policy, version: Version, *, may_edit: bool
) -> dict[str, Any]:
    """The version that is to come, why this one is withdrawn or rescinded, and its reviews."""
    is_over = version.state == Version.State.SUPERSEDED
    is_rescinded = policy.state == Policy.State.RESCINDED
    reviews = Review.objects.filter(version=version) if may_edit else Review.objects.none()
    return {
        "scheduled": policy.scheduled if may_edit else None,
        "withdrawal": audit.history(version).filter(act="policies.withdrawn").first()
        if version.state == Version.State.WITHDRAWN
        else None,
        "rescission": policy.rescissions.first() if is_over and is_rescinded else None,
        "last_review": reviews.first(),
        "review_due": review_calendar.due_on(policy)
        if may_edit and version.state == Version.State.IN_FORCE
        else None,
        "may_publish": can(request.user, "policies.publish"),
    }
