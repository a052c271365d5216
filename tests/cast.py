"""The people of every test: one small district, always the same.

Places: the district; Northside School (head: Pat, the principal); Transportation (head: Theo).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from accounts import roles
from accounts.models import Person, Place, Posting
from district_portal.permissions import Role
from tests.factories.district import set_up

SINCE = dt.date(2024, 7, 1)
PASSWORD = "correct horse battery staple"


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


def person(name: str, number: int, **fields) -> Person:
    given, family = name.split(" ", 1)
    somebody = Person.objects.enter(
        given_name=given,
        family_name=family,
        number=f"E{number:03}",
        email=f"{given.lower()}@marlow.example",
        **fields,
    )
    somebody.set_password(PASSWORD)
    somebody.save()
    return somebody


def post(who: Person, place: Place, position: str, supervisor: Person | None, **fields) -> Posting:
    return Posting.objects.create(
        person=who,
        place=place,
        position=position,
        supervisor=supervisor,
        **{"since": SINCE, **fields},
    )


def call_the_cast() -> Cast:
    set_up(time_zone="America/Chicago")
    ada, bea = person("Ada Lindqvist", 1), person("Bea Okafor", 2)
    tom, polly = person("Tom Reyes", 3), person("Polly Hart", 4)
    hana, otto = person("Hana Sato", 5), person("Otto Brandt", 6)
    pat, lou = person("Pat Novak", 7), person("Lou Berg", 8)
    mia, val = person("Mia Álvarez", 9), person("Val O’Neill", 10)
    theo, gus = person("Theo Nguyễn", 11), person("Gus de la Cruz", 12)
    left = person("Lena Past", 13, is_active=False)
    district = Place.objects.create(name="District Office", kind="district", head=ada)
    northside = Place.objects.create(
        name="Northside School", kind="school", parent=district, head=pat
    )
    transportation = Place.objects.create(
        name="Transportation", kind="department", parent=district, head=theo
    )
    post(ada, district, "Superintendent", None)
    post(tom, district, "Technology Coordinator", ada)
    post(polly, district, "Executive Assistant", ada)
    post(hana, district, "HR Clerk", ada)
    post(otto, district, "Internal Auditor", ada)
    post(pat, northside, "Principal", ada)
    post(lou, northside, "Teacher", pat)
    post(mia, northside, "Teacher", pat, on_leave=True)
    post(val, northside, "Reading volunteer", pat, kind="volunteer")
    post(theo, transportation, "Director of Transportation", ada)
    post(gus, transportation, "Bus driver", theo)
    post(left, northside, "Teacher", pat, until=dt.date(2025, 6, 30))
    for who, role in (
        (ada, Role.DISTRICT_ADMINISTRATOR),
        (bea, Role.BOARD_OFFICER),
        (tom, Role.TECHNOLOGY_COORDINATOR),
        (polly, Role.POLICY_ADMINISTRATOR),
        (hana, Role.HR),
        (otto, Role.AUDITOR),
    ):
        roles.appoint(who, role=role, by=None, since=SINCE)
    return Cast(
        ada,
        bea,
        tom,
        polly,
        hana,
        otto,
        pat,
        lou,
        mia,
        val,
        theo,
        gus,
        left,
        district,
        northside,
        transportation,
    )
