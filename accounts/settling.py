"""What every act on postings has in common.

One act at a time; afterwards the person's postings are whole; whoever depends on what holds today
hears of it, by people_moved and people_ended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts import ending, limiting, supervising
from accounts.models import Person, Posting
from accounts.models.invariants import ROSTER_LOCK
from accounts.signals import people_moved
from district_portal.district.current import today

FACTS = ("place", "position", "supervisor", "kind", "on_leave")
A_DAY = dt.timedelta(days=1)


class NotPossibleError(Exception):
    """An act that the rules refuse: why, in words for people, and at which field of a form."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.words = words
        self.field = field


def hold_roster() -> None:
    """Wait until nobody else changes postings or places, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ROSTER_LOCK])


@contextmanager
def acting_on(person: Person, *, by: Person | None, tell: bool = True) -> Iterator[list[Posting]]:
    """All postings of `person`, oldest first, for one act; what follows from it follows.

    Who works here today and did not may sign in again; who no longer does may not. With `tell`
    off the caller sends people_moved itself, once for many. Raises NotPossibleError when the
    act leaves postings that are not whole, or when `by` is in HR for some places alone and it
    changes a posting elsewhere or ends the person's stay.
    """
    with transaction.atomic():
        hold_roster()
        person.refresh_from_db(fields=["is_active"])
        was_active = person.is_active
        rows = all_of(person)
        before, kept = facts_on(rows, today()), limiting.keep(rows)
        yield rows
        rows = all_of(person)
        _refuse_what_is_not_whole(rows)
        after = facts_on(rows, today())
        forget(person)
        ends = bool(rows or before) and not after and person.is_active
        _refuse_what_lies_beyond(by, kept, rows, here=bool(before))
        if ends:
            last = max((row.until for row in rows if row.until), default=None)
            ending.end_stay({person.pk}, last_day=last, by=by, tell=tell)
            person.is_active = False
        elif after and not before and not person.is_active:
            person.is_active = True
            person.save(update_fields=["is_active"])
        if after and tell and (after != before or person.is_active != was_active):
            people_moved.send(sender=Posting, people={person.pk})


def write(posting: Posting) -> Posting:
    """Save `posting`, unless it closes a circle of supervision or its place is closed by then.

    Raises NotPossibleError.
    """
    if posting.supervisor_id and supervising.would_loop(posting):
        told = {"supervisor": posting.supervisor, "person": posting.person}
        words = _(
            "%(supervisor)s works under %(person)s on some of these days. Choose somebody else."
        )
        raise NotPossibleError(words % told, "supervisor")
    closed = posting.place.closed_on
    if closed and (posting.until is None or posting.until >= closed):
        words = _("%(place)s is closed from %(day)s on.")
        raise NotPossibleError(words % {"place": posting.place, "day": closed}, "place")
    try:
        with transaction.atomic():
            posting.save()
    except IntegrityError as overlapping:
        words = _("Another posting is held on some of these days.")
        raise NotPossibleError(words, "since") from overlapping
    return posting


def split(posting: Posting, day: dt.date) -> Posting:
    """The part of `posting` from `day` on, not saved yet where it is cut off; the rest is."""
    if posting.since >= day:
        return posting
    later = Posting(person=posting.person, primary=posting.primary, since=day, until=posting.until)
    for name in FACTS:
        setattr(later, name, getattr(posting, name))
    posting.until = day - A_DAY
    posting.save(update_fields=["until"])
    return later


def row_of(posting: Posting, rows: Sequence[Posting], *, as_shown: bool = False) -> Posting | None:
    """The row of `posting` among `rows`; None where it is gone.

    With `as_shown`, raises NotPossibleError where it no longer says what `posting` says.
    """
    row = next((row for row in rows if row.pk == posting.pk), None)
    if as_shown and (row is None or facts(row) != facts(posting)):
        words = _("Somebody changed this posting a moment ago. Look at it once more.")
        raise NotPossibleError(words)
    return row


def primary(rows: Sequence[Posting]) -> list[Posting]:
    """The primary ones among `rows`, in their order."""
    return [row for row in rows if row.primary]


def holding(rows: Sequence[Posting], day: dt.date) -> Posting | None:
    """The first of `rows` that covers `day`."""
    return next((row for row in rows if covers(row, day)), None)


def covers(row: Posting, day: dt.date) -> bool:
    """Whether `row` is held on `day`."""
    return row.since <= day and (row.until is None or row.until >= day)


def following(rows: Sequence[Posting], row: Posting) -> Posting | None:
    """The one of `rows` that begins the day after `row` ends."""
    day = row.until + A_DAY if row.until else None
    return next((other for other in rows if other.since == day), None)


def preceding(rows: Sequence[Posting], row: Posting) -> Posting | None:
    """The one of `rows` that ends the day before `row` begins."""
    return next((other for other in rows if other.until == row.since - A_DAY), None)


def facts(posting: Posting) -> dict[str, Any]:
    """What the audit trail keeps of a posting."""
    return {
        "place": str(posting.place),
        "position": posting.position,
        "supervisor": str(posting.supervisor) if posting.supervisor else None,
        "kind": posting.kind,
        "on_leave": posting.on_leave,
        "primary": posting.primary,
        "since": posting.since,
        "until": posting.until,
    }


def facts_on(rows: Sequence[Posting], day: dt.date) -> list[tuple[Any, ...]]:
    """Everything that holds for a person on `day`, to compare."""
    return sorted(
        (
            not row.primary,
            row.place_id,
            row.position,
            row.supervisor_id or 0,
            row.kind,
            row.on_leave,
        )
        for row in rows
        if covers(row, day)
    )


def forget(person: Person) -> None:
    """Drop what the object remembers of its posting and roles."""
    for name in ("postings_today", "standing", "looked_after"):
        person.__dict__.pop(name, None)


def all_of(person: Person, **told: Any) -> list[Any]:
    """Every posting of `person`, oldest first, annotated with `told`."""
    found = person.postings.select_related("person", "place", "supervisor").annotate(**told)
    return list(found.order_by("since", "pk"))


def _refuse_what_lies_beyond(
    by: Person | None, before: limiting.Kept, rows: Sequence[Posting], *, here: bool
) -> None:
    """Raise NotPossibleError for what HR of some places alone may not do; `here`: is today."""
    places = limiting.places_of(by)
    if places is None:
        return
    after = limiting.keep(rows)
    if words := limiting.beyond(places, before, after):
        raise NotPossibleError(words)
    if here and limiting.last_day(after) < limiting.last_day(before):
        words = _("Only human resources of the district can end somebody’s stay.")
        raise NotPossibleError(words)


def _refuse_what_is_not_whole(rows: Sequence[Posting]) -> None:
    """On each day of a further posting there is a primary one."""
    stays: list[list[dt.date]] = []
    for row in primary(rows):
        if stays and stays[-1][1] < dt.date.max and stays[-1][1] + A_DAY == row.since:
            stays[-1][1] = row.until or dt.date.max
        else:
            stays.append([row.since, row.until or dt.date.max])
    for row in rows:
        last = row.until or dt.date.max
        if not row.primary and not any(a <= row.since and last <= b for a, b in stays):
            told = {"posting": row}
            words = _(
                "“%(posting)s” is a further posting. It can only last while there is a primary one."
            )
            raise NotPossibleError(words % told)
