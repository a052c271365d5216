"""Roles that nobody holds, or one alone, so that requests may have nobody to decide them.

Nobody decides on their own request, it goes one level up: what the District Administrator asks for
goes to a Board officer, whom no delegate replaces (approvals/deciders.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.roles import holders
from approvals.deciders import Asker, who_decides
from approvals.models import Approver
from district_portal.district import wording
from district_portal.permissions import Role


@dataclass(frozen=True)
class Gap:
    """What is missing, in words; the role to be given; and whether something waits for it now."""

    words: str
    role: Role
    is_urgent: bool = False


def gaps() -> list[Gap]:
    """What is missing in the district as it is today, the most urgent first; empty when whole."""
    found = [_stands_alone(person) for person in who_ask_in_vain()]
    officers = list(holders(Role.BOARD_OFFICER))
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
    coordinators = list(holders(Role.TECHNOLOGY_COORDINATOR))
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


def who_ask_in_vain() -> list[Person]:
    """The District Administrators whose own requests nobody may decide today."""
    administrators = list(holders(Role.DISTRICT_ADMINISTRATOR))
    return [
        person
        for person in administrators
        if not who_decides(
            Approver.DISTRICT_ADMINISTRATOR,
            asker=Asker(requester=person),
            administrators=administrators,
        )
    ]


def _stands_alone(person: Person) -> Gap:
    others = holders(Role.BOARD_OFFICER).exclude(pk=person.pk)
    words = _(
        "Nobody may decide what %(name)s asks for as %(administrator)s: no other person is entered "
        "as Board officer."
    )
    if others.exists():
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
