"""Whether the clocks agree, and somebody is woken by them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_portal.operations import answering
from district_portal.operations.doctoring import Diagnosis, check
from district_portal.operations.health import LONGEST, State
from district_portal.operations.models import Tick
from district_portal.ui.dates import date_in_words


@check
def clocks_agree() -> Iterator[Diagnosis]:
    """Both machines tell the same time."""
    part, apart = _("Clocks"), answering.clocks_apart()
    if apart > answering.APART:
        seconds = round(apart.total_seconds())
        words = ngettext(
            "This machine and the database are %(n)s second apart.",
            "This machine and the database are %(n)s seconds apart.",
            seconds,
        )
        mend = _("Let both keep their time by NTP (timedatectl set-ntp true).")
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
        words = _("A worker was last woken on %(at)s.") % {
            "at": date_in_words(last.at, style="time")
        }
        yield Diagnosis(part, State.WRONG, words, mend)
    else:
        yield Diagnosis(part, State.WELL, _("A worker was woken a short while ago."))
