"""Mails about accounts that claim to be the district, to those who deal with them."""

from __future__ import annotations

from accounts import roles
from accounts.models import Person
from approvals.impostors.models import Act
from approvals.impostors.permissions import HANDLERS
from district_portal import mailing


def handlers() -> list[Person]:
    """Those who deal with such accounts today, each once."""
    people = {person.pk: person for role in HANDLERS for person in roles.holders(role)}
    return list(people.values())


def tell_handlers(act: Act) -> None:
    """Tell them at once of a case that is new, or that came back."""
    impostor = act.impostor
    for person in handlers():
        mailing.queue(
            "impostor_reported",
            key=f"impostor_reported:{act.pk}:{person.pk}",
            to=person,
            context={
                "impostor": impostor,
                "again": act.what == Act.What.CAME_BACK,
                "link": impostor.get_absolute_url(),
            },
        )
