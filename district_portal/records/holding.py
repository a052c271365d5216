"""Legal holds: what one is on is never disposed of, until it is lifted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    Window,
)
from django.db.models.functions import Cast, StrIndex, Upper
from django.db.models.lookups import IsNull
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person, Place, Posting
from district_portal import audit
from district_portal.district.current import today
from district_portal.permissions import can
from district_portal.records import locking
from district_portal.records.kinds import Kind, kinds, named
from district_portal.records.models import Hold, Lifting
from district_portal.ui.together import fetched

On = Hold.On
MOST = 20
"""Records of a kind that are named of those that a hold keeps."""


class HoldError(ValueError):
    """A hold that can't be placed; `field` is what is wrong, the message says why."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


class LiftedError(Exception):
    """Somebody else has lifted it."""


def known_to(reader: Person) -> Q:
    """Which holds `reader` may see: none on a record of which they may not know."""
    secret = [kind for kind in kinds() if kind.is_secret]
    found = ~Q(kind__in=[kind.name for kind in secret])
    for kind in secret:
        there = kind.known_to(reader).filter(pk=OuterRef("record"))
        found |= Q(Exists(there), kind=kind.name)
    return found


def binding() -> QuerySet[Hold]:
    """The holds that are not lifted."""
    return Hold.objects.filter(lifting=None)


def on(kind: Kind) -> QuerySet[Hold]:
    """The holds that bind a row of `kind`, for a subquery: the row is the outer one."""
    of_person = Q(pk__in=[])
    for column in kind.people:
        of_person |= Q(person=OuterRef(column))
    for row in kind.beside:
        path, model = row.part.path, row.part.model
        rows = model._default_manager.alias(named=Cast(row.column, TextField()))  # noqa: SLF001
        person = Cast(OuterRef("person"), TextField())
        theirs = rows.filter(named=person, **{path: OuterRef(OuterRef("pk"))})
        of_person |= Q(Exists(theirs))
    of_record = Q(kind=kind.name, record=OuterRef("pk"))
    for reach in kind.reached:
        linked = reach.linked().filter(pk=OuterRef("record"))
        of_record |= Q(kind=reach.kind) & Q(Exists(linked))
    holds = binding().annotate(found=StrIndex(Upper(OuterRef(kind.title)), Upper(F("word"))))
    of_word = Q(pk__in=[]) if kind.is_secret else Q(found__gt=0)
    return holds.filter(
        Q(on=On.RECORD) & of_record
        | Q(on=On.PERSON) & of_person
        | Q(on=On.PLACE) & _at_place(kind)
        | Q(on=On.WORD) & of_word
    )


def _at_place(kind: Kind) -> Q:
    """Which holds on a place bind a row of `kind`, for a subquery.

    What has no place lies in the whole district, and where the first of its people works or worked.
    """
    of_whom = OuterRef(OuterRef(kind.people[0]))
    posted = Posting.objects.annotate(lies=_lies(F("place"), OuterRef("place")))
    anywhere = Q(place__parent=None) | Q(Exists(posted.filter(person=of_whom, lies=Value(True))))
    if not kind.place:
        return anywhere
    there = _lies(OuterRef(kind.place), F("place"))
    return Q(there) | Q(IsNull(OuterRef(kind.place), True)) & anywhere


def _lies(place: Any, above: Any) -> Func:
    return Func(place, above, function="records_lies_at", output_field=BooleanField())


@transaction.atomic
def place(
    *,
    on: str,
    case_name: str,
    reason: str,
    held_since: dt.date,
    by: Person,
    at: dt.datetime | None = None,
    **what: Any,
) -> Hold:
    """Keep what the hold is on, whatever the schedule says.

    `on` is one of Hold.On, `what` names it: `kind` and `record` (its id), `person`, `place` or
    `word`. The same once more is the one that binds already. Raises HoldError.
    """
    at = at or timezone.now()
    case_name, reason = case_name.strip(), reason.strip()
    locking.take_turn()
    _check(on, case_name=case_name, reason=reason, by=by, **what)
    if held_since > today(at):
        raise HoldError("held_since", _("Enter a day that is not in the future"))
    there = binding().filter(on=on, case_name=case_name, **what).first()
    if there:
        return there
    placed = Hold.objects.create(
        on=on,
        case_name=case_name,
        reason=reason,
        held_since=held_since,
        placed_at=at,
        placed_by=by,
        **what,
    )
    if _is_secret(placed):
        audit.record("records.confidential_held", by=by, on=placed, at=at)
        return placed
    audit.record(
        "records.held",
        by=by,
        on=placed,
        person=placed.person,
        place=placed.place,
        after={"on": on, "record": placed.record, "word": placed.word},
        at=at,
    )
    return placed


