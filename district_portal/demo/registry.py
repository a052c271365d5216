"""What became of the accounts of the demo: confirmed, suspended, closed, handed over, overdue."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils import timezone

from accounts import moving
from accounts.models import Place
from accounts.roles import holders
from approvals.registry import certifying, closing, looking_after
from approvals.registry.models import Account
from district_portal.demo import requests
from district_portal.demo.requests import APPROVED, ELEMENTARY, HIGH, MIDDLE, Asked
from district_portal.district.current import today, zone
from district_portal.permissions import Role
from district_portal.schooldays.counting import school_day_from

MORE: Final = (
    Asked(
        "Hawks Robotics",
        "@MarlowBendRobotics",
        "youtube",
        HIGH,
        "Matches of the robotics team, for families who cannot come.",
        "Semifinal, second match: six points in the last minute.",
        61,
        teacher=6,
        decisions=((APPROVED, ""), (APPROVED, "")),
    ),
    Asked(
        "Cedar Landing Chorus",
        "@CedarLandingChorus",
        "facebook",
        MIDDLE,
        "Dates of concerts and what to wear.",
        "White shirt, black shoes, 6:15 at the stage door.",
        52,
        teacher=5,
        decisions=((APPROVED, ""), (APPROVED, "")),
    ),
    Asked(
        "Foxglove Readers",
        "@FoxgloveReaders",
        "instagram",
        ELEMENTARY,
        "A picture book a week, and who reads it aloud.",
        "This week: a bear, a lantern, and Mr. Ito’s third grade.",
        48,
        represents="class",
        teacher=3,
        decisions=((APPROVED, ""),),
    ),
    Asked(
        "Marlow Bend Library",
        "marlowbendreads.bsky.social",
        "bluesky",
        HIGH,
        "New books, and when the library is open late.",
        "Open until six on Thursdays, all of November.",
        420,
        teacher=1,
        decisions=((APPROVED, ""), (APPROVED, "")),
    ),
)
SECURED: Final = ("Cedar Landing Band", "Marlow Bend Athletics")
ENDED: Final = ("Hawks Robotics", "The season is over, and the club page shows the team now.")
STRANGE: Final = (
    "Cedar Landing Chorus",
    "Posts that nobody of us wrote, since Saturday. The password is being changed.",
)
MOVED: Final = ("Foxglove Readers", "Cedar Landing Middle School")
CHECKED: Final = dt.timedelta(days=60)
"""How long ago the yearly checks were asked for: what nobody confirmed since is overdue."""


def look_after() -> None:
    """Let owners confirm what they saw, and two accounts end: one for a time, one for good."""
    requests.ask(MORE)
    now = timezone.now()
    for name in SECURED:
        account = Account.objects.select_related("owner").get(name=name)
        both = (looking_after.TWO_FACTOR, looking_after.RECOVERY)
        looking_after.confirm(account, both, by=account.owner, at=now - dt.timedelta(days=12))
    name, why = ENDED
    account = Account.objects.select_related("owner").get(name=name)
    closing.close(account, reason=why, by=account.owner, at=now - dt.timedelta(days=6))
    name, why = STRANGE
    coordinator = holders(Role.TECHNOLOGY_COORDINATOR).first()
    account = Account.objects.get(name=name)
    closing.suspend(account, reason=why, by=coordinator, at=now - dt.timedelta(days=2))
    name, place_name = MOVED
    owner, place = Account.objects.get(name=name).owner, Place.objects.get(name=place_name)
    moving.move(owner, by=holders(Role.HR).get(), place=place, supervisor=place.head)
    certifying.ask(at=_on_a_school_day(now - CHECKED))


def _on_a_school_day(at: dt.datetime) -> dt.datetime:
    """Ten in the morning of the school day of `at`, or of the next one."""
    day = school_day_from(today(at))
    return dt.datetime.combine(day, dt.time(10), tzinfo=zone())
