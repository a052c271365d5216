"""What people ask about acknowledgments: mine, a policy's, a requirement's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import (
    Count,
    Exists,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, JSONObject, Length
from django.utils.dateparse import parse_date, parse_datetime

from accounts.models import Person
from accounts.places import read_tree
from district_portal.district.current import school_year, school_year_bounds, today, zone
from policies.acknowledgments import assigning
from policies.acknowledgments.audience import Audience, on_leave, reach
from policies.acknowledgments.models import (
    Assignment,
    Closing,
    Completion,
    Packet,
    Requirement,
    Signature,
)
from policies.acknowledgments.year_asked import asked_year
from policies.models import Policy

if TYPE_CHECKING:
    from policies.acknowledgments.models.assignment import AssignmentQuerySet
    from policies.acknowledgments.models.signature import SignatureQuerySet

RELATIONS: Final = ("places", "people", "excluded")
CHARACTERS_A_MINUTE = 1300
"""About 230 words, at an adult's pace."""


def to_sign(person: Person, *, with_closed: bool = False) -> AssignmentQuerySet:
    """What `person` must sign, soonest due first, ready for a list; see assigning.open_for.

    Each with `on_leave`, the text's `characters`, and `signed_before`: the newest version of the
    same policy that they have signed, None when it is new to them.
    """
    before = (
        Signature.objects.counting()
        .filter(person=person, version__policy=OuterRef("version__policy"))
        .order_by("-version__number")
    )
    return (
        assigning.open_for(person, with_closed=with_closed)
        .annotate(
            characters=Length("version__canonical_text"),
            signed_before=Subquery(before.values("version__number")[:1]),
        )
        .defer("version__canonical_text", "version__alignment")
    )


def minutes_to_read(characters: int) -> int:
    """How many minutes a text of so many characters takes, at least 1."""
    return max(1, round(characters / CHARACTERS_A_MINUTE))


def signed_by(person: Person, *, since: dt.date | None = None) -> SignatureQuerySet:
    """What `person` has signed, newest first; since the first day of a school year, if given.

    What was asked for and signed before that day counts with its own year. With what was recorded
    by mistake, which has a `mistake`; `counting()` leaves that out.
    """
    signatures = Signature.objects.filter(person=person)
    if since:
        first, _last = school_year_bounds(since)
        begun = dt.datetime.combine(first, dt.time.min, tzinfo=zone())
        signatures = signatures.filter(
            Q(signed_at__gte=begun) | Q(school_year__gte=school_year(since))
        )
    return signatures.select_related("version__policy", "recorded_by", "mistake").defer(
        "version__canonical_text", "version__alignment"
    )


def open_assignment(person: Person, policy: Policy) -> Assignment | None:
    """What `person` must sign of `policy` now, or None."""
    return assigning.open_for(person).filter(version__policy=policy).first()


def latest_signature(person: Person, policy: Policy) -> Signature | None:
    """The newest signature of `person` under any version of `policy`, or None."""
    signatures = signed_by(person).counting()
    return signatures.filter(version__policy=policy).order_by("-version__number").first()


def closings(*, standing: bool | None = None) -> QuerySet[Closing]:
    """What was closed without a signature, newest first, each with `stands`.

    `standing` limits it to those that stand, or to those that don't any more.
    """
    holds = Assignment.objects.closed().filter(
        person=OuterRef("person"), version=OuterRef("version"), closing=OuterRef("pk")
    )
    found = Closing.objects.annotate(stands=Exists(holds)).select_related(
        "person", "version__policy", "closed_by", "witness"
    )
    if standing is not None:
        found = found.filter(stands=standing)
    return found.defer("version__canonical_text", "version__alignment")


def closings_of(person: Person) -> QuerySet[Closing]:
    """Those of one person."""
    return closings().filter(person=person)


def signed_after(closing: Closing) -> Signature | None:
    """The signature that the person gave all the same, or None."""
    signatures = signed_by(closing.person).counting().filter(version=closing.version)
    return signatures.filter(signed_at__gte=closing.closed_at).first()


def may_still_sign(closing: Closing) -> Assignment | None:
    """What the person may sign although it was closed; None once it is over."""
    closed = assigning.closed_for([closing.person_id], closing.version, school_year=asked_year())
    return closed.filter(closing=closing).first()


