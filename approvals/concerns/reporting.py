"""Report a concern: a draft that is kept and may wait, then sent in one step."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from typing import TypedDict

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import Person, Place
from approvals.concerns import clocks, filing, numbering, sealing, seating
from approvals.concerns.filing import Filed
from approvals.concerns.models import Concern, DraftFile, Evidence, Statement, StudentName
from approvals.concerns.records import is_held
from district_portal import audit
from district_portal.district.current import current, today
from district_portal.records import locking

State = Concern.State
DRAFT, STATEMENT, STUDENT = "draft", "statement", "student"
"""The fields of a concern's words, to which what is sealed is bound."""


class Told(TypedDict):
    """What a reporter tells, in their words; all but `student` is the statement."""

    what: str
    when: str
    where: str
    links: str
    student: str


NOTHING = Told(what="", when="", where="", links="", student="")


class ReportError(ValueError):
    """It can't be sent; the message is a sentence for the reporter, `field` where it belongs."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NobodyToReceiveError(Exception):
    """Nobody at all is left who could receive it."""


class SentError(Exception):
    """It was sent already; `concern` is what became of it."""

    def __init__(self, concern: Concern) -> None:
        super().__init__(str(concern))
        self.concern = concern


class ChangedError(Exception):
    """Another window of the reporter has saved it otherwise; `concern` is as it is by now."""

    def __init__(self, concern: Concern) -> None:
        super().__init__(str(concern.once))
        self.concern = concern


@sensitive_variables()
@transaction.atomic
def save(
    kind: Concern.Kind,
    *,
    by: Person,
    once: uuid.UUID,
    told: Told,
    place: Place | None = None,
    about: Person | None = None,
    files: Sequence[Filed] = (),
    seen: str | None = None,
    at: dt.datetime | None = None,
) -> Concern:
    """Keep what was typed under the number of its form, for nobody but `by`; twice is one draft.

    `files` are added to those it has; `seen` is the mark of the draft as the page showed it, where
    one did. Raises SentError when it was sent meanwhile, ChangedError where another window has
    saved something else since, FileError for too many files or bytes, and Concern.DoesNotExist
    when the number is somebody else's.
    """
    at = at or timezone.now()
    made, is_new = Concern.objects.get_or_create(
        once=once, defaults={"kind": kind, "reporter": by, "saved_at": at}
    )
    concern = seating.lock(made.pk)
    _hold_draft(concern, by=by)
    if is_new:
        sealing.give_key(concern, at=at)
        audit.record("concerns.begun", by=by, on=concern, at=at)
    is_the_same = (
        not is_new
        and concern.kind == kind
        and _settles(concern, place, about)
        and draft(concern) == told
    )
    if not (is_new or is_the_same or seen is None or seen == mark(concern)):
        raise ChangedError(concern)
    concern.kind, concern.place, concern.about = kind, place, about
    concern.posting = by.posting
    if not is_the_same:
        concern.draft = sealing.seal_json(concern, told, field=DRAFT)
    concern.saved_at, concern.chased_at = at, None
    concern.save()
    filing.keep(concern, files, model=DraftFile, by=by, at=at)
    return concern


@sensitive_variables()
def draft(concern: Concern) -> Told:
    """What was typed so far. Raises SealedError."""
    if concern.draft is None:
        return NOTHING
    told: Told = sealing.open_json(concern, concern.draft, field=DRAFT)
    return told


def mark(concern: Concern) -> str:
    """A short text that differs once something else was saved, and says nothing of the words."""
    held = f"{concern.place_id} {concern.about_id} ".encode() + bytes(concern.draft or b"")
    return hashlib.sha256(held).hexdigest()[:16]


def mark_with_files(seen: str, keys: Iterable[uuid.UUID]) -> str:
    """The mark of a draft that is `seen` so, with these files."""
    return f"{seen}.{hashlib.sha256(''.join(sorted(map(str, keys))).encode()).hexdigest()[:16]}"


@sensitive_variables()
def was_sent_so(
    concern: Concern,
    told: Told,
    *,
    place: Place | None,
    about: Person | None,
    files: Sequence[Filed] = (),
) -> bool:
    """Whether what was sent is what another window of its reporter tells. Raises SealedError.

    A student's name that is kept no longer can't be compared.
    """
    kept = StudentName.objects.filter(concern=concern).first()
    name = sealing.open_(concern, kept.name, field=STUDENT) if kept else ""
    student = told["student"].strip()
    rows = concern.evidence.filter(added_by=concern.reporter).only("key", "facts")
    known = {filing.facts(concern, row)["sha256"] for row in rows}
    return (
        _settles(concern, place, about)
        and statement(concern) == {**told, "student": ""}
        and student in (name, "")
        and {file.sha256 for file in files} <= known
    )


@sensitive_variables()
def statement(concern: Concern) -> Told:
    """What was reported, without the student's name. Raises SealedError."""
    told: Told = sealing.open_json(concern, concern.statement.content, field=STATEMENT)
    return told


