"""Do long work, one piece after the other, each in one transaction with its result.

The row of a job is locked while a piece is worked on, so no two workers do the same piece. When a
worker is killed, its transaction is gone: the piece waits still, and the job is taken over once
its sign of life is old.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
import uuid
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext

from district_portal.jobs.kinds import Kind, PieceFailedError, kind_of
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
        Job.objects.filter(pk=job.pk).update(doing=doing[:300], beat_at=timezone.now())
    return piece


def _do(job: Job, kind: Kind, piece: JobPiece) -> None:
    """Do one piece: what it makes, its result, and the count are committed together."""
    with transaction.atomic():
        if not _is_ours(job):
            return
        piece.refresh_from_db()
        if piece.is_done:
            return
        piece.result, piece.error = _outcome(kind, piece)
        piece.content, piece.is_done = None, True
        piece.save(update_fields=["content", "is_done", "result", "error"])
        Job.objects.filter(pk=job.pk).update(done=F("done") + 1, beat_at=timezone.now())


def _outcome(kind: Kind, piece: JobPiece) -> tuple[dict[str, object], str]:
    """Answer the result of a piece and "", or nothing and why; one that fails spoils no other."""
    if piece.tries > MOST_TRIES:
        return {}, gettext("It could not be read: the portal stopped each time it tried.")
    try:
        with transaction.atomic():
            return kind.step(piece), ""
    except PieceFailedError as failed:
        return {}, str(failed)[:500]
    except Exception:
        log.exception("%s of a job failed.", piece)
        return {}, gettext("Something went wrong on our side. It has been logged.")


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
    Job.objects.filter(state=State.DONE, expires_at__lt=timezone.now()).delete()
