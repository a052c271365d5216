"""Put right what was entered wrongly about a posting that has begun, for a reason that is kept.

Facts are those of that one posting; its days push or pull the neighbours that touch it, so that
no day is left without a posting or with two.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from accounts import settling
from accounts.models import Person, Posting
from accounts.settling import A_DAY, NotPossibleError, acting_on
from accounts.signals import people_moved
from district_portal import audit
from district_portal.district.current import today


def correct(
    posting: Posting, *, by: Person | None, reason: str, as_shown: bool = False, **changes: Any
) -> Posting:
    """Change facts, `since` or `until` (None: no last day) of a posting that has begun.

    Past reports of these days read the corrected facts from now on; before, after and `reason`
    are recorded. Nothing happens when nothing differs. Raises ValueError for an unknown field
    or without a reason, and NotPossibleError where days would overlap, a neighbour would lose
    its last day, or the posting hasn't begun; with `as_shown` also where it no longer says what
    `posting` says.
    """
    if unknown := set(changes) - {*settling.FACTS, "since", "until"}:
        raise ValueError(f"not a part of a posting: {', '.join(sorted(unknown))}")
    if not reason.strip():
        raise ValueError("a correction needs a reason")
    with acting_on(posting.person, by=by) as rows:
        row = settling.row_of(posting, rows, as_shown=as_shown)
        if row is None or row.since > today():
            raise NotPossibleError(_("Only a posting that has begun can be corrected."))
        if all(getattr(row, name) == value for name, value in changes.items()):
            return row
        before = settling.facts(row)
        track = settling.primary(rows) if row.primary else [row]
        days = (changes.get("since", row.since), changes.get("until", row.until))
        for name in set(changes) - {"since", "until"}:
            setattr(row, name, changes[name])
        _place_between(row, track, *days)
        audit.record(
            "people.corrected",
            by=by,
            on=row.person,
            person=row.person,
            place=row.place,
            before=before,
            after={**settling.facts(row), "reason": reason.strip()},
        )
    if posting.person.is_active:  # leave that was otherwise moves due dates of today
        people_moved.send(sender=Posting, people={posting.person_id})
    return row


def _place_between(
    row: Posting, track: list[Posting], since: dt.date, until: dt.date | None
) -> None:
    """Write `row` with its days, and its neighbours around it; what shrinks is written first."""
    if until and until < since:
        raise NotPossibleError(_("The last day lies before the first."), "until")
    if since > today():
        raise NotPossibleError(_("It has begun. Choose a day up to today."), "since")
    earlier, later = settling.preceding(track, row), settling.following(track, row)
    if until and row.until is None:
        raise NotPossibleError(_("It has no last day yet. End it instead."), "until")
    if later and until is None:
        words = _("Another posting follows it, so it needs a last day.")
        raise NotPossibleError(words, "until")
    if earlier and earlier.since >= since:
        words = _("The posting before began on %(day)s and needs a day of its own.")
        raise NotPossibleError(words % {"day": earlier.since}, "since")
    if later and until and later.until and later.until <= until:
        words = _("The posting after ends on %(day)s and needs a day of its own.")
        raise NotPossibleError(words % {"day": later.until}, "until")
    others = [other for other in track if other not in (row, earlier, later)]
    _refuse_overlap(row, others, since, until)
    pushed: list[Posting] = []
    pulled: list[Posting] = []
    if earlier:
        (pushed if since < row.since else pulled).append(earlier)
        earlier.until = since - A_DAY
    if later and until:
        (pushed if later.since <= until else pulled).append(later)
        later.since = until + A_DAY
    row.since, row.until = since, until
    for written in (*pushed, row, *pulled):
        settling.write(written)


def _refuse_overlap(
    row: Posting, others: list[Posting], since: dt.date, until: dt.date | None
) -> None:
    for other in others:
        apart = (other.until and other.until < since) or (until and other.since > until)
        if not apart:
            words = _("“%(posting)s” is held on some of these days.") % {"posting": other}
            raise NotPossibleError(words, "until" if other.since > row.since else "since")
