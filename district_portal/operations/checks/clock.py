"""Whether the clocks agree, and somebody is woken by them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from district_portal.operations.doctoring import Diagnosis, check
from district_portal.operations.health import LONGEST, State
from district_portal.operations.models import Tick

APART: Final = dt.timedelta(seconds=5)
"""So far may the clocks of this machine and of the database be from each other."""


@check
def clocks_agree() -> Iterator[Diagnosis]:
    """Both machines tell the same time."""
    part = _("Clocks")
    with connection.cursor() as cursor:
        before = timezone.now()
        cursor.execute("SELECT clock_timestamp()")
        [there] = cursor.fetchone()
    apart = max(before - there, there - timezone.now(), dt.timedelta())
    if apart > APART:
        words = _("This machine and the database are %(n)s seconds apart.")
        mend = _("Let both keep their time by NTP (timedatectl set-ntp true).")
        seconds = round(apart.total_seconds())
        yield Diagnosis(part, State.WRONG, words % {"n": seconds}, mend)
    else:
        yield Diagnosis(part, State.WELL, _("This machine and the database tell the same time."))


@check
def beat_wakes_a_worker() -> Iterator[Diagnosis]:
    """Beat and a worker run."""
    part, last = _("Worker and beat"), Tick.objects.first()
    mend = _("Start them: docs/operating/running.md says how. Exactly one beat must run.")
    if last is None:
        yield Diagnosis(part, State.WRONG, _("No worker has been woken yet."), mend)
    elif last.at < timezone.now() - LONGEST:
        words = _("A worker was last woken at %(at)s.") % {"at": timezone.localtime(last.at)}
        yield Diagnosis(part, State.WRONG, words, mend)
    else:
        yield Diagnosis(part, State.WELL, _("A worker was woken a short while ago."))
