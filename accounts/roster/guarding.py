"""How many people may leave by sheets before a second person must confirm.

Counted together over DAYS, so that many small sheets do not end what one large sheet must not.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Person
from accounts.roster.models import Change, Run
from district_portal.district.current import current

if TYPE_CHECKING:
    from django.db.models import QuerySet

FEWEST: Final = 5
"""As many people may leave by sheets, however small the district is."""
DAYS: Final = 30


def allowed(run: Run) -> int:
    """How many people may leave within DAYS: the district's percentage of the roster of `run`."""
    return max(FEWEST, run.rostered * current().leaving_percent // 100)


def are_too_many(run: Run, *, before: int) -> bool:
    """Whether more would leave by `run` than are allowed, with the `before` of recent sheets."""
    return run.left > max(0, allowed(run) - before)


def recently_left(*, at: dt.datetime | None = None) -> QuerySet[Person]:
    """Those who left by sheets that nobody has confirmed or undone, and who are still gone.

    Of the DAYS before `at` (aware, now unless given), or since a second person last confirmed a
    sheet, and with it all that came before.
    """
    since = (at or timezone.now()) - dt.timedelta(days=DAYS)
    applied = Run.objects.filter(state=Run.State.APPLIED, applied_at__gt=since)
    later = applied.filter(confirmed_at__isnull=False, applied_at__gte=OuterRef("applied_at"))
    unconfirmed = applied.filter(~Exists(later))
    left = Change.objects.filter(run__in=unconfirmed, kind=Change.Kind.LEFT)
    return Person.objects.filter(is_active=False, pk__in=left.values("person_id"))
