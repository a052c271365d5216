"""HR sheets of a made-up district, as HR systems really write them, faults included.

    staff = sheets.staff(200)
    content = sheets.csv_of(staff, headings=sheets.USUAL, encoding="utf-16")

The same `seed` makes the same people.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import openpyxl

FIRST = (
    "Ana", "Béla", "Chloé", "Darnell", "Erin", "Femi", "Grace", "Hiro", "Inés", "Jamal", "Kim",
    "Lena", "Marisol", "Ngozi", "Owen", "Priya", "Quinn", "Rosa", "Søren", "Tomás", "Uma", "Víctor",
    "Wanda", "Ximena", "Yusuf", "Zoë",
)  # fmt: skip
LAST = (
    "Abbott", "Álvarez", "Brandt", "Castillo", "de la Cruz", "Díaz", "Ellis", "Fernández", "Grant",
    "Hansen", "Ibarra", "Jones", "Kowalski", "Lindqvist", "McKay", "Muñoz", "Nguyen", "O’Neill",
    "Park", "Quiñones", "Reyes", "Sato", "Tran", "Upton", "Van Dyke", "Weber", "Young", "Zapata",
)  # fmt: skip
SCHOOLS = ("Northside", "Lakeview", "Cedar Hill", "Riverbend", "Prairie", "Summit", "Willow Creek")
LEVELS = ("Elementary", "Middle School", "High School")
POSITIONS = (
    "Teacher", "Teacher, Grade 3", "Paraeducator", "Counselor", "School Nurse", "Custodian",
    "Secretary", "Librarian", "Speech Pathologist", "Cook",
)  # fmt: skip
DOMAIN = "marlow.example"


@dataclass(frozen=True)
class Staff:
    """One row of a sheet, in the portal's own columns."""

    number: str
    first_name: str
    last_name: str
    email: str
    place: str
    position: str
    supervisor: str
    kind: str = "employee"
    on_leave: str = "no"
    place_kind: str = "school"
    head: str = "no"
    primary: str = ""
    fte: str = ""

    @property
    def name(self) -> str:
        """As one column has it: “Last, First”."""
        return f"{self.last_name}, {self.first_name}"


OWN = {
    name: name
    for name in (
        "number", "first_name", "last_name", "email", "place", "position", "supervisor", "kind",
        "on_leave", "place_kind", "head",
    )
}  # fmt: skip
"""Columns by the portal's names: heading → field."""
USUAL = {
    "Employee ID": "number",
    "Last Name": "last_name",
    "First Name": "first_name",
    "Work Email": "email",
    "School/Site": "place",
    "Job Title": "position",
    "Reports To": "supervisor",
    "Employee Type": "kind",
    "Leave Status": "on_leave",
}
"""As a payroll system names them."""
ONE_NAME = {
    "Emp #": "number",
    "Employee Name": "name",
    "E-mail": "email",
    "Building": "place",
    "Title": "position",
    "Supervisor ID": "supervisor",
}
"""Names in one column."""
MISSPELT = {
    "Employe Nubmer": "number",
    "Frist Name": "first_name",
    "Last Nmae": "last_name",
    "Emial Adress": "email",
    "Bulding Name": "place",
    "Postion Title": "position",
    "Supervisor Nubmer": "supervisor",
}


def staff(count: int, *, seed: int = 1) -> list[Staff]:
    """So many people: a superintendent, a head for each place, and those under them."""
    chance = random.Random(seed)  # noqa: S311 - made-up people
    places = _places(count)
    top = _somebody(chance, 0, "District Office", "Superintendent", "", place_kind="district")
    people = [replace(top, head="yes")]
    for number, (place, kind) in enumerate(places, start=1):
        title = "Principal" if kind == "school" else "Director"
        head = _somebody(chance, number, place, title, top.number, place_kind=kind)
        people.append(replace(head, head="yes"))
    heads = people[1:]
    for number in range(len(people), count):
        boss = chance.choice(heads)
        position = chance.choice(POSITIONS) if boss.place_kind == "school" else "Specialist"
        one = _somebody(chance, number, boss.place, position, boss.number)
        is_volunteer = chance.random() < 0.05
        people.append(
            replace(
                one,
                place_kind=boss.place_kind,
                kind="volunteer" if is_volunteer else "employee",
                email="" if is_volunteer else one.email,
                on_leave="yes" if chance.random() < 0.03 else "no",
            )
        )
    return people[:count]


