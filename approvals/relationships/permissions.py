"""Who sees a relationship with students outside school, and who ends it.

Source: 529, clause 13. It tells of private life, so that the line above the supervisor sees it
no more than anyone else.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Posting
from accounts.roles import holders
from approvals.models import Decision
from district_portal.permissions import Role, declare, everything, reaching


@reaching(_("their own"))
def held_by_me(person: Person) -> Q:
    """What the person disclosed."""
    return Q(holder=person)


@reaching(_("their own, and those that they decided"))
def held_or_decided_by_me(person: Person) -> Q:
    """What the person disclosed, and what others disclosed to them."""
    decided = Decision.objects.filter(person=person).values("step__submission__request")
    return Q(holder=person) | Q(request__in=decided)


@reaching(_("those of the people directly under them today"))
def held_by_my_people(person: Person) -> Q:
    """What those hold who work directly under the person today, or under whom they look after."""
    tops = [person.pk, *person.standing.follows_for]
    postings = Posting.objects.current().filter(supervisor__in=tops)
    return Q(holder__in=postings.values("person")) & ~Q(holder=person)


@reaching(_("those that a District Administrator holds"))
def held_by_administrators(person: Person) -> Q:
    """What a District Administrator holds, for the Board officer, who stands above."""
    return Q(holder__in=holders(Role.DISTRICT_ADMINISTRATOR)) & ~Q(holder=person)


def held_at(places: Collection[int]) -> Q:
    """What holds for these places."""
    return Q(place__in=places)


declare(
    {
        "relationships.view": {
            Role.EMPLOYEE: held_or_decided_by_me,
            Role.SUPERVISOR: held_by_my_people,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.BOARD_OFFICER: held_by_administrators,
            Role.TITLE_IX_COORDINATOR: everything,
            Role.AUDITOR: everything,
        },
        "relationships.end": {
            Role.EMPLOYEE: held_by_me,
            Role.SUPERVISOR: held_by_my_people,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.BOARD_OFFICER: held_by_administrators,
        },
    },
    words={
        "relationships.view": _("See a tie to students outside school"),
        "relationships.end": _("End a tie to students outside school"),
    },
    within={"relationships.view": held_at},
)
