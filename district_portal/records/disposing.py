"""Carry out what was confirmed: each record whole or not at all, every gate asked once more.

Only the command `dispose_records` does it, as the database's role for disposal (connecting.py):
the role of web and workers may delete none of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from district_portal import audit
from district_portal.district.current import today
from district_portal.district.keeping_words import in_own_language
from district_portal.records import gates, locking, reading
from district_portal.records.kinds import Kind, kinds, named
from district_portal.records.models import RunRecord, Schedule, Spared, Stop, Tombstone, Verdict
from district_portal.records.reading import Facts
from district_portal.records.removing import remove


@dataclass(frozen=True)
class Result:
    """What became of one record of a run: gone, or `why` it stays."""

    item: RunRecord
    gone: bool
    why: tuple[str, ...] = ()


def to_carry_out() -> list[RunRecord]:
    """The records of confirmed runs that are neither stopped, gone nor spared, in their order."""
    rows = RunRecord.objects.filter(
        run__verdict__outcome=Verdict.Outcome.CONFIRMED,
        run__stop=None,
        tombstone=None,
        spared=None,
    )
    order = {kind.name: number for number, kind in enumerate(kinds())}
    found = rows.select_related("run__proposed_by", "run__verdict__given_by")
    return sorted(found, key=lambda item: (order[item.kind], item.pk))


def dispose(*, dry_run: bool = False, at: dt.datetime | None = None) -> Iterator[Result]:
    """Dispose of what was confirmed, one record after the other, each in its own transaction.

    With `dry_run` nothing is changed. What a shut gate keeps is spared, and has to be proposed
    anew. Killed between two records, the next call goes on.
    """
    for item in to_carry_out():
        yield _try(item, dry_run=dry_run, at=at or timezone.now())


@in_own_language()
def _try(item: RunRecord, *, dry_run: bool, at: dt.datetime) -> Result:
    try:
        return _dispose_of(item, dry_run=dry_run, at=at)
    except IntegrityError:
        why = (_("Another record refers to it"),)
        return Result(item, gone=False, why=why) if dry_run else _spare(item, why, at=at)


@transaction.atomic
def _dispose_of(item: RunRecord, *, dry_run: bool, at: dt.datetime) -> Result:
    locking.take_turn()
    if Tombstone.objects.filter(item=item).exists():
        return Result(item, gone=True)
    if Stop.objects.filter(run=item.run_id).exists():
        return Result(item, gone=False, why=(_("Its disposal was stopped"),))
    if spared := Spared.objects.filter(item=item).first():
        return Result(item, gone=False, why=tuple(spared.gates))
    kind = named(item.kind)
    two = (item.run.proposed_by, item.run.verdict.given_by)
    why = _what_stops(kind, item.record, two=two, day=today(at))
    if dry_run or isinstance(why, tuple):
        stays = why if isinstance(why, tuple) else ()
        if dry_run:
            return Result(item, gone=not stays, why=stays)
        return _spare(item, stays, at=at)
    removed = remove(kind, item.record)
    tombstone = Tombstone.objects.create(
        item=item,
        kind=item.kind,
        record=item.record,
        name=item.name,
        digest=removed.digest,
        tables=removed.tables,
        emptied=removed.emptied,
        code=why.code,
        schedule=Schedule.objects.filter(number=why.schedule or 0).get(),
        proposed_by_id=item.run.proposed_by_id,
        confirmed_by_id=item.run.verdict.given_by_id,
        disposed_at=at,
    )
    _record(kind, tombstone, at=at)
    return Result(item, gone=True)


def _record(kind: Kind, stone: Tombstone, *, at: dt.datetime) -> None:
    told: dict[str, object] = {"record": stone.record}
    if kind.is_secret:
        audit.record("records.confidential_disposed", by=None, on=stone, after=told, at=at)
        return
    told |= {"kind": stone.kind, "digest": stone.digest}
    if not kind.stays:
        audit.record("records.disposed", by=None, on=stone, after=told, at=at)
        return
    told["emptied"] = stone.emptied
    somebody = Person.objects.get(pk=stone.record) if kind.table is Person else None
    audit.record("records.emptied", by=None, on=stone, person=somebody, after=told, at=at)


def _what_stops(
    kind: Kind, pk: int, *, two: tuple[Person, Person], day: dt.date
) -> tuple[str, ...] | Facts:
    """Why a record stays, its row held; what is said of it where nothing stops its going.

    Whoever proposed or confirmed may not have known that a secret one concerns them; nor do these
    words tell.
    """
    held = kind.table._base_manager.select_for_update(of=("self",))  # noqa: SLF001
    if not held.filter(pk=pk).values_list("pk").first():
        return (_("It is not there"),)
    row = gates.rows(kind).filter(pk=pk).first()
    if row is None:
        return (_("It is not there"),)
    if kind.is_secret and kind.rows().filter(kind.of(two[0]) | kind.of(two[1]), pk=pk).exists():
        return (_("It has to stay for now"),)
    facts = reading.facts(kind, row)
    shut = gates.shut(gates.look(facts, day=day))
    return tuple(answer.words for answer in shut) if shut else facts


@transaction.atomic
def _spare(item: RunRecord, why: tuple[str, ...], *, at: dt.datetime) -> Result:
    locking.take_turn()
    if Tombstone.objects.filter(item=item).exists():
        return Result(item, gone=True)
    spared, new = Spared.objects.get_or_create(
        item=item, defaults={"gates": list(why), "spared_at": at}
    )
    if new:
        is_secret = named(item.kind).is_secret
        told = {"record": item.record}
        more = {} if is_secret else {"kind": item.kind, "why": list(why)}
        audit.record(
            "records.confidential_spared" if is_secret else "records.spared",
            by=None,
            on=spared,
            after={**told, **more},
            at=at,
        )
    return Result(item, gone=False, why=why)
