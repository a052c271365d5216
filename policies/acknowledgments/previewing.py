"""What a requirement would do, before anything is saved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from accounts.models import Person, Posting
from district_portal.district.current import school_year, today
from policies.acknowledgments.audience import Audience, on_leave, reach
from policies.acknowledgments.deadlines import due_date
from policies.acknowledgments.laddering import Rung, first_rungs
from policies.acknowledgments.models import Assignment, Requirement, Signature
from policies.acknowledgments.requiring import Terms
from policies.models import Policy

NEW = Q(belongs=True, asked=False, signed=False, away=False)
RETURNING = Q(belongs=True, asked=False, signed=False, away=True)
DROPPED = Q(belongs=False)


@dataclass(frozen=True)
class Preview:
    """How many people, and what would happen to them."""

    people: int
    employees: int
    volunteers: int
    new: int
    asked: int
    signed: int
    away: int
    drop_out: int


def preview(
    policy: Policy, audience: Audience, *, cycle: str, requirement: Requirement | None = None
) -> Preview:
    """Count what `audience` would mean for `policy`; against `requirement` when that changes."""
    belonging = Q(belongs=True)
    filters = {
        "people": belonging,
        "employees": belonging & Q(employee=True),
        "volunteers": belonging & Q(employee=False, volunteer=True),
        "new": NEW,
        "asked": belonging & Q(asked=True),
        "signed": belonging & Q(asked=False, signed=True),
        "away": RETURNING,
        "drop_out": DROPPED,
    }
    counts = affected(policy, audience, cycle=cycle, requirement=requirement).aggregate(
        **{f"count_{name}": Count("pk", filter=which) for name, which in filters.items()}
    )
    return Preview(**{name: counts[f"count_{name}"] for name in filters})


def affected(
    policy: Policy, audience: Audience, *, cycle: str, requirement: Requirement | None = None
) -> QuerySet[Person]:
    """Everyone whom it reaches, and whoever would drop out of `requirement`, by name.

    Each with `belongs`, `asked` (has it open already), `signed` (a signature counts), `away` (on
    leave), `employee`, `volunteer`, and `place` and `position` of the primary posting.
    """
    day = today()
    postings = Posting.objects.on(day).filter(person=OuterRef("pk"))
    primary = postings.filter(primary=True)
    asked = Assignment.objects.open().filter(
        person=OuterRef("pk"), requirement=requirement.pk if requirement else None
    )
    inside = reach(audience, on=day)
    return (
        Person.objects.annotate(
            belongs=Case(When(inside, then=Value(True)), default=Value(False)),
            asked=Exists(asked) if requirement else Value(False, output_field=BooleanField()),
            signed=Exists(_counting(policy, cycle)),
            away=on_leave(day),
            employee=Exists(postings.filter(kind=Posting.Kind.EMPLOYEE)),
            volunteer=Exists(postings.filter(kind=Posting.Kind.VOLUNTEER)),
            place=Subquery(primary.values("place__name")[:1]),
            position=Subquery(primary.values("position")[:1]),
        )
        .filter(Q(belongs=True) | Q(asked=True))
        .order_by("sort_name", "pk")
    )


def due_on(terms: Terms) -> dt.date:
    """By when those must sign who are asked today."""
    rule = Requirement(cycle=terms["cycle"], due_on=terms["due_on"], due_days=terms["due_days"])
    return due_date(rule, assigned_on=today())


def ladder(terms: Terms) -> list[Rung]:
    """On which days those hear of it who are asked today and don't sign; the first of each kind."""
    rule = Requirement(
        before_due=list(terms["before_due"]),
        late_every=terms["late_every"],
        supervisor_after=terms["supervisor_after"],
        hr_after=terms["hr_after"],
    )
    return first_rungs(rule, assigned_on=today(), due_on=due_on(terms))


def _counting(policy: Policy, cycle: str) -> QuerySet[Signature]:
    version = policy.in_force
    counting = Signature.objects.filter(
        person=OuterRef("pk"),
        version__policy=policy,
        version__number__gte=version.accepts_from if version else 1,
    )
    if cycle == Requirement.Cycle.SCHOOL_YEAR:
        counting = counting.filter(school_year=school_year())
    return counting
