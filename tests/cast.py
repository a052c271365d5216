"""The people of every test: one small district, always the same.

Places: the district; Northside School (head: Pat, the principal); Transportation (head: Theo).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from django.contrib.auth.hashers import make_password

from accounts.models import Person, Place, Posting, RoleGrant
from accounts.models.person import sort_key
from district_portal.permissions import Role
from tests.factories.district import set_up

SINCE = dt.date(2024, 7, 1)
PASSWORD = "correct horse battery staple"
NAMES = (
    "Ada Lindqvist",
    "Bea Okafor",
    "Tom Reyes",
    "Polly Hart",
    "Hana Sato",
    "Otto Brandt",
    "Pat Novak",
    "Lou Berg",
    "Mia Álvarez",
    "Val O’Neill",
    "Theo Nguyễn",
    "Gus de la Cruz",
    "Lena Past",
)


@dataclass
class Cast:
    """Who is who."""

    ada: Person  # District Administrator
    bea: Person  # Board officer, above Ada
    tom: Person  # Technology Coordinator
    polly: Person  # policy administrator
    hana: Person  # HR
    otto: Person  # auditor
    pat: Person  # principal of Northside, supervisor of Lou, Mia, Val
    lou: Person  # teacher at Northside
    mia: Person  # teacher at Northside, on leave
    val: Person  # volunteer at Northside
    theo: Person  # head of Transportation, supervisor of Gus
    gus: Person  # bus driver
    left: Person  # was a teacher at Northside, left
    district: Place
    northside: Place
    transportation: Place

    def people(self) -> dict[str, Person]:
        return {
            field.name: value
            for field in fields(self)
            if isinstance(value := getattr(self, field.name), Person)
        }


def _person(name: str, number: int, **fields) -> Person:
    given, family = name.split(" ", 1)
    return Person(
        given_name=given,
        family_name=family,
        sort_name=sort_key(family, given),
        number=f"E{number:03}",
        email=f"{given.lower()}@marlow.example",
        password=make_password(PASSWORD),
        **fields,
    )


def person(name: str, number: int, **fields) -> Person:
    somebody = _person(name, number, **fields)
    somebody.save()
    return somebody


def _posting(
    who: Person, place: Place, position: str, supervisor: Person | None, **fields
) -> Posting:
    return Posting(
        person=who,
        place=place,
        position=position,
        supervisor=supervisor,
        **{"since": SINCE, **fields},
    )


def post(who: Person, place: Place, position: str, supervisor: Person | None, **fields) -> Posting:
    posting = _posting(who, place, position, supervisor, **fields)
    posting.save()
    return posting


def call_the_cast() -> Cast:
    """Enter them all: in bulk, since nearly every test begins here."""
    set_up(time_zone="America/Chicago")
    people = [_person(name, number) for number, name in enumerate(NAMES, start=1)]
    people[-1].is_active = False
    people = Person.objects.bulk_create(people)
    ada, bea, tom, polly, hana, otto, pat, lou, mia, val, theo, gus, left = people
    district = Place.objects.create(name="District Office", kind="district", head=ada)
    northside = Place(name="Northside School", kind="school", parent=district, head=pat)
    transportation = Place(name="Transportation", kind="department", parent=district, head=theo)
    Place.objects.bulk_create([northside, transportation])
    Posting.objects.bulk_create(
        [
            _posting(ada, district, "Superintendent", None),
            _posting(tom, district, "Technology Coordinator", ada),
            _posting(polly, district, "Executive Assistant", ada),
            _posting(hana, district, "HR Clerk", ada),
            _posting(otto, district, "Internal Auditor", ada),
            _posting(pat, northside, "Principal", ada),
            _posting(lou, northside, "Teacher", pat),
            _posting(mia, northside, "Teacher", pat, on_leave=True),
            _posting(val, northside, "Reading volunteer", pat, kind="volunteer"),
            _posting(theo, transportation, "Director of Transportation", ada),
            _posting(gus, transportation, "Bus driver", theo),
            _posting(left, northside, "Teacher", pat, until=dt.date(2025, 6, 30)),
        ]
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(person=who, role=role, since=SINCE)
        for who, role in (
            (ada, Role.DISTRICT_ADMINISTRATOR),
            (bea, Role.BOARD_OFFICER),
            (tom, Role.TECHNOLOGY_COORDINATOR),
            (polly, Role.POLICY_ADMINISTRATOR),
            (hana, Role.HR),
            (otto, Role.AUDITOR),
        )
    )
    return Cast(*people, district, northside, transportation)
