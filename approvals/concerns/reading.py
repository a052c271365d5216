"""Who receives a concern, as a page names them before anything is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F

from accounts.models import Person, Place
from approvals.concerns import routing, wording
from approvals.concerns.models import Concern, Receiver
from approvals.concerns.routing import Case, Chair, Routing
from district_portal.district import current
from district_portal.permissions import Role

Why = Receiver.Why


@dataclass(frozen=True)
class Named:
    """Somebody who will receive it, and why."""

    person: Person
    why: str


@dataclass(frozen=True)
class Told:
    """Whom it reached when it was sent, and whether somebody stands above them."""

    receivers: list[Named]
    goes_up: bool


@dataclass(frozen=True)
class Expected:
    """Who will receive it at once, and who else may look; nobody where there is nobody.

    `goes_up` says whether somebody stands above those who receive it.
    """

    about: Person | None
    receivers: list[Named]
    others: list[Person]
    goes_up: bool

    @property
    def seal(self) -> str:
        """In short whom it is about and who receives it, to see whether that is so by now."""
        ids = sorted(named.person.pk for named in self.receivers)
        return f"{self.about.pk if self.about else ''}:{','.join(str(pk) for pk in ids)}"


def expected(case: Case) -> Expected:
    """Who would receive it if it were sent now."""
    in_office = routing.offices()
    way = Routing(case, in_office)
    chairs = way.chairs()
    receivers = [
        Named(chair.person, wording.why_in_words(chair, in_office=in_office)) for chair in chairs
    ]
    never = {*case.but, *(chair.person for chair in chairs)}
    leading = in_office[Role.DISTRICT_ADMINISTRATOR]
    others = [person for person in leading if person not in never]
    goes_up = _is_somebody_above(way, chairs)
    return Expected(case.about, receivers, others, goes_up)


def _is_somebody_above(way: Routing, chairs: list[Chair]) -> bool:
    """Whether it can go up from `chairs`: whoever else holds an office stands above them."""
    never = {*way.case.but, *(chair.person for chair in chairs)}
    if any(person not in never for people in way.in_office.values() for person in people):
        return True
    return len(way.chairs(levels=2)) > len(chairs)


def told_at_once(concern: Concern) -> Told:
    """Those whom it reached when it was sent, for its reporter, and whether it goes further up."""
    rows = concern.receivers.filter(level=1, seated_at=F("concern__sent_at"))
    chairs = [
        Chair(row.person, Why(row.why), row.stands_in_for, place=_headed(concern, row))
        for row in rows.select_related("person", "stands_in_for")
    ]
    in_office = routing.offices()
    named = [
        Named(chair.person, wording.why_in_words(chair, in_office=in_office)) for chair in chairs
    ]
    return Told(named, _is_somebody_above(Routing(Case.of(concern), in_office), chairs))


def _headed(concern: Concern, row: Receiver) -> Place | None:
    """The place as whose head somebody receives it; None where it has another one by now."""
    here, head = concern.place, row.stands_in_for_id or row.person_id
    while here and here.head_id != head:
        here = here.parent
    return here if row.why == Why.HEAD else None


def goes_up(concern: Concern) -> bool:
    """Whether somebody stands above those to whom it was brought so far."""
    way = Routing(Case.of(concern), routing.offices())
    here = way.chairs(levels=concern.level)
    return len(way.chairs(levels=concern.level + 1)) > len(here)


def hours(kind: str) -> dict[str, Any]:
    """After how many hours an unread concern of that kind goes up, and whether nights count."""
    district = current.current()
    by_night = kind in district.concern_day_and_night
    return {"hours": district.concern_unread_hours, "by_night": by_night}
