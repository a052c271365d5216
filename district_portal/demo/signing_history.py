"""Ten weeks of signatures: what was required, who signed when, who has not."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import Person
from district_portal.demo import checking
from district_portal.demo.days import day, morning
from district_portal.schooldays.hours import may_disturb
from policies.acknowledgments import closing, nudging, overseeing, packing, requiring, signing
from policies.acknowledgments.models import Assignment
from policies.models import Policy

WEEKS = 10
BROWSER = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


@dataclass(frozen=True)
class Asked:
    """What is required of whom, and how far it has come."""

    code: str
    days_ago: int
    due_days: int
    signed: float
    everyone: bool = True
    kinds: tuple[str, ...] = ()


PLAN = (
    Asked("511", WEEKS * 7, 30, 0.97),
    Asked("740.1", WEEKS * 7 - 7, 45, 0.88, everyone=False, kinds=("employee",)),
    Asked("8:25", WEEKS * 7 - 14, 30, 0.75, everyone=False, kinds=("volunteer",)),
    Asked("417.2", 35, 42, 0.6, everyone=False, kinds=("employee",)),
    Asked("533", 18, 21, 0.35),
)


PACKET = ("511", "8:25")
"""What volunteers sign together each school year."""


def pack(*, by: Person) -> None:
    """Ask volunteers for two policies together, each school year; a signature counts here too."""
    packing.pack(
        "Volunteers, each school year",
        list(Policy.objects.filter(code__in=PACKET)),
        by=by,
        at=morning(WEEKS * 7),
        kinds=["volunteer"],
        cycle="school_year",
        due_days=45,
    )


def ask_and_sign(*, by: Person, keep_open: set[int]) -> None:
    """Require the policies of the plan and let people sign them, the same ones every time.

    `keep_open` are ids of people who have not signed the last two, so that there is something
    to try.
    """
    dice = random.Random(4017)  # noqa: S311 – a fictional past, not a secret
    for number, asked in enumerate(PLAN):
        start = morning(asked.days_ago)
        requirement = requiring.require(
            Policy.objects.get(code=asked.code),
            by=by,
            at=start,
            everyone=asked.everyone,
            kinds=asked.kinds,
            due_days=asked.due_days,
        )
        assignments = Assignment.objects.filter(requirement=requirement)
        rows = list(
            assignments.select_related("person", "version__policy").order_by("person__email")
        )
        questioned: list[tuple[Assignment, dict[str, Any]]] = []
        for assignment in rows:
            unsigned = number >= len(PLAN) - 2 and assignment.person_id in keep_open
            if dice.random() < asked.signed and not unsigned:
                facts = _facts(start=start, asked=asked, dice=dice)
                if asked.code == checking.plan()["code"] and facts["at"] >= checking.written_at():
                    questioned.append((assignment, facts))
                else:
                    _sign(assignment, facts)
        if asked.code == checking.plan()["code"]:
            _ask_the_others(questioned, by=by)


def close_unsigned(*, by: Person, keep_open: set[int]) -> None:
    """Record one refusal and one exemption; `keep_open` as above."""
    waiting = Assignment.objects.open().select_related("person", "version")
    waiting = waiting.exclude(person__in=keep_open).order_by("person__email")
    refused, exempt = waiting.filter(version__code="740.1")[:2]
    witness = Person.objects.get(pk=min(keep_open - {by.pk}))
    closing.refuse(
        refused,
        by=by,
        witness=witness,
        refused_on=day(6),
        statement="We read the policy together in the staff room. The answer was: not this page.",
        reason="I have no accounts and do not want any.",
        at=morning(5),
    )
    closing.exempt(
        exempt,
        by=by,
        reason="Works on paper only until the new laptops are here.",
        until=day(-40),
        at=morning(4),
    )


def nudge_some(*, by: Person) -> None:
    """On the last school day before today a supervisor nudged two of their late people."""
    late = overseeing.people(by, status=overseeing.LATE).values_list("pk", flat=True)[:2]
    mornings = (morning(days_ago) for days_ago in range(1, 31))
    at = next((moment for moment in mornings if may_disturb(moment)), None)
    if at:
        nudging.nudge(list(late), by=by, at=at)


def _ask_the_others(questioned: list[tuple[Assignment, dict[str, Any]]], *, by: Person) -> None:
    """Write the check questions; who signs after that answers them first."""
    checking.write(by=by)
    dice = random.Random(4018)  # noqa: S311 – a fictional past, not a secret
    for assignment, facts in questioned:
        checking.answer(assignment, at=facts["at"], dice=dice)
        _sign(assignment, facts)


def _facts(*, start: dt.datetime, asked: Asked, dice: random.Random) -> dict[str, Any]:
    """When and where somebody signs."""
    span = asked.days_ago * 24 * 60
    minutes = int(span * min(0.98, dice.betavariate(1.3, 2.5)))
    at = min(start + dt.timedelta(minutes=minutes), timezone.now() - dt.timedelta(minutes=5))
    return {
        "address": f"10.20.{dice.randrange(256)}.{dice.randrange(1, 255)}",
        "opened_at": at - dt.timedelta(minutes=dice.randrange(2, 12)),
        "signed_in_at": at - dt.timedelta(minutes=dice.randrange(12, 20)),
        "at": at,
    }


def _sign(assignment: Assignment, facts: dict[str, Any]) -> None:
    signing.sign(
        assignment.person,
        assignment.version,
        typed_name=str(assignment.person),
        browser=BROWSER,
        **facts,
    )
