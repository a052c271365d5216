"""Hire, transfer, leave of absence, return and end: how the roster's history grows.

Each verb ends the posting of yesterday and begins one of today; what lies in the past stays as
it was. Those who depend on it hear by people_moved and people_ended.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from accounts import roles
from accounts.models import Person, Place, Posting
from accounts.signals import people_ended, people_moved
from district_portal import audit
from district_portal.district.current import today

MOVABLE = ("place", "position", "supervisor", "kind", "on_leave")


@transaction.atomic
def hire(
    person: Person,
    *,
    place: Place,
    position: str,
    supervisor: Person | None,
    by: Person | None,
    kind: str = Posting.Kind.EMPLOYEE,
    on_leave: bool = False,
    since: dt.date | None = None,
    tell: bool = True,
) -> Posting:
    """Begin the primary posting of `person` on `since` (a day up to today; today unless given).

    Also for somebody who comes back; a posting that began and ended on that very day goes on.
    With `tell` off the caller sends people_moved itself, once for many. Raises IntegrityError
    when a primary posting already covers a day.
    """
    day = since or today()
    begun = person.postings.select_for_update().filter(primary=True, since=day, until=day).first()
    posting = begun or Posting(person=person, since=day)
    posting.place, posting.position, posting.supervisor = place, position, supervisor
    posting.kind, posting.on_leave, posting.until = kind, on_leave, None
    posting.save()
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
    audit.record(
        "people.hired", by=by, on=person, person=person, place=place, after=_facts(posting)
    )
    _forget(person)
    if tell:
        people_moved.send(sender=Posting, people={person.pk})
    return posting


@transaction.atomic
def move(
    person: Person,
    *,
    by: Person | None,
    on: dt.date | None = None,
    tell: bool = True,
    **changes: Any,
) -> Posting:
    """Change place, position, supervisor, kind or leave of the primary posting from `on`.

    `on` is today unless given, and not before the posting began. Returns the posting as it is
    from then; the same one when nothing changes. Raises ValueError for an unknown field and
    Posting.DoesNotExist for somebody without a posting.
    """
    if unknown := set(changes) - set(MOVABLE):
        raise ValueError(f"not a part of a posting: {', '.join(sorted(unknown))}")
    day = on or today()
    before = (
        Posting.objects.select_for_update(of=("self",))
        .select_related("place", "supervisor")
        .get(person=person, primary=True, until=None)
    )
    if all(getattr(before, name) == value for name, value in changes.items()):
        return before
    facts_before = _facts(before)
    after = before
    if before.since < day:
        before.until = day - dt.timedelta(days=1)
        before.save(update_fields=["until"])
        after = Posting(person=person, since=day)
        for name in MOVABLE:
            setattr(after, name, getattr(before, name))
    for name, value in changes.items():
        setattr(after, name, value)
    after.save()
    audit.record(
        "people.moved",
        by=by,
        on=person,
        person=person,
        place=after.place,
        before=facts_before,
        after=_facts(after),
    )
    _forget(person)
    if tell:
        people_moved.send(sender=Posting, people={person.pk})
    return after


@transaction.atomic
def go_on_leave(person: Person, *, by: Person | None, on: dt.date | None = None) -> Posting:
    """Stop the person's clocks and mails from `on`; see `move`."""
    return move(person, by=by, on=on, on_leave=True)


@transaction.atomic
def return_from_leave(person: Person, *, by: Person | None, on: dt.date | None = None) -> Posting:
    """Let the person's clocks and mails go on from `on`; see `move`."""
    return move(person, by=by, on=on, on_leave=False)


@transaction.atomic
def leave(
    person: Person, *, by: Person | None, last_day: dt.date | None = None, tell: bool = True
) -> None:
    """End every posting and the sign-in of `person`; their granted roles end with it.

    `last_day` is yesterday unless given; a posting that began later ends on the day it began.
    Harmless for somebody who already left. Raises roles.LastAdministratorError for the last
    District Administrator.
    """
    last_day = last_day or today() - dt.timedelta(days=1)
    held = list(person.postings.select_for_update().filter(until=None))
    if not held and not person.is_active:
        return
    for posting in held:
        posting.until = max(last_day, posting.since)
        posting.save(update_fields=["until"])
    roles.end_for_leavers({person.pk}, last_day=last_day, by=by)
    person.is_active = False
    person.save(update_fields=["is_active"])
    audit.record("people.left", by=by, on=person, person=person, after={"last_day": last_day})
    _forget(person)
    if tell:
        people_ended.send(sender=Posting, people={person.pk})


def _facts(posting: Posting) -> dict[str, Any]:
    return {
        "place": str(posting.place),
        "position": posting.position,
        "supervisor": str(posting.supervisor) if posting.supervisor else None,
        "kind": posting.kind,
        "on_leave": posting.on_leave,
    }


def _forget(person: Person) -> None:
    """Drop what the object remembers of its posting and roles."""
    for name in ("posting", "supervisor_now", "standing"):
        person.__dict__.pop(name, None)