@sensitive_variables()
@transaction.atomic
def send(concern: Concern, *, by: Person, at: dt.datetime | None = None) -> Concern:
    """Send a draft to those who receive it today, who are told at once.

    One that was sent already is left as it is. Raises ReportError when nothing is told,
    NobodyToReceiveError when nobody could receive it, and Concern.DoesNotExist for a stranger.
    """
    at = at or timezone.now()
    held = seating.lock(concern.pk)
    try:
        _hold_draft(held, by=by)
    except SentError:
        return held
    told = draft(held)
    if not told["what"].strip():
        raise ReportError(_("Say what happened"), "what")
    _open(held, told, at=at)
    if not seating.seat(held, at=at):
        raise NobodyToReceiveError
    clocks.start(held, moment="sent", at=at)
    audit.record("concerns.sent", by=by, on=held, at=at)
    return held


@transaction.atomic
def take_out(concern: Concern, key: uuid.UUID, *, by: Person) -> None:
    """Take a file out of a draft, for good; twice is harmless. Raises SentError."""
    held = seating.lock(concern.pk)
    _hold_draft(held, by=by)
    held.draft_files.filter(key=key).delete()


@transaction.atomic
def discard(
    concern: Concern, *, by: Person, seen: str | None = None, at: dt.datetime | None = None
) -> None:
    """Throw a draft away with its files and its key; twice is harmless.

    While a legal hold keeps it, it is out of its reporter's sight and reach alone: that it can't be
    thrown away would tell them of a hold on themselves, or on whomever they name in a draft.
    `seen` is its mark, with the files, as the page showed it. Raises SentError, and ChangedError
    where another window has saved something else since.
    """
    locking.take_turn()
    rows = Concern.objects.filter(pk=concern.pk, discarded_at=None)
    held = rows.select_for_update().first()
    if held is None:
        return
    _hold_draft(held, by=by)
    keys = held.draft_files.values_list("key", flat=True)
    if seen is not None and seen != mark_with_files(mark(held), keys):
        raise ChangedError(held)
    audit.record("concerns.discarded", by=by, on=held, at=at)
    if rows.filter(is_held()).exists():
        held.once, held.discarded_at = uuid.uuid4(), at or timezone.now()
        held.save(update_fields=["once", "discarded_at"])
    else:
        held.delete()


def _settles(concern: Concern, place: Place | None, about: Person | None) -> bool:
    """Whether it is at that place and about that person."""
    ids = (place.pk if place else None, about.pk if about else None)
    return (concern.place_id, concern.about_id) == ids


def _hold_draft(concern: Concern, *, by: Person) -> None:
    if concern.reporter_id != by.pk or concern.discarded_at:
        raise Concern.DoesNotExist
    if concern.state != State.DRAFT:
        raise SentError(concern)


@sensitive_variables()
def _open(concern: Concern, told: Told, *, at: dt.datetime) -> None:
    """Turn the draft into a concern that was sent: numbered, its words and files frozen."""
    day = today(at)
    concern.number = numbering.new_number(day.year)
    concern.state, concern.draft, concern.level = State.OPEN, None, 1
    concern.posting = concern.reporter.posting
    concern.sent_at = concern.asked_at = concern.saved_at = at
    concern.save()
    student = told["student"].strip()
    said = Told(**{**told, "student": ""})
    content = sealing.seal_json(concern, said, field=STATEMENT)
    Statement.objects.create(concern=concern, content=content, sent_at=at)
    if student:
        days = dt.timedelta(days=current().concern_names_days)
        name = sealing.seal(concern, student, field=STUDENT)
        StudentName.objects.create(concern=concern, name=name, keep_until=day + days)
    _move_files(concern)


def _move_files(concern: Concern) -> None:
    """The files of the draft become evidence, as they were sealed; they stay in the database."""
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(field.attname) for field in DraftFile._meta.concrete_fields)  # noqa: SLF001
    kept, moved = (quoted(model._meta.db_table) for model in (DraftFile, Evidence))  # noqa: SLF001
    statement = f"INSERT INTO {moved} ({names}) SELECT {names} FROM {kept} WHERE concern_id = %s"  # noqa: S608 – our own tables
    with connection.cursor() as cursor:
        cursor.execute(statement, [concern.pk])
    concern.draft_files.all().delete()
