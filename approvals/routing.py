"""Who decides: the people of each step, who stands in for whom, and what is skipped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person, Place, Posting
from accounts.models.role import LIMITABLE
from accounts.roles import holders
from accounts.standing_in import NOBODY_ELSE, Matter, Standing, acting_supervisor, who_acts
from accounts.supervising import above
from approvals import conditions
from approvals.models import Approver, Request, Route, RouteStep, Seat, Step
from district_portal import audit
from district_portal.district import wording
from district_portal.permissions import Role

_ROLES = {
    Approver.DISTRICT_ADMINISTRATOR: Role.DISTRICT_ADMINISTRATOR,
    Approver.TECHNOLOGY_COORDINATOR: Role.TECHNOLOGY_COORDINATOR,
}


@dataclass(frozen=True)
class Expected:
    """One step as it would go today: who may decide it, or why it would be skipped."""

    approver: str
    standings: list[Standing]
    why_skipped: str = ""

    @property
    def label(self) -> str:
        """The step's approver in the district's words: "Supervisor"."""
        return wording.role(self.approver)

    @property
    def nobody(self) -> bool:
        """Whether nobody at all could decide it."""
        return not self.standings and not self.why_skipped


def route_for(kind: str) -> Route:
    """The route on which a new request of `kind` goes. Raises Route.DoesNotExist without one."""
    return Route.objects.get(kind=kind, in_use=True)


def steps_of(route: Route, values: Mapping[str, Any]) -> list[RouteStep]:
    """The steps of `route` that apply to these answers, in order."""
    return _applying(route.steps.all(), values)


def _applying(steps: Iterable[RouteStep], values: Mapping[str, Any]) -> list[RouteStep]:
    return [step for step in steps if conditions.applies(step.condition, values)]


def current_posting(requester: Person, posting: Posting | None) -> Posting | None:
    """The posting that a request concerns as it is today: itself, its successor, or the primary."""
    if posting is None:
        return requester.posting
    same = [row for row in requester.postings_today if row.pk == posting.pk]
    there = [row for row in requester.postings_today if row.place_id == posting.place_id]
    there.sort(key=lambda row: row.position != posting.position)
    return next(iter(same + there), requester.posting)


def who_decides(
    approver: str,
    *,
    requester: Person,
    posting: Posting | None = None,
    administrators: list[Person] | None = None,
) -> list[Standing]:
    """Those who may decide a step today, never the requester; empty when nobody is left.

    `posting` is the one that the request concerns. What the District Administrator asks for goes
    to the Board officer, who stands above. `administrators` are those of today, where they are
    known already.
    """
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
    named = administrators
    if approver != Approver.DISTRICT_ADMINISTRATOR:
        role = _ROLES[Approver(approver)]
        near = _place_of(requester, posting) if role.value in LIMITABLE else None
        named = list(holders(role, at=near).exclude(pk=requester.pk))
    present = who_acts(named, but=requester)
    return present or _instead(requester, named[0] if named else None)


def who_would_decide(
    kind: str, *, requester: Person, values: Mapping[str, Any], posting: Posting | None = None
) -> list[Expected]:
    """The steps that a request would go through if it were sent today, with real people."""
    steps = list(RouteStep.objects.filter(route__kind=kind, route__in_use=True))
    if not steps:
        route_for(kind)
    return expected(
        [step.approver for step in _applying(steps, values)],
        requester=requester,
        posting=posting,
    )


def expected(
    approvers: list[str],
    *,
    requester: Person,
    posting: Posting | None,
    decided_by: Person | None = None,
) -> list[Expected]:
    """How steps still to come would go today; `decided_by` decided the one before them."""
    steps, last = [], decided_by
    administrators = list(holders(Role.DISTRICT_ADMINISTRATOR)) if approvers else []
    for approver in approvers:
        standings = who_decides(
            approver, requester=requester, posting=posting, administrators=administrators
        )
        why = why_skipped(standings, decided_by=last)
        steps.append(Expected(approver, [] if why else standings, why))
        if not why:
            last = standings[0].person if len(standings) == 1 else None
    return steps


def why_skipped(standings: list[Standing], *, decided_by: Person | None) -> str:
    """Why a step would fall away: it would come to the one who has just decided; else empty."""
    if decided_by and any(standing.person == decided_by for standing in standings):
        return _("%(name)s decides the step before and is asked only once.") % {"name": decided_by}
    return ""


def seat(
    step: Step, *, standings: list[Standing], request: Request, at: dt.datetime | None = None
) -> list[Seat]:
    """Give the open `step` these people and take it from all others; answer the new seats.

    The caller holds the request's lock.
    """
    at = at or timezone.now()
    live = {row.person_id: row for row in step.seats.filter(left_at=None)}
    wanted = {standing.person.pk: standing for standing in standings}
    gone = [row.pk for person, row in live.items() if _differs(row, wanted.get(person))]
    Seat.objects.filter(pk__in=gone).update(left_at=at)
    new = [
        Seat(
            step=step,
            person=standing.person,
            stands_in_for=standing.stands_in_for,
            why=standing.why[:300],
            seated_at=at,
        )
        for person, standing in wanted.items()
        if person not in live or live[person].pk in gone
    ]
    Seat.objects.bulk_create(new)
    for row in new:
        audit.record(
            "requests.seated",
            by=None,
            on=request,
            person=row.person,
            after={"step": step.order, "why": row.why},
            at=at,
        )
    return new


def _differs(seat: Seat, standing: Standing | None) -> bool:
    if standing is None:
        return True
    whom = standing.stands_in_for
    return seat.stands_in_for_id != (whom.pk if whom else None)


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
