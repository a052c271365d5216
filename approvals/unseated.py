"""Roles that nobody holds, or one alone, so that requests may have nobody to decide them.

Nobody decides on their own request, it goes one level up: what the District Administrator asks for
goes to a Board officer, whom no delegate replaces (approvals/deciders.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person, RoleGrant
from accounts.naming import called
from accounts.standing_in import away_today
from district_portal.district import wording
from district_portal.permissions import Role

_LEADING = Role.DISTRICT_ADMINISTRATOR


@dataclass(frozen=True)
class Gap:
    """What is missing, in words; the role to be given; and whether something waits for it now."""

    words: str
    role: Role
    is_urgent: bool = False


def gaps() -> list[Gap]:
    """What is missing in the district as it is today, the most urgent first; empty when whole."""
    held = _held()
    officers, coordinators = held[Role.BOARD_OFFICER], held[Role.TECHNOLOGY_COORDINATOR]
    found = [_stands_alone(person, officers) for person in _in_vain(held)]
    if not officers and not found:
        words = _(
            "No Board officer is entered. What one %(administrator)s asks for is decided by "
            "another one, and nobody stands above them."
        )
        found.append(Gap(words % _told(), Role.BOARD_OFFICER))
    elif len(officers) == 1:
        words = _(
            "%(name)s is the only Board officer. While %(name)s is away, what the "
            "%(administrator)s asks for may wait."
        )
        found.append(Gap(words % {"name": officers[0], **_told()}, Role.BOARD_OFFICER))
    if not coordinators:
        words = _(
            "No %(coordinator)s is entered. The %(administrator)s decides in that place, and "
            "looks after platforms and meetings alone."
        )
        found.append(Gap(words % _told(), Role.TECHNOLOGY_COORDINATOR))
    elif len(coordinators) == 1:
        words = _(
            "%(name)s is the only %(coordinator)s. While %(name)s is away, the "
            "%(administrator)s decides instead."
        )
        found.append(Gap(words % {"name": coordinators[0], **_told()}, Role.TECHNOLOGY_COORDINATOR))
    return found


def above_and_beside() -> QuerySet[Any, Any]:
    """Each District Administrator and Board officer of today, for `names_in_vain`."""
    roles = (Role.DISTRICT_ADMINISTRATOR, Role.BOARD_OFFICER)
    rows = RoleGrant.objects.current().filter(place=None, person__is_active=True, role__in=roles)
    named = rows.annotate(name=called("person"), away=away_today("person"))
    return named.order_by("since", "pk").values("person_id", "role", "name", "away")


def grants_in_vain() -> QuerySet[RoleGrant]:
    """The same of today as rows: the roles of those District Administrators."""
    there = above_and_beside().filter(away=False).exclude(person_id=OuterRef("person_id"))
    leading = RoleGrant.objects.current().filter(
        place=None, person__is_active=True, role=Role.DISTRICT_ADMINISTRATOR
    )
    return leading.filter(~Exists(there)).order_by("since", "pk")


def names_in_vain(rows: Iterable[dict[str, Any]]) -> dict[int, str]:
    """Id → name of each District Administrator, out of `above_and_beside`, who asks in vain.

    As deciders.who_decides has it: those above and beside them decide, whom nobody replaces.
    """
    rows = list(rows)
    there = {row["person_id"] for row in rows if not row["away"]}
    leading = {row["person_id"]: row["name"] for row in rows if row["role"] == _LEADING}
    return {pk: name for pk, name in leading.items() if not there - {pk}}


def _in_vain(held: dict[str, list[Person]]) -> list[Person]:
    found = names_in_vain(above_and_beside())
    return [person for person in held[_LEADING] if person.pk in found]


def _held() -> dict[str, list[Person]]:
    """Role → those who hold it today for the whole district, the longest first; one statement."""
    grants = RoleGrant.objects.current().filter(place=None, person__is_active=True)
    found: dict[str, list[Person]] = defaultdict(list)
    for grant in grants.select_related("person").order_by("since", "pk"):
        found[grant.role].append(grant.person)
    return found


def _stands_alone(person: Person, officers: list[Person]) -> Gap:
    words = _(
        "Nobody may decide what %(name)s asks for as %(administrator)s: no other person is entered "
        "as Board officer."
    )
    if set(officers) - {person}:
        words = _(
            "Nobody may decide what %(name)s asks for as %(administrator)s while the Board officer "
            "is away."
        )
    return Gap(words % {"name": person, **_told()}, Role.BOARD_OFFICER, is_urgent=True)


def _told() -> dict[str, str]:
    return {
        "administrator": wording.administrator(),
        "coordinator": wording.role(Role.TECHNOLOGY_COORDINATOR),
    }
