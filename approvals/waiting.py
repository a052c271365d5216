"""The queue of a person: the steps that wait for their decision, oldest first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from approvals.following import who
from approvals.models import Request, Seat, Step, Submission
from district_portal.district.current import zone
from district_portal.schooldays.counting import school_days_in


@dataclass(frozen=True)
class Place:
    """The place of a step in a queue: the third of nine."""

    number: int
    total: int


def waiting_for(person: Person) -> QuerySet[Step]:
    """The open steps that `person` may decide now, oldest first."""
    seats = Seat.objects.filter(step=OuterRef("pk"), person=person, left_at=None)
    return (
        Step.objects.filter(Exists(seats), state=Step.State.OPEN)
        .select_related("submission__request__requester", "submission__request__place")
        .order_by("opened_at", "pk")
    )


def longest_first(requests: QuerySet[Request]) -> QuerySet[Request]:
    """Open requests by how long their open step has waited, the longest first."""
    steps = Step.objects.filter(submission__request=OuterRef("pk"), state=Step.State.OPEN)
    return requests.order_by(Subquery(steps.values("opened_at")[:1]), "pk")


def seat_of(person: Person, submission: Submission) -> Seat | None:
    """The seat from which `person` may decide the open step of `submission` now, with its step.

    Reads what `following.submissions` has fetched.
    """
    for step in submission.steps.all():
        if step.state != Step.State.OPEN:
            continue
        for seat in step.seats.all():
            if seat.person_id == person.pk and seat.left_at is None:
                seat.step = step
                return seat
    return None


def others_who_must(seat: Seat) -> list[Seat]:
    """Those who must still approve the step after whoever sits there, where all must.

    Reads what `following.submissions` has fetched.
    """
    if not seat.step.all_must:
        return []
    seats = [row for row in seat.step.seats.all() if row.left_at is None]
    return [row for row in seats if not set(row.approvers) <= set(seat.approvers)]


def place_in_queue(step: Step, *, person: Person) -> Place:
    """Where `step` stands in the queue of `person`."""
    counted = waiting_for(person).aggregate(
        before=Count("pk", filter=~_after(step)), total=Count("pk")
    )
    return Place(counted["before"], counted["total"])


def next_in_queue(step: Step, *, person: Person) -> Request | None:
    """The request to decide after `step`: the next older one, else the oldest of all."""
    steps = waiting_for(person).exclude(pk=step.pk)
    following = steps.filter(_after(step)).first() or steps.first()
    return following.submission.request if following else None


def tell_age(steps: Iterable[Step]) -> None:
    """Give each of these open steps its `age` in words, in school days; one query for all.

    And as a sentence of its own, where no heading says what it is: `waits`.
    """
    clock = zone()
    opened = {step: step.opened_at.astimezone(clock).date() for step in steps if step.opened_at}
    if not opened:
        return
    school_days = school_days_in(min(opened.values()), timezone.now().astimezone(clock).date())
    for step, day in opened.items():
        count = len(school_days) - bisect_right(school_days, day)
        words = ngettext("%(n)s school day", "%(n)s school days", count) % {"n": count}
        step.age = words if count else _("Since today")
        waits = ngettext("Waiting for %(n)s school day", "Waiting for %(n)s school days", count)
        step.waits = waits % {"n": count} if count else _("Waiting since today")


def tell_with_whom(requests: Iterable[Request]) -> None:
    """Give each of these requests that waits its open step as `at_step`, and that its `people`.

    The step has its age too. Three queries for all.
    """
    seats = Seat.objects.filter(left_at=None).select_related("person")
    steps = Step.objects.filter(
        submission__request__in=[row.pk for row in requests], state=Step.State.OPEN
    )
    steps = steps.select_related("submission").defer("submission__answers", "submission__words")
    found = list(steps.prefetch_related(Prefetch("seats", seats)))
    tell_age(found)
    for step in found:
        step.people = who(step.seats.all(), all_must=step.all_must)
    at = {step.submission.request_id: step for step in found}
    for row in requests:
        row.at_step = at.get(row.pk)


def tell_in_whose_place(steps: Iterable[Step], *, person: Person) -> None:
    """Give each of these open steps for whom `person` would decide it; one query for all."""
    seats = Seat.objects.filter(step__in=[step.pk for step in steps], person=person, left_at=None)
    standing_in = seats.exclude(stands_in_for=None).select_related("stands_in_for")
    whom = {seat.step_id: str(seat.stands_in_for) for seat in standing_in}
    for step in steps:
        step.in_place_of = whom.get(step.pk, "")


def _after(step: Step) -> Q:
    return Q(opened_at__gt=step.opened_at) | Q(opened_at=step.opened_at, pk__gt=step.pk)
