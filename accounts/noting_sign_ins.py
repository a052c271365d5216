"""Each sign-in is recorded with the ways that were used; each wrong password stands in the log.

Wrong ones are many where somebody guesses: the trail, which is for good, tells of them in
moderation (throttling.py). Source: OWASP ASVS 5.0, 16.3.1.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from allauth.account.authentication import get_authentication_records

from district_portal import audit

if TYPE_CHECKING:
    from django.http import HttpRequest  # noqa: TID251 – a name for the type

    from accounts.models import Person

log = logging.getLogger(__name__)


def signed_in(request: HttpRequest, person: Person) -> None:
    """Record that `person` has just signed in, and by which ways."""
    if ways := [row["method"] for row in get_authentication_records(request, person)]:
        after = {"ways": ", ".join(ways)}
        audit.record("signing_in.signed_in", by=person, on=person, person=person, after=after)


def proved(person: Person, *, way: str) -> None:
    """Record that somebody who is signed in showed once more who they are, and by which way."""
    after = {"ways": way}
    audit.record("signing_in.proved", by=person, on=person, person=person, after=after)


def failed(person: Person | None, *, way: str, address: str) -> None:
    """Say in the log who could not show who they are, by which way and from which network.

    What was typed stands nowhere: somebody may have typed the password where the address goes.
    """
    whom = f"Person {person.pk}" if person else "Nobody on the roster"
    log.warning("%s: wrong %s from %s", whom, way, address)
