"""Who of a OneRoster export is on the roster already, and whether HR has named them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef

from accounts.models import Person, Posting
from accounts.roster.models import Run, Trace
from accounts.roster.oneroster.staff import Member
from accounts.roster.reading.sheet import Entry

APART: Final = "or:"
"""Before the export’s own key, where somebody else has it as a number."""


@dataclass(frozen=True)
class Known:
    """Somebody on the roster; `ours` if OneRoster brought them and no HR sheet has since."""

    pk: int
    number: str
    email: str
    is_active: bool
    ours: bool


class Roster:
    """The members of a staff with whoever they are on the roster, found by number or address.

    `held` are the postings of those of whom it is asked. It takes two queries, however many.
    """

    def __init__(self, members: list[Member]) -> None:
        self.numbers: dict[str, Known] = {}
        self.addresses: dict[str, Known] = {}
        for pk, number, email, is_active, ours in _everybody():
            known = Known(pk, number or "", (email or "").lower(), is_active, ours)
            if known.number:
                self.numbers[known.number] = known
            if known.email:
                self.addresses[known.email] = known
        self.members = [(member, self._find(member)) for member in members]
        brought_before = {known.pk for known in self.numbers.values() if known.ours}
        lacking = {k.pk for m, k in self.members if k and self.lacks_address(m, k)}
        self.held = _held(brought_before | lacking)

    def _find(self, member: Member) -> Known | None:
        """By a number of HR’s, by address, else by the key under which OneRoster brought them."""
        for number in member.numbers:
            if number in self.numbers:
                return self.numbers[number]
        if member.email in self.addresses:
            return self.addresses[member.email]
        keys = (member.key, f"{APART}{member.key}")
        return next((k for key in keys if (k := self.numbers.get(key)) and k.ours), None)

    def lacks_address(self, member: Member, known: Known) -> bool:
        """Whether `known`, of HR’s, works here without an address, and this one is free."""
        works = known.is_active and bool(known.number) and not member.gone
        is_free = bool(member.email) and member.email not in self.addresses
        return works and not known.email and is_free

    def free(self, member: Member) -> str:
        """A number for somebody whom the roster lacks."""
        if member.numbers:
            return member.numbers[0]
        return f"{APART}{member.key}" if member.key in self.numbers else member.key

    def without(self, staying: Collection[str]) -> list[Entry]:
        """Whom OneRoster brought, and no longer has: they end."""
        gone = (
            self.held.get(known.pk)
            for known in self.numbers.values()
            if known.ours and known.is_active and known.number not in staying
        )
        return [entry._replace(ends=True) for entry in gone if entry]


def brought() -> set[str]:
    """The numbers of those whom OneRoster brought and no HR sheet has named since."""
    return {
        number.removeprefix(APART)
        for _pk, number, _email, _is_active, ours in _everybody()
        if ours and number
    }


def _everybody() -> list[tuple[int, str | None, str | None, bool, bool]]:
    brought = Trace.objects.filter(
        table=Trace.Table.PERSON,
        object_id=OuterRef("pk"),
        before__isnull=True,
        run__kind=Run.Kind.ONEROSTER,
    )
    named = Trace.objects.filter(
        person_id=OuterRef("pk"), run__kind=Run.Kind.SHEET, run__undone_at=None
    )
    people = Person.objects.annotate(ours=Exists(brought) & ~Exists(named)).order_by("pk")
    return list(people.values_list("pk", "number", "email", "is_active", "ours"))


def _held(people: Collection[int]) -> dict[int, Entry]:
    """The primary posting that each of `people` has now, as an entry."""
    postings = Posting.objects.filter(person__in=people, primary=True).current()
    return {
        posting.person_id: Entry(
            row=1,
            number=posting.person.number or "",
            first_name=posting.person.given_name,
            last_name=posting.person.family_name,
            place=posting.place.name,
            position=posting.position,
            email=posting.person.email or "",
            kind=posting.kind,
            on_leave=posting.on_leave,
        )
        for posting in postings.select_related("person", "place")
    }
