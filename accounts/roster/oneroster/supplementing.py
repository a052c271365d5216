"""OneRoster beside the HR sheet, which leads: it fills what is missing, and brings whom HR lacks.

- Of somebody whom HR has (by number or address), only an address that is missing is taken.
- Somebody whom the roster lacks is brought, with position, place and address.
- Whom OneRoster brought and no HR sheet has named since, it may change and end. Others it never
  ends, and nobody's supervisor or leave does it touch.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from accounts.models import Place
from accounts.roster.oneroster import package
from accounts.roster.oneroster.knowing import Known, Roster
from accounts.roster.oneroster.places import read_places
from accounts.roster.oneroster.rows import read as read_rows
from accounts.roster.oneroster.staff import POSITIONS, Member, read_staff
from accounts.roster.reading.entries import LONGEST, is_address
from accounts.roster.reading.postings import gather
from accounts.roster.reading.sheet import Entry, PlaceEntry, Problem, Sheet
from accounts.roster.reading.table import UnreadableSheetError

MATCHING: Final = {
    "identifier": "number",
    "givenName": "first_name",
    "familyName": "last_name",
    "email": "email",
    "orgSourcedId": "place",
    "role": "position",
    "type": "place_kind",
}
"""What the sheet holds; what is not here (supervisor, leave, kind, head) stays as it is."""
_FILE: Final = "users.csv"


def read(content: bytes, *, on: dt.date) -> Sheet:
    """What a OneRoster zip brings to the roster as it stands, on the day `on`.

    Never raises for bad content: it becomes problems.
    """
    try:
        return sheet_of(package.open_zip(content), on=on)
    except UnreadableSheetError as error:
        return Sheet(problems=[Problem(error.row, "", str(error))])


def sheet_of(files: package.Files, *, on: dt.date) -> Sheet:
    """As `read`, from the files. Raises UnreadableSheetError where one of them is no text."""
    sheet = Sheet(headings=list(MATCHING), matching=MATCHING)
    places = _below_the_top(read_places(files, sheet.problems))
    roster = Roster(read_staff(files, sheet.problems, on=on))
    entries = [
        entry
        for member, known in roster.members
        for entry in _of(member, known, places, roster, sheet.problems)
    ]
    staying = gather([each for each in entries if not each.ends], sheet.problems, marked=True)
    sheet.problems = list(dict.fromkeys(sheet.problems))  # one row may be several entries
    ending = [each for each in entries if each.ends]
    if not _is_delta(files):
        ending += roster.without({entry.number for entry in staying})
    sheet.entries = [*staying, *ending]
    used = {entry.place for entry in staying}
    sheet.places = _with_those_above(used, {place.name: place for place in places.values()})
    return sheet


def _of(
    member: Member,
    known: Known | None,
    places: Mapping[str, PlaceEntry],
    roster: Roster,
    problems: list[Problem],
) -> list[Entry]:
    """The entries that one member of the staff makes: none where HR has said everything."""
    held = roster.held.get(known.pk) if known else None
    if known and not known.ours:
        if held and roster.lacks_address(member, known) and _good(member, problems):
            return [held._replace(row=member.row, email=member.email)]
        return []
    if member.gone:
        return [held._replace(row=member.row, ends=True)] if held else []
    if not member.held:
        return [held._replace(row=member.row, email=member.email or held.email)] if held else []
    if not _good(member, problems):
        return []
    return _brought(member, known.number if known else roster.free(member), places, problems)


def _brought(
    member: Member, number: str, places: Mapping[str, PlaceEntry], problems: list[Problem]
) -> list[Entry]:
    """Somebody whom only OneRoster has, once for each role."""
    entries = []
    for at, held in enumerate(member.held):
        place = places.get(held.org)
        if place is None:
            message = _("There is no org “%(value)s” in orgs.csv.") % {"value": held.org}
            problems.append(Problem(member.row, f"{_FILE}, orgSourcedId", message))
            return []
        entries.append(
            Entry(
                row=member.row,
                number=number,
                first_name=member.first_name,
                last_name=member.last_name,
                place=place.name,
                position=POSITIONS[held.role],
                email=member.email,
                place_kind=place.kind,
                primary=at == 0,
            )
        )
    return entries


def _good(member: Member, problems: list[Problem]) -> bool:
    """Whether names, number and address can be taken; what can't becomes a problem."""
    told = {
        "givenName": (member.first_name, "first_name"),
        "familyName": (member.last_name, "last_name"),
        "identifier": ((*member.numbers, member.key)[0], "number"),
        "email": (member.email, "email"),
    }
    before = len(problems)
    for name, (value, column) in told.items():
        where = f"{_FILE}, {name}"
        if not value and column != "email":
            problems.append(Problem(member.row, where, _("This cell is empty.")))
        elif len(value) > LONGEST[column]:
            message = _("Longer than %(most)s characters.") % {"most": LONGEST[column]}
            problems.append(Problem(member.row, where, message))
    if member.email and not is_address(member.email):
        message = _("“%(value)s” is no e-mail address.") % {"value": member.email}
        problems.append(Problem(member.row, f"{_FILE}, email", message))
    return len(problems) == before


def _below_the_top(places: Mapping[str, PlaceEntry]) -> dict[str, PlaceEntry]:
    """`places` with the roster’s own top for the district’s org, whatever it is called there."""
    top = Place.objects.filter(parent=None, kind=Place.Kind.DISTRICT).order_by("pk").first()
    if top is None:
        return dict(places)
    tops = {place.name for place in places.values() if _is_top(place)}
    return {
        key: PlaceEntry(top.name, place.kind)
        if place.name in tops
        else place._replace(parent="" if place.parent in tops else place.parent)
        for key, place in places.items()
    }


def _is_top(place: PlaceEntry) -> bool:
    return place.kind == Place.Kind.DISTRICT and not place.parent


def _with_those_above(used: set[str], named: Mapping[str, PlaceEntry]) -> list[PlaceEntry]:
    """The places where somebody works, and those above them."""
    found: dict[str, PlaceEntry] = {}
    for name in sorted(used):
        above = name
        while above in named and above not in found:
            found[above] = named[above]
            above = named[above].parent
    return list(found.values())


def _is_delta(files: package.Files) -> bool:
    """Whether the manifest calls the users a delta: what is not in it stays."""
    manifest = files.get("manifest.csv", b"")
    pairs = read_rows("manifest.csv", manifest, ("propertyName", "value"), [])
    told = {row["propertyName"].lower(): row["value"].lower() for _number, row in pairs}
    return told.get("file.users") == "delta"
