"""Mails about relationships, to those who hold them and to their supervisors."""

from __future__ import annotations

from accounts.standing_in import acting_supervisor
from approvals.relationships.models import Ending, Relationship
from district_portal import mailing


def tell_ended(ending: Ending) -> None:
    """Tell the holder and the supervisor of today, apart from whoever ended it."""
    relationship = ending.relationship
    context = {
        "relationship": relationship,
        "ending": ending,
        "link": relationship.get_absolute_url(),
    }
    if ending.ended_by_id != relationship.holder_id:
        mailing.queue(
            "relationship_ended",
            key=f"relationship_ended:{ending.pk}",
            to=relationship.holder,
            context=context,
            in_doubt="hold",
        )
    standing = acting_supervisor(relationship.holder)
    if standing and standing.person.pk != ending.ended_by_id:
        mailing.queue(
            "relationship_over",
            key=f"relationship_over:{ending.pk}",
            to=standing.person,
            context=context,
        )


def tell_ending(relationship: Relationship, *, step: int, left: int) -> bool:
    """Tell the holder that `left` school days are left; once for each `step`."""
    return mailing.queue(
        "relationship_ending",
        key=f"relationship_ending:{relationship.pk}:{step}",
        to=relationship.holder,
        context={
            "relationship": relationship,
            "left": left,
            "link": relationship.get_absolute_url(),
        },
    )
