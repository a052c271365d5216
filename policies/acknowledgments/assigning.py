"""Assign what must be signed: the only creator of assignments, and their verifier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from district_portal import audit
from district_portal.district.current import today
from policies.acknowledgments import counting, deadlines, differing, starting
from policies.acknowledgments.differing import Change
from policies.acknowledgments.models import Assignment, Requirement
from policies.models import Policy

if TYPE_CHECKING:
    from accounts.models import Person
    from policies.acknowledgments.models import Signature
    from policies.acknowledgments.models.assignment import AssignmentQuerySet
    from policies.models import Version


@transaction.atomic
def reconcile(
    requirement: Requirement,
    *,
    by: Person | None = None,
    at: dt.datetime | None = None,
    people: Collection[int] | None = None,
) -> Change:
    """Bring the assignments of `requirement` in line with what it says on the local day of `at`.

    `at` is aware, now unless given. Only for `people` (ids), if given. Whoever is on leave gets
    nothing new until they are back. Records one act when anything changed.
    """
    at = at or timezone.now()
    Policy.objects.select_for_update(no_key=True).get(pk=requirement.policy_id)
    requirement = Requirement.objects.select_related("policy").get(pk=requirement.pk)
    change = differing.close(requirement, at=at, people=people)
    if people is None and requirement.ended_at is None:
        Requirement.objects.filter(pk=requirement.pk).update(assigned_through=today(at))
    if change:
        audit.record("acknowledgments.assigned", by=by, on=requirement, after=asdict(change), at=at)
    return change


def reconcile_policy(policy: Policy, *, by: Person | None, at: dt.datetime | None = None) -> None:
    """Reconcile every requirement of `policy`, after a version was published."""
    for requirement in policy.requirements.filter(ended_at=None).order_by("pk"):
        reconcile(requirement, by=by, at=at)


def reconcile_people(people: Collection[int], *, at: dt.datetime | None = None) -> None:
    """Reconcile what `people` (ids) must sign, after they came, moved or left, and count them."""
    counting.enroll(people, at=at)
    for requirement in _unended():
        reconcile(requirement, at=at, people=people)


def begin_day(*, at: dt.datetime | None = None) -> int:
    """Reconcile what the calendar changed: postings that begin or end, a new school year.

    Once for each requirement and local day; returns how many were looked at.
    """
    at = at or timezone.now()
    starting.note_started(at=at)
    counting.call_roll(at=at)
    behind = _unended().filter(Q(assigned_through=None) | Q(assigned_through__lt=today(at)))
    for requirement in behind:
        reconcile(requirement, at=at)
    return len(behind)


def verify(*, at: dt.datetime | None = None) -> dict[int, Change]:
    """Requirements (ids) whose assignments are not what they should be, and how they differ.

    Each is recorded as an alarm and left as it is, so that its cause can be found. Due dates
    that a new closure moves are no alarm. What the day has not reached yet begins first. Counts
    that are not those of a recount are an alarm as well, and are then made anew.
    """
    begin_day(at=at)
    found = {}
    for requirement in _unended():
        with transaction.atomic():
            change = difference(requirement, at=at)
            if change:
                audit.record(
                    "acknowledgments.alarm", by=None, on=requirement, after=asdict(change), at=at
                )
                found[requirement.pk] = change
    with transaction.atomic():
        wrong = {"sums": counting.difference(), "people": counting.misplaced(at=at)}
        if any(wrong.values()):
            audit.record("acknowledgments.miscounted", by=None, after=wrong, at=at)
            counting.enroll(at=at)
            counting.recount()
    return found


def difference(requirement: Requirement, *, at: dt.datetime | None = None) -> Change:
    """What a reconciliation would open or end now, without doing it; nothing when all is well."""
    with transaction.atomic():
        Policy.objects.select_for_update(no_key=True).get(pk=requirement.policy_id)
        requirement = Requirement.objects.select_related("policy").get(pk=requirement.pk)
        change = differing.close(requirement, at=at or timezone.now())
        transaction.set_rollback(True)
    return replace(change, moved=0)


def open_for(person: Person, *, with_closed: bool = False) -> AssignmentQuerySet:
    """What `person` must sign, soonest due first, once for each version.

    Each with its version, policy and `on_leave` (the clock stands still). `with_closed` adds what
    was ever closed unsigned, once for each record, which comes along as `closing`.
    """
    soonest = (
        Assignment.objects.open()
        .filter(person=person)
        .order_by("version_id", "due_on", "pk")
        .distinct("version_id")
    )
    wanted = Q(pk__in=soonest.values("pk"))
    with_it = ["version__policy", "requirement__packet"]
    if with_closed:
        closed = Assignment.objects.filter(person=person, closing__isnull=False)
        once = closed.order_by("closing_id", "pk").distinct("closing_id")
        wanted |= Q(pk__in=once.values("pk"))
        with_it.append("closing")
    return (
        Assignment.objects.filter(wanted, person=person)
        .with_leave(today())
        .select_related(*with_it)
        .order_by("due_on", "pk")
    )


def closed_for(
    people: Collection[int], version: Version, *, school_year: str
) -> AssignmentQuerySet:
    """What was closed unsigned and `people` (ids) may sign all the same: required, in force.

    Of a yearly requirement that of `school_year` alone.
    """
    return Assignment.objects.closed().filter(
        person__in=people,
        version=version,
        version__state="in_force",
        requirement__ended_at=None,
        cycle__in=("once", school_year),
    )


def beside(closed: Assignment) -> Assignment | None:
    """The newest row that took the place of one that was closed; None where there is none."""
    return (
        Assignment.objects.filter(
            requirement=closed.requirement_id,
            person=closed.person_id,
            version=closed.version_id,
            cycle=closed.cycle,
            pk__gt=closed.pk,
        )
        .order_by("-pk")
        .first()
    )


def sign_closed(closed: Collection[Assignment], signature: Signature, *, at: dt.datetime) -> None:
    """Give each of `closed` a row beside it that ended by `signature` at `at` (aware).

    The closing stays as it was, for any past day. The caller holds the rows' locks.
    """
    Assignment.objects.filter(pk__in=[row.pk for row in closed]).update(asked_again_at=at)
    Assignment.objects.bulk_create(
        Assignment(
            requirement_id=row.requirement_id,
            person_id=row.person_id,
            version_id=row.version_id,
            cycle=row.cycle,
            opened_at=at,
            assigned_on=row.assigned_on,
            due_on=row.due_on,
            ended_at=at,
            ended_why=Assignment.Ended.SIGNED,
            signature=signature,
        )
        for row in closed
    )


def ask_again(signed: Collection[Assignment], *, at: dt.datetime) -> None:
    """Open anew each of `signed`, whose signature turned out not to count, at `at` (aware).

    The row stays as it was, for any past day; beside it stands an open one, due by the rule from
    that day. What is not asked any more ends when its requirement is reconciled. The caller holds
    the locks on the policy and the rows, and reconciles.
    """
    Assignment.objects.filter(pk__in=[row.pk for row in signed]).update(asked_again_at=at)
    day = today(at)
    Assignment.objects.bulk_create(
        Assignment(
            requirement_id=row.requirement_id,
            person_id=row.person_id,
            version_id=row.version_id,
            cycle=row.cycle,
            opened_at=at,
            assigned_on=day,
            due_on=deadlines.due_date(row.requirement, assigned_on=day),
        )
        for row in signed
        if row.asked_again_at is None
    )


def _unended() -> QuerySet[Requirement]:
    """Live requirements, in the order in which their policies are locked."""
    return Requirement.objects.filter(ended_at=None).order_by("policy_id", "pk")
