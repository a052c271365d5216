"""Roles that end in tests."""

from django.db import transaction

from accounts import roles
from accounts.models import RoleGrant
from district_portal.district.current import today


@transaction.atomic
def dismiss(person, *, role, by, place=None, on=None):
    """End whatever `person` holds of `role` for `place`, now and later."""
    held = RoleGrant.objects.still_on(on or today())
    for grant in held.filter(person=person, role=role, place=place).order_by("pk"):
        roles.end(grant, by=by, on=on)