def _places(count: int) -> list[tuple[str, str]]:
    schools = [f"{name} {level}" for level in LEVELS for name in SCHOOLS]
    places = [(name, "school") for name in schools]
    places += [(name, "department") for name in ("Transportation", "Food Service", "Maintenance")]
    return places[: max(1, count // 10)]


def _somebody(
    chance: random.Random, number: int, place: str, position: str, supervisor: str, **fields: str
) -> Staff:
    first, last = chance.choice(FIRST), chance.choice(LAST)
    return Staff(
        number=str(10_000 + number),
        first_name=first,
        last_name=last,
        email=f"person{number}@{DOMAIN}",
        place=place,
        position=position,
        supervisor=supervisor,
        **fields,
    )


def rows_of(people: Iterable[Staff], headings: Mapping[str, str] = OWN) -> list[list[str]]:
    """The heading and a row for each person."""
    return [
        list(headings),
        *([getattr(one, field) for field in headings.values()] for one in people),
    ]


def csv_of(
    people: Iterable[Staff],
    headings: Mapping[str, str] = OWN,
    *,
    encoding: str = "utf-8",
    delimiter: str = ",",
    above: Sequence[Sequence[str]] = (),
) -> bytes:
    """A CSV file; “utf-8-sig” and “utf-16” write a mark. `above` are rows over the headings."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([*above, *rows_of(people, headings)])
    return out.getvalue().encode(encoding, errors="replace")


def xlsx_of(
    people: Iterable[Staff],
    headings: Mapping[str, str] = USUAL,
    *,
    before: Mapping[str, Sequence[Sequence[object]]] | None = None,
) -> bytes:
    """A workbook whose numbers are numbers and whose last column is a real day.

    `before` are sheets, by name, that stand before the one with the people.
    """
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (before or {}).items():
        other = book.create_sheet(name)
        for row in rows:
            other.append(list(row))
    sheet = book.create_sheet("Staff")
    heading, *rows = rows_of(people, headings)
    sheet.append([*heading, "Hire Date"])
    for row in rows:
        cells = [int(cell) if cell.isdigit() else cell for cell in row]
        sheet.append([*cells, dt.date(2019, 8, 12)])
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# Faults of practice.


def same_number_twice(people: list[Staff]) -> list[Staff]:
    """The third person has the number of the second."""
    return [*people[:2], replace(people[2], number=people[1].number), *people[3:]]


def same_address_twice(people: list[Staff]) -> list[Staff]:
    """The third person has the address of the second."""
    return [*people[:2], replace(people[2], email=people[1].email), *people[3:]]


def second_position(people: list[Staff], at: int, **changed: str) -> list[Staff]:
    """Another row for the person `at`, right after theirs."""
    return [*people[: at + 1], replace(people[at], **changed), *people[at + 1 :]]


def half_gone(people: list[Staff]) -> list[Staff]:
    """As if every other person below the heads had left."""
    heads = [one for one in people if one.head == "yes"]
    return [*heads, *[one for one in people if one.head == "no"][::2]]


def cut_in_half(content: bytes) -> bytes:
    """What arrives when a transfer breaks off."""
    return content[: len(content) // 2]


def growing_workbook(megabytes: int = 480) -> bytes:
    """A small file that says itself that it unpacks to gigabytes."""
    return _workbook(b"<row><c t='inlineStr'><is><t>" + b"A" * 60_000_000, repeat=megabytes // 60)


def lying_workbook(megabytes: int = 240) -> bytes:
    """As `growing_workbook`, but its list of parts calls them small."""
    content = bytearray(growing_workbook(megabytes))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (1_000).to_bytes(4, "little")
    return bytes(content)


def wide_workbook() -> bytes:
    """Two cells at the far corners of a sheet, which laid out would be 17 thousand million."""
    cells = b"<row r='1'><c r='A1' t='inlineStr'><is><t>number</t></is></c></row>"
    cells += b"<row r='1048576'><c r='XFD1048576' t='inlineStr'><is><t>x</t></is></c></row>"
    return _workbook(cells + b"</sheetData></worksheet>")


def locked_workbook() -> bytes:
    """The beginning of what Excel writes when a password is set."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return head + "EncryptedPackage".encode("utf-16-le") + bytes(4_096)


def _workbook(sheet: bytes, *, repeat: int = 1) -> bytes:
    """A workbook whose one sheet begins with `sheet`, written `repeat` times."""
    plain = zipfile.ZipFile(io.BytesIO(xlsx_of([])))
    out = io.BytesIO()
    begin = (
        b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>"
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name in plain.namelist():
            if not name.startswith("xl/worksheets/"):
                zipped.writestr(name, plain.read(name))
        with zipped.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(begin)
            for _time in range(repeat):
                part.write(sheet)
    return out.getvalue()
