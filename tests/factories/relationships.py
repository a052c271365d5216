"""Ties to students outside school for tests, made the way the portal makes them."""

from __future__ import annotations

import datetime as dt

from accounts.models import Person
from approvals import requesting
from approvals.models import Request
from approvals.relationships import ending
from approvals.relationships.models import Ending, Relationship
from district_portal.district.current import today
from tests.factories import approvals as factory


def typed(**changes) -> dict:
    """What a person types: the scouts of their troop, whose parents consented."""
    day = today()
    answers = {
        "tie": "youth_group",
        "students": "6",
        "who": "The scouts of my troop",
        "channels": "Text messages to the group",
        "purpose": "When we meet, and what to bring.",
        "starts_on": day.isoformat(),
        "ends_on": (day + dt.timedelta(days=60)).isoformat(),
        "consent_by": "parent",
        "consent_on": (day - dt.timedelta(days=3)).isoformat(),
        "consent_how": "writing",
        "consent_scope": "Messages to the group about the troop.",
        **changes,
    }
    return {name: [str(value)] for name, value in answers.items()}


def draft(by: Person, *, at: dt.datetime | None = None, **fields) -> Request:
    """A request with its first two steps filled in."""
    factory.enter_presets()
    request = requesting.start("relationship", by=by, at=at)
    request = requesting.save_step(
        request, by=by, step="details", typed=typed(**fields), title="A draft", at=at
    )
    return factory.promise_all(request, at=at)


def sent(by: Person, *, at: dt.datetime | None = None, **fields) -> Request:
    """A request that waits for the supervisor."""
    return factory.send(draft(by, at=at, **fields), at=at)


def noted(by: Person, *, decider: Person, at: dt.datetime | None = None, **fields) -> Relationship:
    """A tie that was disclosed and of which `decider` took note."""
    request = sent(by, at=at, **fields)
    factory.decided(request, by=decider, at=at)
    return Relationship.objects.get(request=request)


def ended(relationship: Relationship, *, by: Person, **changes) -> Ending:
    """The end of a tie before its day."""
    facts = {"why": "over", "reason": "The troop has a new leader.", **changes}
    return ending.end(relationship, by=by, **facts)
