"""Who receives a concern, as a page names them before anything is typed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from accounts.models import Person
from approvals.concerns import routing, wording
from approvals.concerns.models import Concern
from approvals.concerns.routing import Case
from district_portal.permissions import Role


@dataclass(frozen=True)
class Named:
    """Somebody who will receive it, and why."""

    person: Person
    why: str


@dataclass(frozen=True)
class Expected:
    """Who will receive it at once, and who else may look; nobody where there is nobody."""

    about: Person | None
    receivers: list[Named]
    others: list[Person]

    @property
    def seal(self) -> str:
        """In short whom it is about and who receives it, to see whether that is so by now."""
        ids = sorted(named.person.pk for named in self.receivers)
        return f"{self.about.pk if self.about else ''}:{','.join(str(pk) for pk in ids)}"


def expected(case: Case) -> Expected:
    """Who would receive it if it were sent now."""
    in_office = routing.offices()
    chairs = routing.chairs_for(case, in_office=in_office)
    receivers = [Named(chair.person, wording.why_in_words(chair)) for chair in chairs]
    never = {*case.but, *(chair.person for chair in chairs)}
    leading = in_office[Role.DISTRICT_ADMINISTRATOR]
    others = [person for person in leading if person not in never]
    return Expected(case.about, receivers, others)


def told_at_once(concern: Concern) -> list[Named]:
    """Those whom it reached when it was sent, for its reporter."""
    rows = concern.receivers.filter(level=1, seated_at=F("concern__sent_at"))
    found = []
    for row in rows.select_related("person", "stands_in_for"):
        chair = routing.Chair(row.person, type(row).Why(row.why), row.stands_in_for)
        found.append(Named(row.person, wording.why_in_words(chair)))
    return found
