"""Give somebody who was entered without one the employee number by which HR's sheets know them."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.settling import NotPossibleError
from district_portal import audit


@transaction.atomic
def give(person: Person, *, number: str, by: Person) -> Person:
    """Enter the employee number of `person`, who has none: from now on HR's sheets speak of them.

    A number stays for good. Raises NotPossibleError when they have one by now, or somebody else
    has it.
    """
    row = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if row.number == number:
        return row
    if row.number is not None:
        words = _("%(person)s has the number %(number)s already, which stays.")
        raise NotPossibleError(words % {"person": row, "number": row.number}, "number")
    row.number = number
    try:
        with transaction.atomic():
            row.save(update_fields=["number"])
    except IntegrityError as taken:
        raise NotPossibleError(_("Another person has this number."), "number") from taken
    audit.record("people.numbered", by=by, on=row, person=row, after={"number": number})
    return row
