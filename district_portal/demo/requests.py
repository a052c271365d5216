"""Requests in every state, and the accounts that came of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import Person
from approvals import attesting, deciding, discussing, kinds, requesting, withdrawing
from approvals.models import Platform, Request, Seat, Step
from approvals.registry import informing_parents
from approvals.registry.models import Account
from district_portal.demo import staffing
from district_portal.district.current import today

MIDDLE, HIGH = "Cedar Landing Middle School", "Marlow Bend High School"
ELEMENTARY = "Foxglove Elementary School"
WHO_ELSE = (
    "Who else can sign in to it? Please name a second manager in your building, and say how you "
    "keep the comments."
)
NOT_FUNNY = (
    "Pictures of students made to be laughed at do not fit policy 511. I am glad to talk about a "
    "club page instead."
)
APPROVED, DENIED, RETURNED = "approved", "denied", "returned"


@dataclass(frozen=True)
class Asked:
    """One request of the demo, and what became of it.

    `decisions` are outcomes and reasons, step by step; `told` whether parents were told,
    `asked_back` what the first approver wants to know before they decide.
    """

    name: str
    handle: str
    platform: str
    place: str
    purpose: str
    sample: str
    days_ago: int
    represents: str = "school"
    teacher: int = 0
    students: bool = False
    shown: bool = False
    decisions: tuple[tuple[str, str], ...] = ()
    told: bool = False
    asked_back: str = ""
    sent: bool = True
    withdrawn: bool = False


PLAN = (
    Asked(
        "Cedar Landing Band",
        "@CedarLandingBand",
        "instagram",
        MIDDLE,
        "Concert dates and rehearsal clips for the families of our band.",
        "Spring concert, Thursday at 7 in the gym. Doors open at half past six.",
        64,
        students=True,
        shown=True,
        decisions=((APPROVED, ""), (APPROVED, "Please use the district's logo as it is.")),
        told=True,
    ),
    Asked(
        "Cedar Landing Robotics",
        "@CedarLandingRobots",
        "instagram",
        MIDDLE,
        "When the robotics club meets, and how its robots do. Parents were told last school year.",
        "Saturday, 9 to 12, room 6. Bring your laptop.",
        400,
        represents="class",
        teacher=6,
        students=True,
        decisions=((APPROVED, ""),),
        told=True,
    ),
    Asked(
        "Marlow Bend Athletics",
        "@MarlowBendHawks",
        "x",
        HIGH,
        "Scores, schedules and changes on game days.",
        "Girls’ soccer moves to the upper field tonight, 5:30.",
        58,
        shown=True,
        decisions=((APPROVED, ""), (APPROVED, "")),
    ),
    Asked(
        "Foxglove Elementary",
        "FoxgloveElementary",
        "facebook",
        ELEMENTARY,
        "News of the school for parents who use Facebook; the same goes out by mail.",
        "Picture day is Tuesday. Bring the form or a smile, both is best.",
        45,
        decisions=((APPROVED, ""), (APPROVED, "")),
    ),
    Asked(
        "Room 14 Reads",
        "@Room14Reads",
        "instagram",
        MIDDLE,
        "What our reading club reads, and why.",
        "This week: three chapters and a map.",
        30,
        represents="class",
        teacher=2,
        students=True,
        decisions=((APPROVED, "A good idea. Tell the parents first."),),
    ),
    Asked(
        "Science Olympiad",
        "@MarlowBendSciOly",
        "youtube",
        HIGH,
        "Short films of what the team builds.",
        "How we made a bridge of 14 grams carry 9 kilograms.",
        9,
        teacher=3,
        shown=True,
        decisions=((APPROVED, ""),),
    ),
    Asked(
        "Cedar Landing Library",
        "cedarlandingreads.bsky.social",
        "bluesky",
        MIDDLE,
        "New books, and what students say of them.",
        "Twelve new graphic novels are on the front shelf.",
        4,
        teacher=1,
        asked_back="Who writes the posts in the weeks when the library is closed?",
    ),
    Asked(
        "Cedar Landing Drama Club",
        "@CedarLandingDrama",
        "tiktok",
        MIDDLE,
        "Scenes from rehearsals.",
        "Two lines, one door, eleven tries.",
        16,
        teacher=4,
        students=True,
        shown=True,
        decisions=((RETURNED, WHO_ELSE),),
    ),
    Asked(
        "Hawks Memes",
        "@HawksMemes",
        "instagram",
        HIGH,
        "Funny pictures of school life.",
        "Monday, in one picture.",
        37,
        teacher=5,
        shown=True,
        decisions=((DENIED, NOT_FUNNY),),
    ),
    Asked(
        "Foxglove Garden",
        "@FoxgloveGarden",
        "instagram",
        ELEMENTARY,
        "What grows in the school garden.",
        "The first beans.",
        20,
        represents="class",
        teacher=1,
        withdrawn=True,
    ),
    Asked(
        "Grade 7 Field Trips",
        "@CedarGrade7",
        "facebook",
        MIDDLE,
        "Where we are and when we are back.",
        "Bus 3 is back at 3:10.",
        1,
        sent=False,
    ),
)  # fmt: skip


def ask(plan: Iterable[Asked] = PLAN) -> None:
    """Ask, decide and register everything of the plan."""
    for asked in plan:
        teacher = staffing.a_teacher(asked.place, skip=asked.teacher)
        sent_at = timezone.now() - dt.timedelta(days=asked.days_ago, hours=3)
        request = _write(asked, by=teacher, at=sent_at)
        if not asked.sent:
            continue
        answers = kinds.complete(request, at=sent_at)
        requesting.send(request, by=teacher, answers=answers, at=sent_at)
        if asked.asked_back:
            _ask_back(request, asked.asked_back, at=sent_at + dt.timedelta(days=1))
        _decide(request, asked, sent_at)
        if asked.withdrawn:
            withdrawing.withdraw(request, by=teacher, at=sent_at + dt.timedelta(days=2))
        if asked.told:
            _tell_parents(request, by=teacher, at=sent_at + dt.timedelta(days=8))


def _write(asked: Asked, *, by: Person, at: dt.datetime) -> Request:
    request = requesting.start("account", by=by, at=at)
    assert by.posting is not None  # noqa: S101 – a teacher has one
    platform = Platform.objects.get(slug=asked.platform)
    colleague = staffing.a_teacher(asked.place, skip=asked.teacher + 7)
    typed = {
        "platform": platform.pk,
        "name": asked.name,
        "handle": asked.handle,
        "represents": asked.represents,
        "place": by.posting.place_id,
        "purpose": asked.purpose,
        "audience": ["parents", "students"] if asked.students else ["parents", "community"],
        "sample": asked.sample,
        "frequency": "weekly",
        "launch_on": (today(at) + dt.timedelta(days=14)).isoformat(),
        "district_address": f"{asked.name.replace(' ', '').lower()}@marlowbend.example",
        "manager": colleague.email,
        "recovery_owner": by.posting.supervisor.email if by.posting.supervisor else "",
        "comments": "closed",
        "writes_to_students": "yes" if asked.students else "no",
        "shows_students": "yes" if asked.shown else "no",
        "under_13": "yes" if asked.place == ELEMENTARY else "no",
    }
    details = {
        name: [str(item) for item in (value if isinstance(value, list) else [value])]
        for name, value in typed.items()
    }
    request = requesting.save_step(
        request, by=by, step="details", typed=details, title=asked.name, at=at
    )
    if not asked.sent:
        return request
    answers = kinds.complete(request, at=at)
    promised = {
        str(row.promise.pk): row.promise.wording
        for row in attesting.asked_for("account", answers.values)
    }
    return requesting.save_step(request, by=by, step="promises", typed=promised, at=at)


def _ask_back(request: Request, question: str, *, at: dt.datetime) -> None:
    seat = Seat.objects.filter(step__submission__request=request, left_at=None).first()
    assert seat is not None  # noqa: S101 – an open step has a seat
    discussing.say(request, by=seat.person, text=question, at=at)


def _decide(request: Request, asked: Asked, sent_at: dt.datetime) -> None:
    for number, (outcome, reason) in enumerate(asked.decisions, start=1):
        step = Step.objects.get(submission__request=request, state=Step.State.OPEN)
        seat = step.seats.filter(left_at=None).select_related("person").first()
        assert seat is not None  # noqa: S101 – an open step has a seat
        at = sent_at + dt.timedelta(days=2 * number)
        deciding.decide(step, by=seat.person, outcome=outcome, reason=reason, at=at)


def _tell_parents(request: Request, *, by: Person, at: dt.datetime) -> None:
    account = Account.objects.get(request=request)
    informing_parents.record_notice(
        account,
        told_on=today(at),
        channel="mail",
        text=informing_parents.draft_letter(account),
        by=by,
        at=at,
    )
