"""The long work of the roster: a large sheet is read, and applied, by a worker."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roster import applying, bringing, confirming
from accounts.roster.carrying_out import check_shown
from accounts.roster.holding_still import hold
from accounts.roster.models import Run
from district_portal import jobs

if TYPE_CHECKING:
    from accounts.models import Person
    from district_portal.jobs.models import JobPiece

log = logging.getLogger(__name__)

READ: Final = "roster.read"
APPLY: Final = "roster.apply"
MANY_CHANGES: Final = 2_000
"""From here on nobody should wait for a page that writes them."""


@transaction.atomic
def look(run: Run, *, by: Person, matching: Mapping[str, str] | None = None) -> Run:
    """`bringing.look` at the file that `run` keeps, at once, or by a worker when it is large."""
    if not bringing.is_large(bytes(run.content or b"")):
        return bringing.look(run, matching=matching)
    pieces = [jobs.Piece(gettext("Reading the sheet")), jobs.Piece(gettext("Comparing it"))]
    run.state, run.job = Run.State.READING, jobs.start(READ, pieces, by=by)
    run.matching = dict(matching or {})
    run.save(update_fields=["state", "job", "matching"])
    return run


def is_long(run: Run) -> bool:
    """Whether a worker should apply `run`."""
    return run.added + run.returned + run.changed + run.left >= MANY_CHANGES


@transaction.atomic
def apply(run: Run, *, by: Person, shown: str | None = None) -> Run:
    """Let a worker apply `run`, or confirm it for the one who is not `by`; see `applying.apply`.

    Raises what `applying.apply` and `confirming.confirm` raise before they write.
    """
    run = hold(run)
    asks = run.state == Run.State.WAITING
    if not asks and run.state != Run.State.TO_BE_CONFIRMED:
        raise applying.EndedError(run)
    check_shown(run, shown)
    if run.problems:
        raise applying.ProblemsError
    if asks:
        run.asked_by, run.asked_at = by, timezone.now()
    elif run.asked_by_id == by.pk:
        raise confirming.SamePersonError
    pieces = [jobs.Piece(gettext("Writing the changes"))]
    run.state, run.job = Run.State.APPLYING, jobs.start(APPLY, pieces, by=by)
    run.save(update_fields=["state", "job", "asked_by", "asked_at"])
    return run


def read_piece(piece: JobPiece) -> dict[str, Any]:
    """Read the sheet of the run, or compare what was read."""
    run = Run.objects.select_related("job").get(job=piece.job_id)
    if run.state != Run.State.READING:
        return {}
    try:
        with transaction.atomic():
            if piece.position == 0:
                bringing.read_in(run, matching=run.matching or None)
            else:
                bringing.show(run)
    except Exception:
        log.exception("Run %s of the roster could not be read.", run.pk)
        _fail(run)
    return {}


def apply_piece(piece: JobPiece) -> dict[str, Any]:
    """Apply the run of the job: as the first who asks, or as the second who confirms."""
    run = Run.objects.defer("content").get(job=piece.job_id)
    if run.state != Run.State.APPLYING:
        return {}
    by = piece.job.by
    try:
        with transaction.atomic():
            if run.asked_by_id == by.pk:
                applying.apply(run, by=by)
            else:
                confirming.confirm(run, by=by)
    except Exception:
        log.exception("Run %s of the roster could not be applied.", run.pk)
        _fail(run)
    return {}


def _fail(run: Run) -> None:
    """Nothing of it was written; the run is over."""
    Run.objects.filter(pk=run.pk).update(
        state=Run.State.FAILED,
        content=None,
        error=gettext("Something went wrong on our side. It has been logged."),
    )


for name, title, step in (
    (READ, _("Reading an HR sheet"), read_piece),
    (APPLY, _("Applying an HR sheet"), apply_piece),
):
    jobs.register(
        jobs.Kind(
            name,
            title=title,
            doing="%(name)s",
            step=step,
            template="roster/_piece.html",
            back=("roster:runs", _("Roster")),
        )
    )
