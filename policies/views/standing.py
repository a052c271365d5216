"""What a policy's page says of how a version stands, beside its text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from district_portal import audit
from district_portal.permissions import can
from policies.models import Policy, Version
from policies.reviews.review_calendar import Due


def standing(
    request: HttpRequest, policy: Due, version: Any, versions: Sequence[Version], *, may_edit: bool
) -> dict[str, Any]:
    """The version that is to come, why this one is withdrawn or rescinded, and its reviews.

    `policy` is one of `review_calendar.dated` for those who may edit it, `version` one of
    `reading.history`, as are `versions`.
    """
    is_over = version.state == Version.State.SUPERSEDED
    is_rescinded = policy.state == Policy.State.RESCINDED
    to_come = (each for each in versions if each.state == Version.State.SCHEDULED)
    is_in_force = version.state == Version.State.IN_FORCE
    return {
        "scheduled": next(to_come, None) if may_edit else None,
        "withdrawal": audit.history(version).filter(act="policies.withdrawn").first()
        if version.state == Version.State.WITHDRAWN
        else None,
        "rescission": policy.rescissions.first() if is_over and is_rescinded else None,
        "reviewed_on": version.reviewed_on if may_edit else None,
        "review_note": version.review_note if may_edit else "",
        "review_due": policy.due_on if may_edit and is_in_force else None,
        "may_publish": can(request.user, "policies.publish"),
    }
