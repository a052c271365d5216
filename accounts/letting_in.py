"""Let somebody in from the server, where no mail reaches them: a link that is handed over by hand.

It is the one for a password, which also shows who one is; it lasts an hour instead of days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import signing_in
from accounts.telling_of_changes import tell

if TYPE_CHECKING:
    from accounts.models import Person

LASTS = 60 * 60
"""Seconds for which the link works."""


class CannotComeInError(Exception):
    """The person has left, has not begun yet, or has no address to sign in with."""


@transaction.atomic
def make_link(person: Person, *, why: str) -> str:
    """The address at which `person` chooses a password, or links an account, within LASTS seconds.

    For whoever runs the server, and nobody else: whoever opens it is `person`. It works once. `why`
    stands in the record; the person is mailed, as soon as mail goes out. A second factor that is
    there is still asked for. Raises CannotComeInError.
    """
    if not person.is_active or not person.email:
        raise CannotComeInError
    link = signing_in.password_link(person, lasts=LASTS)
    tell(person, "link_handed_over", by=None, after={"why": why})
    return link
