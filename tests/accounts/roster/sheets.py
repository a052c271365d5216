"""A small sheet, and the short way to bring one in."""

from __future__ import annotations

import csv
import io

from accounts.models import Posting
from accounts.roster import applying
from accounts.roster.bringing import File, bring, look
from accounts.roster.models import Run
from accounts.roster.reading import read

HEADING = (
    "number,first_name,last_name,email,place,position,supervisor,kind,on_leave,place_kind,head"
)
SHEET = f"""{HEADING}
1,Ada,Lindqvist,ada@marlow.example,District Office,Superintendent,,employee,no,district,yes
2,Pat,Novak,pat@marlow.example,Northside School,Principal,1,employee,no,school,yes
3,Mia,Álvarez,mia@marlow.example,Northside School,Teacher,pat@marlow.example,employee,yes,,
4,Val,O’Neill,,Northside School,Volunteer,2,volunteer,,,
"""


def waiting(*sheets: str | bytes, by=None, source="upload", whole=True) -> Run:
    """A run of these sheets that was looked at and waits."""
    contents = [s.encode() if isinstance(s, str) else s for s in sheets]
    files = [File(f"staff{at}.csv", content) for at, content in enumerate(contents)]
    run = bring(files, source=source, by=by, whole=whole)
    if len(files) == 1:
        return look(run)
    return look(run, [read(file.content, name=file.name) for file in files])


def brought(sheet: str, *, by=None) -> Run:
    """A run of a sheet that nobody has looked at."""
    return bring([File("staff.csv", sheet.encode())], source="upload", by=by)


def applied(*sheets: str | bytes, by=None, **how) -> Run:
    """A run of these sheets, and what came of applying it."""
    return applying.apply(waiting(*sheets, by=by), by=by, **how)


def rows(run: Run, kind: str) -> list[str]:
    """The employee numbers, or names of places, of one kind of change."""
    changes = run.changes.filter(kind=kind).order_by("number", "name")
    return [change.number or change.name for change in changes]


def pairs(run: Run, number: str) -> dict[str, tuple[str, str]]:
    """What changes of one person: column → old and new."""
    change = run.changes.get(kind="changed", number=number)
    return {name: (change.before[name], change.after[name]) for name in change.after}


def told(run: Run) -> list[tuple[int, str]]:
    """Row and column of each problem."""
    return list(run.changes.filter(kind="problem").values_list("row", "column"))


def without(number: str, sheet: str = SHEET) -> str:
    """`sheet` without the row of that number."""
    lines = sheet.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(f"{number},"))


def sheet_of_today() -> str:
    """A sheet that says what the roster says, of primary postings and without leave."""
    out = io.StringIO()
    heading = [*HEADING.split(",")[:8], "head"]
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(heading)
    held = Posting.objects.current().filter(
        primary=True, person__number__isnull=False, person__is_active=True
    )
    for posting in held.select_related("person", "place", "supervisor").order_by("person__number"):
        person, boss = posting.person, posting.supervisor
        sheet.writerow(
            [
                person.number,
                person.given_name,
                person.family_name,
                person.email or "",
                posting.place.name,
                posting.position,
                (boss.number or boss.email) if boss else "",
                posting.kind,
                "yes" if posting.place.head_id == person.pk else "no",
            ]
        )
    return out.getvalue()
