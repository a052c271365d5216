"""Whoever looks after technology is mailed what is not well: once, and once when it is over.

What each is told is what the health page shows them, so that nobody learns of a concern about
themselves.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts import roles
from accounts.models import Person
from district_portal import mailing
from district_portal.mailing import delivering
from district_portal.mailing.translating import language_of
from district_portal.operations import answering, health
from district_portal.operations.finding import LONGEST, Finding, State
from district_portal.operations.models import Alarm, Tick
from district_portal.permissions import Role

STANDS: Final = dt.timedelta(minutes=5)
"""So long something must be wrong before it is mailed: what is over sooner is no news."""
QUIET: Final = dt.timedelta(minutes=15)
"""So long it must be well before it is over: what comes back sooner never ended."""


def sound(*, at: dt.datetime | None = None) -> int:
    """Look at everything for each Technology Coordinator; answers how many mails were queued.

    Twice, or by two at once, is harmless. Whoever holds the role no longer is told no more.
    """
    now, there = at or timezone.now(), list(roles.holders(Role.TECHNOLOGY_COORDINATOR))
    gone = Alarm.objects.filter(over_at=None).exclude(person__in=there)
    gone.filter(told_at=None).delete()
    gone.update(over_at=now)
    return sum(_tell(person, now=now) for person in there)


def deliver_if_nobody_does(*, at: dt.datetime | None = None) -> int:
    """Send what is due where no worker is woken for it; answers how many mails went out."""
    late = (at or timezone.now()) - LONGEST
    if answering.broker() and Tick.objects.filter(at__gte=late).exists():
        return 0
    return delivering.sweep()["sent"]


@transaction.atomic
def _tell(person: Person, *, now: dt.datetime) -> int:
    with translation.override(language_of(person)):
        found = health.findings(person, at=now)
    wrong: dict[str, Finding] = {}
    for finding in found:
        if finding.matter and finding.state != State.WELL:
            wrong.setdefault(finding.matter, finding)
    queued = sum(_tell_begun(person, finding, now=now) for finding in wrong.values())
    lasting = Alarm.objects.select_for_update().filter(person=person, over_at=None)
    well = lasting.exclude(matter__in=wrong)
    well.filter(told_at=None).delete()
    return queued + sum(
        _tell_over(alarm, now=now) for alarm in well.filter(seen_at__lte=now - QUIET)
    )


def _tell_begun(person: Person, finding: Finding, *, now: dt.datetime) -> bool:
    alarm, _new = Alarm.objects.select_for_update().get_or_create(
        person=person,
        matter=finding.matter,
        over_at=None,
        defaults={"part": finding.part, "began_at": now, "seen_at": now},
    )
    alarm.seen_at = now
    is_new = alarm.told_at is None and alarm.began_at <= now - STANDS
    if is_new:
        alarm.told_at = now
    alarm.save(update_fields=["seen_at", "told_at"])
    return is_new and _mail("alarm_begun", alarm, finding)


def _tell_over(alarm: Alarm, *, now: dt.datetime) -> bool:
    alarm.over_at = now
    alarm.save(update_fields=["over_at"])
    return _mail("alarm_over", alarm, None)


def _mail(name: str, alarm: Alarm, finding: Finding | None) -> bool:
    return mailing.queue(
        name,
        key=f"{name}:{alarm.pk}",
        to=alarm.person,
        context={"alarm": alarm, "finding": finding, "link": reverse("operations:health")},
    )
