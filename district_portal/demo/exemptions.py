"""Two teachers who asked for an exemption: one has it, about the other those who decide meet."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import Person
from approvals import attesting, deciding, kinds, requesting
from approvals.exemptions.meetings import calling
from approvals.models import Platform, Request, Seat
from district_portal.demo import staffing
from district_portal.demo.requests import HIGH, MIDDLE
from district_portal.district.current import today, zone
from district_portal.schooldays.counting import add_school_days
from policies.models import Clause

DAYS_AGO, DECIDED_AFTER = 26, 4
CODE, STARTS = "533", "Be careful in connecting with students."


def ask() -> None:
    """Ask for both, decide the first, call a meeting about the second."""
    long_ago = timezone.now() - dt.timedelta(days=DAYS_AGO, hours=2)
    clause = Clause.objects.get(
        version__policy__code=CODE, version__state="in_force", text__startswith=STARTS
    )
    granted = _sent(
        staffing.a_teacher(MIDDLE, skip=3),
        at=long_ago,
        what="text",
        policy=clause.version.policy_id,
        clause=clause.key,
        asks="modification",
        proposed="Students of the reading circle may follow its account; all of them are asked.",
        plan="Our reading circle shares what it reads, and each student follows the circle.",
        learning="They write short reviews for readers of their own age.",
        group="Reading circle, grade 8",
        students=18,
        student_data="First names and the titles that they read.",
        alternatives="The library’s page: nobody can answer there.",
        days=150,
        meeting="no",
        meeting_times="",
    )
    for hour, seat in enumerate(_seats(granted)):
        at = long_ago + dt.timedelta(days=DECIDED_AFTER, hours=hour)
        reason = "Only the circle’s own account, with two members of staff."
        deciding.decide(seat.step, by=seat.person, outcome="approved", reason=reason, at=at)
    waiting = _sent(
        staffing.a_teacher(HIGH, skip=2),
        at=timezone.now() - dt.timedelta(days=2),
        what="platform",
        platform=Platform.objects.get(slug="snapchat").pk,
        plan="Students tell the day of a lock keeper in ten pictures that vanish overnight.",
        learning="They choose what is worth a picture when nothing stays.",
        group="Photography, grade 11",
        students=22,
        student_data="None: a school account, no faces.",
        alternatives="Slides: they stay, and the lesson is lost.",
        days=60,
        meeting="yes",
        meeting_times="Tuesdays and Thursdays after 3 p.m.",
    )
    _meet(waiting)


def _sent(by: Person, *, at: dt.datetime, days: int, **answers: object) -> Request:
    assert by.posting is not None  # noqa: S101 – a teacher has one
    typed = {
        **answers,
        "place": by.posting.place_id,
        "under_13": "no",
        "starts_on": today(at) + dt.timedelta(days=7),
        "ends_on": today(at) + dt.timedelta(days=days),
    }
    details = {name: [str(value)] for name, value in typed.items()}
    request = requesting.start("exemption", by=by, at=at)
    request = requesting.save_step(request, by=by, step="details", typed=details, at=at)
    answered = kinds.complete(request, at=at)
    promised = {
        str(row.promise.pk): row.promise.wording
        for row in attesting.asked_for(request.kind, answered.values)
    }
    request = requesting.save_step(request, by=by, step="promises", typed=promised, at=at)
    requesting.send(request, by=by, answers=answered, at=at)
    return Request.objects.get(pk=request.pk)


def _seats(request: Request) -> list[Seat]:
    live = Seat.objects.filter(step__submission__request=request, left_at=None)
    return list(live.select_related("person", "step").order_by("pk"))


def _meet(request: Request) -> None:
    day = add_school_days(today(), 4)
    calling.call(
        request,
        starts_at=dt.datetime.combine(day, dt.time(15, 30), tzinfo=zone()),
        minutes=45,
        where="District Office, small meeting room",
        note="Please bring two pictures of the kind that you have in mind.",
        by=_seats(request)[0].person,
        seen=None,
    )
