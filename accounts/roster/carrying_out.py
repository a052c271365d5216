"""See that nothing has changed since it was shown, and write that."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.roster import bringing
from accounts.roster.comparing import compare, parameters_of
from accounts.roster.models import Change, Row, Run
from accounts.roster.writing import write
from district_portal import audit
from district_portal.district.current import today

if TYPE_CHECKING:
    from accounts.models import Person


class ProblemsError(Exception):
    """The files have faults; nothing was written."""


class NotShownError(Exception):
    """The run waits with another difference than was looked at; nothing was written."""


def check_shown(run: Run, shown: str | None) -> None:
    """Raise NotShownError unless `shown`, if anything was, is what `run` waits with."""
    if shown is not None and shown != run.fingerprint:
        raise NotShownError


def is_as_shown(run: Run, *, at: dt.datetime) -> bool:
    """Compare anew; whether the difference is still the one that was shown.

    When it is not, or has become faulty, the run waits again, with the new one to look at.
    """
    shown = run.fingerprint
    compare(run, at=at)
    if run.fingerprint == shown:
        return True
    if run.kind == Run.Kind.ONEROSTER:
        bringing.read_beside(run)
        compare(run, at=at)
    if run.state != Run.State.WAITING:
        run.state = Run.State.WAITING
        run.save(update_fields=["state"])
    return False


def carry_out(run: Run, *, by: Person | None, at: dt.datetime, **fields: Any) -> Run:
    """Write a run that was compared in this transaction; `fields` go onto it as well."""
    try:
        with transaction.atomic():
            if run.differs:
                write(run, parameters_of(run, day=today(at)), by=by)
    except IntegrityError as error:
        if "supervision_never_loops" not in str(error):
            raise
        return _refuse_a_planned_ring(run)
    run.state, run.applied_at, run.content = Run.State.APPLIED, at, None
    for name, value in fields.items():
        setattr(run, name, value)
    run.save(
        update_fields=["state", "applied_at", "content", "asked_by", "asked_at", *fields],
    )
    Row.objects.filter(run=run).delete()
    audit.record("roster.applied", by=by, on=run, after=figures(run), at=at)
    return run


def _refuse_a_planned_ring(run: Run) -> Run:
    """What is planned for a later day and what the files say make a ring: `run` waits with that."""
    Change.objects.create(
        run=run,
        kind=Change.Kind.PROBLEM,
        row=1,
        column="supervisor",
        message=_("With what is planned for a later day, supervision would run in a circle."),
    )
    run.problems, run.state = run.problems + 1, Run.State.WAITING
    run.asked_by = run.asked_at = None
    run.save(update_fields=["problems", "state", "asked_by", "asked_at"])
    return run


def figures(run: Run) -> dict[str, int]:
    """What a run changed, for the trail and for mails."""
    return {
        "added": run.added,
        "returned": run.returned,
        "changed": run.changed,
        "left": run.left,
        "new_places": run.new_places,
    }
