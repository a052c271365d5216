"""Undo the last run: the rows that it wrote are again what they were."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import roles, turning
from accounts.models import Person, Place, Posting, RoleGrant
from accounts.roster.comparing import prepare_the_planner
from accounts.roster.holding_still import hold
from accounts.roster.models import Run
from accounts.roster.sql import undo as statements
from accounts.signals import people_ended, people_moved, standing_changed
from accounts.telling_of_changes import tell_old_addresses
from district_portal import audit
from district_portal.district.current import today
from district_portal.freezing import ignore_no_trigger

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet


class NotTheLastError(Exception):
    """Only the run that was applied last can be undone."""


class ChangedSinceError(Exception):
    """Other people than those shown have been changed since the run; nothing was undone.

    `more` are the ids of those who were not shown.
    """

    def __init__(self, more: Collection[int] = ()) -> None:
        super().__init__(f"{len(more)} more people were changed")
        self.more = more


class RefusedError(Exception):
    """With what was changed since, the roster of before would contradict itself: nothing is done.

    People would supervise each other in a circle, or work at a place that has closed.
    """


def last_applied() -> Run | None:
    """The run that can be undone."""
    runs = Run.objects.filter(state=Run.State.APPLIED).defer("content")
    return runs.order_by("-applied_at", "-pk").first()


def changed_since(run: Run) -> QuerySet[Person]:
    """The people of `run` who have been changed since; an undo leaves them as they are now."""
    with connection.cursor() as cursor:
        prepare_the_planner(cursor, run)
        return Person.objects.filter(pk__in=_changed_since(cursor, run, day=today()))


@transaction.atomic
def undo(
    run: Run,
    *,
    by: Person | None,
    staying: Collection[int] | None = None,
    at: dt.datetime | None = None,
) -> Run:
    """Give back names, addresses, sign-ins, postings, roles and heads as they stood before `run`.

    Whoever has been changed since stays as they are now, and so does whom the run brought and who
    holds a role by now; `staying` are those (ids) who were shown, so that nobody is left out
    unseen. Other people whom the run added can't sign in any more and have no posting; places that
    it opened stay, and so do ended delegations and requests. Each role that comes back is on
    record. Raises NotTheLastError, ChangedSinceError and RefusedError.
    """
    at = at or timezone.now()
    run = hold(run)
    last = last_applied()
    if run.state != Run.State.APPLIED or last is None or last.pk != run.pk:
        raise NotTheLastError
    ignore_no_trigger()
    with connection.cursor() as cursor:
        prepare_the_planner(cursor, run)
        roles.hold()
        cursor.execute(statements.ADDED, {"run": run.pk})
        kept = _changed_since(cursor, run, day=today(at))
        if staying is not None and kept != set(staying):
            raise ChangedSinceError(kept.difference(staying))
        parameters: dict[str, Any] = {"run": run.pk, "kept": sorted(kept), "day": today(at)}
        try:
            with transaction.atomic():
                heads = _restore(cursor, parameters)
                ended = RoleGrant.objects.raw(statements.GRANTS, parameters)
                roles.give_back(list(ended), by=by)
        except IntegrityError as error:
            raise RefusedError from error
        audit.record_each(
            "people.restored", by=by, each=statements.EVENTS, parameters=parameters, at=at
        )
        cursor.execute(statements.READDRESSED, parameters)
        tell_old_addresses(dict(cursor.fetchall()))
        cursor.execute(statements.WORKING, parameters)
        standing = dict(cursor.fetchall())
        prepare_the_planner(cursor, None)
    out = {pk for pk, works in standing.items() if not works}
    back = turning.begin(out, at=at)
    standing |= dict.fromkeys(back, True)
    _end_whose_days_are_over(out - back, by=by, at=at)
    run.state, run.undone_by, run.undone_at = Run.State.UNDONE, by, at
    run.save(update_fields=["state", "undone_by", "undone_at"])
    audit.record("roster.undone", by=by, on=run, after={"kept": len(kept)}, at=at)
    _tell(standing, heads)
    return run


def _changed_since(cursor: Any, run: Run, *, day: dt.date) -> set[int]:
    """Ids of people of `run` some row of whom is not what the run made of it, or who are needed."""
    found = [*statements.CHANGED_SINCE, *statements.used_postings()]
    cursor.execute(" UNION ALL ".join(f"({each})" for each in found), {"run": run.pk})
    kept = {row[0] for row in cursor.fetchall()}
    while True:  # whose address or supervision somebody else keeps, stays too, and so on
        cursor.execute(statements.STAYING, {"run": run.pk, "kept": sorted(kept), "day": day})
        more = {row[0] for row in cursor.fetchall()}
        if more <= kept:
            return kept
        kept |= more


def _restore(cursor: Any, parameters: dict[str, Any]) -> set[int]:
    """Write what was; answers the ids of heads who came or went."""
    for statement in statements.RESTORE:
        cursor.execute(statement, parameters)
    cursor.execute(statements.RESTORE_HEADS, parameters)
    return {pk for pair in cursor.fetchall() for pk in pair if pk}


def _end_whose_days_are_over(people: set[int], *, by: Person | None, at: dt.datetime) -> None:
    """Who came back with a last day that has passed since the run is out, as on that day."""
    over = Posting.objects.filter(person__in=people, until__lt=today(at)).values("person")
    back = Person.objects.filter(pk__in=over, is_active=True)
    turning.end(set(back.values_list("pk", flat=True)), by=by, at=at)


def _tell(standing: dict[int, bool], heads: set[int]) -> None:
    moved = {pk for pk, works in standing.items() if works}
    ended = set(standing) - moved
    if moved:
        people_moved.send(sender=Posting, people=moved)
    if ended:
        people_ended.send(sender=Posting, people=ended)
    if heads:
        standing_changed.send(sender=Place, people=heads)