def of_packet(packet: Packet, person: Person) -> QuerySet[Assignment]:
    """What `person` must sign of `packet`, has signed of it, or was closed; by policy.

    Of the versions in force, and of this school year.
    """
    current = Q(ended_at=None) | Q(signature__isnull=False) | Q(closing__isnull=False)
    return (
        Assignment.objects.filter(current, requirement__packet=packet, person=person)
        .filter(version__state="in_force", cycle__in=("once", asked_year()), asked_again_at=None)
        .with_leave(today())
        .select_related("version__policy", "signature")
        .defer("version__canonical_text", "version__alignment")
        .order_by("version__policy__sort_code", "pk")
    )


@dataclass(frozen=True)
class Progress:
    """How far somebody is with a packet: what `of_packet` answers, and what comes next, if any."""

    rows: list[Assignment]
    signed: int
    next: Assignment | None


def progress(packet: Packet, person: Person) -> Progress:
    """How far `person` is with `packet`."""
    rows = list(of_packet(packet, person))
    return Progress(
        rows=rows,
        signed=sum(row.signature_id is not None for row in rows),
        next=next((row for row in rows if row.ended_at is None), None),
    )


def packets() -> QuerySet[Packet]:
    """Packets that have not ended, by name.

    Each with the numbers `held` (policies), `waiting` and `late` (people), and `rule_id`: that of
    a requirement which says what all of them say.
    """
    live_ones = Q(requirements__ended_at=None)
    return (
        Packet.objects.filter(ended_at=None)
        .annotate(
            held=Count("requirements", filter=live_ones),
            rule_id=Min("requirements", filter=live_ones),
            waiting=_people(Assignment.objects.open()),
            late=_people(Assignment.objects.late(today())),
        )
        .order_by("name", "pk")
    )


@dataclass(frozen=True)
class Mine:
    """What a person must sign of a policy, the newest that they have signed, and what was closed.

    Each is None or a mapping: `asked` with pk, due_on, on_leave and code, `signed` with pk,
    day, number and receipt, `closed` with pk and why of the record.
    """

    asked: Mapping[str, Any] | None
    signed: Mapping[str, Any] | None
    closed: Mapping[str, Any] | None


def mine(person: Person, policy: Policy) -> Mine:
    """The same as `open_assignment` and `latest_signature`, and what was closed, in one query."""
    asked = assigning.open_for(person).filter(version__policy=policy)
    signed = Signature.objects.counting().filter(person=person, version__policy=policy)
    row = JSONObject(pk="pk", due_on="due_on", on_leave="on_leave", code="version__code")
    closed = Assignment.objects.closed().filter(
        person=person, version__policy=policy, version__state="in_force"
    )
    record = JSONObject(pk="closing_id", why="ended_why")
    last = JSONObject(
        pk="pk",
        signed_at="signed_at",
        signed_on="signed_on",
        number="version__number",
        receipt="receipt",
    )
    both = (
        Policy.objects.filter(pk=policy.pk)
        .values(
            asked=Subquery(asked.values(row=row)[:1]),
            signed=Subquery(signed.order_by("-version__number").values(row=last)[:1]),
            closed=Subquery(closed.order_by("-pk").values(row=record)[:1]),
        )
        .get()
    )
    if both["asked"]:
        both["asked"]["due_on"] = parse_date(both["asked"]["due_on"])
    if both["signed"]:
        on_paper, at = (both["signed"].pop(name) for name in ("signed_on", "signed_at"))
        both["signed"]["day"] = parse_date(on_paper) if on_paper else parse_datetime(at)
    return Mine(**both)


def live(policy: Policy | None = None) -> QuerySet[Requirement]:
    """Requirements that have not ended, by policy, with all that `in_words` reads."""
    requirements = Requirement.objects.filter(ended_at=None)
    if policy:
        requirements = requirements.filter(policy=policy)
    return (
        requirements.select_related("policy", "packet")
        .prefetch_related("places", "people", "excluded")
        .order_by("policy__sort_code", "pk")
    )


def live_of(policy: Policy) -> list[Requirement]:
    """Those of one policy, with all that `in_words` reads. One query for most."""
    return with_named(Requirement.objects.filter(ended_at=None, policy=policy).order_by("pk"))


