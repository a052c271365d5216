"""A sheet comes in, is looked at, and is taken in: all that was shown, or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from approvals.claiming.comparing import Compared, compare
from approvals.claiming.models import Act, ExistingAccount, Sheet
from approvals.claiming.reading import Read
from district_portal import audit
from district_portal.district.current import today
from district_portal.district.keeping_words import in_own_language

State = ExistingAccount.State


class EndedError(Exception):
    """The sheet was taken in or discarded in the meantime."""


class ChangedError(Exception):
    """The sheet compares otherwise than the page showed, or has rows to be corrected."""


@transaction.atomic
def bring(
    read: Read,
    *,
    name: str,
    content: bytes,
    by: Person,
    instead_of: int = 0,
    at: dt.datetime | None = None,
) -> Sheet:
    """Keep the lines of a file until somebody says what becomes of them; no account is listed.

    The same file brought again while it waits is the same sheet. A waiting sheet with the id
    `instead_of` is discarded: this one is it, corrected.
    """
    at = at or timezone.now()
    digest = hashlib.sha256(content).hexdigest()
    before = Sheet.objects.select_for_update().filter(pk=instead_of, state=Sheet.State.WAITING)
    if former := before.exclude(digest=digest).first():
        _end(former, Sheet.State.DISCARDED, added=0, by=by, at=at)
    there = Sheet.objects.filter(state=Sheet.State.WAITING, digest=digest).first()
    if there:
        return there
    sheet = Sheet.objects.create(
        name=name[:255],
        digest=digest,
        left_out=read.left_out,
        lines=read.lines,
        rows=len(read.lines),
        brought_at=at,
        brought_by=by,
    )
    audit.record("existing_sheets.brought", by=by, on=sheet, after={"sha256": digest}, at=at)
    return sheet


@transaction.atomic
def take_in(
    sheet: Sheet, *, seen: str, doubtful: bool, by: Person, at: dt.datetime | None = None
) -> Sheet:
    """List every new account of the sheet, and those in doubt where they are wanted; all at once.

    `seen` is the fingerprint of the comparison that the page showed. What somebody else listed at
    the same moment stays theirs, so that an address is listed once. The other rows are noted on
    the sheet (`set_aside`). Nobody is mailed by this: reminding.sweep asks. Raises EndedError and
    ChangedError.
    """
    at = at or timezone.now()
    held = _hold(sheet)
    comparison = compare(held, day=today(at))
    if comparison.fingerprint != seen or comparison.faulty:
        raise ChangedError
    lines = comparison.to_take(doubtful=doubtful)
    with in_own_language():
        kept = compare(held, day=today(at)).lines
    made = _list(lines, sheet=held, by=by, at=at)
    taken = {line.row for line in lines}
    held.set_aside = [line.told() for line in kept if line.row not in taken]
    return _end(held, Sheet.State.TAKEN, added=made, by=by, at=at)


@transaction.atomic
def discard(sheet: Sheet, *, by: Person, at: dt.datetime | None = None) -> Sheet:
    """Throw a waiting sheet away; nothing of it is listed. Raises EndedError."""
    return _end(_hold(sheet), Sheet.State.DISCARDED, added=0, by=by, at=at or timezone.now())


@transaction.atomic
def list_not_official(
    facts: dict[str, Any], *, by: Person, at: dt.datetime | None = None
) -> ExistingAccount | None:
    """List one account that an organization runs; None where its address is listed already.

    `facts` are fields of ExistingAccount, `run_by` among them.
    """
    at = at or timezone.now()
    row = _row(facts, sheet=None, at=at)
    ExistingAccount.objects.bulk_create([row], ignore_conflicts=True)
    made = ExistingAccount.objects.filter(
        address_key=row.address_key, listed_at=at, state=row.state, acts=None
    ).first()
    if made is None:
        return None
    Act.objects.create(account=made, what=Act.What.NOT_OFFICIAL, text=made.run_by, at=at, by=by)
    after = {"state": made.state}
    audit.record("existing.listed", by=by, on=made, place=made.place, after=after, at=at)
    return made


def _list(lines: list[Compared], *, sheet: Sheet, by: Person, at: dt.datetime) -> int:
    rows = [_row(line.facts, sheet=sheet, at=at) for line in lines]
    rows.sort(key=lambda row: row.address_key)
    ExistingAccount.objects.bulk_create(rows, ignore_conflicts=True)
    made = list(sheet.accounts.order_by("pk"))
    Act.objects.bulk_create(
        Act(
            account=row,
            what=Act.What.LISTED,
            text=row.run_by,
            person_id=row.person_id,
            at=at,
            by=by,
        )
        for row in made
    )
    return len(made)


def _row(facts: dict[str, Any], *, sheet: Sheet | None, at: dt.datetime) -> ExistingAccount:
    person = facts.get("person")
    state = State.NOT_OFFICIAL if facts["run_by"] else State.ASKED if person else State.BACK
    asked_on = today(at) if state == State.ASKED else None
    return ExistingAccount(
        **facts, sheet=sheet, state=state, listed_at=at, changed_at=at, asked_on=asked_on
    )


def _hold(sheet: Sheet) -> Sheet:
    held = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if held.state != Sheet.State.WAITING:
        raise EndedError
    return held


def _end(held: Sheet, state: Sheet.State, *, added: int, by: Person, at: dt.datetime) -> Sheet:
    held.state, held.added, held.lines = state, added, []
    held.ended_at, held.ended_by = at, by
    held.save()
    audit.record(
        "existing_sheets.taken" if state == Sheet.State.TAKEN else "existing_sheets.discarded",
        by=by,
        on=held,
        after={"added": added},
        at=at,
    )
    return held
