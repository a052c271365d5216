"""A new person, entered by hand: who is in no HR sheet, or not yet."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import moving, signing_in
from accounts.models import Person
from accounts.models.person import sort_key
from accounts.settling import NotPossibleError
from district_portal import audit


@transaction.atomic
def enter(
    *,
    given_name: str,
    family_name: str,
    by: Person,
    number: str = "",
    email: str = "",
    invite: bool = False,
    **posting: Any,
) -> Person:
    """Enter a person, and mail them the link for a password on `invite`.

    `posting` is the first one, as `moving.hire` takes it.

    Who begins later is invited from then on. Raises NotPossibleError for a number or address
    that somebody else has.
    """
    if number and Person.objects.filter(number=number).exists():
        raise NotPossibleError(_("Another person has this number."), "number")
    if email and Person.objects.filter(email__iexact=email).exists():
        raise NotPossibleError(_("Another person has this e-mail address."), "email")
    try:
        with transaction.atomic():
            person = Person.objects.enter(
                given_name=given_name,
                family_name=family_name,
                number=number or None,
                email=email or None,
            )
    except IntegrityError as taken:
        raise NotPossibleError(_("Another person has this number or address.")) from taken
    audit.record("people.entered", by=by, on=person, person=person)
    moving.hire(person, by=by, **posting)
    if invite:
        signing_in.invite(person, by=by)
    return person


def namesakes(given_name: str, family_name: str) -> QuerySet[Person]:
    """Those who are entered already under the same name, who are here first."""
    same = Person.objects.filter(sort_name=sort_key(family_name, given_name))
    return same.order_by("-is_active", "pk")
