"""What is added to a concern that was sent: files of who deals with it, more of its reporter.

Files are looked at, sealed and frozen like those of the report. Its reporter sees their own alone.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import Person
from approvals.concerns import filing, handling, notifying, seating
from approvals.concerns.filing import Filed, FileError
from approvals.concerns.handling import ActError
from approvals.concerns.models import Act, Concern, Evidence
from district_portal import audit

State, What = Concern.State, Act.What


@transaction.atomic
@sensitive_variables()
def add_files(
    concern: Concern,
    files: Sequence[Filed],
    *,
    by: Person,
    text: str = "",
    once: uuid.UUID,
    at: dt.datetime | None = None,
) -> Act:
    """Add files as evidence, also where it is closed; `text` says what they are.

    `once` numbers the form, so that one sent twice is one act. Raises ActError without a file that
    is not there yet, and for more than MOST_KEPT or MOST_IN_ALL; Concern.DoesNotExist for somebody
    who doesn't deal with it any more.
    """
    at = at or timezone.now()
    held = handling.hold(concern, by=by)
    if known := handling.recorded(held, once, by=by):
        return known
    if not _keep(held, files, by=by, at=at, own=False):
        raise ActError(_("Choose a file that is not there yet"), "pictures")
    audit.record("concerns.file_added", by=by, on=held, after={"files": len(files)}, at=at)
    return handling.write(What.FILED, held, by=by, text=text, once=once, at=at)


@transaction.atomic
@sensitive_variables()
def tell_more(
    concern: Concern,
    *,
    by: Person,
    text: str = "",
    files: Sequence[Filed] = (),
    once: uuid.UUID,
    at: dt.datetime | None = None,
) -> Act:
    """Let its reporter add words or files while it is open; it is unread again to all who have it.

    They are told at once, and it goes up like a new one; what nobody had read goes up when it would
    have without. Raises ActError for nothing new, too many files, and where it is closed;
    Concern.DoesNotExist for anybody but its reporter.
    """
    at = at or timezone.now()
    held = seating.lock(concern.pk)
    if held.reporter_id != by.pk or held.state == State.DRAFT:
        raise Concern.DoesNotExist
    if known := handling.recorded(held, once, by=by):
        return known
    if held.state == State.CLOSED:
        raise ActError(_("It was closed meanwhile. Report what is new once more."))
    if not _keep(held, files, by=by, at=at, own=True) and not text.strip():
        raise ActError(_("Write what is new, or choose a file that is not there yet"), "text")
    if not seating.is_unread(held):
        held.asked_at = at
        held.save(update_fields=["asked_at"])
    act = handling.write(What.TOLD_MORE, held, by=by, text=text, once=once, at=at)
    audit.record("concerns.told_more", by=by, on=held, at=at)
    _ask_again(held, act, at=at)
    return act


def _ask_again(concern: Concern, act: Act, *, at: dt.datetime) -> None:
    """Let everybody who has it read it anew, those who should by now too."""
    by = concern.reporter
    seating.renew(concern, but=by, at=at)
    new = {row.pk for row in seating.seat(concern, at=at)}
    others = [row for row in seating.living(concern) if row.pk not in new and row.person != by]
    notifying.ask_to_read(others, concern=concern, turn=f"more {act.pk}", more=True)


@sensitive_variables()
def _keep(
    concern: Concern, files: Sequence[Filed], *, by: Person, at: dt.datetime, own: bool
) -> int:
    most, in_all = filing.MOST_KEPT, filing.MOST_IN_ALL
    try:
        return filing.keep(
            concern, files, model=Evidence, by=by, at=at, own=own, most=most, most_bytes=in_all
        )
    except FileError as refused:
        raise ActError(str(refused), "pictures") from refused
