"""A sheet comes in: kept, read, staged and compared, at once or, when it is large, by a worker."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from accounts.roster.comparing import compare
from accounts.roster.holding_still import EndedError, hold
from accounts.roster.models import Run
from accounts.roster.oneroster import supplementing
from accounts.roster.reading import read
from accounts.roster.staging import stage
from district_portal import audit
from district_portal.district.current import today

if TYPE_CHECKING:
    from accounts.models import Person
    from accounts.roster.reading import Sheet

LARGE_ROWS: Final = 5_000
LARGE_BYTES: Final = 1024 * 1024
"""From here on a worker reads the file while its owner does something else."""


@dataclass(frozen=True)
class File:
    """A file as it came."""

    name: str
    content: bytes


def is_large(content: bytes) -> bool:
    """Whether nobody should wait for a page that reads this."""
    return len(content) > LARGE_BYTES or content.count(b"\n") > LARGE_ROWS


@transaction.atomic
def bring(
    files: Sequence[File],
    *,
    source: str,
    by: Person | None,
    kind: str = Run.Kind.SHEET,
    whole: bool = True,
    at: dt.datetime | None = None,
) -> Run:
    """A run for `files`, which are kept with it while there is one of them; nothing is read yet.

    `whole` files say who has left by leaving them out. `at` is aware, now unless given.
    """
    at = at or timezone.now()
    digest = hashlib.sha256()
    for file in files:
        digest.update(hashlib.sha256(file.content).digest() if len(files) > 1 else file.content)
    run = Run.objects.create(
        kind=kind,
        source=source,
        files=[file.name[:255] for file in files],
        content=files[0].content if len(files) == 1 else None,
        digest=digest.hexdigest(),
        whole=whole,
        by=by,
        created_at=at,
    )
    audit.record("roster.brought", by=by, on=run, after={"sha256": run.digest}, at=at)
    return run


@transaction.atomic
def look(
    run: Run,
    sheets: Sequence[Sheet] | None = None,
    *,
    matching: Mapping[str, str] | None = None,
    at: dt.datetime | None = None,
) -> Run:
    """Stage and compare `sheets`, or the file that `run` keeps, read by `matching`; it waits then.

    Done again, it replaces what was staged. Raises ValueError when the run keeps no file.
    """
    read_in(run, sheets, matching=matching)
    return show(run, at=at)


@transaction.atomic
def read_in(
    run: Run,
    sheets: Sequence[Sheet] | None = None,
    *,
    matching: Mapping[str, str] | None = None,
) -> None:
    """The first half of `look`: what the files say is staged."""
    if sheets is None:
        if run.content is None:
            raise ValueError(f"run {run.pk} keeps no file")
        sheets = [_read(run, bytes(run.content), matching)]
    stage(run, sheets)


def _read(run: Run, content: bytes, matching: Mapping[str, str] | None) -> Sheet:
    if run.kind == Run.Kind.ONEROSTER:
        return supplementing.read(content, on=today())
    return read(content, name=run.files[0], matching=matching)


def read_beside(run: Run) -> None:
    """What OneRoster adds depends on what the roster holds: read it anew before comparing."""
    if run.kind == Run.Kind.ONEROSTER and run.content is not None:
        read_in(run)


@transaction.atomic
def show(run: Run, *, at: dt.datetime | None = None) -> Run:
    """The second half of `look`: what is staged is compared, and the run waits with the result."""
    compare(run, at=at)
    if run.state != Run.State.WAITING:
        run.state = Run.State.WAITING
        run.save(update_fields=["state"])
    return run


@transaction.atomic
def look_again(run: Run, *, at: dt.datetime | None = None) -> Run:
    """Compare a run that waits, or got stuck, with the roster as it is now.

    Raises EndedError for one that has had its turn, or was never read.
    """
    run = hold(run)
    if run.state == Run.State.READING or run.has_ended:
        raise EndedError(run)
    read_beside(run)
    return show(run, at=at)
