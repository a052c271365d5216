"""Tell supervisors, then human resources, in one mail a day, who is long late."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person, Posting, RoleGrant
from accounts.roles import holders
from accounts.standing_in import NOBODY_ELSE, Matter, acting_supervisor, who_acts
from district_portal import audit, mailing
from district_portal.district.current import today
from district_portal.permissions import Role, scopes_of
from district_portal.reminders import scheduling
from district_portal.schooldays.hours import may_disturb
from policies.acknowledgments.models import Assignment

LINES_AT_MOST = 40


@dataclass(frozen=True)
class Late:
    """One policy that one person has not signed, and since when it was due."""

    person: str
    policy: str
    due_on: dt.date
    days_late: int


@transaction.atomic
def tell_supervisors(*, at: dt.datetime | None = None) -> int:
    """Queue a mail for each supervisor who must hear of late people at `at` (now unless given).

    It goes to whoever acts as supervisor that day, or, where they have no e-mail address, to who
    acts as theirs, and names all their people who are late by the days that the requirement
    gives. Where they have left their people to a delegate, both get it, unless they are away.
    Nothing on a day without school, nor before 7:00 or after 17:00. Answers how many were queued;
    twice at once is harmless.
    """
    at = at or timezone.now()
    day = today(at)
    if not may_disturb(at):
        return 0
    turns = {assignment for assignment, _person in scheduling.supervisors_turn(day)}
    if not turns:
        return 0
    told = 0
    for supervisor, assignments in _by_supervisor(scheduling.long_late(day), day).items():
        if turns.isdisjoint(assignments):
            continue
        key = f"escalation:{supervisor.pk}:{day}"
        queued = mailing.queue(
            "escalation", key=key, to=supervisor, context=_context(assignments, day)
        )
        if queued or not supervisor.email:
            scheduling.note_told(assignments, day=day, who="supervisor")
        told += queued
    if told:
        audit.record("reminders.escalated", by=None, after={"day": day, "people": told}, at=at)
    return told


@transaction.atomic
def tell_hr(*, at: dt.datetime | None = None) -> int:
    """Queue a mail for each in human resources who must hear of late people at `at`.

    It names all within their reach who are late by the days that the requirement gives; whoever
    holds the role for one place hears of the people there. Nobody hears of themselves. Where
    nobody is in human resources, the District Administrators hear of it. Nothing on a day without
    school, nor before 7:00 or after 17:00. Answers how many were queued; twice at once is
    harmless.
    """
    at = at or timezone.now()
    day = today(at)
    if not may_disturb(at):
        return 0
    turns = {assignment for assignment, _person in scheduling.hr_turn(day)}
    if not turns:
        return 0
    known = [assignment for assignment, _person in scheduling.long_late(day, known_to="hr")]
    late = Assignment.objects.filter(pk__in=known)
    told = 0
    for person, reach in _human_resources():
        theirs = late.filter(reach).exclude(person=person)
        assignments = list(theirs.order_by("pk").values_list("pk", flat=True))
        if turns.isdisjoint(assignments):
            continue
        key = f"escalation_hr:{person.pk}:{day}"
        context = _context(assignments, day)
        if mailing.queue("escalation_hr", key=key, to=person, context=context):
            scheduling.note_told(assignments, day=day, who="hr")
            told += 1
    if told:
        after = {"day": day, "people": told, "to": Role.HR.value}
        audit.record("reminders.escalated", by=None, after=after, at=at)
    return told


def _human_resources() -> list[tuple[Person, Q]]:
    """Who hears for human resources, and of which assignments."""
    held = RoleGrant.objects.current().filter(role=Role.HR)
    there = Person.objects.filter(is_active=True, grants__in=held, email__contains="@")
    people = there.distinct().order_by("pk")
    reached = [
        (person, scopes_of(person, "acknowledgments.close").get(Role.HR)) for person in people
    ]
    found = [(person, reach) for person, reach in reached if reach is not None]
    return found or [(person, Q()) for person in holders(Role.DISTRICT_ADMINISTRATOR)]


def _by_supervisor(turns: list[scheduling.Turn], day: dt.date) -> dict[Person, list[int]]:
    postings = _postings({person for _assignment, person in turns}, day)
    acting: dict[tuple[int | None, int | None], list[Person]] = {}
    found: dict[Person, list[int]] = defaultdict(list)
    for assignment, person_id in turns:
        for told in _told(person_id, postings.get(person_id), acting):
            if told.pk != person_id:
                found[told].append(assignment)
    return found


def _told(
    person_id: int,
    posting: Posting | None,
    known: dict[tuple[int | None, int | None], list[Person]],
) -> list[Person]:
    """Who hears of it; asked once for all people of one supervisor and place."""
    where = (posting.supervisor_id, posting.place_id) if posting else (None, None)
    told = known.get(where, [])
    if where not in known or any(person.pk == person_id for person in told):
        person = posting.person if posting else Person.objects.get(pk=person_id)
        told = _acting(person, posting)
        known.setdefault(where, told)
    return told


def _acting(person: Person, posting: Posting | None) -> list[Person]:
    """Who acts as supervisor; with a delegate also who left it to them, unless away."""
    standing = acting_supervisor(person, posting=posting, matter=Matter.ACKNOWLEDGMENTS)
    if standing is None:
        return []
    both = [standing.person]
    if standing.delegated and standing.stands_in_for:
        both += [row.person for row in who_acts([standing.stands_in_for], matter=NOBODY_ELSE)]
    reached = [_with_address(one) for one in both]
    return list(dict.fromkeys(one for one in reached if one))


def _with_address(person: Person | None) -> Person | None:
    """The person, or who acts above them, and so on, until somebody has an e-mail address."""
    asked = set()
    while person and not person.email and person.pk not in asked:
        asked.add(person.pk)
        standing = acting_supervisor(person)
        person = standing.person if standing else None
    return person


def _postings(people: Iterable[int], day: dt.date) -> dict[int, Posting]:
    postings = Posting.objects.on(day).filter(primary=True, person__in=people)
    return {
        posting.person_id: posting
        for posting in postings.select_related("person", "place", "supervisor")
    }


def _context(assignments: list[int], day: dt.date) -> dict[str, object]:
    rows = Assignment.objects.filter(pk__in=assignments).select_related("person", "version")
    oldest = rows.order_by("due_on", "person__sort_name", "pk")[:LINES_AT_MOST]
    lines = [
        Late(
            person=str(row.person),
            policy=f"{row.version.code} {row.version.title}",
            due_on=row.due_on,
            days_late=(day - row.due_on).days,
        )
        for row in oldest
    ]
    people = rows.order_by().values("person").distinct().count()
    return {
        "lines": lines,
        "people": people,
        "more": len(assignments) - len(lines),
        "link": reverse("reports:acknowledgments"),
    }
