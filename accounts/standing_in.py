"""Who acts when somebody is missing, absent or gone.

In this order: the head of the building, then a District Administrator, then the Board officer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Person, Posting
from accounts.roles import holders
from accounts.supervising import above, supervisor_of
from district_portal.permissions import Role


@dataclass(frozen=True)
class Standing:
    """Who acts, for whom when standing in, and why, in words for the requester."""

    person: Person
    stands_in_for: Person | None = None
    why: str = ""


def is_present(person: Person) -> bool:
    """Whether `person` can act today: may sign in and is not on leave."""
    if not person.is_active:
        return False
    posting = person.posting
    return posting is None or not posting.on_leave


def who_is_present(people: Iterable[Person]) -> list[Person]:
    """Those of `people` who can act today, in their order; one query for all."""
    asked = list(people)
    away = Posting.objects.current().filter(person__in=asked, primary=True, on_leave=True)
    absent = set(away.values_list("person_id", flat=True)) if asked else set()
    return [person for person in asked if person.is_active and person.pk not in absent]


def acting_supervisor(requester: Person, *, posting: Posting | None = None) -> Standing | None:
    """Who acts as supervisor of `requester` today, never the requester themselves.

    For the District Administrator that is the Board officer, and never somebody below.
    `posting` is the one that the matter concerns, the primary one unless given. None only when
    nobody at all is left.
    """
    leads = holders(Role.DISTRICT_ADMINISTRATOR).filter(pk=requester.pk).exists()
    posting = None if leads else posting or requester.posting
    named = above(requester) if leads else supervisor_of(requester, posting=posting)
    if named and named != requester and is_present(named):
        return Standing(named)
    why = _why_missing(named)
    for person, role in _in_order(posting):
        if person not in (requester, named) and is_present(person):
            return Standing(
                person, named, _("%(why)s %(role)s acts instead.") % {"why": why, "role": role}
            )
    return None


def _why_missing(named: Person | None) -> str:
    if named is None:
        return _("No supervisor is entered.")
    if not named.is_active:
        return _("%(name)s has left.") % {"name": named}
    return _("%(name)s is on leave.") % {"name": named}


def _in_order(posting: Posting | None) -> Iterator[tuple[Person, str]]:
    place = posting.place if posting else None
    while place:
        if place.head:
            yield place.head, _("The head of %(place)s") % {"place": place}
        place = place.parent
    for person in holders(Role.DISTRICT_ADMINISTRATOR):
        yield person, _("The District Administrator")
    for person in holders(Role.BOARD_OFFICER):
        yield person, _("The Board officer")
