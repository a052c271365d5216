"""What those who deal with a concern do, and record: each act with its time, author and words."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import Person
from approvals.concerns import clocks, sealing, seating
from approvals.concerns.models import Act, Clock, Concern
from district_portal import audit
from district_portal.permissions import can

What, State = Act.What, Concern.State
OFFERED: Final = (
    What.TALKED,
    What.SECURED,
    What.PARENTS,
    What.TITLE_IX,
    What.POLICE,
    What.NOTED,
)
"""What anybody who deals with a concern may record, in the order in which it is offered."""
BEFORE: Final = dt.timedelta(days=30)
"""So long before the report what was done about it can lie: a call first, the form later."""


class ActError(ValueError):
    """It can't be recorded; the message is a sentence for the person, `field` where it belongs."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
@sensitive_variables()
def record(
    what: Act.What,
    concern: Concern,
    *,
    by: Person,
    text: str,
    done_at: dt.datetime | None = None,
    once: uuid.UUID,
    at: dt.datetime | None = None,
) -> Act:
    """Record one of OFFERED, with its words; it ends the clocks that it meets.

    `done_at` is when it was done, if that was earlier; `once` numbers the form, so that one sent
    twice is one act. Raises ActError without words, for a time to come or BEFORE
    it was sent, and where the concern is closed (a note can be added to that as well).
    Raises Concern.DoesNotExist for somebody who doesn't deal with it any more.
    """
    at = at or timezone.now()
    held = hold(concern, by=by)
    if known := recorded(held, once, by=by):
        return known
    if held.state == State.CLOSED and what != What.NOTED:
        raise ActError(_("It is closed. Open it again first, or add a note."))
    if not text.strip():
        noted = what == What.NOTED
        raise ActError(_("Write the note") if noted else _("Say what was done"), "text")
    if done_at and not (held.sent_at and held.sent_at - BEFORE <= done_at <= at):
        words = _("Enter a time that has passed, at most %(n)d days before the report")
        raise ActError(words % {"n": BEFORE.days}, "done_at")
    act = write(what, held, by=by, text=text, done_at=done_at, once=once, at=at)
    clocks.end_by(act)
    audit.record("concerns.acted", by=by, on=held, at=at)
    return act


@transaction.atomic
@sensitive_variables()
def does_not_apply(
    clock: Clock, *, by: Person, reason: str, once: uuid.UUID, at: dt.datetime | None = None
) -> Act:
    """Say that a duty of the state pack doesn't apply to this concern, and why.

    Where the pack asks something before it, all duties that hang on the same answer end with it.

    Raises ActError without a reason, or where it has ended meanwhile; Concern.DoesNotExist.
    """
    at = at or timezone.now()
    held = hold(clock.concern, by=by)
    if known := recorded(held, once, by=by):
        return known
    if not reason.strip():
        raise ActError(_("Say why it doesn’t apply"), "reason")
    if not clocks.running(held).filter(pk=clock.pk).exists():
        raise ActError(_("Somebody has recorded something about this duty meanwhile: see below."))
    act = write(What.NOT_DUE, held, by=by, text=reason, once=once, at=at)
    clocks.same_question(clock).update(act=act)
    audit.record("concerns.acted", by=by, on=held, at=at)
    return act


def hold(concern: Concern, *, by: Person) -> Concern:
    """The concern, locked, for somebody who may still deal with it.

    Raises Concern.DoesNotExist for anybody else.
    """
    held = seating.lock(concern.pk)
    if not can(by, "concerns.handle", held):
        raise Concern.DoesNotExist
    return held


def note_reading(concern: Concern, *, by: Person, at: dt.datetime) -> bool:
    """Note that `by` read it, and start the clocks that the first reading starts while it is open.

    Answers whether it was the first reading of a receiver. The caller holds the concern's lock.
    """
    was_read = concern.receivers.filter(read_at__isnull=False).exists()
    seat = concern.receivers.filter(person=by, ended_at=None, read_at=None)
    is_first = bool(seat.update(read_at=at))
    if not was_read and concern.state == State.OPEN and can(by, "concerns.handle", concern):
        clocks.start(concern, moment="read", at=at)
    return is_first


def recorded(concern: Concern, once: uuid.UUID, *, by: Person) -> Act | None:
    """What the form `once` has recorded already. Raises ActError where it is somebody else's."""
    known = concern.acts.filter(once=once).first()
    if known and known.by_id != by.pk:
        raise ActError(
            _("Nothing was recorded: this page is somebody else’s. Load the page again.")
        )
    return known


@sensitive_variables()
def write(
    what: Act.What,
    concern: Concern,
    *,
    by: Person,
    text: str = "",
    person: Person | None = None,
    done_at: dt.datetime | None = None,
    once: uuid.UUID,
    at: dt.datetime,
) -> Act:
    """Write down an act, its words sealed; the caller holds the concern's lock and records it.

    The trail doesn't tell which act it was: that alone would say what a concern is about.
    """
    said = text.strip().replace("\r\n", "\n")
    return Act.objects.create(
        concern=concern,
        what=what,
        text=sealing.seal(concern, said, field=_field(once)) if said else None,
        person=person,
        once=once,
        done_at=done_at,
        at=at,
        by=by,
    )


@sensitive_variables()
def words(concern: Concern, act: Act) -> str:
    """The words of an act of that concern; empty where it has none. Raises SealedError."""
    if act.text is None or act.once is None:
        return ""
    return sealing.open_(concern, act.text, field=_field(act.once))


def _field(once: uuid.UUID) -> str:
    return f"act {once}"
