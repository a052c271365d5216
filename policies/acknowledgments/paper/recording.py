"""Record what was signed on paper: by human resources, from sheets with codes, with their scan.

Such a signature says that it was made on paper, who recorded it, the day on the sheet and the
moment of recording. Nobody records their own. The person is told by mail, and that mail is kept: a
sheet is worth what it says only if its signer hears that it was counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from district_portal import audit, mailing
from district_portal.district.current import today
from district_portal.permissions import visible
from policies.acknowledgments import signing
from policies.acknowledgments.models import Scan, Signature
from policies.acknowledgments.paper.looking_up import look_up
from policies.acknowledgments.paper.printing import MAY
from policies.acknowledgments.year_asked import asked_year

if TYPE_CHECKING:
    from accounts.models import Person
    from policies.acknowledgments.paper.looking_up import Line
    from policies.acknowledgments.paper.scanning import Scanned

MOST_LINES: Final = 300


class NothingReadyError(Exception):
    """None of the codes can be recorded; they were, or ended, in the meantime."""


class DayError(ValueError):
    """The day on the sheet is still to come, or lies before some were asked: `lines`."""

    def __init__(self, lines: Sequence[Line] = ()) -> None:
        super().__init__()
        self.lines = lines


@transaction.atomic
def record(
    typed: Iterable[str],
    *,
    by: Person,
    signed_on: dt.date,
    scan: Scanned,
    is_list: bool = False,
    at: dt.datetime | None = None,
) -> list[Signature]:
    """Record each code of `typed` that is ready as signed on paper; answers the new signatures.

    `signed_on` is the local day on the sheets, `scan` the file that shows them (of a list where
    `is_list`), `at` aware, now unless given. What was signed meanwhile is left alone. Raises
    DayError, and NothingReadyError where nothing is left to record; then nothing is kept.
    """
    at = at or timezone.now()
    ready = [line for line in look_up(typed, by=by) if line.is_ready]
    early = [line for line in ready if signed_on < line.first_day]
    if signed_on > today(at) or early:
        raise DayError(early)
    kept: Scan | None = None
    made = []
    for version, lines in _by_version(ready):
        signing.hold_still(version)
        people = [line.asked.person_id for line in lines]
        asked = _by_person(signing.waiting(version, people=people, at=at))
        year = asked_year(signed_on)
        closed = _by_person(signing.waiting(version, people=people, at=at, closed_in=year))
        for line in lines:
            open_ones = [
                row for row in asked.get(line.asked.person_id, []) if row.cycle in ("once", year)
            ]
            if line.asked.pk not in {row.pk for row in open_ones}:
                continue
            del asked[line.asked.person_id]
            kept = kept or _keep(scan, is_list=is_list, by=by, at=at)
            signature = _sign(line, kept, by=by, year=year, signed_on=signed_on, at=at)
            others = closed.get(line.asked.person_id, [])
            signing.fulfil(signature, asked=open_ones, closed=others, at=at)
            made.append(signature)
    if not made:
        raise NothingReadyError
    return made


def _by_version(lines: Sequence[Line]) -> list[tuple[Any, list[Line]]]:
    """The lines of each version; policies are locked in the order of their ids, as elsewhere."""
    found: dict[int, list[Line]] = {}
    for line in lines:
        found.setdefault(line.asked.version_id, []).append(line)
    pairs = [(some[0].asked.version, some) for some in found.values()]
    return sorted(pairs, key=lambda pair: (pair[0].policy_id, pair[0].pk))


def _by_person(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def _keep(scan: Scanned, *, is_list: bool, by: Person, at: dt.datetime) -> Scan:
    return Scan.objects.create(
        name=scan.name,
        kind=scan.kind,
        size=len(scan.content),
        sha256=scan.sha256,
        content=scan.content,
        is_list=is_list,
        kept_at=at,
        kept_by=by,
    )


def _sign(
    line: Line, scan: Scan, *, by: Person, year: str, signed_on: dt.date, at: dt.datetime
) -> Signature:
    """Write the signature, or answer the one of that school year that stands already."""
    person, version = line.asked.person, line.asked.version
    if standing := signing.standing(person, version, school_year=year):
        return standing
    signature = Signature.objects.create(
        person=person,
        version=version,
        school_year=year,
        instead_of=signing.mistaken(person, version, school_year=year),
        signed_at=at,
        version_sha256=version.sha256,
        statement=signing.statement(person, version),
        typed_name=person.full_name,
        name_matches=True,
        method=Signature.Method.PAPER,
        recorded_by=by,
        signed_on=signed_on,
        sheet=line.sheet,
        scan=scan,
    )
    _tell(signature, by=by, scan=scan)
    return signature


def _tell(signature: Signature, *, by: Person, scan: Scan) -> None:
    """Record the act, and write to the person in whose name it was recorded."""
    audit.record(
        "acknowledgments.recorded",
        by=by,
        on=signature,
        person=signature.person,
        after={
            "receipt": signature.receipt,
            "version_sha256": signature.version_sha256,
            "school_year": signature.school_year,
            "name_matches": signature.name_matches,
            "method": signature.method,
            "signed_on": signature.signed_on,
            "sheet": signature.sheet.code if signature.sheet else None,
            "scan_sha256": scan.sha256,
        },
        at=signature.signed_at,
    )
    mailing.queue(
        "signed_on_paper",
        key=f"signed:{signature.pk}",
        to=signature.person,
        context={
            "signature": signature,
            "version": signature.version,
            "link": reverse("acknowledgments:receipt", args=[signature.pk]),
        },
        in_doubt="hold",
    )


def recorded(*, by: Person) -> Any:
    """The signatures on paper that `by` may see, newest first, ready for a list."""
    rows = visible(Signature.objects.filter(method=Signature.Method.PAPER), by, MAY)
    shown = rows.select_related("person", "version__policy", "recorded_by", "mistake")
    return shown.defer("version__canonical_text", "version__alignment")
