"""Which supervisor a sheet means, by number, address or name, and where they form a ring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext as _

from accounts.models import Person, Posting
from accounts.roster.reading import Problem

if TYPE_CHECKING:
    from accounts.roster.reading import Entry

Boss = tuple[str, int | None]
"""A supervisor: the employee number, or the id of somebody without one; ("", None) for nobody."""
NOBODY: Final[Boss] = ("", None)
MOST_NAMED: Final = 4


@dataclass(frozen=True)
class Found:
    """The supervisor of each entry, and problems by the entry that has them."""

    bosses: list[Boss]
    problems: list[tuple[int, Problem]]


def find(entries: Sequence[Entry], *, whole: bool, asked: bool) -> Found:
    """Find who supervises each of `entries`, in their order.

    A printed supervisor is an employee number, else an e-mail address, else a full name ("Pat
    Novak" or "Novak, Pat") that one person has: of the files, else of the roster. With `whole`
    files nobody can be supervised by an employee whom they leave out. Without `asked`, the files
    say nothing of supervisors.
    """
    if not asked:
        return Found([NOBODY] * len(entries), [])
    known = _Known(entries)
    printed = {entry.supervisor for entry in entries if entry.supervisor}
    elsewhere = _on_the_roster({_plain(each) for each in printed if not known.of(each)})
    chosen = {each: _choose(each, known, elsewhere, whole=whole) for each in printed}
    chosen[""] = NOBODY, ""
    bosses: list[Boss] = []
    problems: list[tuple[int, Problem]] = []
    for at, entry in enumerate(entries):
        boss, fault = chosen[entry.supervisor]
        if boss[0] == entry.number:
            told = {"value": entry.supervisor}
            boss, fault = NOBODY, _("“%(value)s” is the person themselves.") % told
        bosses.append(boss)
        if fault:
            problems.append((at, Problem(entry.row, "supervisor", fault)))
    problems += _rings(entries, bosses, whole=whole)
    return Found(bosses, problems)


class _Known:
    """The people of the files by number, address, and, when first asked, by name."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.numbers = {entry.number.lower(): entry.number for entry in entries}
        self.addresses = {e.email.lower(): e.number for e in entries if e.email}
        self.names: dict[str, set[str]] | None = None

    def of(self, printed: str) -> list[str]:
        """The employee numbers that `printed` may mean, at most a few."""
        lower = printed.lower()
        if number := self.numbers.get(lower) or self.addresses.get(lower):
            return [number]
        if self.names is None:
            self.names = defaultdict(set)
            for entry in self.entries:
                for name in _names(entry.first_name, entry.last_name):
                    self.names[name].add(entry.number)
        return sorted(self.names.get(_plain(printed), ()))


def _choose(
    printed: str, known: _Known, elsewhere: Mapping[str, list[Person]], *, whole: bool
) -> tuple[Boss, str]:
    """The supervisor whom `printed` means, or nobody and why."""
    numbers = known.of(printed)
    people = [] if numbers else elsewhere.get(_plain(printed), [])
    here = [p.number for p in people if p.number and p.number.lower() in known.numbers]
    if len(people) == 1 and here:  # the files leave out the address by which they name them
        numbers, people = here, []
    value = {"value": printed}
    if len(numbers) + len(people) > 1:
        named = numbers or [person.number or str(person) for person in people]
        told = ", ".join(named[:MOST_NAMED]) + ("…" if len(named) > MOST_NAMED else "")
        message = _("“%(value)s” may be several people: %(people)s. Give the employee number.")
        return NOBODY, message % {**value, "people": told}
    if numbers:
        return (numbers[0], None), ""
    if not people:
        message = _("Nobody in this sheet has the number, e-mail address or name “%(value)s”.")
        return NOBODY, message % value
    return _from_the_roster(people[0], value, whole=whole)


def _from_the_roster(person: Person, value: dict[str, str], *, whole: bool) -> tuple[Boss, str]:
    if not person.number:
        return ("", person.pk), ""
    if whole:
        message = _("“%(value)s” is %(name)s, who is not in this sheet and would leave.")
        return NOBODY, message % {**value, "name": person}
    return (person.number, None), ""


def _on_the_roster(printed: set[str]) -> dict[str, list[Person]]:
    """Those who may sign in and whose number, address or name stands in `printed` (plain)."""
    if not printed:
        return {}
    wanted = sorted(printed)
    people = Person.objects.filter(is_active=True).annotate(
        of_number=Lower("number"),
        of_address=Lower("email"),
        of_name=Lower(Concat(F("given_name"), Value(" "), F("family_name"))),
        of_file=Lower(Concat(F("family_name"), Value(", "), F("given_name"))),
    )
    found: dict[str, list[Person]] = defaultdict(list)
    asked = Q(of_number__in=wanted) | Q(of_address__in=wanted)
    for person in people.filter(asked | Q(of_name__in=wanted) | Q(of_file__in=wanted)):
        own = {person.of_number, person.of_address, person.of_name, person.of_file}
        for value in own & printed:
            found[value].append(person)
    return found


def _plain(printed: str) -> str:
    return " ".join(printed.lower().split())


def _names(first: str, last: str) -> Iterator[str]:
    yield _plain(f"{first} {last}")
    yield _plain(f"{last}, {first}")


def _rings(
    entries: Sequence[Entry], bosses: Sequence[Boss], *, whole: bool
) -> Iterable[tuple[int, Problem]]:
    """A problem for each ring of supervision, in the row of the first of its people.

    Only those who supervise somebody can be part of one: few of a whole roster.
    """
    first: dict[str, int] = {}
    for at, entry in enumerate(entries):
        first.setdefault(entry.number, at)
    above: dict[str, set[str]] = defaultdict(set)
    for person, boss_key in _beside(first, whole=whole):
        above[person].add(boss_key)
    supervise = {_key(boss) for boss in set(bosses)}.union(*above.values())
    for entry, boss in zip(entries, bosses, strict=True):
        if entry.number in supervise and boss != NOBODY:
            above[entry.number].add(_key(boss))
    for ring in _walk(above):
        known = [number for number in ring if number in first]
        start = min(known, key=lambda number: first[number], default=None)
        if start is None:
            continue
        turned = [*ring[ring.index(start) :], *ring[: ring.index(start)], start]
        message = _("Supervision runs in a circle: %(loop)s.")
        told = message % {"loop": " → ".join(turned)}
        yield first[start], Problem(entries[first[start]].row, "supervisor", told)


def _key(boss: Boss) -> str:
    return boss[0] or f"#{boss[1]}"


def _beside(listed: Mapping[str, int], *, whole: bool) -> Iterator[tuple[str, str]]:
    """Person → supervisor of those on the roster whom the files do not rule."""
    postings = Posting.objects.current().filter(supervisor__isnull=False, person__is_active=True)
    if whole:
        postings = postings.filter(person__number=None)
    rows = postings.values_list("person__number", "person_id", "supervisor__number", "supervisor")
    for number, pk, boss, boss_pk in rows.iterator():
        if number is None or number not in listed:
            yield number or f"#{pk}", boss or f"#{boss_pk}"


def _walk(above: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Every ring once, walking upward from each person; no call stack grows with its length."""
    settled: set[str] = set()
    for start in list(above):
        if start in settled:
            continue
        path: list[str] = []
        on_path: dict[str, int] = {}
        waiting = [(start, 0)]
        while waiting:
            person, depth = waiting.pop()
            for left in path[depth:]:
                on_path.pop(left)
                settled.add(left)
            del path[depth:]
            if person in on_path:
                yield path[on_path[person] :]
            elif person not in settled:
                on_path[person] = depth
                path.append(person)
                waiting += [(boss, depth + 1) for boss in sorted(above.get(person, ()))]
        settled.update(path)
