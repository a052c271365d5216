"""Two ties to students outside school, disclosed and noted; one of them ends soon."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from approvals import attesting, deciding, kinds, requesting
from approvals.models import Request, Seat
from district_portal.demo import staffing
from district_portal.demo.requests import HIGH, MIDDLE
from district_portal.district.current import today


@dataclass(frozen=True)
class Disclosed:
    """One tie of the demo; days count from the day on which the demo is opened."""

    tie: str
    students: int
    who: str
    channels: str
    purpose: str
    place: str
    days_ago: int
    days_left: int
    teacher: int = 0
    consent: dict[str, str] = field(default_factory=dict)
    conditions: str = ""


PLAN = (
    Disclosed(
        "youth_group",
        9,
        "The scouts of the troop that I lead, grades 6 to 8",
        "A group for text messages in which two leaders and the parents read along",
        "When the troop meets, and what to bring.",
        MIDDLE,
        41,
        90,
        consent={
            "consent_by": "parent",
            "consent_how": "writing",
            "consent_scope": "Messages to the group about meetings and trips of the troop.",
        },
        conditions="Thank you. Please keep class matters out of that group.",
    ),
    Disclosed(
        "family",
        1,
        "My nephew, grade 10",
        "Text messages and the family’s group",
        "Family news, rides and birthdays.",
        HIGH,
        33,
        24,
    ),
)


def disclose() -> None:
    """Disclose and note everything of the plan."""
    for disclosed in PLAN:
        at = timezone.now() - dt.timedelta(days=disclosed.days_ago, hours=2)
        _note(_send(disclosed, at=at), disclosed, at=at + dt.timedelta(days=1))


def _send(disclosed: Disclosed, *, at: dt.datetime) -> Request:
    teacher = staffing.a_teacher(disclosed.place, skip=disclosed.teacher)
    request = requesting.start("relationship", by=teacher, at=at)
    day = today(at)
    typed = {
        "tie": disclosed.tie,
        "students": str(disclosed.students),
        "who": disclosed.who,
        "channels": disclosed.channels,
        "purpose": disclosed.purpose,
        "starts_on": day.isoformat(),
        "ends_on": (today() + dt.timedelta(days=disclosed.days_left)).isoformat(),
        **disclosed.consent,
    }
    if disclosed.consent:
        typed["consent_on"] = (day - dt.timedelta(days=6)).isoformat()
    details = {name: [value] for name, value in typed.items()}
    request = requesting.save_step(request, by=teacher, step="details", typed=details, at=at)
    asked = attesting.asked_for("relationship", kinds.complete(request, at=at).values)
    promised = {str(row.promise.pk): row.promise.wording for row in asked}
    request = requesting.save_step(request, by=teacher, step="promises", typed=promised, at=at)
    requesting.send(request, by=teacher, answers=kinds.complete(request, at=at), at=at)
    return request


def _note(request: Request, disclosed: Disclosed, *, at: dt.datetime) -> None:
    seats = Seat.objects.filter(step__submission__request=request, left_at=None)
    seat = seats.select_related("step", "person").get()
    deciding.decide(
        seat.step, by=seat.person, outcome="approved", reason=disclosed.conditions, at=at
    )
