"""Spare people: one mail a day asks them to sign, whether it is a digest or a supervisor's nudge.

Both are queued under the same key, so that the outbox itself takes the first of a day and no other.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Concat

from district_portal import mailing
from policies.acknowledgments.audience import on_leave
from policies.acknowledgments.models import Assignment, Nudge


class Why(StrEnum):
    """Why somebody is not nudged."""

    NOT_THEIRS = "not_theirs"
    ONESELF = "oneself"
    ALREADY = "already"
    REMINDED = "reminded"
    ON_LEAVE = "on_leave"
    NOTHING_OPEN = "nothing_open"
    NO_ADDRESS = "no_address"


def key(person: int, day: dt.date) -> str:
    """The key of the one mail of `day` (the district's own) that asks `person` (id) to sign."""
    return f"to_sign:{person}:{day}"


def why_not(day: dt.date) -> Case:
    """Why a nudge of `day` would not reach a person, to annotate people with; "" where it would."""
    waiting = Exists(Assignment.objects.open().filter(person=OuterRef("pk")))
    nudged = Exists(Nudge.objects.filter(person=OuterRef("pk"), day=day))
    of_the_day = Concat(Value("to_sign:"), Cast(OuterRef("pk"), CharField()), Value(f":{day}"))
    return Case(
        When(on_leave(day), then=Value(Why.ON_LEAVE.value)),
        When(~waiting, then=Value(Why.NOTHING_OPEN.value)),
        When(nudged, then=Value(Why.ALREADY.value)),
        When(mailing.queued(of_the_day), then=Value(Why.REMINDED.value)),
        When(Q(email="") | Q(email=None), then=Value(Why.NO_ADDRESS.value)),
        default=Value(""),
        output_field=CharField(),
    )
