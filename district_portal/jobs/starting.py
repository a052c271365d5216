"""Begin long work: rows in the caller's transaction, and a worker is woken after it."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from district_portal import audit
from district_portal.jobs.kinds import kind_of
from district_portal.jobs.models import Job, JobPiece

if TYPE_CHECKING:
    from accounts.models import Person

log = logging.getLogger(__name__)

KEPT: Final = dt.timedelta(days=30)
"""How long one can look up what came of a job."""


@dataclass(frozen=True)
class Piece:
    """A file to work on; with `error` it is refused already, and only told.

    `given` is what else its kind needs to know of it, as plain JSON values.
    """

    name: str
    content: bytes | None = None
    error: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def start(
    kind: str,
    pieces: Iterable[Piece],
    *,
    by: Person,
    total: int | None = None,
    at: dt.datetime | None = None,
) -> Job:
    """Begin a job of that kind over `pieces`, in their order. Raises KeyError for no such kind.

    `total` is how much there is to do where a single piece takes long; else the number of pieces.
    """
    kind_of(kind)
    now = at or timezone.now()
    found = list(pieces)
    refused = sum(bool(piece.error) for piece in found)
    job = Job.objects.create(
        kind=kind,
        by=by,
        total=len(found) if total is None else total,
        done=refused,
        created_at=now,
        expires_at=now + KEPT,
    )
    for position, piece in enumerate(found):
        JobPiece.objects.create(
            job=job,
            position=position,
            name=piece.name[:255],
            content=None if piece.error else piece.content,
            is_done=bool(piece.error),
            error=piece.error[:500],
            given=dict(piece.given),
        )
    audit.record("jobs.started", by=by, on=job, after={"kind": kind, "pieces": len(found)}, at=at)
    transaction.on_commit(wake)
    return job


def latest(kind: str, *, by: Person, most: int = 5) -> list[Job]:
    """The jobs of that kind that `by` started last, newest first, until they are forgotten."""
    return list(Job.objects.filter(kind=kind, by=by).order_by("-pk")[:most])


def wake() -> None:
    """Tell a worker that there is work; when the broker is away, beat will do it soon."""
    from district_portal.jobs.tasks import work  # noqa: PLC0415 – tasks stand above rules

    try:
        work.apply_async(retry=False, expires=60)
    except OperationalError:
        log.warning("The broker does not answer; jobs wait for the next sweep.")