def with_named(requirements: QuerySet[Requirement]) -> list[Requirement]:
    """Each with its places, people and excluded; what none of them names is not looked for."""
    rows = list(saying_what_is_named(requirements))
    fetch_named(rows)
    return rows


def saying_what_is_named(requirements: QuerySet[Requirement]) -> QuerySet[Any]:
    """Each with `has_places`, `has_people` and `has_excluded`, for `fetch_named`."""
    return requirements.annotate(**{f"has_{name}": _has(name) for name in RELATIONS})


def fetch_named(rows: Sequence[Any]) -> None:
    """Fetch what `in_words` reads of `rows`, as `saying_what_is_named` answers them."""
    wanted = [name for name in RELATIONS if any(getattr(row, f"has_{name}") for row in rows)]
    prefetch_related_objects(rows, *wanted)


def _has(name: str) -> Exists:
    through = getattr(Requirement, name).through.objects
    return Exists(through.filter(requirement=OuterRef("pk")))


def with_counts(
    requirements: QuerySet[Requirement], *, on: dt.date | None = None
) -> QuerySet[Requirement]:
    """Each with `open`, `late`, `signed` and `closed` as numbers, of who is there.

    The last two are of the version in force, and of this school year.
    """
    day = on or today()
    kinds = Completion.Status
    current = Q(version__state="in_force", cycle__in=("once", asked_year(day)))
    return requirements.annotate(
        open=_kept(Q(status=kinds.OPEN)),
        late=_kept(Q(status=kinds.OPEN, due_on__lt=day, on_leave=False)),
        signed=_kept(current & Q(status=kinds.SIGNED)),
        closed=_kept(current & Q(status=kinds.CLOSED)),
    )


class Asked(NamedTuple):
    """How many people a publication asks: at once, and when they are back from leave."""

    now: int
    later: int


def asked_by_publishing(policy: Policy, *, accepting: Sequence[int | None]) -> list[Asked]:
    """How many people a new version would ask, for each oldest version that would still count.

    None is for no signature that there is: everyone whom a requirement reaches is asked. In the
    other cases those are who have not signed what would count, in this school year where the
    requirement is yearly.
    """
    requirements = list(live(policy))
    tree = read_tree() if any(rule.places.all() for rule in requirements) else None
    reached = [(rule, Q(reach(Audience.of(rule), tree=tree))) for rule in requirements]
    return [_asked(policy, reached, accepts_from) for accepts_from in accepting]


def waiting_to_sign(policy: Policy) -> int:
    """How many people are asked to sign `policy` at present and have not."""
    asked = Assignment.objects.open().filter(version__policy=policy)
    return asked.values("person").distinct().count()


def _asked(
    policy: Policy, rules: Sequence[tuple[Requirement, Q]], accepts_from: int | None
) -> Asked:
    anyone = Q(pk__in=())
    for requirement, reached in rules:
        asked = reached
        if accepts_from is not None:
            counting = Signature.objects.counting().filter(
                person=OuterRef("pk"),
                version__policy=policy,
                version__number__gte=accepts_from,
            )
            if requirement.cycle == Requirement.Cycle.SCHOOL_YEAR:
                counting = counting.filter(school_year=asked_year())
            asked &= Q(~Exists(counting))
        anyone |= asked
    people = Person.objects.filter(anyone).annotate(away=on_leave(today()))
    counted = people.aggregate(
        now=Count("pk", filter=Q(away=False)), later=Count("pk", filter=Q(away=True))
    )
    return Asked(**counted)


def _people(assignments: QuerySet[Assignment]) -> Coalesce:
    """How many people have one of `assignments`, for each packet."""
    counted = (
        assignments.filter(requirement__packet=OuterRef("pk"))
        .order_by()
        .values("requirement__packet")
        .annotate(number=Count("person", distinct=True))
    )
    return Coalesce(Subquery(counted.values("number")), 0)


def _kept(of_these: Q) -> Coalesce:
    """How many people the kept counts tell of, for each requirement."""
    kept = Completion.objects.filter(of_these, requirement=OuterRef("pk")).values("requirement")
    return Coalesce(Subquery(kept.annotate(number=Sum("people")).values("number")), 0)
