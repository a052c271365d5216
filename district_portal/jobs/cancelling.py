"""Whoever began long work that makes one thing may let it be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from district_portal import audit
from district_portal.jobs.kinds import kind_of
from district_portal.jobs.models import Job

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Person


class OverError(Exception):
    """The work is done, or was cancelled before."""


@transaction.atomic
def cancel(job: Job, *, by: Person, at: dt.datetime | None = None) -> None:
    """End `job`, of a kind that is prepared, before its time; nothing of it is kept.

    Its worker finds out with its next sign of life. `at` is aware, now unless given. Raises
    OverError when it has ended; a second time says the same.
    """
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if job.has_ended or not may_be_cancelled(job):
        raise OverError
    job.state, job.ended_at = Job.State.CANCELLED, at or timezone.now()
    job.doing = job.lease = ""
    job.save(update_fields=["state", "ended_at", "doing", "lease"])
    audit.record("jobs.cancelled", by=by, on=job, after={"kind": job.kind}, at=at)


def may_be_cancelled(job: Job) -> bool:
    """Whether `job` is of a kind that can be, and goes on."""
    return kind_of(job.kind).prepare is not None and not job.has_ended
