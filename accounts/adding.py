"""A second job beside the first: further postings, and which of them is the primary one."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from accounts import settling
from accounts.models import Person, Place, Posting
from accounts.settling import NotPossibleError, acting_on
from district_portal import audit
from district_portal.district.current import today


def add(
    person: Person,
    *,
    place: Place,
    position: str,
    supervisor: Person | None,
    by: Person | None,
    kind: str = Posting.Kind.EMPLOYEE,
    since: dt.date | None = None,
    until: dt.date | None = None,
    tell: bool = True,
) -> Posting:
    """Begin a further posting of `person` on `since` (today unless given), to `until` if given.

    Without `until` it lasts as long as the primary one. Raises NotPossibleError where there is
    no primary posting on all of these days, or the same further one already.
    """
    day = since or today()
    with acting_on(person, by=by, tell=tell) as rows:
        held = settling.holding(settling.primary(rows), day)
        if held is None:
            words = _("%(name)s has no primary posting on that day.") % {"name": person}
            raise NotPossibleError(words, "since")
        posting = Posting(
            person=person,
            place=place,
            position=position,
            supervisor=supervisor,
            kind=kind,
            primary=False,
            since=day,
            until=until or _end_of(held, settling.primary(rows)),
        )
        if posting.until and posting.until < day:
            raise NotPossibleError(_("The last day lies before the first."), "until")
        _refuse_the_same(posting, rows)
        settling.write(posting)
        audit.record(
            "people.posting_added",
            by=by,
            on=person,
            person=person,
            place=place,
            after=settling.facts(posting),
        )
    return posting


def end(
    posting: Posting, *, by: Person | None, last_day: dt.date | None = None, tell: bool = True
) -> None:
    """End a further posting with `last_day` (yesterday unless given); the primary one goes on.

    Raises NotPossibleError for a primary posting and for a day before it began.
    """
    last = last_day or today() - settling.A_DAY
    with acting_on(posting.person, by=by, tell=tell) as rows:
        row = settling.row_of(posting, rows)
        if row is None or row.primary:
            words = _("Only a further posting can end alone. Make another one primary first.")
            raise NotPossibleError(words)
        if row.since > last:
            words = _("It began on %(day)s. Choose that day or a later one.")
            raise NotPossibleError(words % {"day": row.since}, "last_day")
        if row.until and row.until < last:
            words = _("It ended before, on %(day)s.") % {"day": row.until}
            raise NotPossibleError(words, "last_day")
        before, row.until = settling.facts(row), last
        row.save(update_fields=["until"])
        audit.record(
            "people.posting_ended",
            by=by,
            on=row.person,
            person=row.person,
            place=row.place,
            before=before,
            after=settling.facts(row),
        )


def make_primary(
    posting: Posting, *, by: Person | None, on: dt.date | None = None, tell: bool = True
) -> Posting:
    """Let the further `posting` be the primary one from `on`; the other one is a further one then.

    Leave goes with the primary one. Returns the primary posting as it is from `on`. Raises
    NotPossibleError where either isn't held on that day, the further one ends earlier, or a
    change of the primary one is planned for later.
    """
    day = on or today()
    with acting_on(posting.person, by=by, tell=tell) as rows:
        further = settling.row_of(posting, rows)
        old = settling.holding(settling.primary(rows), day)
        if further is None or further.primary or old is None or not settling.covers(further, day):
            raise NotPossibleError(_("Both postings must be held on that day."), "on")
        _refuse_what_is_planned(old, further, settling.primary(rows))
        before = settling.facts(old)
        was, now = settling.split(old, day), settling.split(further, day)
        was.primary, now.primary = False, True
        was.on_leave, now.on_leave = False, was.on_leave
        _refuse_the_same(was, [row for row in rows if row.pk != further.pk])
        settling.write(was)
        settling.write(now)
        audit.record(
            "people.made_primary",
            by=by,
            on=now.person,
            person=now.person,
            place=now.place,
            before=before,
            after=settling.facts(now),
        )
    return now


def _refuse_what_is_planned(old: Posting, further: Posting, held: list[Posting]) -> None:
    later = next((row for row in held if row.since > old.since), None)
    if later:
        words = _("A change is planned for %(day)s. Cancel it first, or choose a later day.")
        raise NotPossibleError(words % {"day": later.since}, "on")
    if further.until and (old.until is None or old.until > further.until):
        words = _("“%(posting)s” ends on %(day)s, before the other one. Change that first.")
        raise NotPossibleError(words % {"posting": further, "day": further.until}, "on")


def _refuse_the_same(posting: Posting, rows: list[Posting]) -> None:
    """The same position at the same place is held once a day beside the primary posting."""
    for row in rows:
        same = (row.place_id, row.position) == (posting.place_id, posting.position)
        begins_later = posting.until is not None and row.since > posting.until
        ended = row.until is not None and row.until < posting.since
        if same and not row.primary and row.pk != posting.pk and not begins_later and not ended:
            words = _("%(name)s already holds “%(posting)s” on some of these days.")
            told = {"name": posting.person, "posting": row}
            raise NotPossibleError(words % told, "position")


def _end_of(row: Posting, held: list[Posting]) -> dt.date | None:
    """The last day of the primary postings that follow each other from `row` on."""
    while later := settling.following(held, row):
        row = later
    return row.until
