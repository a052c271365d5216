"""Do long work, one piece after the other, each in one transaction with its result.

The row of a job is locked while a piece is worked on, so no two workers do the same piece. When a
worker is killed, its transaction is gone: the piece waits still, and the job is taken over once
its sign of life is old. What is prepared before a transaction is held by a lock of the worker's
session instead (holding.py), which ends with it.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext

from district_portal.jobs import holding
from district_portal.jobs.kinds import Kind, PieceFailedError, StoppedError, kind_of
from district_portal.jobs.models import Job, JobPiece

log = logging.getLogger(__name__)

State = Job.State

SILENCE: Final = dt.timedelta(seconds=5)
"""After so long without a sign of life, and with its row unlocked, a job has lost its worker."""
MOST_TRIES: Final = 3
"""A piece that took its worker down so often is told as one that can't be done."""


def sweep(*, seconds: float = 60) -> bool:
    """Work on the jobs that wait, for about so many seconds; answers whether some are left."""
    over = time.monotonic() + seconds
    while job := _claim():
        if not _run(job, over=over):
            return True
    _forget_expired()
    return False


def _claim() -> Job | None:
    """Lease the oldest job that waits, or that lost its worker."""
    now = timezone.now()
    lost = Q(state=State.RUNNING) & (Q(beat_at__lt=now - SILENCE) | Q(lease=""))
    lost &= ~Q(pk__in=holding.held())
    with transaction.atomic():
        waiting = Job.objects.select_for_update(skip_locked=True, of=("self",))
        job = waiting.filter(Q(state=State.WAITING) | lost).order_by("created_at", "pk").first()
        if job is None:
            return None
        job.state, job.lease, job.beat_at = State.RUNNING, uuid.uuid4().hex, now
        job.started_at = job.started_at or now
        job.save(update_fields=["state", "lease", "beat_at", "started_at"])
    return job


def _run(job: Job, *, over: float) -> bool:
    """Do the pieces of `job` that are left; False when the time was over before."""
    kind = kind_of(job.kind)
    while piece := _begin(job, kind):
        _do(job, kind, piece)
        if time.monotonic() > over:
            Job.objects.filter(pk=job.pk, lease=job.lease).update(lease="")
            return False
    _end(job)
    return True


def _begin(job: Job, kind: Kind) -> JobPiece | None:
    """Answer the next piece, and say that it is being done; None when none is left."""
    with transaction.atomic():
        if not _is_ours(job):
            return None
        piece = job.pieces.filter(is_done=False).defer("content").first()
        if piece is None:
            return None
        JobPiece.objects.filter(pk=piece.pk).update(tries=F("tries") + 1)
        doing = str(kind.doing) % {"name": piece.name}
        anew = {"done": 0} if kind.prepare else {}
        Job.objects.filter(pk=job.pk).update(doing=doing[:300], beat_at=timezone.now(), **anew)
    piece.refresh_from_db(fields=["tries"])
    return piece


def _do(job: Job, kind: Kind, piece: JobPiece) -> None:
    """Do one piece: what it makes, its result, and the count are committed together."""
    if kind.prepare is None:
        _keep(job, kind, piece)
        return
    with holding.hold(job.pk) as is_held:
        if not is_held:
            return
        try:
            prepared, error = _outcome(piece, partial(kind.prepare, piece, partial(_tell, job)))
        except StoppedError:
            return
        with prepared or nullcontext() as ready:
            _keep(job, kind, piece, ready, error=error)


def _keep(job: Job, kind: Kind, piece: JobPiece, *prepared: Any, error: str = "") -> None:
    with transaction.atomic():
        if not _is_ours(job):
            return
        piece.refresh_from_db()
        if piece.is_done:
            return
        step = transaction.atomic(partial(kind.step, piece, *prepared))
        found, piece.error = (None, error) if error else _outcome(piece, step)
        piece.result, piece.content, piece.is_done = found or {}, None, True
        piece.save(update_fields=["content", "is_done", "result", "error"])
        done = F("total") if kind.prepare else F("done") + 1
        Job.objects.filter(pk=job.pk).update(done=done, beat_at=timezone.now())


def _outcome(piece: JobPiece, work: Callable[[], Any]) -> tuple[Any, str]:
    """Answer what comes of `work` and "", or None and why; one that fails spoils no other.

    Raises StoppedError.
    """
    if piece.tries > MOST_TRIES:
        return None, gettext("It could not be read: the portal stopped each time it tried.")
    try:
        return work(), ""
    except StoppedError:
        raise
    except PieceFailedError as failed:
        return None, str(failed)[:500]
    except Exception:
        log.exception("%s of a job failed.", piece)
        return None, gettext("Something went wrong on our side. It has been logged.")


def _tell(job: Job, done: int) -> None:
    """Say how much of one long piece is done. Raises StoppedError when it is no longer ours."""
    ours = Job.objects.filter(pk=job.pk, lease=job.lease, state=State.RUNNING)
    if not ours.update(done=Least(Value(done), F("total")), beat_at=timezone.now()):
        raise StoppedError


def _is_ours(job: Job) -> bool:
    """Lock the row of `job`; whether the lease on it still holds."""
    rows = Job.objects.select_for_update(of=("self",)).filter(pk=job.pk, lease=job.lease)
    return rows.filter(state=State.RUNNING).exists()


def _end(job: Job) -> None:
    left = job.pieces.filter(is_done=False)
    with transaction.atomic():
        if _is_ours(job) and not left.exists():
            Job.objects.filter(pk=job.pk).update(
                state=State.DONE, ended_at=timezone.now(), doing="", lease=""
            )


def _forget_expired() -> None:
    ended = [State.DONE, State.CANCELLED]
    Job.objects.filter(state__in=ended, expires_at__lt=timezone.now()).delete()
