"""What waits for a person in this part besides policies to sign, as rows to count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from district_portal.district.current import current
from district_portal.permissions import can
from policies.drafts import ending_proposals, reviewing
from policies.models import Draft
from policies.publication import proposing
from policies.reviews import review_calendar

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Person


def proposed_drafts(person: Person) -> QuerySet[Any]:
    """Drafts that another proposed to publish and that `person` may agree to.

    And those that they had proposed themselves, and that were sent back or changed since: these
    have no `proposal`.
    """
    drafts = Draft.objects.defer("text", "source", "dropped", "meta").order_by("proposed_at", "pk")
    again = ending_proposals.to_propose_again(drafts, person)
    again = again if can(person, "policies.edit") else again.none()
    may = can(person, "policies.publish") and current().two_people_publish
    return (proposing.waiting_for(person) | again) if may else again


def policies_to_review(person: Person) -> QuerySet[Any]:
    """Policies in force that `person` is asked to read again, longest overdue first."""
    rows = review_calendar.asked_of(person)
    return rows if can(person, "policies.edit") else rows.none()


def rows(person: Person) -> list[QuerySet[Any]]:
    """Drafts to read, policies to review, drafts to agree to or to propose again."""
    return [
        reviewing.waiting_for(person),
        policies_to_review(person),
        proposed_drafts(person),
    ]
