"""Enter the first people, who let in all others: with their roles, before anybody can sign in.

Nobody is given a password. Whoever sits at the set-up may choose their own; the others choose it
by a link that is mailed when the set-up is finished.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Prefetch, ProtectedError

from accounts import roles
from accounts.models import Person, RoleGrant
from accounts.models.person import sort_key
from accounts.signals import standing_changed
from district_portal import audit
from district_portal.permissions import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

OFFERED = (
    Role.DISTRICT_ADMINISTRATOR,
    Role.TECHNOLOGY_COORDINATOR,
    Role.POLICY_ADMINISTRATOR,
    Role.HR,
    Role.BOARD_OFFICER,
)
ROSTER_ROLES = (Role.TECHNOLOGY_COORDINATOR, Role.HR)
"""Who may bring in the roster."""


@transaction.atomic
def welcome(
    *,
    given_name: str,
    family_name: str,
    email: str,
    held: Collection[Role],
    number: str = "",
    password: str | None = None,
) -> Person:
    """Enter a person with exactly these roles; whoever has the address already is changed.

    By `number`, the employee number, the roster knows the person again; it rules the names and
    number of whoever it has given a posting.
    `password` is what the person has just chosen at this screen. The caller holds the set-up
    (stepping.taking), so that nothing else is written meanwhile.
    """
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        person = Person.objects.enter(
            given_name=given_name, family_name=family_name, email=email, number=number or None
        )
        audit.record("people.entered", by=None, on=person, person=person)
    elif not person.postings.exists():
        person.given_name, person.family_name = given_name, family_name
        person.sort_name, person.number = sort_key(family_name, given_name), number or None
        person.save(update_fields=["given_name", "family_name", "sort_name", "number"])
    _hold_exactly(person, held)
    if password:
        person.set_password(password)
        person.save(update_fields=["password"])
        audit.record("signing_in.password_set", by=person, on=person, person=person)
    return person


@transaction.atomic
def let_go(person: Person) -> None:
    """Take a person out of the set-up again; who stands on the roster only loses the roles."""
    _hold_exactly(person, ())
    if person.postings.exists():
        return
    audit.record("people.taken_out", by=None, on=person, person=person)
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:
        person.is_active = False
        person.save(update_fields=["is_active"])
        standing_changed.send(sender=Person, people={person.pk})


def others_numbered(number: str, *, email: str) -> QuerySet[Person]:
    """Whoever has the employee number but not the address."""
    return Person.objects.filter(number=number).exclude(email__iexact=email)


def welcomed() -> QuerySet[Person]:
    """Those who hold a role now, by name, with their roles."""
    current = RoleGrant.objects.current().filter(place=None)
    return (
        Person.objects.filter(grants__in=current)
        .distinct()
        .prefetch_related(Prefetch("grants", queryset=current))
    )


def _hold_exactly(person: Person, held: Collection[Role]) -> None:
    gone = person.grants.exclude(role__in=[role.value for role in held])
    for grant in gone:
        audit.record(
            "roles.dismissed", by=None, on=grant, person=person, before={"role": grant.role}
        )
    gone.delete()
    for role in held:
        roles.appoint(person, role=role, by=None)
    person.__dict__.pop("standing", None)
    standing_changed.send(sender=RoleGrant, people={person.pk})
