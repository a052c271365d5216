"""End that somebody speaks for the district before their last day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person, Posting
from accounts.places import read_tree, with_places_below
from approvals import moving_on
from approvals.models import Request
from approvals.speaking import notifying
from approvals.speaking.models import End, Spokesperson
from district_portal import audit
from district_portal.district.current import today
from district_portal.district.keeping_words import in_own_language


class OverError(Exception):
    """It is over already: by its last day, or ended before."""


class ReasonMissingError(ValueError):
    """An end without a reason."""


@transaction.atomic
def end(
    spokesperson: Spokesperson, *, reason: str, by: Person, at: dt.datetime | None = None
) -> End:
    """Let somebody speak no more, for a reason that they read; the same twice is one.

    Raises ReasonMissingError, OverError.
    """
    at, reason = at or timezone.now(), reason.strip()
    if not reason:
        raise ReasonMissingError
    ended = _end(spokesperson, reason=reason, by=by, at=at)
    if ended is None:
        raise OverError
    return ended


@in_own_language()
@transaction.atomic
def end_for_leavers(people: set[int], *, at: dt.datetime | None = None) -> None:
    """People who left the district speak for it no more."""
    at = at or timezone.now()
    theirs = Spokesperson.objects.filter(person__in=people, end=None, ends_on__gte=today(at))
    held = moving_on.hold(theirs.values_list("request", flat=True))
    for row in Spokesperson.objects.filter(request__in=held).select_related("person", "place"):
        _end(row, reason=_("They have left the district."), by=None, at=at)


@in_own_language()
@transaction.atomic
def end_for_moved(people: set[int], *, at: dt.datetime | None = None) -> None:
    """People who work elsewhere now speak for their school no more; administrators are told.

    For a school speaks who works there or below; for the Board and the district, who works
    anywhere.
    """
    at = at or timezone.now()
    theirs = Spokesperson.objects.filter(
        person__in=people,
        represents=Spokesperson.Represents.SCHOOL,
        end=None,
        ends_on__gte=today(at),
    )
    rows = list(theirs.select_related("place"))
    if not rows:
        return
    tree, works = read_tree(), defaultdict(set)
    held = Posting.objects.on(today(at)).filter(person__in={row.person_id for row in rows})
    for person, place in held.values_list("person", "place"):
        works[person].add(place)
    gone = [
        row.request_id
        for row in rows
        if works[row.person_id].isdisjoint(with_places_below([row.place_id], tree=tree))
    ]
    held_requests = moving_on.hold(gone)
    moved = Spokesperson.objects.filter(request__in=held_requests)
    for row in moved.select_related("person", "place"):
        if ended := _end(row, reason=_("They work elsewhere now."), by=None, at=at):
            notifying.tell_moved(ended)


@transaction.atomic
def end_for_refused(
    request: Request, *, reason: str, by: Person, at: dt.datetime | None = None
) -> None:
    """The approval holds no longer under a revised clause: nobody speaks by it."""
    at = at or timezone.now()
    for row in Spokesperson.objects.filter(request=request).select_related("person", "place"):
        _end(row, reason=reason, by=by, at=at)


def _end(
    spokesperson: Spokesperson, *, reason: str, by: Person | None, at: dt.datetime
) -> End | None:
    moving_on.lock(spokesperson.request_id)
    there = End.objects.filter(spokesperson=spokesperson).first()
    if there:
        return there if (there.ended_by, there.reason) == (by, reason) else None
    if spokesperson.ends_on < today(at):
        return None
    ended = End.objects.create(spokesperson=spokesperson, reason=reason, ended_at=at, ended_by=by)
    audit.record(
        "speaking.ended",
        by=by,
        on=spokesperson,
        person=spokesperson.person,
        place=spokesperson.place,
        at=at,
    )
    if by and by != spokesperson.person:
        notifying.tell_ended(ended)
    return ended