@transaction.atomic
def lift(hold: Hold, *, reason: str, by: Person, at: dt.datetime | None = None) -> Lifting:
    """Let a hold bind no longer; the same twice is one. Raises HoldError, LiftedError."""
    at, reason = at or timezone.now(), reason.strip()
    if not reason:
        raise HoldError("reason", _("Say why it is lifted"))
    locking.take_turn()
    there = Lifting.objects.filter(hold=hold).first()
    if there:
        if (there.lifted_by_id, there.reason) == (by.pk, reason):
            return there
        raise LiftedError
    lifted = Lifting.objects.create(hold=hold, reason=reason, lifted_at=at, lifted_by=by)
    if _is_secret(hold):
        audit.record("records.confidential_hold_lifted", by=by, on=hold, at=at)
    else:
        person, where = hold.person, hold.place
        audit.record("records.hold_lifted", by=by, on=hold, person=person, place=where, at=at)
    return lifted


def _is_secret(hold: Hold) -> bool:
    """Whether it is on a record of which not everybody may know."""
    return bool(hold.kind) and named(hold.kind).is_secret


def _check(on: str, *, case_name: str, reason: str, by: Person, **what: Any) -> None:
    if not case_name:
        raise HoldError("case_name", _("Name the case"))
    if not reason:
        raise HoldError("reason", _("Say why it must be kept"))
    if on == On.WORD and not what.get("word", "").strip():
        raise HoldError("word", _("Enter the word"))
    if on == On.PERSON and not isinstance(what.get("person"), Person):
        raise HoldError("person", _("Choose the person"))
    if on == On.PLACE and not isinstance(what.get("place"), Place):
        raise HoldError("place", _("Choose the school or department"))
    if on == On.RECORD:
        kind = named(what["kind"])
        if not kind.known_to(by).filter(pk=what["record"]).exists():
            raise HoldError("record", _("There is no such record"))


@dataclass(frozen=True)
class Caught:
    """The records of one kind that a hold keeps: how many, and the first of them as (id, name)."""

    kind: Kind
    total: int
    first: list[tuple[int, str]]

    @property
    def others(self) -> int:
        """How many there are besides the first."""
        return self.total - len(self.first)


def caught(hold: Hold, *, reader: Person | None = None) -> list[Caught]:
    """What a hold that binds keeps, by kind of record, without those of which it keeps none.

    Nothing of which `reader` may not know. Which secret records a hold on a person or place keeps
    is shown to those alone who place holds, and of those alone with which they deal: of others it
    would say who does.
    """
    asked: list[tuple[Kind, QuerySet[Any]]] = []
    for kind in kinds():
        tells = hold.on == On.RECORD or reader is None or can(reader, "records.hold")
        if kind.is_secret and not tells:
            continue
        rows = kind.known_to(reader).filter(Exists(on(kind).filter(pk=hold.pk)))
        if hold.on != On.RECORD:
            rows = rows.filter(kind.handled_by(reader))
        counted = rows.annotate(in_all=Window(Count("pk"))).order_by("-pk")
        asked.append((kind, counted.values("pk", "in_all", record_name=F(kind.called))[:MOST]))
    found = zip(asked, fetched([rows for _kind, rows in asked]), strict=True)
    return [
        Caught(
            kind,
            there[0]["in_all"],
            [(row["pk"], kind.title_of(str(row["record_name"]))) for row in there],
        )
        for (kind, _rows), there in found
        if there
    ]


def would_catch(*, on: str, by: Person, **what: Any) -> list[Caught]:
    """What a hold on this would keep; it is placed, looked at, and taken back at once."""
    now = timezone.now()
    with transaction.atomic():
        tried = Hold.objects.create(
            on=on,
            case_name="-",
            reason="-",
            held_since=today(now),
            placed_at=now,
            placed_by=by,
            **what,
        )
        found = caught(tried, reader=by)
        transaction.set_rollback(True)
    return found


def in_words(hold: Hold) -> str:
    """What a hold is on, in words."""
    return with_words([hold])[0][1]


def with_words(holds: Iterable[Hold]) -> list[tuple[Hold, str]]:
    """Each hold with what it is on, in words; one statement for each kind of record."""
    rows = list(holds)
    names: dict[tuple[str, int | None], str] = {}
    for kind in kinds():
        if ids := {hold.record for hold in rows if hold.kind == kind.name}:
            there = kind.rows().filter(pk__in=ids).values_list("pk", kind.called)
            names |= {(kind.name, pk): name for pk, name in there}
    return [(hold, _words(hold, names)) for hold in rows]


def _words(hold: Hold, names: Mapping[tuple[str, int | None], str]) -> str:
    if hold.on == On.RECORD:
        return named(hold.kind).title_of(names.get((hold.kind, hold.record), str(hold.record)))
    if hold.on == On.WORD:
        return _("All with “%(word)s” in the title") % {"word": hold.word}
    return str(hold.person or hold.place)
