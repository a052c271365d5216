"""Bring the roster into line with a sheet: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Lower

from accounts import moving
from accounts.models import Person, Place, Posting
from accounts.models.person import sort_key
from accounts.roster.comparing import Difference, compare
from accounts.roster.reading import Entry, Problem, Sheet
from accounts.signals import people_ended, people_moved, standing_changed
from district_portal import audit

LOCK = 4_015_529


class ProblemsError(Exception):
    """The sheet has faults; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class TooManyLeaveError(Exception):
    """More people would leave than the caller allowed; nothing was written."""

    def __init__(self, leaving: int, allowed: int) -> None:
        super().__init__(f"{leaving} people would leave, {allowed} allowed")
        self.leaving = leaving
        self.allowed = allowed


@transaction.atomic
def apply(sheet: Sheet, *, by: Person | None, most_leaving: int | None = None) -> Difference:
    """Write the difference between `sheet` and the roster; returns it.

    `most_leaving` is how many people may leave; by default a twentieth of those on the roster,
    at least 5, so that half a sheet does not end half a district. Two runs at once wait for each
    other. Raises ProblemsError and TooManyLeaveError, each before anything is written.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    difference = compare(sheet)
    if difference.problems:
        raise ProblemsError(difference.problems)
    held = Posting.objects.filter(primary=True, until=None).count()
    allowed = max(5, held // 20) if most_leaving is None else most_leaving
    if len(difference.left) > allowed:
        raise TooManyLeaveError(len(difference.left), allowed)
    _write(sheet, difference, by=by)
    return difference


def _write(sheet: Sheet, difference: Difference, *, by: Person | None) -> None:
    places = _places(sheet.entries)
    for leaver in difference.left:
        moving.leave(leaver, by=by, tell=False)
    people = _people(difference, by=by)
    moved = _post(sheet.entries, difference, people, places, by=by)
    heads = _head(sheet.entries, people, places)
    if moved:
        people_moved.send(sender=Posting, people=moved)
    if difference.left:
        people_ended.send(sender=Posting, people={person.pk for person in difference.left})
    if heads:
        standing_changed.send(sender=Place, people=heads)
    audit.record(
        "roster.applied",
        by=by,
        after={
            "added": len(difference.added),
            "changed": len(difference.changed),
            "left": len(difference.left),
        },
    )


def _places(entries: Iterable[Entry]) -> dict[str, Place]:
    places = {place.name: place for place in Place.objects.all()}
    top = next((place for place in places.values() if place.parent_id is None), None)
    wanted = {entry.place: entry.place_kind for entry in entries if entry.place_kind}
    for entry in sorted(entries, key=lambda entry: wanted.get(entry.place) != "district"):
        if entry.place not in places:
            kind = wanted.get(entry.place, "department")
            places[entry.place] = Place.objects.create(name=entry.place, kind=kind, parent=top)
            top = top or places[entry.place]
    return places


def _people(difference: Difference, *, by: Person | None) -> dict[str, Person]:
    """Everyone by number, with names and addresses as the sheet has them."""
    people = {person.number: person for person in Person.objects.exclude(number=None)}
    entries = [*difference.added, *(change.entry for change in difference.changed)]
    moving_addresses = [
        people[e.number].pk
        for e in entries
        if e.number in people and (people[e.number].email or "") != e.email
    ]
    Person.objects.filter(pk__in=moving_addresses).update(email=None)
    _free_addresses({entry.email.lower() for entry in entries if entry.email}, by=by)
    for entry in entries:
        person = people.get(entry.number)
        if person is None:
            people[entry.number] = Person.objects.enter(
                number=entry.number,
                given_name=entry.first_name,
                family_name=entry.last_name,
                email=entry.email or None,
            )
            continue
        _rename(person, entry, by=by)
    return {number: person for number, person in people.items() if number}


def _free_addresses(wanted: set[str], *, by: Person | None) -> None:
    """Take addresses from people who have left, so that others can have them."""
    left = Person.objects.filter(is_active=False).annotate(lower=Lower("email"))
    for person in left.filter(lower__in=wanted):
        person.email = None
        person.save(update_fields=["email"])
        audit.record(
            "people.changed", by=by, on=person, person=person, after={"changed": ["email"]}
        )


def _rename(person: Person, entry: Entry, *, by: Person | None) -> None:
    """Names and address as the sheet has them; which of them changed is recorded, not how."""
    before = (person.given_name, person.family_name, person.email or "")
    after = (entry.first_name, entry.last_name, entry.email)
    if before == after:
        return
    person.given_name, person.family_name = entry.first_name, entry.last_name
    person.sort_name = sort_key(entry.last_name, entry.first_name)
    person.email = entry.email or None
    person.save(update_fields=["given_name", "family_name", "sort_name", "email"])
    fields = ("first_name", "last_name", "email")
    changed = [name for name, old, new in zip(fields, before, after, strict=True) if old != new]
    audit.record("people.changed", by=by, on=person, person=person, after={"changed": changed})


def _post(
    entries: Iterable[Entry],
    difference: Difference,
    people: dict[str, Person],
    places: dict[str, Place],
    *,
    by: Person | None,
) -> set[int]:
    by_address = {e.email.lower(): people[e.number] for e in entries if e.email}
    numbers = {number.lower(): person for number, person in people.items()}

    def facts(entry: Entry) -> dict[str, Any]:
        named = entry.supervisor.lower()
        return {
            "place": places[entry.place],
            "position": entry.position,
            "supervisor": (numbers.get(named) or by_address.get(named)) if named else None,
            "kind": entry.kind,
            "on_leave": entry.on_leave,
        }

    for entry in difference.added:
        moving.hire(people[entry.number], by=by, tell=False, **facts(entry))
    for change in difference.changed:
        moving.move(people[change.entry.number], by=by, tell=False, **facts(change.entry))
    touched = [*difference.added, *(change.entry for change in difference.changed)]
    return {people[entry.number].pk for entry in touched}


def _head(
    entries: Iterable[Entry], people: dict[str, Person], places: dict[str, Place]
) -> set[int]:
    """Set the heads that the sheet names; a place without one keeps its head."""
    changed: set[int] = set()
    for entry in entries:
        place, person = places[entry.place], people[entry.number]
        if entry.head and place.head_id != person.pk:
            changed |= {person.pk} | ({place.head_id} if place.head_id else set())
            place.head = person
            place.save(update_fields=["head"])
    return changed
