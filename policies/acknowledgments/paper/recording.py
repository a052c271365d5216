"""Record what was signed on paper: by human resources, from sheets with codes, with their scan.

Such a signature says that it was made on paper, who recorded it, the day on the sheet and the
moment of recording. Nobody records their own. The person is told by mail, and that mail is kept: a
sheet is worth what it says only if its signer hears that it was counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district_portal import audit, mailing
from district_portal.district.current import today
from district_portal.permissions import visible
from district_portal.ui.dates import date_in_words
from policies.acknowledgments import signing
from policies.acknowledgments.models import Assignment, Scan, Sheet, Signature
from policies.acknowledgments.paper import coding
from policies.acknowledgments.paper.printing import MAY
from policies.acknowledgments.year_asked import asked_year

if TYPE_CHECKING:
    from accounts.models import Person
    from policies.acknowledgments.paper.scanning import Scanned

MOST_LINES: Final = 300


class State(models.TextChoices):
    """What a code stands for now; only what is READY can be recorded."""

    READY = "ready", _("Will be recorded")
    SIGNED = "signed", _("Already signed")
    SUPERSEDED = "superseded", _("Superseded: a newer version is asked for, or a newer year")
    OVER = "over", _("No longer asked for")
    CLOSED = "closed", _("Closed without a signature")
    OWN = "own", _("Your own: somebody else must record it")
    ELSEWHERE = "elsewhere", _("Somebody of a building that you do not see")
    UNKNOWN = "unknown", _("Unknown: no sheet was printed with this code")
    MISTYPED = "mistyped", _("Mistyped: no code looks like this")
    TWICE = "twice", _("Stands above already")


_ENDED: Final = {
    "": State.READY,
    Assignment.Ended.SIGNED: State.SIGNED,
    Assignment.Ended.SUPERSEDED: State.SUPERSEDED,
    Assignment.Ended.RULE: State.OVER,
    Assignment.Ended.LEFT: State.OVER,
}
HIDDEN: Final = (State.ELSEWHERE, State.UNKNOWN, State.MISTYPED, State.TWICE)


@dataclass(frozen=True)
class Line:
    """One code as it was typed, the number of its line, what it stands for, and its sheet.

    The sheet is None wherever whoever asks may not know it.
    """

    number: int
    typed: str
    state: State
    sheet: Sheet | None = None

    @property
    def is_ready(self) -> bool:
        return self.state == State.READY

    @property
    def words(self) -> str:
        """What becomes of it, or why nothing does, with the day and the receipt if it is signed."""
        asked = self.asked
        if self.state == State.SIGNED and asked and asked.signature:
            day = date_in_words(asked.signature.signed_on or asked.signature.signed_at)
            words = {"day": day, "receipt": asked.signature.receipt}
            return gettext("Already signed on %(day)s, receipt %(receipt)s") % words
        if self.state == State.CLOSED and asked:
            how = asked.get_ended_why_display()
            return gettext("Closed without a signature: %(how)s") % {"how": how}
        return str(self.state.label)

    @property
    def asked(self) -> Assignment | None:
        """What the sheet was printed for."""
        return self.sheet.assignment if self.sheet else None


class NothingReadyError(Exception):
    """None of the codes can be recorded; they were, or ended, in the meantime."""


class DayError(ValueError):
    """The day on the sheet is still to come, or lies before some were asked: `lines`."""

    def __init__(self, lines: Sequence[Line] = ()) -> None:
        super().__init__()
        self.lines = lines


def look_up(typed: Iterable[str], *, by: Person) -> list[Line]:
    """What each code stands for, for `by`; empty ones are left out but counted as lines."""
    found: dict[int, str] = {}
    wrong: set[int] = set()
    texts = {n: text.strip() for n, text in enumerate(typed, start=1) if text.strip()}
    for number, text in texts.items():
        try:
            found[number] = coding.read(text)
        except coding.MistypedError:
            wrong.add(number)
    rows = Sheet.objects.filter(code__in=set(found.values())).select_related(
        *("assignment__person", "assignment__version__policy", "assignment__signature")
    )
    sheets = {row.code: row for row in rows.defer(*_texts("assignment__version"))}
    ids = [sheet.assignment_id for sheet in sheets.values()]
    seen = visible(Assignment.objects.filter(pk__in=ids), by, MAY)
    mine = set(seen.values_list("pk", flat=True))
    above: set[str] = set()
    lines = []
    for number, text in texts.items():
        code = found.get(number, "")
        state = State.MISTYPED if number in wrong else _state(sheets.get(code), by=by, mine=mine)
        if code in above:
            state = State.TWICE
        above.add(code or text)
        known = None if state in HIDDEN else sheets[code]
        lines.append(Line(number, text[: coding.LONGEST_TYPED], state, known))
    return lines


def _state(sheet: Sheet | None, *, by: Person, mine: set[int]) -> State:
    if sheet is None:
        return State.UNKNOWN
    if sheet.assignment_id not in mine:
        return State.ELSEWHERE
    state = _ENDED.get(sheet.assignment.ended_why, State.CLOSED)
    if state == State.READY and sheet.assignment.person_id == by.pk:
        return State.OWN
    return state


def first_day(asked: Assignment) -> dt.date:
    """The first day that can stand on a sheet: asked by then, and the version published."""
    return max(asked.assigned_on, today(asked.version.published_at))


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
    early = [line for line in ready if line.asked and signed_on < first_day(line.asked)]
    if signed_on > today(at) or early:
        raise DayError(early)
    kept: Scan | None = None
    made = []
    for version, sheets in _by_version(ready):
        signing.hold_still(version)
        people = [sheet.assignment.person_id for sheet in sheets]
        asked = _by_person(signing.waiting(version, people=people, at=at))
        year = asked_year(signed_on)
        closed = _by_person(signing.waiting(version, people=people, at=at, closed_in=year))
        for sheet in sheets:
            open_ones = [
                row
                for row in asked.get(sheet.assignment.person_id, [])
                if row.cycle in ("once", year)
            ]
            if sheet.assignment_id not in {row.pk for row in open_ones}:
                continue
            kept = kept or _keep(scan, is_list=is_list, by=by, at=at)
            signature = _sign(sheet, kept, by=by, year=year, signed_on=signed_on, at=at)
            others = closed.get(sheet.assignment.person_id, [])
            signing.fulfil(signature, asked=open_ones, closed=others, at=at)
            made.append(signature)
    if not made:
        raise NothingReadyError
    return made


def _by_version(lines: Sequence[Line]) -> list[tuple[Any, list[Sheet]]]:
    """The sheets of each version; policies are locked in the order of their ids, as elsewhere."""
    found: dict[int, list[Sheet]] = {}
    for line in lines:
        if line.sheet:
            found.setdefault(line.sheet.assignment.version_id, []).append(line.sheet)
    pairs = [(sheets[0].assignment.version, sheets) for sheets in found.values()]
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
    sheet: Sheet, scan: Scan, *, by: Person, year: str, signed_on: dt.date, at: dt.datetime
) -> Signature:
    """Write the signature, or answer the one of that school year that stands already."""
    person, version = sheet.assignment.person, sheet.assignment.version
    if standing := signing.standing(person, version, school_year=year):
        return standing
    signature = Signature.objects.create(
        person=person,
        version=version,
        school_year=year,
        signed_at=at,
        version_sha256=version.sha256,
        statement=signing.statement(person, version),
        typed_name=person.full_name,
        name_matches=True,
        method=Signature.Method.PAPER,
        recorded_by=by,
        signed_on=signed_on,
        sheet=sheet,
        scan=scan,
    )
    _tell(signature, by=by, sheet=sheet, scan=scan)
    return signature


def _tell(signature: Signature, *, by: Person, sheet: Sheet, scan: Scan) -> None:
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
            "sheet": sheet.code,
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
    return rows.select_related("person", "version__policy", "recorded_by").defer(*_texts("version"))


def _texts(version: str) -> tuple[str, str]:
    return f"{version}__canonical_text", f"{version}__alignment"
