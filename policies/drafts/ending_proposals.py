"""A proposal to publish that something else ends, before anybody agreed or sent it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.urls import reverse

from district_portal import mailing

if TYPE_CHECKING:
    from accounts.models import Person
    from policies.models import Draft

Why = Literal["edited", "discarded", "tied", "rescinded"]


def end(draft: Draft, *, by: Person | None, why: Why) -> None:
    """Take the proposal of `draft` away, if there is one, and tell whoever made it, once.

    `by` is who ended it; nobody is told of their own doing. The caller holds the draft, records
    what was done and saves it.
    """
    proposer, at = draft.proposed_by, draft.proposed_at
    draft.proposal = draft.proposed_by = draft.proposed_at = None
    if proposer is None or at is None or proposer == by:
        return
    is_gone = why == "discarded"
    mailing.queue(
        "proposal_ended",
        key=f"proposal_ended:{draft.pk}:{at.isoformat()}",
        to=proposer,
        context={
            "policy": str(draft),
            "by": by,
            "why": why,
            "is_gone": is_gone,
            "link": reverse("policies:drafts") if is_gone else draft.get_absolute_url(),
        },
    )
