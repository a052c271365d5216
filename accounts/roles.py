"""Who holds which role: granted ones by date, employee and supervisor by the roster."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Person, Place, Posting, RoleGrant
from accounts.signals import standing_changed
from district_portal import audit
from district_portal.district.current import today
from district_portal.permissions import Role


class LastAdministratorError(Exception):
    """The district would be left without a District Administrator."""


class LeftError(ValueError):
    """Somebody who has left can hold no role."""


def held_by(person: Person) -> frozenset[Role]:
    """Every role that `person` holds today."""
    if not person.is_active:
        return frozenset()
    granted = RoleGrant.objects.on(today()).filter(person=OuterRef("pk"))
    below = Posting.objects.current().filter(supervisor=OuterRef("pk"))
    led = Place.objects.filter(head=OuterRef("pk"))
    rows = Person.objects.filter(pk=person.pk).values_list(
        ArraySubquery(granted.order_by("pk").values("role")), Exists(below), Exists(led)
    )
    for held, supervises, heads in rows:
        followed = {Role.EMPLOYEE} | ({Role.SUPERVISOR} if supervises or heads else set())
        return frozenset(followed | {Role(role) for role in held})
    return frozenset()


def holders(role: Role) -> QuerySet[Person]:
    """Those who hold a granted role today, longest holder first."""
    return (
        Person.objects.filter(grants__in=RoleGrant.objects.current().filter(role=role))
        .order_by("grants__since", "pk")
        .distinct()
    )


@transaction.atomic
def appoint(person: Person, *, role: Role, by: Person | None, since: dt.date | None = None) -> None:
    """Give `person` the role from `since` (today unless given); harmless when they hold it.

    Raises LeftError for somebody who has left.
    """
    if not person.is_active:
        raise LeftError(str(person))
    grant, created = RoleGrant.objects.get_or_create(
        person=person,
        role=role,
        until=None,
        defaults={"since": since or today(), "granted_by": by},
    )
    if created:
        audit.record("roles.appointed", by=by, on=grant, person=person, after={"role": role.value})
        standing_changed.send(sender=RoleGrant, people={person.pk})


@transaction.atomic
def dismiss(person: Person, *, role: Role, by: Person | None) -> None:
    """End a granted role with yesterday's end; harmless when they do not hold it.

    Raises LastAdministratorError for the last District Administrator.
    """
    grants = RoleGrant.objects.select_for_update(of=("self",)).filter(role=role, until=None)
    holding = {grant.person_id: grant for grant in grants.select_related("person").order_by("pk")}
    grant = holding.pop(person.pk, None)
    if grant is None:
        return
    others = any(other.person.is_active for other in holding.values())
    if role == Role.DISTRICT_ADMINISTRATOR and person.is_active and not others:
        raise LastAdministratorError
    yesterday = today() - dt.timedelta(days=1)
    if grant.since > yesterday:
        grant.delete()
    else:
        grant.until = yesterday
        grant.save(update_fields=["until"])
    audit.record("roles.dismissed", by=by, person=person, before={"role": role.value})
    standing_changed.send(sender=RoleGrant, people={person.pk})
