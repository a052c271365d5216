"""What a requirement would do, before anything is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from accounts.models import Person, Posting
from district_portal.district.current import today
from policies.acknowledgments.audience import Audience, on_leave, reach
from policies.acknowledgments.deadlines import due_date
from policies.acknowledgments.laddering import Rung, first_rungs
from policies.acknowledgments.models import Assignment, Packet, Requirement, Signature
from policies.acknowledgments.requiring import Terms
from policies.acknowledgments.year_asked import asked_year
from policies.models import Policy

SETTLED = Q(asked=True) | Q(signed=True) | Q(closed=True)
NEW = Q(belongs=True, away=False) & ~SETTLED
RETURNING = Q(belongs=True, away=True) & ~SETTLED
DROPPED = Q(belongs=False)
NOBODY = Value(False, output_field=BooleanField())


@dataclass(frozen=True)
class PolicyPreview:
    """How many people a packet asks anew for one of its policies, and who has it settled."""

    policy: Policy
    new: int
    asked: int
    signed: int
    closed: int


@dataclass(frozen=True)
class PacketPreview:
    """How many people a packet reaches, and what would happen to them."""

    people: int
    employees: int
    volunteers: int
    away: int
    drop_out: int
    policies: list[PolicyPreview]

    @property
    def new(self) -> int:
        """How many signatures it newly asks for."""
        return sum(row.new for row in self.policies)


@dataclass(frozen=True)
class Preview:
    """How many people, and what would happen to them."""

    people: int
    employees: int
    volunteers: int
    new: int
    asked: int
    signed: int
    closed: int
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
        "closed": belonging & Q(asked=False, signed=False, closed=True),
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

    Each with `belongs`, `asked` (has it open already), `signed` (a signature counts), `closed`
    (somebody closed it unsigned, so that it is not asked again), `away` (on leave), `employee`,
    `volunteer`, and `place` and `position` of the primary posting.
    """
    of_mine = {"person": OuterRef("pk"), "requirement": requirement}
    return _by_name(
        audience,
        asked=Exists(Assignment.objects.open().filter(**of_mine)) if requirement else NOBODY,
        closed=Exists(_closed(cycle).filter(**of_mine)) if requirement else NOBODY,
        signed=Exists(_counting([policy], cycle).filter(person=OuterRef("pk"))),
    )


def preview_packet(
    policies: Collection[Policy], audience: Audience, *, cycle: str, packet: Packet | None = None
) -> PacketPreview:
    """Count what `audience` would mean for `policies`; against `packet` when that changes."""
    inside = Person.objects.filter(reach(audience, on=today()))
    here = inside.filter(~on_leave(today()))
    counts = _with_kinds(inside).aggregate(
        people=Count("pk"),
        employees=Count("pk", filter=Q(employee=True)),
        volunteers=Count("pk", filter=Q(employee=False, volunteer=True)),
        here=Count("pk", filter=Q(pk__in=here)),
    )
    waiting = Assignment.objects.open().filter(requirement__packet=packet) if packet else None
    ended = _closed(cycle).filter(requirement__packet=packet) if packet else None
    counting = _counting(policies, cycle)
    signed, done = (_people_by_policy(counting, those) for those in (inside, here))
    asked, busy = (_people_by_policy(waiting, those) for those in (inside, here))
    closed, over = (_people_by_policy(ended, those) for those in (inside, here))
    staying = Q(person__in=inside, version__policy__in=policies)
    return PacketPreview(
        people=counts["people"],
        employees=counts["employees"],
        volunteers=counts["volunteers"],
        away=counts["people"] - counts["here"],
        drop_out=waiting.exclude(staying).values("person").distinct().count() if waiting else 0,
        policies=[
            PolicyPreview(
                policy=policy,
                new=counts["here"] - sum(some.get(policy.pk, 0) for some in (done, busy, over)),
                asked=asked.get(policy.pk, 0),
                signed=signed.get(policy.pk, 0),
                closed=closed.get(policy.pk, 0),
            )
            for policy in policies
        ],
    )


def affected_by_packet(
    policies: Collection[Policy], audience: Audience, *, cycle: str, packet: Packet | None = None
) -> QuerySet[Person]:
    """Everyone whom it reaches, and whoever would drop out of `packet`, by name.

    As `affected`, but `signed` is the number of `policies` for which a signature counts, and
    `closed` the number of those that were closed unsigned.
    """
    counting = _counting(policies, cycle).filter(person=OuterRef("pk")).order_by()
    number = counting.values("person").annotate(number=Count("version__policy", distinct=True))
    ended = _closed(cycle).filter(person=OuterRef("pk"), requirement__packet=packet).order_by()
    over = ended.filter(version__policy__in=policies).values("person").annotate(n=Count("pk"))
    asked = Assignment.objects.open().filter(person=OuterRef("pk"), requirement__packet=packet)
    return _by_name(
        audience,
        asked=Exists(asked) if packet else NOBODY,
        closed=Coalesce(Subquery(over.values("n")), 0) if packet else Value(0),
        signed=Coalesce(Subquery(number.values("number")), 0),
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


def _closed(cycle: str) -> QuerySet[Assignment]:
    """What was closed unsigned of versions in force and stands, if it is asked so often."""
    asked = asked_year() if cycle == Requirement.Cycle.SCHOOL_YEAR else cycle
    return Assignment.objects.closed().filter(version__state="in_force", cycle=asked)


def _by_name(audience: Audience, **more: Combinable) -> QuerySet[Person]:
    day = today()
    primary = Posting.objects.on(day).filter(person=OuterRef("pk"), primary=True)
    inside = reach(audience, on=day)
    return (
        _with_kinds(Person.objects.all())
        .annotate(
            belongs=Case(When(inside, then=Value(True)), default=Value(False)),
            away=on_leave(day),
            place=Subquery(primary.values("place__name")[:1]),
            position=Subquery(primary.values("position")[:1]),
            **more,
        )
        .filter(Q(belongs=True) | Q(asked=True))
        .order_by("sort_name", "pk")
    )


def _with_kinds(people: QuerySet[Person]) -> QuerySet[Person]:
    postings = Posting.objects.on(today()).filter(person=OuterRef("pk"))
    return people.annotate(
        employee=Exists(postings.filter(kind=Posting.Kind.EMPLOYEE)),
        volunteer=Exists(postings.filter(kind=Posting.Kind.VOLUNTEER)),
    )


def _people_by_policy(
    rows: QuerySet[Signature] | QuerySet[Assignment] | None, people: QuerySet[Person]
) -> dict[int, int]:
    """Policy id → how many of `people` have one of `rows` of it."""
    if rows is None:
        return {}
    named = rows.filter(person__in=people).order_by().values_list("version__policy")
    return dict(named.annotate(number=Count("person", distinct=True)))


def _counting(policies: Collection[Policy], cycle: str) -> QuerySet[Signature]:
    """The signatures that count for the versions of `policies` in force."""
    counting = Signature.objects.counting().filter(
        version__policy__in=policies,
        version__policy__versions__state="in_force",
        version__number__gte=F("version__policy__versions__accepts_from"),
    )
    if cycle == Requirement.Cycle.SCHOOL_YEAR:
        counting = counting.filter(school_year=asked_year())
    return counting
