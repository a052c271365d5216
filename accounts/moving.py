"""Hire, transfer, leave of absence, return and end, on any day: how the roster's history grows.

A change cuts the posting of that day in two. What is planned is a row that begins later; it takes
effect on its day by itself, since everything asks for the rows of a day (`accounts.turning` tells
the others). What lies before the day of a change stays as it was.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import ending, roles, settling
from accounts.models import Person, Place, Posting
from accounts.settling import NotPossibleError, acting_on
from accounts.signals import people_ended
from district_portal import audit
from district_portal.district.current import today


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
    until: dt.date | None = None,
    tell: bool = True,
) -> Posting:
    """Begin the primary posting of `person` on `since` (today unless given), to `until` if given.

    Also for somebody who comes back; a posting that began and ended today goes on.
    With `tell` off the caller sends people_moved itself, once for many. Raises NotPossibleError
    when a primary posting already covers one of these days.
    """
    day = since or today()
    if until and until < day:
        raise NotPossibleError(_("The last day lies before the first."), "until")
    with acting_on(person, by=by, tell=tell) as rows:
        held = settling.primary(rows)
        begun = next((row for row in held if row.since == row.until == day == today()), None)
        for row in held:
            apart = (row.until and row.until < day) or (until and row.since > until)
            if row is not begun and not apart:
                raise NotPossibleError(
                    _("%(name)s already has a posting then: %(posting)s.")
                    % {"name": person, "posting": row},
                    "since",
                )
        posting = begun or Posting(person=person, since=day)
        posting.place, posting.position, posting.supervisor = place, position, supervisor
        posting.kind, posting.on_leave, posting.until = kind, on_leave, until
        settling.write(posting)
        if begun and not person.is_active:
            person.is_active = True
            person.save(update_fields=["is_active"])
        audit.record(
            "people.hired",
            by=by,
            on=person,
            person=person,
            place=place,
            after=settling.facts(posting),
        )
    return posting


def move(
    person: Person,
    *,
    by: Person | None,
    on: dt.date | None = None,
    posting: Posting | None = None,
    as_shown: bool = False,
    tell: bool = True,
    **changes: Any,
) -> Posting:
    """Change place, position, supervisor, kind or leave from the day `on`, today unless given.

    Of the primary posting, or of the further one `posting`; with `as_shown` only while that one
    says what `posting` says. What is planned for later goes on as
    planned, but takes over each change that it did not change itself. Returns the posting as it
    is from `on`; the same one when nothing changes. Raises ValueError for an unknown field and
    NotPossibleError for somebody without such a posting on that day.
    """
    if unknown := set(changes) - set(settling.FACTS):
        raise ValueError(f"not a part of a posting: {', '.join(sorted(unknown))}")
    day = on or today()
    with acting_on(person, by=by, tell=tell) as rows:
        row = settling.row_of(posting, rows, as_shown=as_shown) if posting else None
        further = posting is not None and not posting.primary
        track = [row] if row and further else settling.primary(rows) if not further else []
        held = settling.holding(track, day)
        if held is None:
            words = _("%(name)s has no such posting on that day.") % {"name": person}
            raise NotPossibleError(words, "on")
        if all(getattr(held, name) == value for name, value in changes.items()):
            return held
        before = settling.facts(held)
        after = settling.split(held, day)
        _run_on(after, track, changes)
        audit.record(
            "people.moved",
            by=by,
            on=person,
            person=person,
            place=after.place,
            before=before,
            after=settling.facts(after),
        )
    return after


def go_on_leave(
    person: Person,
    *,
    by: Person | None,
    on: dt.date | None = None,
    back_on: dt.date | None = None,
) -> Posting:
    """Stop the person's clocks and mails from `on`, until they are `back_on` if given.

    See `move`.
    """
    with transaction.atomic():
        if back_on and back_on <= (on or today()):
            raise NotPossibleError(_("They can only return after the leave began."), "back_on")
        posting = move(person, by=by, on=on, on_leave=True)
        if back_on:
            move(person, by=by, on=back_on, on_leave=False)
    return posting


def return_from_leave(person: Person, *, by: Person | None, on: dt.date | None = None) -> Posting:
    """Let the person's clocks and mails go on from `on`; see `move`."""
    return move(person, by=by, on=on, on_leave=False)


@transaction.atomic
def leave(
    person: Person,
    *,
    by: Person | None,
    last_day: dt.date | None = None,
    at_once: bool = False,
    tell: bool = True,
) -> None:
    """End every posting of `person` with `last_day`; what was planned falls away.

    The sign-in and the roles end when the last day is over, or now with `at_once`. Without
    `last_day` they were there until yesterday, or until today if a posting began today, and are
    out at once. Harmless for somebody who already left. Raises NotPossibleError for a last day
    before a posting of now began, and roles.LastAdministratorError for the last District
    Administrator.
    """
    with acting_on(person, by=by, tell=False) as rows:
        roles.hold({person.pk})
        last = last_day or today() - settling.A_DAY
        held = [row for row in rows if row.until is None or row.until > last]
        if not held and not person.is_active:
            return
        if not rows and last >= today():
            words = _("%(name)s has no posting that could end then.") % {"name": person}
            raise NotPossibleError(words, "last_day")
        begun = max((row.since for row in held if row.since <= today()), default=last)
        if begun > last:
            if last_day:
                words = _("A posting began on %(day)s. Choose a later day, or correct it first.")
                raise NotPossibleError(words % {"day": begun}, "last_day")
            last = begun
        for row in held:
            if row.since > last:
                row.delete()
            else:
                row.until = last
                row.save(update_fields=["until"])
        held_until = min(last, today() - settling.A_DAY) if at_once else last
        roles.end_for_leavers({person.pk}, last_day=held_until, by=by)
        told = {"last_day": last, "at_once": True} if at_once else {"last_day": last}
        audit.record("people.left", by=by, on=person, person=person, after=told)
        out = at_once or last_day is None or last < today()
    if out and person.is_active:
        ending.end_stay({person.pk}, last_day=last, by=by, tell=False)
        person.is_active = False
        settling.forget(person)
    if out and tell:
        people_ended.send(sender=Posting, people={person.pk})


def _run_on(first: Posting, track: list[Posting], changes: dict[str, Any]) -> None:
    """Write `changes` into `first` and what follows it, each field while it was as in `first`."""
    old = {name: getattr(first, name) for name in changes}
    row: Posting | None = first
    while row:
        old = {name: value for name, value in old.items() if getattr(row, name) == value}
        if not old:
            return
        for name in old:
            setattr(row, name, changes[name])
        settling.write(row)
        row = settling.following(track, row)
