"""When a day begins: what was planned for it is told to all who depend on it.

Rows of that day hold by themselves; here sign-ins begin and end, and the news go out. One row
says up to which day that was done, so that nothing is missed while nobody was awake.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import ending, roles, settling
from accounts.models import DayBegun, Delegation, Person, Posting, RoleGrant
from accounts.signals import people_ended, people_moved, standing_changed
from district_portal import audit
from district_portal.district.current import today

log = logging.getLogger(__name__)


def turn(*, at: dt.datetime | None = None) -> int:
    """Begin the local day of `at` (aware, now unless given), and those missed before it.

    Answers how many people it concerned; 0 when the day has begun already. Twice, or two at
    once, is harmless. Where the clock went back, its day begins anew.
    """
    at = at or timezone.now()
    day = today(at)
    if DayBegun.objects.filter(pk=1, day=day).exists():
        return 0
    with transaction.atomic():
        settling.hold_roster()
        row, _ = DayBegun.objects.get_or_create(pk=1, defaults={"day": day - settling.A_DAY})
        if row.day == day:
            return 0
        after = min(row.day, day - settling.A_DAY)
        moved, ended = _people(after, day)
        roles.hold(moved | ended)
        moved |= begin(_waiting(day), at=at)
        ended -= end(ended, at=at)
        if moved:
            people_moved.send(sender=Posting, people=moved, at=at)
        if ended:
            people_ended.send(sender=Posting, people=ended, at=at)
        standing = _standing(after, day)
        if standing:
            standing_changed.send(sender=RoleGrant, people=standing, at=at)
        row.day = day
        row.save(update_fields=["day"])
        if moved or ended or standing:
            told = {"day": day, "moved": len(moved), "ended": len(ended)}
            audit.record("people.day_begun", by=None, after=told, at=at)
    return len(moved | ended | standing)


def end(people: set[int], *, by: Person | None = None, at: dt.datetime) -> set[int]:
    """End the stay of `people` (ids), whose last day is over; on record for each.

    Answers those who must stay, as the last District Administrator. The caller tells of the rest.
    """
    kept = set()
    for person in Person.objects.filter(pk__in=people):
        try:
            with transaction.atomic():
                ending.end_stay({person.pk}, by=by, tell=False, at=at)
        except roles.LastAdministratorError:
            log.warning("%s is the last District Administrator and keeps the sign-in.", person)
            kept.add(person.pk)
        else:
            audit.record("people.ended", by=by, on=person, person=person, at=at)
    return kept


def begin(people: set[int], *, at: dt.datetime) -> set[int]:
    """Let those of `people` (ids) sign in who come, or come back; on record for each.

    Come has who holds a posting on the local day of `at` that began after their last day here. Who
    was signed out before that day stays out up to it, whatever changed in the stay that is ending.
    Answers who came; the caller tells of them.
    """
    day = today(at)
    left = _last_days(people)
    held = Posting.objects.on(day).filter(person__in=people, person__is_active=False)
    came = {
        row.person_id: row.person
        for row in held.select_related("person").order_by("person")
        if row.since > left.get(row.person_id, dt.date.min)
    }
    for person in came.values():
        Person.objects.filter(pk=person.pk).update(is_active=True)
        audit.record("people.begun", by=None, on=person, person=person, after={"day": day}, at=at)
    return set(came)


def _people(after: dt.date, day: dt.date) -> tuple[set[int], set[int]]:
    """Whose postings begin or end after the day `after`, up to `day`: those here, those gone."""
    begun = Q(since__gt=after, since__lte=day)
    over = Q(until__gte=after, until__lt=day)
    touched = set(Posting.objects.filter(begun | over).values_list("person", flat=True))
    here = Posting.objects.on(day).filter(person__in=touched)
    moved = set(here.values_list("person", flat=True))
    gone = Person.objects.filter(pk__in=touched - moved, is_active=True)
    return moved, set(gone.values_list("pk", flat=True))


def _waiting(day: dt.date) -> set[int]:
    """Who has a posting on `day` and cannot sign in."""
    held = Posting.objects.on(day).filter(person__is_active=False)
    return set(held.values_list("person", flat=True))


def _last_days(people: set[int]) -> dict[int, dt.date]:
    """Person → the last day of the stay out of which they were signed, by what is on record.

    A last day to come signs nobody out who was not signed out at once, such as who is hired for a
    term. A stay that was begun anew before that day, because its end was corrected, ends the day
    before.
    """
    acts = ("people.left", "people.hired")
    found: dict[int, dt.date] = {}
    for event in audit.events(act__in=acts, person_id__in=people).order_by("pk"):
        told, person = event.after or {}, event.person_id or 0
        if event.act == "people.left":
            last = dt.date.fromisoformat(told["last_day"])
            if told.get("at_once") or last <= today(event.at):
                found[person] = last
            elif person in found:
                found[person] = min(found[person], last)
        elif person in found and told.get("since"):
            before = dt.date.fromisoformat(told["since"]) - settling.A_DAY
            found[person] = min(found[person], before)
    return found


def _standing(after: dt.date, day: dt.date) -> set[int]:
    """Whose roles and delegations begin or end in these days."""
    turned = Q(since__gt=after, since__lte=day) | Q(until__gte=after, until__lt=day)
    found = set(RoleGrant.objects.filter(turned).values_list("person", flat=True))
    for pair in Delegation.objects.live().filter(turned).values_list("person", "delegate"):
        found.update(pair)
    return found
