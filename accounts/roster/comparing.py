"""The difference between a sheet and the roster as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Person, Place, Posting
from accounts.roles import holders
from accounts.roster.reading import Entry, Problem, Sheet
from district_portal.permissions import Role


@dataclass(frozen=True)
class Change:
    """One person of the sheet who differs from the roster: column → (old, new)."""

    entry: Entry
    person: Person
    columns: Mapping[str, tuple[str, str]]


@dataclass
class Difference:
    """What applying a sheet would do; nothing at all while there are problems."""

    added: list[Entry] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    left: list[Person] = field(default_factory=list)
    unchanged: int = 0
    new_places: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For scripts: people by employee number."""
        return {
            "added": [entry.number for entry in self.added],
            "changed": [
                {"number": change.entry.number, "columns": dict(change.columns)}
                for change in self.changed
            ],
            "left": [person.number for person in self.left],
            "unchanged": self.unchanged,
            "new_places": self.new_places,
            "problems": [
                {"row": p.row, "column": p.column, "message": p.message} for p in self.problems
            ],
        }


def compare(sheet: Sheet) -> Difference:
    """What the sheet would add, change and end, and what is wrong with it.

    Only people with an employee number are compared: others (a Board officer) are not HR's.
    """
    difference = Difference(problems=list(sheet.problems))
    people = {p.number: p for p in Person.objects.exclude(number=None) if p.number}
    postings = {
        posting.person_id: posting
        for posting in Posting.objects.filter(primary=True, until=None).select_related(
            "place", "supervisor"
        )
    }
    heads = set(Place.objects.exclude(head=None).values_list("name", "head__number"))
    bosses = _supervisors(sheet.entries, difference.problems)
    _refuse_loops(sheet.entries, bosses, difference.problems)
    _refuse_taken_addresses(sheet.entries, difference.problems)
    for entry in sheet.entries:
        person = people.get(entry.number)
        if person is None or postings.get(person.pk) is None:
            difference.added.append(entry)
            continue
        boss = bosses.get(entry.number)
        columns = _changed(entry, person, postings[person.pk], boss, heads)
        if columns:
            difference.changed.append(Change(entry, person, columns))
        else:
            difference.unchanged += 1
    listed = {entry.number for entry in sheet.entries}
    difference.left = [
        p for number, p in people.items() if number not in listed and p.pk in postings
    ]
    _refuse_an_empty_chair(difference)
    known = set(Place.objects.values_list("name", flat=True))
    difference.new_places = sorted({entry.place for entry in sheet.entries} - known)
    return difference


def _changed(
    entry: Entry, person: Person, posting: Posting, boss: str | None, heads: set[tuple[str, Any]]
) -> dict[str, tuple[str, str]]:
    old_boss = posting.supervisor.number if posting.supervisor else None
    pairs = {
        "first_name": (person.given_name, entry.first_name),
        "last_name": (person.family_name, entry.last_name),
        "email": (person.email or "", entry.email),
        "place": (posting.place.name, entry.place),
        "position": (posting.position, entry.position),
        "supervisor": (old_boss or "", boss or ""),
        "kind": (posting.kind, entry.kind),
        "on_leave": (_yes(on=posting.on_leave), _yes(on=entry.on_leave)),
    }
    if entry.head:  # a place keeps its head until a sheet names another
        pairs["head"] = (_yes(on=(entry.place, entry.number) in heads), "yes")
    return {column: pair for column, pair in pairs.items() if pair[0] != pair[1]}


def _yes(*, on: bool) -> str:
    return "yes" if on else "no"


def _supervisors(entries: Iterable[Entry], problems: list[Problem]) -> dict[str, str]:
    """Employee number → supervisor's number; a supervisor is named by number or e-mail."""
    entries = list(entries)
    by_name = {entry.number.lower(): entry.number for entry in entries}
    by_name |= {entry.email.lower(): entry.number for entry in entries if entry.email}
    found: dict[str, str] = {}
    for entry in entries:
        if not entry.supervisor:
            continue
        boss = by_name.get(entry.supervisor.lower())
        if boss is None:
            message = _("Nobody in this sheet has the number or e-mail address “%(value)s”.")
        elif boss == entry.number:
            message = _("“%(value)s” is the person themselves.")
        else:
            found[entry.number] = boss
            continue
        problems.append(Problem(entry.row, "supervisor", message % {"value": entry.supervisor}))
    return found


def _refuse_loops(
    entries: Iterable[Entry], bosses: Mapping[str, str], problems: list[Problem]
) -> None:
    rows = {entry.number: entry.row for entry in entries}
    settled: set[str] = set()
    for start in rows:
        chain: list[str] = []
        number: str | None = start
        while number and number not in settled and number not in chain:
            chain.append(number)
            number = bosses.get(number)
        if number in chain:
            loop = chain[chain.index(number) :]
            message = _("Supervision runs in a circle: %(loop)s.") % {
                "loop": " → ".join([*loop, loop[0]])
            }
            problems.append(Problem(rows[loop[0]], "supervisor", message))
        settled.update(chain)


def _refuse_taken_addresses(entries: Iterable[Entry], problems: list[Problem]) -> None:
    """Addresses pass freely among those whom the sheet rules, not from people beside it."""
    beside = Person.objects.filter(number=None, is_active=True).exclude(email=None)
    taken = {person.email.lower(): person for person in beside if person.email}
    for entry in entries:
        holder = taken.get(entry.email.lower())
        if entry.email and holder:
            message = _("“%(value)s” belongs to %(name)s, who is not in this sheet.") % {
                "value": entry.email,
                "name": holder,
            }
            problems.append(Problem(entry.row, "email", message))


def _refuse_an_empty_chair(difference: Difference) -> None:
    """Somebody must stay District Administrator where there is one."""
    administrators = set(holders(Role.DISTRICT_ADMINISTRATOR))
    if administrators and administrators <= set(difference.left):
        message = _("%(name)s is not in the sheet and is the last District Administrator. %(do)s")
        told = {
            "name": min(str(person) for person in administrators),
            "do": _("Give somebody else that role first."),
        }
        difference.problems.append(Problem(1, "number", message % told))
