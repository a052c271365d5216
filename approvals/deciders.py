"""Who decides as supervisor, as head of a place or in a role today, and who stands in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.models import Person, Place, Posting
from accounts.models.role import LIMITABLE
from accounts.roles import holders
from accounts.standing_in import NOBODY_ELSE, Matter, Standing, acting_supervisor, who_acts
from accounts.supervising import above
from approvals.models import Approver, Request
from district_portal.district import wording
from district_portal.permissions import Role

_ROLES = {
    Approver.DISTRICT_ADMINISTRATOR: Role.DISTRICT_ADMINISTRATOR,
    Approver.TECHNOLOGY_COORDINATOR: Role.TECHNOLOGY_COORDINATOR,
}


@dataclass(frozen=True, kw_only=True)
class Asker:
    """For whom a step is seated: who asks, for which of their postings, and for which place."""

    requester: Person
    posting: Posting | None = None
    place: Place | None = None

    @classmethod
    def of(cls, request: Request) -> Asker:
        """Who asks for `request`."""
        return cls(requester=request.requester, posting=request.posting, place=request.place)


def current_posting(requester: Person, posting: Posting | None) -> Posting | None:
    """The posting that a request concerns as it is today: itself, its successor, or the primary."""
    if posting is None:
        return requester.posting
    same = [row for row in requester.postings_today if row.pk == posting.pk]
    there = [row for row in requester.postings_today if row.place_id == posting.place_id]
    there.sort(key=lambda row: row.position != posting.position)
    return next(iter(same + there), requester.posting)


def who_decides(
    approver: str, *, asker: Asker, administrators: list[Person] | None = None
) -> list[Standing]:
    """Those who may decide as `approver` today, never the requester; empty when nobody is left.

    What the District Administrator asks for goes to the Board officer, who stands above.
    `administrators` are those of today, where they are known already.
    """
    requester, posting = asker.requester, asker.posting
    if administrators is None:
        administrators = list(holders(Role.DISTRICT_ADMINISTRATOR))
    if requester in administrators:
        officer = above(requester)
        why = _("What the %(administrator)s asks for goes to the Board officer.") % {
            "administrator": wording.administrator()
        }
        acting = who_acts([officer] if officer else [], matter=NOBODY_ELSE, but=requester)
        told = [replace(standing, why=why) for standing in acting]
        return told or _instead(requester, officer, matter=NOBODY_ELSE)
    if approver == Approver.SUPERVISOR:
        standing = acting_supervisor(
            requester, posting=current_posting(requester, posting), leads=False
        )
        return [standing] if standing else []
    if approver == Approver.HEAD:
        return _of_place(asker)
    named = administrators
    if approver != Approver.DISTRICT_ADMINISTRATOR:
        role = _ROLES[Approver(approver)]
        near = _place_of(requester, posting) if role.value in LIMITABLE else None
        named = list(holders(role, at=near).exclude(pk=requester.pk))
    present = who_acts(named, but=requester)
    return present or _instead(requester, named[0] if named else None)


def _of_place(asker: Asker) -> list[Standing]:
    """Who acts as head of the place that is asked for: its own, else the next one above it."""
    here, missing = asker.place, None
    while here:
        if here.head and here.head != asker.requester:
            missing = missing or here.head
            if acting := who_acts([here.head], but=asker.requester):
                return acting if here.head == missing else [_stand_in(acting[0], missing)]
        here = here.parent
    return _instead(asker.requester, missing)


def _stand_in(standing: Standing, missing: Person) -> Standing:
    words = _("%(name)s is absent. The head of the next place above decides instead.")
    why = f"{words % {'name': missing}} {standing.why}".strip()
    return replace(standing, stands_in_for=missing, why=why)


def _instead(
    requester: Person, named: Person | None, *, matter: str = Matter.REQUESTS
) -> list[Standing]:
    """Who acts for a missing holder of a role: District Administrator, then Board officer."""
    why = (
        _("%(name)s is absent.") % {"name": named}
        if named
        else _("Nobody else holds the role this asks for.")
    )
    for role in (Role.DISTRICT_ADMINISTRATOR, Role.BOARD_OFFICER):
        others = [person for person in holders(role) if person != named]
        for standing in who_acts(others, matter=matter, but=requester):
            label = _("%(why)s The %(role)s decides instead.") % {
                "why": why,
                "role": wording.role(role),
            }
            for_whom = named or standing.stands_in_for
            words = f"{label} {standing.why}".strip()
            return [replace(standing, stands_in_for=for_whom, why=words)]
    return []


def _place_of(requester: Person, posting: Posting | None) -> Place | None:
    current = current_posting(requester, posting)
    return current.place if current else None
