"""Take back what is planned, before its day: a move, a leave, a hire, a last day."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from accounts import settling
from accounts.models import Person, Posting
from accounts.settling import NotPossibleError, acting_on
from district_portal import audit
from district_portal.district.current import today


def cancel(posting: Posting, *, by: Person | None) -> None:
    """Take back a posting that is to begin: what was before it goes on in its place.

    Without anything before it, a hire is taken back, and what was planned after it. Raises
    NotPossibleError when its day has come.
    """
    with acting_on(posting.person, by=by) as rows:
        row = settling.row_of(posting, rows)
        if row is None or row.since <= today():
            raise NotPossibleError(_("This is no longer planned: its day has come, or it is gone."))
        before = settling.facts(row)
        earlier = settling.preceding(settling.primary(rows), row) if row.primary else None
        row.delete()
        if earlier:
            earlier.until = row.until
            settling.write(earlier)
        elif row.primary:
            for later in rows:
                if later.pk != row.pk and later.since >= row.since:
                    later.delete()
        audit.record(
            "people.plan_cancelled",
            by=by,
            on=row.person,
            person=row.person,
            place=row.place,
            before=before,
            after=settling.facts(earlier) if earlier else None,
        )


def cancel_end(posting: Posting, *, by: Person | None) -> None:
    """Take back a last day that has not passed: the posting goes on.

    With the primary one go on all that end on that day. Roles that ended with it are not given
    again. Raises NotPossibleError when the day has passed or something follows.
    """
    with acting_on(posting.person, by=by) as rows:
        row = settling.row_of(posting, rows)
        if row is None or not can_go_on(row, rows):
            raise NotPossibleError(_("There is no last day to take back, or it has passed."))
        before = settling.facts(row)
        together = [row]
        if row.primary:
            together += [other for other in rows if not other.primary and other.until == row.until]
            until = None
        else:
            until = _last_day_of_stay(rows, row)
        for other in together:
            other.until = until
            settling.write(other)
        if settling.holding(rows, today()) and not posting.person.is_active:
            posting.person.is_active = True
            posting.person.save(update_fields=["is_active"])
        audit.record(
            "people.plan_cancelled",
            by=by,
            on=row.person,
            person=row.person,
            place=row.place,
            before=before,
            after=settling.facts(row),
        )


def can_go_on(row: Posting, rows: list[Posting]) -> bool:
    """Whether `row` has a last day, not past, after which nothing of its kind follows."""
    if row.until is None or row.until < today():
        return False
    if row.primary:
        return not any(other.primary and other.since > row.until for other in rows)
    return _last_day_of_stay(rows, row) != row.until


def _last_day_of_stay(rows: list[Posting], row: Posting) -> dt.date | None:
    """The last day of the primary postings around `row`; None where they have none."""
    held = settling.primary(rows)
    here = settling.holding(held, row.until) if row.until else None
    while here and (later := settling.following(held, here)):
        here = later
    return here.until if here else row.until
