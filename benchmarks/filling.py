"""A district full of people, in fewer statements than the portal would hire them with."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

if TYPE_CHECKING:
    from accounts.models import Person

SINCE = dt.date(2020, 7, 1)
AT_ONCE = 5000


def hire(people: int, *, schools: int = 1) -> list[Person]:
    """Enter that many people, spread over so many more schools; answers them in order.

    The first of each school supervises the others there, and nobody supervises the first.
    """
    from accounts.models import Person, Place, Posting

    district, _made = Place.objects.get_or_create(name="District", kind=Place.Kind.DISTRICT)
    known = Place.objects.count()
    opened = Place.objects.bulk_create(
        Place(name=f"School {known + n}", kind=Place.Kind.SCHOOL, parent=district)
        for n in range(schools)
    )
    entered = Person.objects.count()
    hired = Person.objects.bulk_create(
        [_person(entered + n) for n in range(people)], batch_size=AT_ONCE
    )
    Posting.objects.bulk_create(
        [
            Posting(
                person=person,
                place=opened[n % schools],
                supervisor=hired[n % schools] if n >= schools else None,
                position="Teacher",
                since=SINCE,
            )
            for n, person in enumerate(hired)
        ],
        batch_size=AT_ONCE,
    )
    return hired


def _person(number: int) -> Person:
    from accounts.models import Person

    return Person(
        password=UNUSABLE_PASSWORD_PREFIX,
        given_name="Given",
        family_name=f"Family {number}",
        sort_name=f"family {number}",
        email=f"person{number}@marlow.example",
    )
